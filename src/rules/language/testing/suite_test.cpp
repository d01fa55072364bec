#include "rules/language/testing/suite.h"

#include <gtest/gtest.h>

#include <fstream>

namespace leye::rules::testing {

std::vector<boost::json::object> suite_lines(const std::string& file) {
  std::ifstream in(LEYE_SOURCE_DIR "/tests/data/rules/" + file);
  EXPECT_TRUE(in) << file;
  std::vector<boost::json::object> lines;
  for (std::string line; std::getline(in, line);) {
    if (!line.empty()) lines.push_back(boost::json::parse(line).as_object());
  }
  return lines;
}

std::string difference(const boost::json::object& expect, const boost::json::object& actual) {
  for (const auto& [key, value] : expect) {
    const auto* got = actual.if_contains(key);
    if (got == nullptr || *got != value)
      return std::string(key) + ": expected " + boost::json::serialize(value) + ", got " +
             boost::json::serialize(actual);
  }
  return {};
}

}  // namespace leye::rules::testing
