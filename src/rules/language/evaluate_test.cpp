#include <gtest/gtest.h>

#include "rules/language/expression.h"
#include "rules/language/fact_table.h"
#include "rules/language/testing/suite.h"

namespace leye::rules {
namespace {

using testing::suite_environment;

/// Two dated facts of a hire with an anchored copy.
Environment hire_environment() {
  Environment env;
  FactDecl start;
  start.name = "contract.start_date";
  start.type = type_of(Kind::kDate);
  FactDecl hard;
  hard.name = "person.hard_to_employ";
  hard.type = type_of(Kind::kBool);
  hard.closed = true;
  hard.anchored = {0};
  env.facts = {start, hard};
  env.index();
  return env;
}

const EvalContext kWithoutPeriod{ymd(2020, 10, 22), std::nullopt};

TEST(Anchored, ReadsTheCopyOnlyUnderTheAnchor) {
  const auto env = hire_environment();
  const auto today = compile("person.hard_to_employ", env);
  const auto then = compile("person.hard_to_employ", env, {.anchor = 0});
  FactTable facts(env);
  facts.set(0, known(of_number(ymd(2020, 8, 2).days())));
  facts.set(1, known(of_number(0)));
  EXPECT_TRUE(evaluate(*then, facts, kWithoutPeriod).is_false());
  facts.set(1, known(of_number(1)), 0);
  EXPECT_TRUE(evaluate(*then, facts, kWithoutPeriod).is_true());
  EXPECT_TRUE(evaluate(*today, facts, kWithoutPeriod).is_false());
}

// §5.1.2: anchor unknown → the copy is unknown and the anchor fact joins the missing set.
TEST(Anchored, UnknownAnchorJoinsTheMissingSet) {
  const auto env = hire_environment();
  const auto then = compile("person.hard_to_employ", env, {.anchor = 0});
  FactTable facts(env);
  facts.set(1, unknown(), 0);
  EXPECT_EQ(evaluate(*then, facts, kWithoutPeriod).missing,
            (std::vector<std::string>{"contract.start_date", "person.hard_to_employ"}));
  facts.set(0, known(of_number(ymd(2020, 8, 2).days())));
  EXPECT_EQ(evaluate(*then, facts, kWithoutPeriod).missing,
            std::vector<std::string>{"person.hard_to_employ"});
}

// §5.1.2: without a copy of its own, the fact as given is the value at the anchor, whatever its
// date.
TEST(Anchored, AFactGivenForBothReadingsDoesNotAskForTheAnchor) {
  const auto env = hire_environment();
  const auto then = compile("person.hard_to_employ", env, {.anchor = 0});
  FactTable facts(env);
  facts.set(1, unknown());
  EXPECT_EQ(evaluate(*then, facts, kWithoutPeriod).missing,
            std::vector<std::string>{"person.hard_to_employ"});
}

// Missing sets are kept in windows of 64 facts.
TEST(MissingSet, MoreFactsThanOneWindow) {
  Environment env;
  std::string text;
  std::vector<std::string> names;
  for (int i = 0; i < 150; ++i) {
    FactDecl fact;
    fact.name = "p.f" + std::to_string(1000 + i);
    names.push_back(fact.name);
    text += (i == 0 ? "" : " && ") + fact.name;
    env.facts.push_back(std::move(fact));
  }
  env.index();
  const auto expression = compile(text, env);
  ASSERT_TRUE(expression);
  FactTable facts(env);
  EXPECT_EQ(evaluate(*expression, facts, kWithoutPeriod).missing, names);
  facts.set(70, known(of_number(1)));
  names.erase(names.begin() + 70);
  EXPECT_EQ(evaluate(*expression, facts, kWithoutPeriod).missing, names);
}

TEST(Rows, ExpressionOverOneRow) {
  const auto& env = suite_environment();
  const auto expression =
      compile("e.reached && e.on >= date(\"2020-10-01\")", env,
              {.must_be_bool = true, .row_name = "e", .row_record = env.record_index("Contact")});
  ASSERT_TRUE(expression) << expression.error().fixture;
  const FactTable facts(env);
  std::vector<FactValue> row{known(of_number(ymd(2020, 10, 1).days())), known(of_number(0)),
                             known(of_number(1))};
  EXPECT_TRUE(screen_row(*expression, facts, kWithoutPeriod, row).is_true());
  row[0] = known(of_number(ymd(2020, 9, 30).days()));
  EXPECT_TRUE(screen_row(*expression, facts, kWithoutPeriod, row).is_false());
  row[0] = unknown();
  EXPECT_EQ(screen_row(*expression, facts, kWithoutPeriod, row).kind, OutcomeKind::kUnknown);
}

TEST(EvalLine, FaultyLinesAreAnswered) {
  const auto& env = suite_environment();
  const auto table = read_facts(env, boost::json::parse(R"({"facts": {"t.i": "x"}})").as_object());
  ASSERT_FALSE(table);
  EXPECT_EQ(table.error().where, "/facts/t.i");
  const auto other = read_facts(env, boost::json::parse(R"({"unknown": ["t.zz"]})").as_object());
  ASSERT_FALSE(other);
  EXPECT_EQ(other.error().code, "rules.undeclared_fact");
}

}  // namespace
}  // namespace leye::rules
