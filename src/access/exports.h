#pragma once
#include <optional>
#include <string>
#include <vector>

#include "access/decide.h"
#include "access/keys.h"
#include "core/digest.h"
#include "store/database.h"

namespace leye::access {

/// A list that is to leave the system as a file: asked for by one, approved by another, fetched by
/// the first until it expires. The row is the register of exports: who, why, what, how many, which
/// bytes.
struct ExportOrder {
  Uuid id;
  AccountId account;
  std::string list;                ///< `people`, `work_list`
  std::string format;              ///< `xlsx`, `csv`
  std::string purpose;             ///< code of Purpose
  std::string reason;              ///< plain; sealed in the row
  std::string filter;              ///< JSON of codes (group, chip, division), no personal data
  std::uint32_t clear_fields = 0;  ///< bits by FieldClass that are not masked in the file
  std::string division;
  std::string state = "asked";  ///< `asked`, `approved`, `refused`
  Instant asked_at;
  std::optional<AccountId> decided_by;
  std::optional<Instant> decided_at;
  Date expires_on;
  std::int64_t fetched = 0;
  std::optional<std::int64_t> rows;
  std::optional<Digest> file;
  std::int64_t version = 1;
};
inline constexpr std::int64_t kExportDays = 14;  ///< export.expiry_days of domain.md §13
inline constexpr std::int64_t kExportRows = 5000;

/// The id is the order's. Errors of the database.
Result<void> ask_export(store::Transaction&, const KeyRing&, const ExportOrder&);
/// Error `access.export_unknown`.
Result<ExportOrder> export_of(store::Reader&, const KeyRing&, const Uuid&);
/// Newest first; of one account, or of everybody.
Result<std::vector<ExportOrder>> exports(store::Reader&, const KeyRing&, std::optional<AccountId>,
                                         std::int64_t limit);
/// The second person. Errors `access.export_unknown`, `access.same_person`, `access.export_state`,
/// `command.version`.
Result<void> decide_export(store::Transaction&, const ExportOrder&, std::int64_t version,
                           AccountId by, bool approve, Instant now);
/// May it be fetched? Errors `access.export_unknown` (somebody else's), `access.export_waiting`,
/// `access.export_over` (refused or expired).
Result<void> check_fetch(const ExportOrder&, AccountId by, Date today);
/// Keeps what left: rows and digest of the file.
Result<void> keep_fetch(store::Transaction&, const Uuid&, std::int64_t rows, const Digest& file);

/// A cell that no spreadsheet takes for a formula: a text that begins with = + - @, a tab or a
/// line break gets an apostrophe before it. A plain number keeps its sign.
[[nodiscard]] std::string formula_safe(std::string_view);

}  // namespace leye::access
