#pragma once
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "core/digest.h"
#include "core/result.h"
#include "store/database.h"

namespace leye::store {

/// One step of the schema: `src/store/migrations/NNNN_name.sql`, embedded at build.
struct Migration {
  int number = 0;
  std::string name;
  std::string sql;  ///< with dialect words, before they are replaced
};
/// All of them, by number.
[[nodiscard]] const std::vector<Migration>& migrations();

struct MigrationReport {
  std::vector<int> applied;  ///< by this call; empty when nothing was due
};
/// Applies what is missing, by number, one transaction each. Safe to run by two processes at once.
/// Errors `store.schema_newer` (the database has steps this program does not know),
/// `store.migration_changed` (a step differs from the one applied), `store.migration_failed`.
Result<MigrationReport> migrate(Database&, std::span<const Migration> = migrations());

/// Ready for this program? Errors `store.schema_newer`, `store.schema_older`,
/// `store.migration_changed`.
Result<void> check_schema(Database&, std::span<const Migration> = migrations());

}  // namespace leye::store
