#pragma once
#include <cstdint>
#include <functional>
#include <optional>
#include <span>
#include <string>
#include <vector>

#include "access/access.h"
#include "ledger/entry.h"
#include "store/database.h"

namespace leye::ledger {

/// Which entries: of these kinds (none: all), that happened up to a day, known up to a seal.
struct EntryFilter {
  std::vector<Kind> kinds;
  std::optional<Date> until;         ///< occurred_on ≤ until
  std::optional<std::int64_t> seal;  ///< command sealed at or before
  std::optional<RunId> run;          ///< written by this run only
  bool corrected = false;            ///< corrected ones too
};

/// Set-wise: every matching entry of visible runs, ordered by subject, then occurrence. For the
/// snapshot builder and planning; `each` may not use the reader.
Result<void> for_each_entry(store::Reader&, const access::SystemScope&, SubjectKind,
                            const EntryFilter&,
                            const std::function<Result<void>(const Entry&)>& each);

/// Entries of one subject (a person with everyone merged into her), newest first. `after` = the id
/// of the last entry of the page before. Persons outside of the scope have none.
Result<std::vector<Entry>> entries_of(store::Reader&, const access::Scope&, PersonId,
                                      const EntryFilter&, std::optional<EntryId> after,
                                      std::int64_t limit);
/// All of a subject's, oldest first; for acts of the system (AfterEntry, projections).
Result<std::vector<Entry>> entries_of(store::Reader&, const access::SystemScope&, const Subject&,
                                      const EntryFilter&);
/// Error `entry.unknown`.
Result<Entry> entry_of(store::Reader&, const access::SystemScope&, const Subject&, EntryId);

/// The sealed document of an entry; empty when it has none. Errors `entry.unknown`, `seal.*`.
Result<std::string> open_sealed(store::Reader&, const access::KeyRing&, const Subject&, EntryId);

/// The ids read as one person today: the root first, then its members. A member gives its root's.
Result<std::vector<PersonId>> identity_of(store::Reader&, PersonId);

}  // namespace leye::ledger
