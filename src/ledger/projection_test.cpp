#include "ledger/projection.h"

#include <gtest/gtest.h>
#include <rapidcheck/gtest.h>

#include "ledger/ledger_fixture.h"

namespace leye::ledger {
namespace {

class Projection : public LedgerTest {};
LEYE_ON_EACH_BACKEND(Projection);

TEST_P(Projection, ReplayOfAllEntriesIsWhatIsStored) {
  Ledger ledger(db(), *keys_, clock_);
  std::vector<Kind> kinds{Kind::kFollowUpDone};
  for (std::size_t i = 0; i < kind_count(); ++i)
    if (machine_of(static_cast<Kind>(i)) != Machine::kNone) kinds.push_back(static_cast<Kind>(i));
  const auto holds = rc::check([&] {
    const auto person = of(PersonId::make());
    const auto steps = *rc::gen::inRange(1, 15);
    std::vector<EntryId> done;
    for (int i = 0; i < steps; ++i) {
      auto e = entry(person, *rc::gen::elementOf(kinds));
      e.occurred_on = Date(e.occurred_on.days() - *rc::gen::inRange(0, 5));
      e.id = EntryId::make();
      if (!done.empty() && *rc::gen::inRange(0, 5) == 0) {
        e.kind = Kind::kEntryWithdrawn;
        e.corrects = *rc::gen::elementOf(done);
      }
      const auto answer = say(ledger, e);
      if (answer) {
        if (!e.corrects) done.push_back(*e.id);
      } else {
        RC_ASSERT(answer.error().code == "entry.state" ||
                  answer.error().code == "entry.corrected_already");
      }
    }
  });
  EXPECT_TRUE(holds);
  EXPECT_EQ(*db().read([&](store::Reader& r) { return projection_differences(r, system_); }), 0);
  EXPECT_GT(count("machine_state"), 0);
}

TEST_P(Projection, AnActThatDoesNotFitTheStateIsRefused) {
  Ledger ledger(db(), *keys_, clock_);
  const auto person = PersonId::make();
  const auto refused = say(ledger, entry(of(person), Kind::kRegistrationCancelled));
  ASSERT_EQ(refused.error().code, "entry.state");
  ASSERT_TRUE(is_good(say(ledger, entry(of(person), Kind::kUnemploymentRegistered))));
  EXPECT_EQ(say(ledger, entry(of(person), Kind::kRegistrationSubmitted)).error().code,
            "entry.state")
      << "no command opens a second registration";
  const auto states = db().read([&](store::Reader& r) { return states_of(r, person); });
  ASSERT_EQ(states->size(), 1U);
  EXPECT_EQ(states->front().spell.state, "registered");
}

}  // namespace
}  // namespace leye::ledger
