#include "casework/casework.h"

#include "casework/duties.h"
#include "casework/people.h"
#include "facts/read_population.h"
#include "facts/valuer.h"

namespace leye::casework {
namespace {

/// The entry of this act that stands as proof: its newest effective one about the person.
std::optional<EntryId> proof_in(const ledger::Act& act, PersonId person) {
  for (auto it = act.entries().rbegin(); it != act.entries().rend(); ++it)
    if (it->subject == ledger::of(person) && it->effective.value_or(false)) return it->id;
  return std::nullopt;
}

}  // namespace

Result<void> Casework::after_entry(ledger::Act& act) {
  const auto changed = act.changed();
  for (const auto& subject : changed)
    if (subject.kind == ledger::SubjectKind::kPerson) LEYE_CHECK(one(act, PersonId(subject.id)));
  return {};
}

Result<void> Casework::one(ledger::Act& act, PersonId person) {
  const Date today = act.today();
  LEYE_TRY(const auto population,
           facts::read_population(act.tx(), act.keys(), {today, std::nullopt, person}));
  const auto people = population.members.find("person");
  if (people == population.members.end() || people->second.empty()) return {};
  const facts::Member& member = people->second.front();
  LEYE_TRY(const auto where, whereabouts_of(act.tx(), PersonId(member.id), today));
  if (!where) return {};
  const facts::Valuer facts(*pack_, population, "person", member, today);
  LEYE_TRY(const auto tasks, ledger::tasks_of(act.tx(), act.scope(), member.id));
  for (const auto& duty : duties_of(*pack_, "person", facts, today)) {
    const auto wanted = task_for(*pack_, duty, member.id, *where);
    if (wanted) LEYE_CHECK(ledger::open_task(act, *wanted));
    const bool met = duty.result.outcome == rules::DutyOutcome::kMet;
    for (const auto& task : tasks) {
      if (!is_open(task.state) || task.what.period != duty.period) continue;
      const bool mine = task.what.standard == duty_key(*duty.standard) ||
                        task.what.standard == fact_key(*duty.standard);
      if (!mine || (wanted && task.what.standard == wanted->standard)) continue;
      auto proof = met ? proof_in(act, PersonId(member.id)) : std::nullopt;
      if (met && !proof) {
        LEYE_TRY(proof, proof_of(act.tx(), PersonId(member.id)));
      }
      if (proof) {
        LEYE_CHECK(ledger::close_task(act, member.id, task.id, *proof));
      } else {
        LEYE_CHECK(ledger::cancel_task(act, member.id, task.id, met ? "met" : "not_owed"));
      }
    }
  }
  return {};
}

}  // namespace leye::casework
