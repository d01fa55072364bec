#pragma once
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "access/scope.h"
#include "codes/divisions.h"
#include "store/database.h"

namespace leye::registry {

/// Writes the dated units and their closure. Idempotent: units already there are left.
Result<void> load_divisions(store::Database&, const codes::Divisions&);

struct DivisionRow {
  std::string code;
  std::string name;
  std::string level;  ///< `city`, `district`, `street`, `community`
  std::optional<std::string> parent;
};
/// The unit of a day. Error `division.unknown`.
Result<DivisionRow> division_of(store::Reader&, std::string_view code, Date on);
Result<std::vector<DivisionRow>> children_of(store::Reader&, std::string_view code, Date on);
/// Units that hold this one, itself first.
Result<std::vector<DivisionRow>> ancestors_of(store::Reader&, std::string_view code, Date on);

/// For `Scope::admits` and `Scope::within` on rows in memory; `divisions` must outlive it.
[[nodiscard]] access::Contains contains(const codes::Divisions& divisions);
/// One question of the same kind to the database.
Result<bool> contains(store::Reader&, std::string_view ancestor, std::string_view descendant,
                      Date on);

}  // namespace leye::registry
