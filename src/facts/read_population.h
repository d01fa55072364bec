#pragma once
#include <optional>

#include "access/keys.h"
#include "facts/population.h"
#include "store/database.h"

namespace leye::facts {

/// What to read: everybody, or one person with her application units and their employers (for the
/// answer inside an entry's transaction).
struct PopulationFilter {
  Date as_of;
  std::optional<std::int64_t> seal;  ///< known up to; nothing: everything visible now
  std::optional<PersonId> only;
};

/// Reads records, links, entries, units and responsibilities set-wise. Rows of runs that are
/// pending or undone, ended links and corrected entries are left out; merged persons are read as
/// their root. Sensitive cells are sealed where they lie and opened here: errors `seal.*`.
[[nodiscard]] Result<Population> read_population(store::Reader&, const access::KeyRing&,
                                                 const PopulationFilter&);

}  // namespace leye::facts
