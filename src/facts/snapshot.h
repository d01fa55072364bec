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
#include "rules/engine/binding.h"

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
  rules::Tables tables;          ///< by subject

  [[nodiscard]] const columns::Table* table(std::string_view subject) const;
  /// Of as_of and all values of live rows; not of the layout, and not of the seal.
  [[nodiscard]] Digest digest() const;
};

using rules::anchored_column;
using rules::column_kind;
using rules::reach_column;

/// Writes snapshot.json and one file a subject into `folder`, which must not exist: it appears
/// whole or not at all, mode 0700. Error `file.unwritable`.
[[nodiscard]] Result<void> write_snapshot(const Snapshot&, const std::filesystem::path& folder);
/// Errors `file.unreadable`, `columns.file_damaged`, `columns.file_newer`.
[[nodiscard]] Result<Snapshot> read_snapshot(const std::filesystem::path& folder);

/// Adds one value to a column; `value` may hold a list.
void append(columns::ColumnBuilder&, const rules::Environment&, const rules::TypeRef&,
            const rules::FactValue&);
/// Adds a builder column for a fact, with its child columns where it is a list.
columns::ColumnBuilder& add_column(columns::TableBuilder&, std::string name,
                                   const rules::Environment&, const rules::TypeRef&);

}  // namespace leye::facts
