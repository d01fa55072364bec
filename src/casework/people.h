#pragma once
#include <optional>
#include <unordered_map>

#include "casework/duties.h"
#include "ledger/entries.h"

namespace leye::casework {

/// Office, place and groups of everybody who has a responsible office on the day.
[[nodiscard]] Result<std::unordered_map<Uuid, Whereabouts>> whereabouts(store::Reader&, Date on);
/// Of one person; nothing when nobody is responsible for her.
[[nodiscard]] Result<std::optional<Whereabouts>> whereabouts_of(store::Reader&, PersonId, Date on);

/// The newest effective service or contact of a person: what a met duty is closed with.
[[nodiscard]] Result<std::optional<EntryId>> proof_of(store::Reader&, PersonId);

}  // namespace leye::casework
