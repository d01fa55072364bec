#include <gtest/gtest.h>
#include <rapidcheck/gtest.h>

#include <memory>

#include "rules/eval_lines.h"
#include "rules/language/expression.h"
#include "rules/language/fact_table.h"
#include "rules/language/testing/random.h"
#include "rules/language/testing/suite.h"

namespace leye::rules {
namespace {

using testing::suite_environment;

const EvalContext kInOctober{ymd(2020, 10, 22), Period{ymd(2020, 10, 1), ymd(2020, 10, 31)}};

std::string render(const Expression& e, const Outcome& o) {
  if (o.kind == OutcomeKind::kUnknown) {
    std::string out = "U";
    for (const auto& name : o.missing) out += ' ' + name;
    return out;
  }
  if (o.kind == OutcomeKind::kError) return "E " + std::string(to_text(o.error));
  return boost::json::serialize(write_value(e.environment(), e.type(), o.value));
}

/// Swaps the operands of every `&&` and `||`.
Syntax mirrored(Syntax syntax) {
  for (auto& n : syntax.nodes) {
    if (n.form == Form::kBinary && (n.text == "&&" || n.text == "||"))
      std::swap(n.children[0], n.children[1]);
  }
  return syntax;
}

bool logical(const Syntax& syntax) {
  return std::any_of(syntax.nodes.begin(), syntax.nodes.end(), [](const SyntaxNode& n) {
    return n.form == Form::kBinary && (n.text == "&&" || n.text == "||");
  });
}

// Two errors at once keep the left one, so mirrored errors may differ in code; nothing else may.
TEST(Properties, BothOrdersOfEveryAndOr) {
  std::size_t compared = 0;
  for (const auto* file :
       {"eval_known.jsonl", "eval_unknown.jsonl", "dates.jsonl", "money.jsonl", "errors.jsonl"}) {
    for (const auto& line : testing::suite_lines(file)) {
      const auto syntax = parse(std::string(line.at("expr").as_string()));
      if (!syntax || !logical(*syntax)) continue;
      const auto plain = check(*syntax, suite_environment());
      const auto swapped = check(mirrored(*syntax), suite_environment());
      ASSERT_TRUE(plain && swapped);
      const auto facts = read_facts(suite_environment(), line);
      const auto a = evaluate(*plain, *facts, kInOctober);
      const auto b = evaluate(*swapped, *facts, kInOctober);
      EXPECT_EQ(a.kind, b.kind) << line.at("id");
      if (a.kind != OutcomeKind::kError) {
        EXPECT_EQ(render(*plain, a), render(*swapped, b)) << line.at("id");
      }
      ++compared;
    }
  }
  EXPECT_GT(compared, 100U);
}

// §3.2: a decided result never changes when an unknown fact becomes known or absent.
RC_GTEST_PROP(Properties, RefinementLaw, ()) {
  testing::Random random(*rc::gen::arbitrary<std::uint64_t>());
  const auto text = testing::random_expression(random, suite_environment());
  const auto expression = compile(text, suite_environment());
  RC_ASSERT(expression.has_value());
  FactTable facts(suite_environment());
  testing::fill_randomly(facts, suite_environment(), random);
  const auto before = evaluate(*expression, facts, kInOctober);
  RC_PRE(before.kind != OutcomeKind::kUnknown);
  const auto decided = render(*expression, before);
  for (int i = 0; i < 8; ++i) {
    FactTable refined = facts;
    testing::settle_unknowns(refined, suite_environment(), *expression, random);
    const auto after = evaluate(*expression, refined, kInOctober);
    if (before.kind == OutcomeKind::kError) {
      RC_ASSERT(after.kind == OutcomeKind::kError);
    } else {
      RC_ASSERT(render(*expression, after) == decided);
    }
  }
}

// The cheap form says what the full one says.
RC_GTEST_PROP(Properties, ScreenAgreesWithEvaluate, ()) {
  testing::Random random(*rc::gen::arbitrary<std::uint64_t>());
  const auto text = testing::random_expression(random, suite_environment());
  const auto expression = compile(text, suite_environment());
  RC_ASSERT(expression.has_value());
  FactTable facts(suite_environment());
  testing::fill_randomly(facts, suite_environment(), random);
  const auto full = evaluate(*expression, facts, kInOctober);
  const auto cheap = screen(*expression, facts, kInOctober);
  RC_ASSERT(full.kind == cheap.kind);
  RC_ASSERT(full.error == cheap.error);
  if (full.kind == OutcomeKind::kValue) RC_ASSERT(full.value.number == cheap.number);
  RC_ASSERT((full.kind == OutcomeKind::kUnknown) == !full.missing.empty());
  const auto told = explain(*expression, facts, kInOctober);
  RC_ASSERT(!told.why.empty());
}

// A missing fact that is answered is no longer missing; so asking comes to an end.
RC_GTEST_PROP(Properties, AnsweredFactsLeaveTheMissingSet, ()) {
  testing::Random random(*rc::gen::arbitrary<std::uint64_t>());
  const auto expression =
      compile(testing::random_expression(random, suite_environment()), suite_environment());
  RC_ASSERT(expression.has_value());
  FactTable facts(suite_environment());
  for (int round = 0; round < 40; ++round) {
    const auto o = evaluate(*expression, facts, kInOctober);
    if (o.kind != OutcomeKind::kUnknown) return;
    for (const auto& name : o.missing) {
      const auto fact = suite_environment().fact(name);
      RC_ASSERT(fact != kNoFact);
      RC_ASSERT(facts.read(fact, kNoFact).state == FactState::kUnknown);
      facts.set(fact, testing::random_value(random, suite_environment(), fact, facts));
    }
  }
  RC_FAIL("still undetermined");
}

// Printing what was parsed from a rendering gives the printed original.
RC_GTEST_PROP(Properties, PrintAfterParseIsIdentity, ()) {
  testing::Random random(*rc::gen::arbitrary<std::uint64_t>());
  const auto text = testing::random_expression(random, suite_environment());
  const auto once = parse(text);
  RC_ASSERT(once.has_value());
  const auto again = parse(testing::source(*once));
  RC_ASSERT(again.has_value());
  RC_ASSERT(print(*again) == print(*once));
}

// §4.1: the largest n with add_months(a, n) <= b, found by trying.
RC_GTEST_PROP(Properties, MonthsBetweenIsInverseOfAddMonths, ()) {
  const Date a(*rc::gen::inRange(-20000, 30000));
  const Date b(a.days() + *rc::gen::inRange(-3000, 3000));
  std::int64_t n = -130;
  while (*add_months(a, n + 1) <= b) ++n;
  const auto line = [](const char* f, Date x, Date y) {
    const auto text =
        std::string(f) + "(date(\"" + to_text(x) + "\"), date(\"" + to_text(y) + "\"))";
    const auto e = compile(text, suite_environment());
    return screen(*e, FactTable(suite_environment()), kInOctober);
  };
  RC_ASSERT(line("months_between", a, b).number == n);
  const auto years = line("age", a, b);
  if (b < a) {
    RC_ASSERT(years.error == EvalError::kBirthAfterAsOf);
  } else {
    RC_ASSERT(years.number == n / 12);
  }
}

}  // namespace
}  // namespace leye::rules
