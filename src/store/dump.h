#pragma once
#include <filesystem>

#include "core/result.h"
#include "store/database.h"

namespace leye::store {

/// The whole database in one file, as of one moment, beside running writes: SQLite's own format, or
/// PostgreSQL's custom dump of the schema in use (by `pg_dump`, which must be installed). The file
/// is readable by its owner alone. Errors `store.copy_exists`, `store.dump_failed`, `store.io`.
[[nodiscard]] Result<void> dump_to(Database&, const std::filesystem::path& to);
/// Into an empty place: a file that is not there, or a database without our tables (by
/// `pg_restore`). Errors `store.not_empty`, `store.dump_failed`.
[[nodiscard]] Result<void> load_from(const DatabaseUrl&, const std::filesystem::path& from);

}  // namespace leye::store
