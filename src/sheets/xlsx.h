#pragma once
#include <filesystem>
#include <memory>
#include <optional>
#include <string>
#include <string_view>

#include "sheets/table.h"

namespace leye::sheets {

/// Reads one sheet as a stream: 64 kB of XML at a time, shared strings in one arena.
/// Errors `xlsx.no_sheet`, `xlsx.broken` (part and line), `xlsx.too_big`, `xlsx.missing_part`,
/// `xlsx.dtd`, `xlsx.too_wide`, `xlsx.cell_too_long`, `zip.broken`, `sheets.encrypted`.
[[nodiscard]] Result<std::unique_ptr<TableSource>> open_xlsx(const std::filesystem::path&,
                                                             std::string_view sheet = {},
                                                             const Limits& = {});
/// The same from memory (uploads, fuzzing). `name` stands for the file in errors.
[[nodiscard]] Result<std::unique_ptr<TableSource>> xlsx_from_bytes(std::string bytes,
                                                                   std::string name,
                                                                   std::string_view sheet = {},
                                                                   const Limits& = {});

/// The day of a spreadsheet serial; nothing for 0, 60 of the 1900 system (29 February 1900, which
/// was not) and what lies outside years 1900–9999.
[[nodiscard]] std::optional<Date> date_of_serial(double serial, bool date1904);

}  // namespace leye::sheets
