#pragma once
#include <map>
#include <span>
#include <string>

#include "core/ids.h"
#include "store/database.h"

namespace leye::access {

/// The salts that make persons' own keys (`Cell::salt`), by person; made for those who have none.
Result<std::map<Uuid, std::string>> person_salts(store::Transaction&, std::span<const Uuid>);
/// Of one person; empty if she has none (nothing is sealed for her alone, or she was erased).
Result<std::string> person_salt(store::Reader&, const Uuid&);
/// Destroys her key: what was sealed with it opens nowhere again.
Result<void> destroy_salt(store::Transaction&, const Uuid&);

/// SQL for the salt of the person in `column`, to be read with `sealed_at`.
[[nodiscard]] inline std::string salt_sql(std::string_view column) {
  return "(SELECT pk.salt FROM person_key pk WHERE pk.person_id = " + std::string(column) + ")";
}

}  // namespace leye::access
