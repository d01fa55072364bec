#include <gtest/gtest.h>

#include "rules/eval_lines.h"
#include "rules/language/testing/suite.h"

namespace leye::rules {
namespace {

using testing::suite_environment;

/// Files of the suite and how many cases each holds: a file cut short must not pass.
struct SuiteFile {
  const char* name;
  std::size_t cases;
};

class Conformance : public ::testing::TestWithParam<SuiteFile> {};

TEST_P(Conformance, EveryCaseAsExpected) {
  const auto lines = testing::suite_lines(GetParam().name);
  EXPECT_EQ(lines.size(), GetParam().cases);
  for (const auto& line : lines) {
    const auto answer = eval_line(suite_environment(), {}, boost::json::serialize(line), 1);
    EXPECT_EQ(testing::difference(line.at("expect").as_object(), answer), "")
        << line.at("id") << " " << line.at("expr");
  }
}

INSTANTIATE_TEST_SUITE_P(
    Rules, Conformance,
    ::testing::Values(SuiteFile{"parse.jsonl", 152}, SuiteFile{"types.jsonl", 164},
                      SuiteFile{"eval_known.jsonl", 137}, SuiteFile{"eval_unknown.jsonl", 197},
                      SuiteFile{"dates.jsonl", 100}, SuiteFile{"money.jsonl", 75},
                      SuiteFile{"errors.jsonl", 74}),
    [](const auto& file) {
      const std::string name = file.param.name;
      return name.substr(0, name.find('.'));
    });

}  // namespace
}  // namespace leye::rules
