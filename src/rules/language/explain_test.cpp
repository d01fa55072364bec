#include <gtest/gtest.h>

#include "rules/language/expression.h"
#include "rules/language/fact_table.h"
#include "rules/language/testing/suite.h"

namespace leye::rules {
namespace {

using testing::suite_environment;

Explanation explained(std::string_view text, std::string_view facts) {
  const auto expression = compile(text, suite_environment());
  EXPECT_TRUE(expression) << text;
  const auto table = read_facts(suite_environment(), {{"facts", boost::json::parse(facts)}});
  EXPECT_TRUE(table);
  // The table must outlive the views of the answer; only texts are looked at here.
  auto out = explain(*expression, *table, {ymd(2020, 10, 22), std::nullopt});
  EXPECT_EQ(letter(out.outcome),
            letter(evaluate(*expression, *table, {ymd(2020, 10, 22), std::nullopt})));
  return out;
}

TEST(Explain, ComparisonWithValuesFilledIn) {
  const auto e =
      explained(R"(person.subsidised_months < param("insurance_subsidy.max_months") + 12)", "{}");
  EXPECT_EQ(e.why, "0 < 48");
  ASSERT_EQ(e.reads.size(), 1U);
  EXPECT_EQ(suite_environment().facts[e.reads[0].fact].name, "person.subsidised_months");
  EXPECT_EQ(e.reads[0].value.state, FactState::kAbsent);
  ASSERT_EQ(e.params.size(), 1U);
  EXPECT_EQ(suite_environment().params[e.params[0].param].name, "insurance_subsidy.max_months");
  EXPECT_EQ(e.params[0].row->certainty, "law");
}

TEST(Explain, OnlyOperandsOnTheCriticalPath) {
  EXPECT_EQ(explained("t.i > 3 || t.a", R"({"t.i": 5, "t.a": false})").why, "5 > 3");
  EXPECT_EQ(explained("t.i > 3 && t.j > 3", R"({"t.i": 5, "t.j": 1})").why, "1 > 3");
  EXPECT_EQ(explained("t.i > 3 && t.j > 3", R"({"t.i": 5, "t.j": 9})").why, "5 > 3 && 9 > 3");
  EXPECT_EQ(explained("t.i > 3 && t.j > 3", R"({"t.i": 5})").why, "? > 3");
  EXPECT_EQ(explained("t.i > 3 || t.c", "{}").why, "? > 3");
}

TEST(Explain, RowThatDecided) {
  EXPECT_EQ(explained("t.li.exists(x, x > 1)", R"({"t.li": [1, 2, 3]})").why, "t.li[2]: 2 > 1");
  EXPECT_EQ(explained("t.li.exists(x, x > 9)", R"({"t.li": [1, 2, 3]})").why, "t.li: 0/3");
  EXPECT_EQ(explained("t.li.all(x, x < 3)", R"({"t.li": [1, 2, 3]})").why, "t.li[3]: 3 < 3");
  EXPECT_EQ(explained("t.rows.exists(r, r.b && r.i == 2)",
                      R"({"t.rows": [{"i": 2}, {"b": true, "i": 2}]})")
                .why,
            "t.rows[2]: r.b = true && 2 == 2");
}

TEST(Explain, ErrorsAndOtherTypes) {
  EXPECT_EQ(explained("t.cd < as_of", "{}").why, "no_value < 2020-10-22");
  EXPECT_EQ(explained("mul_ratio(yuan(1000), 2, 3, Rounding.half_up)", "{}").why,
            "mul_ratio(100000, 2, 3) = 66667");
  EXPECT_EQ(explained("t.i + 1", R"({"t.i": 4})").why, "4 + 1 = 5");
  EXPECT_EQ(explained("t.color in [Color.red]", R"({"t.color": "blue"})").why, "blue in [red]");
}

}  // namespace
}  // namespace leye::rules
