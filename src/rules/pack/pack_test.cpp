#include <gtest/gtest.h>

#include <boost/json.hpp>
#include <set>

#include "rules/language/testing/suite.h"
#include "rules/pack/author.h"
#include "rules/pack/eval_rule.h"

namespace leye::rules {
namespace {

namespace json = boost::json;

const EvalEnvironment& suite() {
  static const EvalEnvironment environment = [] {
    auto loaded = load_eval_environment(LEYE_SOURCE_DIR "/tests/data/rules", false);
    if (!loaded) throw std::runtime_error(describe(loaded.error(), Locale::kEn));
    return *std::move(loaded);
  }();
  return environment;
}

TEST(PackSuite, ChecksGiveTheExactLines) {
  const auto lines = testing::suite_lines("checks.jsonl");
  ASSERT_EQ(lines.size(), 50U);
  for (const auto& line : lines) {
    const auto answer = check_files_line(suite().files, line);
    ASSERT_TRUE(answer) << line.at("id");
    EXPECT_EQ(answer->at("lines"), line.at("expect")) << line.at("id") << " " << line.at("what");
    EXPECT_EQ(answer->at("exit"), line.at("exit")) << line.at("id");
  }
}

TEST(PackSuite, RulesGiveTheExpectedOutcomes) {
  const auto lines = testing::suite_lines("rules.jsonl");
  ASSERT_EQ(lines.size(), 71U);
  for (const auto& line : lines) {
    const auto answer = eval_line(suite().pack->environment, line_handlers(suite()),
                                  json::serialize(line), 1, Locale::kEn);
    EXPECT_EQ(testing::difference(line.at("expect").as_object(), answer), "") << line.at("id");
  }
}

TEST(TianjinPack, IsFreeOfErrors) {
  const auto report = check_pack(LEYE_SOURCE_DIR "/packs/tianjin-2020q4", false, false);
  EXPECT_EQ(report.exit, 0) << report.text;
}

TEST(Packs, MayBeSigned) {
  for (const char* pack : {"tianjin-2020q4", "example-other-city"}) {
    const auto report = check_pack(std::string(LEYE_SOURCE_DIR "/packs/") + pack, true, false);
    EXPECT_EQ(report.text, "0 errors, 0 warnings\n") << pack;
  }
}

// policies.md §2: every policy with its family, unit, anchor and item; §9: what is assumed says so.
TEST(TianjinPack, HoldsEveryPolicy) {
  const auto pack = load_pack(LEYE_SOURCE_DIR "/packs/tianjin-2020q4").pack;
  ASSERT_TRUE(pack);
  ASSERT_EQ(pack->policies.size(), 28U);
  std::set<std::string> families;
  for (int i = 1; i <= 28; ++i) {
    const auto code = (i < 10 ? "P0" : "P") + std::to_string(i);
    const auto found = pack->find(code, ymd(2020, 11, 1));
    ASSERT_TRUE(found.policy != nullptr) << code;
    families.insert(found.policy->head.family);
    EXPECT_FALSE(found.policy->needs.empty()) << code;
    EXPECT_FALSE(found.policy->content_zh.empty()) << code;
    EXPECT_EQ(found.policy->amount.has_value(), code != "P06") << code;
  }
  EXPECT_EQ(families.size(), 13U);  // the twelve of the order, and beside them
  std::size_t assumed = 0;
  for (const auto& param : pack->environment.params)
    for (const auto& row : param.rows) assumed += row.certainty == "assumed" ? 1 : 0;
  EXPECT_EQ(assumed, 36U);
}

TEST(TianjinPack, ItsOwnCasesHold) {
  const auto report = test_pack(LEYE_SOURCE_DIR "/packs/tianjin-2020q4");
  EXPECT_EQ(report.exit, 0) << report.text;
  EXPECT_EQ(report.text, "171 passed, 0 failed\n");
}

TEST(TianjinPack, HoldsEveryClauseOfTheOrder) {
  const auto loaded = load_pack(LEYE_SOURCE_DIR "/packs/tianjin-2020q4");
  ASSERT_TRUE(loaded.pack);
  EXPECT_EQ(loaded.pack->clauses.size(), 195U);
}

TEST(OtherCityPack, ItsOwnCasesHold) {
  const auto report = test_pack(LEYE_SOURCE_DIR "/packs/example-other-city");
  EXPECT_EQ(report.text, "4 passed, 0 failed\n");
}

}  // namespace
}  // namespace leye::rules
