#include "core/messages.h"

#include <gtest/gtest.h>

#include <regex>
#include <set>

#include "rules/language/expression.h"
#include "rules/language/testing/suite.h"

namespace leye::rules {
namespace {

using testing::suite_environment;

std::string english(const Problem& p) {
  return p.code + " " + what(p.error, Locale::kEn) + "; hint: " + remedy(p.error, Locale::kEn);
}

// The suite's packs to check: those whose only fault is one expression.
TEST(Messages, ExactTextsOfTheSuite) {
  const std::regex expr("- \\{id: c1, title: \\{zh: 条件\\}, expr: '([^']*)'");
  std::size_t compared = 0;
  for (const auto& line : testing::suite_lines("checks.jsonl")) {
    const auto& expect = line.at("expect").as_array();
    const std::string file(line.at("files").as_object().begin()->value().as_string());
    std::smatch found;
    if (expect.size() != 1 || !std::regex_search(file, found, expr)) continue;
    const std::string wanted(expect[0].as_string());
    const std::string code = line.at("what").as_string().c_str();
    if (code >= "R226" || code.size() != 4 || code < "R020" || code == "R031") continue;
    const auto compiled = compile(found[1].str(), suite_environment(), {.must_be_bool = true});
    ASSERT_FALSE(compiled) << found[1];
    EXPECT_EQ(english(compiled.error()), wanted.substr(wanted.find(code)));
    ++compared;
  }
  EXPECT_GE(compared, 23U);
}

struct Case {
  const char* text;
  const char* line;
};

TEST(Messages, TextsOfTheSpecification) {
  const std::vector<Case> cases{
      {"t.m / 2 > fen(1)",
       "R210 no '/' for money and int; hint: use mul_ratio(x, 1, n, Rounding.…)"},
      {"t.m * t.n > fen(1)", "R210 no '*' for money and money; hint: one side must be an int"},
      {"t.s + \"a\" == \"\"",
       "R210 no '+' for string and string; hint: build texts in the message catalogue, not in "
       "rules"},
      {"t.a ? 1 : yuan(1)",
       "R214 branches of '?:' differ: int and money; hint: give both the same type"},
      {"in_set(t.s, \"key_industry\")",
       "R226 no code set 'key_industry'; hint: did you mean 'key_industries'?"},
      {"\"abc", "R022 text is not closed; hint: add \""},
      {"while + 1", "R025 'while' is reserved; hint: choose another name"},
      {"s.matches(\"a\")",
       "R109 unsupported: function matches; hint: use a code set, in_set(x, \"name\"), or "
       "in_region"},
      {"a[0]", "R107 unsupported: index [i]; hint: use exists(v, …) or a derived fact"},
      {"t.li.exist(x, true)", "R205 'exist' is not a function; hint: did you mean 'exists'?"},
      {"a ＞ 1", "R021 character '＞' (U+FF1E) is not part of the language; hint: use ASCII '>'"},
  };
  for (const auto& c : cases) {
    const auto compiled = compile(c.text, suite_environment());
    ASSERT_FALSE(compiled) << c.text;
    EXPECT_EQ(english(compiled.error()), c.line);
  }
}

TEST(Messages, ChineseFirst) {
  const auto compiled = compile("person.degree == \"bachlor\"", suite_environment());
  ASSERT_FALSE(compiled);
  EXPECT_EQ(what(compiled.error().error), "Degree 不能和文字“bachlor”比较");
  EXPECT_EQ(remedy(compiled.error().error), "请写 Degree.bachelor");
}

// A refusal without text would reach people as a bare key.
TEST(Messages, EveryRefusalOfTheSuiteHasBothLanguages) {
  std::set<std::string> seen;
  for (const auto* file : {"parse.jsonl", "types.jsonl", "cel_subset.jsonl"}) {
    for (const auto& line : testing::suite_lines(file)) {
      const auto compiled = compile(std::string(line.at("expr").as_string()), suite_environment());
      if (compiled) continue;
      seen.insert(compiled.error().error.code);
      for (const auto locale : {Locale::kZhCn, Locale::kEn}) {
        const auto text =
            what(compiled.error().error, locale) + remedy(compiled.error().error, locale);
        EXPECT_EQ(text.find("「"), text.npos) << text;
        EXPECT_FALSE(std::regex_search(text, std::regex("\\{[a-z0-9_A-Z]+\\}"))) << text;
      }
    }
  }
  EXPECT_GT(seen.size(), 50U);
}

}  // namespace
}  // namespace leye::rules
