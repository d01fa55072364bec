#include "rules/pack/determine.h"

#include <gtest/gtest.h>
#include <rapidcheck/gtest.h>

#include <algorithm>
#include <set>

#include "rules/language/fact_table.h"
#include "rules/pack/testing/tianjin.h"

namespace leye::rules {
namespace {

using testing::tianjin;

const EvalContext kContext{ymd(2020, 11, 20), Period{ymd(2020, 11, 1), ymd(2020, 11, 30)}};

using Facts = std::set<FactIndex>;

void add_reads(const PackExpression& expr, Facts& facts) {
  for (const auto& read : (*expr).reads()) facts.insert(read.fact);
}

/// A value near the limits that rules look at.
Value some_value(const TypeRef& type) {
  switch (type.kind) {
    case Kind::kBool:
      return of_number(*rc::gen::inRange(0, 2));
    case Kind::kEnum: {
      const auto count = tianjin().environment.enums[type.index].values.size();
      return of_number(*rc::gen::inRange<std::int64_t>(0, static_cast<std::int64_t>(count)));
    }
    case Kind::kDate:
      return of_number(ymd(2020, 6, 1).days() + *rc::gen::inRange(-1500, 300));
    case Kind::kMoney:
      return of_number(*rc::gen::inRange(0, 200'000));
    default:
      return of_number(*rc::gen::inRange(0, 60));
  }
}

FactValue decided(const FactDecl& fact) {
  if (fact.closed && !fact.required && *rc::gen::inRange(0, 4) == 0) return absent();
  return known(some_value(fact.type));
}

/// The same facts twice: some unknown, then each of `settled` (all, when empty) decided.
struct Pair {
  FactTable before;
  FactTable after;
};
Pair facts_of(const Facts& read) {
  Pair pair{FactTable(tianjin().environment), FactTable(tianjin().environment)};
  for (const auto fact : read) {
    const FactValue value = decided(tianjin().environment.facts[fact]);
    const bool hidden = *rc::gen::inRange(0, 3) == 0;
    pair.before.set(fact, hidden ? unknown() : value);
    pair.after.set(fact, value);
  }
  return pair;
}

const Policy& some_policy() {
  return tianjin().policies[*rc::gen::inRange<std::size_t>(0, tianjin().policies.size())];
}

Facts reads_of(const Policy& policy) {
  Facts read;
  for (const auto& condition : policy.when) add_reads(condition.expr, read);
  return read;
}

// A decision taken early never has to be taken back because a missing fact arrived.
RC_GTEST_PROP(Determine, KnowingMoreNeverReversesADecision, ()) {
  const Policy& policy = some_policy();
  const Pair facts = facts_of(reads_of(policy));
  const auto before = determine(policy, facts.before, kContext);
  const auto after = determine(policy, facts.after, kContext);
  RC_CLASSIFY(before.outcome == Eligibility::kUndetermined);
  if (before.outcome != Eligibility::kUndetermined) RC_ASSERT(before.outcome == after.outcome);
  for (std::size_t i = 0; i < policy.when.size(); ++i)
    if (before.conditions[i] != 'U') RC_ASSERT(before.conditions[i] == after.conditions[i]);
}

// Whoever is told what is missing, and learns it, has an answer.
RC_GTEST_PROP(Determine, TheMissingFactsSettleTheCase, ()) {
  const Policy& policy = some_policy();
  const Facts read = reads_of(policy);
  Pair facts = facts_of(read);
  const auto before = determine(policy, facts.before, kContext);
  if (before.outcome != Eligibility::kUndetermined) return;
  for (const auto fact : read) {
    const auto& name = tianjin().environment.facts[fact].name;
    if (std::find(before.missing.begin(), before.missing.end(), name) != before.missing.end())
      facts.before.set(fact, known(some_value(tianjin().environment.facts[fact].type)));
  }
  RC_ASSERT(determine(policy, facts.before, kContext).outcome != Eligibility::kUndetermined);
}

// C3.4.9: whatever turns out, the branch taken is one of those said to be possible.
RC_GTEST_PROP(Determine, C3_4_9_ThePathTakenWasPossible, ()) {
  const Pathway& pathway = tianjin().pathways.front();
  Facts read;
  add_reads(pathway.scope, read);
  for (const auto& branch : pathway.branches) add_reads(branch.expr, read);
  Pair facts = facts_of(read);
  const auto in_scope = tianjin().environment.fact("person.hard_to_employ");
  facts.before.set(in_scope, known(of_number(1)));
  facts.after.set(in_scope, known(of_number(1)));
  const auto before = determine(pathway, facts.before, kContext);
  const auto after = determine(pathway, facts.after, kContext);
  if (before.outcome == PathOutcome::kBranch) RC_ASSERT(before.branch == after.branch);
  RC_CLASSIFY(before.outcome == PathOutcome::kUndetermined);
  if (before.possible.empty() || after.outcome != PathOutcome::kBranch) return;
  RC_ASSERT(std::find(before.possible.begin(), before.possible.end(), after.branch) !=
            before.possible.end());
  for (const auto& step : before.plan)
    RC_ASSERT(std::find(after.plan.begin(), after.plan.end(), step) != after.plan.end());
}

// C2.2.5: two contacts in one month do not satisfy two months.
TEST(Determine, C2_2_5_EachMonthHasItsOwnDuty) {
  const auto& standard = *tianjin().find("monthly-follow-up", kContext.as_of).standard;
  const auto& env = tianjin().environment;
  FactTable facts(env);
  List contacts;
  contacts.width = 3;
  for (const auto day : {ymd(2020, 11, 2), ymd(2020, 11, 28)}) {
    contacts.cells.push_back(known(of_number(day.days())));
    contacts.cells.push_back(known(of_number(1)));
    contacts.cells.push_back(known(of_number(1)));
  }
  facts.set(env.fact("person.contacts"), known(facts.own(contacts)));
  facts.set(env.fact("person.graduate_roster_open"), known(of_number(1)));
  const auto in = [&](unsigned month) {
    const Period period = leye::period_of(Month(2020, month));
    return determine(standard, facts, {period.end, period}).outcome;
  };
  EXPECT_EQ(in(10), DutyOutcome::kUnmet);
  EXPECT_EQ(in(11), DutyOutcome::kMet);
  EXPECT_EQ(in(12), DutyOutcome::kUnmet);
}

}  // namespace
}  // namespace leye::rules
