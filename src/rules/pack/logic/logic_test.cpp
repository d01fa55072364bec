#include <gtest/gtest.h>
#include <rapidcheck/gtest.h>

#include "rules/language/fact_table.h"
#include "rules/pack/logic/normal_form.h"

namespace leye::rules::logic {
namespace {

const Environment& environment() {
  static const Environment env = [] {
    Environment e;
    e.subjects.push_back({"t", {}, {}, {}});
    e.enums.push_back({"Color", {"red", "green", "blue"}, {}, {}});
    e.index();
    const auto fact = [&](const char* name, const char* type) {
      FactDecl decl;
      decl.name = name;
      decl.type = *e.parse_type(type);
      decl.on = {"t"};
      e.facts.push_back(decl);
    };
    fact("t.i", "int");
    fact("t.j", "int");
    fact("t.b", "bool");
    fact("t.c", "enum:Color");
    fact("t.d", "date");
    e.index();
    return e;
  }();
  return env;
}

const Period kQuarter{ymd(2020, 10, 1), ymd(2020, 12, 31)};

std::string number() { return std::to_string(*rc::gen::inRange(0, 5)); }

std::string atom() {
  static const char* const kOps[] = {"<", "<=", ">", ">=", "==", "!="};
  const std::string op = std::string(" ") + kOps[*rc::gen::inRange(0, 6)] + " ";
  switch (*rc::gen::inRange(0, 8)) {
    case 0:
      return "t.b";
    case 1:
      return "t.j" + op + number();
    case 2:
      return "t.i + " + number() + op + number();
    case 3:
      return "t.c in [Color.red, Color.green]";
    case 4:
      return *rc::gen::arbitrary<bool>() ? "t.c == Color.blue" : "t.c != Color.red";
    case 5:
      return "t.i in [1, 3]";
    case 6:
      return "t.i" + op + "t.j";
    default:
      return "t.i" + op + number();
  }
}

std::string expression(int depth) {
  if (depth == 0 || *rc::gen::inRange(0, 4) == 0) return atom();
  switch (*rc::gen::inRange(0, 4)) {
    case 0:
      return "!(" + expression(depth - 1) + ")";
    case 1:
      return "(" + expression(depth - 1) + " || " + expression(depth - 1) + ")";
    case 2:
      return "(" + expression(depth - 1) + " ? " + expression(depth - 1) + " : " +
             expression(depth - 1) + ")";
    default:
      return "(" + expression(depth - 1) + " && " + expression(depth - 1) + ")";
  }
}

bool never(const Expression& expr, bool negated) {
  const auto form = normal_form(expr, negated, kQuarter);
  return form && contradiction(*form).has_value();
}

// What the check calls always false (true) is so for every subject: never a false alarm.
RC_GTEST_PROP(Logic, AContradictionHoldsForEverybody, ()) {
  const auto compiled = compile(expression(3), environment());
  RC_ASSERT(compiled.has_value());
  const bool false_always = never(*compiled, false);
  const bool true_always = never(*compiled, true);
  RC_CLASSIFY(false_always || true_always);
  if (!false_always && !true_always) return;
  FactTable facts(environment());
  for (std::int64_t i = -5; i < 7; ++i)
    for (std::int64_t j = -1; j < 6; ++j)
      for (std::int64_t c = 0; c < 3; ++c)
        for (std::int64_t b = 0; b < 2; ++b) {
          facts.set(environment().fact("t.i"), known(of_number(i)));
          facts.set(environment().fact("t.j"), known(of_number(j)));
          facts.set(environment().fact("t.c"), known(of_number(c)));
          facts.set(environment().fact("t.b"), known(of_number(b)));
          const auto outcome = evaluate(*compiled, facts, {kQuarter.start, std::nullopt});
          RC_ASSERT(!(false_always && outcome.is_true()));
          RC_ASSERT(!(true_always && outcome.is_false()));
        }
}

// The same where ages and months are turned into limits on a date, as_of anywhere in the quarter.
RC_GTEST_PROP(Logic, LimitsOfAgeHoldOnEveryDay, ()) {
  static const char* const kOps[] = {"<", "<=", ">", ">=", "=="};
  const auto part = [&] {
    const std::string op = std::string(" ") + kOps[*rc::gen::inRange(0, 5)] + " ";
    const std::string n = std::to_string(*rc::gen::inRange(0, 3));
    switch (*rc::gen::inRange(0, 3)) {
      case 0:
        return "age(t.d, as_of)" + op + n;
      case 1:
        return "months_between(t.d, as_of)" + op + std::to_string(*rc::gen::inRange(0, 24));
      default:
        return "days_between(t.d, as_of)" + op + std::to_string(*rc::gen::inRange(0, 700));
    }
  };
  const auto compiled = compile(part() + " && " + part(), environment());
  RC_ASSERT(compiled.has_value());
  if (!never(*compiled, false)) return;
  FactTable facts(environment());
  for (int back = 0; back < 1200; back += 3) {
    facts.set(environment().fact("t.d"), known(of_number(kQuarter.start.days() - back)));
    for (const Date day : {kQuarter.start, ymd(2020, 11, 30), kQuarter.end})
      RC_ASSERT(!evaluate(*compiled, facts, {day, std::nullopt}).is_true());
  }
}

TEST(Logic, NamesWhatClashes) {
  const auto compiled = compile("t.i >= 9 && t.c == Color.red && t.i < 3", environment());
  const auto form = normal_form(*compiled, false, kQuarter);
  EXPECT_EQ(contradiction(*form), "t.i cannot be >= 9 and < 3");
}

TEST(Logic, GivesUpBeyond256Terms) {
  std::string text;
  for (int i = 0; i < 9; ++i)
    text += (i == 0 ? "" : " && ") + std::string("(t.i == ") + std::to_string(i) +
            " || t.j == " + std::to_string(i) + ")";
  EXPECT_FALSE(normal_form(*compile(text, environment()), false, kQuarter).has_value());
}

}  // namespace
}  // namespace leye::rules::logic
