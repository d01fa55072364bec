#pragma once
#include <filesystem>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "core/date.h"
#include "core/digest.h"
#include "store/database.h"

namespace leye::access {

/// One column of an extracted table, and what it means to who reads it.
struct ExtractColumn {
  std::string_view name;
  store::Type type;
  std::string_view meaning;
  bool is_moment = false;  ///< microseconds, written as a UTC time as well
};
/// One table of an extract: rows whose `moment` lies in the period.
struct ExtractTable {
  std::string_view table;
  std::string_view moment;  ///< an instant, or a date
  bool by_date = false;
  std::string_view order;
  std::span<const ExtractColumn> columns;
};

struct ExtractRequest {
  std::string mandate;  ///< number of the paper under which it is made
  Date from;
  Date to;
  std::filesystem::path folder;  ///< must not exist
};
struct ExtractReport {
  std::vector<std::pair<std::string, std::int64_t>> rows;  ///< by table
  Digest manifest{};
};

/// What an auditor takes along of a period, read-only: a CSV a table (UTF-8, header, ids and coded
/// values; nothing that is sealed, no name), `dictionary.csv`, `heads.csv` of the whole chain, and
/// `manifest.json` with period, mandate, row counts and the SHA-256 of every file. Its own digest
/// goes into the audit (the caller leaves that leaf): who alters the extract later is found out.
/// All tables are read in one state. Errors `audit.extract_exists`, `audit.period`,
/// `file.unwritable`.
Result<ExtractReport> write_extract(store::Reader&, std::span<const ExtractTable>,
                                    const ExtractRequest&, Instant now);
/// The files are the ones the manifest names, whole and unchanged, and the heads follow from one
/// another. Errors `audit.extract_differs` with the file, `audit.broken`, `file.unreadable`.
Result<ExtractReport> verify_extract(const std::filesystem::path& folder);

/// Leaves of the audit, commands, entries, payments.
[[nodiscard]] std::span<const ExtractTable> extract_tables();

}  // namespace leye::access
