#pragma once
#include <filesystem>
#include <map>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "columns/columns.h"
#include "core/date.h"
#include "core/digest.h"
#include "core/result.h"
#include "rules/language/environment.h"

namespace leye::facts {

/// All facts of a population as of a moment, in columns: one table per subject of the catalogue,
/// rows in order of subject id. Immutable; shared between threads.
///
/// Columns are named like the facts (`contract.start_date`), copies at an anchor
/// `person.hard_to_employ@contract.start_date`, and the row of a reached subject `->employer`.
struct Snapshot {
  Date as_of;
  std::int64_t seal = 0;         ///< known up to; 0 for fact files
  std::string catalogue_digest;  ///< of the pack the columns were declared by
  std::map<std::string, columns::Table, std::less<>> tables;  ///< by subject

  [[nodiscard]] const columns::Table* table(std::string_view subject) const;
  /// Of as_of and all values of live rows; not of the layout, and not of the seal.
  [[nodiscard]] Digest digest() const;
};

/// Name of the column that holds the row of the reached subject.
[[nodiscard]] std::string reach_column(std::string_view subject);
/// `person.hard_to_employ@contract.start_date`.
[[nodiscard]] std::string anchored_column(std::string_view fact, std::string_view anchor);

/// Writes snapshot.json and one file a subject into `folder`, which must not exist: it appears
/// whole or not at all, mode 0700. Error `file.unwritable`.
[[nodiscard]] Result<void> write_snapshot(const Snapshot&, const std::filesystem::path& folder);
/// Errors `file.unreadable`, `columns.file_damaged`, `columns.file_newer`.
[[nodiscard]] Result<Snapshot> read_snapshot(const std::filesystem::path& folder);

/// How a fact is kept in a column: money as kInt, an enum as kText, a record list as kList.
[[nodiscard]] columns::Kind column_kind(const rules::TypeRef&);

/// Adds one value to a column; `value` may hold a list.
void append(columns::ColumnBuilder&, const rules::Environment&, const rules::TypeRef&,
            const rules::FactValue&);
/// Adds a builder column for a fact, with its child columns where it is a list.
columns::ColumnBuilder& add_column(columns::TableBuilder&, std::string name,
                                   const rules::Environment&, const rules::TypeRef&);

}  // namespace leye::facts
