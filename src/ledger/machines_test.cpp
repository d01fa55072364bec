#include "ledger/machines.h"

#include <gtest/gtest.h>
#include <rapidcheck/gtest.h>

#include <algorithm>

namespace leye::ledger {
namespace {

Entry entry(Kind kind, Date on, std::optional<std::string> code = {}) {
  Entry e;
  e.id = EntryId::make();
  e.kind = kind;
  e.occurred_on = on;
  e.recorded_at = start_of(on);
  e.code = std::move(code);
  return e;
}
Date day(unsigned d) { return ymd(2020, 10, d); }

TEST(Replay, ARegistrationIsCancelledOnTheDayOfItsCause) {
  auto cancelled = entry(Kind::kRegistrationCancelled, day(25), "hired");
  cancelled.fact_from = day(9);
  const std::vector<Entry> entries{entry(Kind::kRegistrationSubmitted, day(1)),
                                   entry(Kind::kUnemploymentRegistered, day(3)),
                                   entry(Kind::kCancelProposed, day(12), "hired"),
                                   entry(Kind::kCancelNotified, day(13)), cancelled};
  const auto replayed = replay(Machine::kRegistration, entries);
  ASSERT_EQ(replayed.spells.size(), 1U);
  EXPECT_TRUE(replayed.refused.empty());
  const auto& spell = replayed.spells.front();
  EXPECT_EQ(spell.state, "cancelled");
  EXPECT_EQ(spell.opened_on, day(3));
  EXPECT_EQ(spell.closed_on, day(9));
  EXPECT_EQ(spell.code, "hired");
}

TEST(Replay, ADataHitNeverCancelsByItselfAndAnObjectionRestores) {
  const std::vector<Entry> straight{entry(Kind::kUnemploymentRegistered, day(1)),
                                    entry(Kind::kRegistrationCancelled, day(2))};
  EXPECT_EQ(replay(Machine::kRegistration, straight).refused.size(), 1U);
  const std::vector<Entry> objected{entry(Kind::kUnemploymentRegistered, day(1)),
                                    entry(Kind::kCancelProposed, day(2)),
                                    entry(Kind::kCancelWithdrawn, day(3))};
  EXPECT_EQ(replay(Machine::kRegistration, objected).current()->state, "registered");
}

TEST(Replay, ANewApplicationAfterCancellationIsANewSpell) {
  const std::vector<Entry> entries{
      entry(Kind::kUnemploymentRegistered, day(1)), entry(Kind::kCancelProposed, day(2)),
      entry(Kind::kRegistrationCancelled, day(3)), entry(Kind::kRegistrationSubmitted, day(4))};
  const auto replayed = replay(Machine::kRegistration, entries);
  ASSERT_EQ(replayed.spells.size(), 2U);
  EXPECT_EQ(replayed.spells[1].state, "submitted");
  EXPECT_EQ(replayed.spells[1].number, 2);
}

TEST(Replay, ACaseReturnsToWhereItWasWhenATransferIsRefused) {
  std::vector<Entry> entries{
      entry(Kind::kCaseOpened, day(1)), entry(Kind::kAssessmentRecorded, day(2)),
      entry(Kind::kPlanAgreed, day(3)), entry(Kind::kTransferOffered, day(4)),
      entry(Kind::kTransferRefused, day(5))};
  EXPECT_EQ(replay(Machine::kPersonCase, entries).current()->state, "in_service");
  entries.push_back(entry(Kind::kOutcomeObserved, day(6), "employed"));
  entries.push_back(entry(Kind::kCaseClosed, day(7), "positive"));
  EXPECT_EQ(replay(Machine::kPersonCase, entries).current()->state, "closed_positive");
  entries.push_back(entry(Kind::kCaseReopened, day(8)));
  const auto again = replay(Machine::kPersonCase, entries);
  EXPECT_EQ(again.current()->number, 2);
  EXPECT_EQ(again.current()->state, "open");
}

TEST(Replay, ACorrectedEntryNeverHappened) {
  std::vector<Entry> entries{entry(Kind::kCaseOpened, day(1)),
                             entry(Kind::kServiceDeclined, day(2))};
  EXPECT_EQ(replay(Machine::kPersonCase, entries).current()->state, "declined");
  auto withdrawn = entry(Kind::kEntryWithdrawn, day(3));
  withdrawn.corrects = entries[1].id;
  entries.push_back(withdrawn);
  EXPECT_EQ(replay(Machine::kPersonCase, entries).current()->state, "open");
}

std::vector<Entry> any_history() {
  std::vector<Kind> kinds;
  for (std::size_t i = 0; i < kind_count(); ++i)
    if (machine_of(static_cast<Kind>(i)) != Machine::kNone) kinds.push_back(static_cast<Kind>(i));
  const auto chosen = *rc::gen::container<std::vector<Kind>>(rc::gen::elementOf(kinds));
  std::vector<Entry> entries;
  for (const auto kind : chosen)
    entries.push_back(entry(kind, Date(18500 + *rc::gen::inRange(0, 60))));
  return entries;
}

RC_GTEST_PROP(Replay, DoesNotDependOnTheOrderItIsGiven, ()) {
  auto entries = any_history();
  const auto once = replay(Machine::kPersonCase, entries);
  const auto other = replay(Machine::kRegistration, entries);
  std::ranges::reverse(entries);
  RC_ASSERT(replay(Machine::kPersonCase, entries).spells == once.spells);
  RC_ASSERT(replay(Machine::kRegistration, entries).spells == other.spells);
  for (const auto& list : {once.spells, other.spells})
    for (std::size_t i = 0; i < list.size(); ++i)
      RC_ASSERT(list[i].number == static_cast<int>(i) + 1);
}

RC_GTEST_PROP(Replay, OnlyTheLastSpellIsOpen, ()) {
  const auto entries = any_history();
  for (const auto machine : {Machine::kPersonCase, Machine::kRegistration}) {
    const auto replayed = replay(machine, entries);
    for (std::size_t i = 0; i + 1 < replayed.spells.size(); ++i)
      RC_ASSERT(!is_open(machine, replayed.spells[i].state) && replayed.spells[i].closed_on);
  }
}

TEST(Kinds, HaveOneCodeEachAndSubjects) {
  for (std::size_t i = 0; i < kind_count(); ++i) {
    const auto kind = static_cast<Kind>(i);
    EXPECT_EQ(kind_of(code(kind)), kind) << code(kind);
  }
  EXPECT_TRUE(may_concern(Kind::kFairHeld, SubjectKind::kUnit));
  EXPECT_FALSE(may_concern(Kind::kFairHeld, SubjectKind::kPerson));
}

}  // namespace
}  // namespace leye::ledger
