#pragma once
#include <cstdint>
#include <vector>

#include "ledger/act.h"
#include "ledger/machines.h"

namespace leye::ledger {

/// Stored states of one person (of the root, where persons were merged).
struct State {
  Machine machine = Machine::kNone;
  Spell spell;
};
Result<std::vector<State>> states_of(store::Reader&, PersonId);

/// Set-wise: the current spell of a machine for every person, by person.
Result<void> for_each_state(store::Reader&, const access::SystemScope&, Machine,
                            const std::function<Result<void>(PersonId, const Spell&)>& each);

/// Replays a person's entries and stores what they say. `fresh` = the entry just written, which may
/// not be refused nor make an older one refused: error `entry.state` {kind, state}. An entry that
/// corrects another may.
Result<void> project(store::Transaction&, const access::SystemScope&, PersonId,
                     const Entry* fresh = nullptr);

/// FactStated: keeps which statements stand (ledger/facts.h). Version the statement gets.
Result<void> project_fact(Act&, const Entry&, std::optional<std::int64_t> base_version);

/// Replays everybody and counts persons whose stored states differ (must be 0; `leye doctor`).
Result<std::int64_t> projection_differences(store::Reader&, const access::SystemScope&);

}  // namespace leye::ledger
