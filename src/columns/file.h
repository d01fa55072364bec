#pragma once
#include <filesystem>

#include "columns/columns.h"
#include "core/result.h"

namespace leye::columns {

/// Writes the table to a new file (mode 0600) and syncs it. Layout: magic and format number, a
/// JSON directory, sections aligned to 64 bytes, SHA-256 of all before. Error `file.unwritable`.
[[nodiscard]] Result<void> write_table(const Table&, const std::filesystem::path&);

/// Maps the file; the table's columns point into it. Errors `file.unreadable`,
/// `columns.file_damaged`, `columns.file_newer`, `columns.file_older`.
[[nodiscard]] Result<Table> read_table(const std::filesystem::path&);

}  // namespace leye::columns
