#pragma once
#include <string>
#include <string_view>

#include "ledger/entry.h"
#include "store/value.h"

namespace leye::ledger {

/// Table of entries about a kind of subject, and the column that leads it.
struct EntryTable {
  std::string_view table;
  std::string_view subject;
};
[[nodiscard]] EntryTable table_of(SubjectKind);

/// Columns after the subject's, in the order `entry_from` reads them; each with `e.` before it.
[[nodiscard]] std::string_view entry_columns();
/// Reads `subject, entry_columns…` starting at column 0.
[[nodiscard]] Result<Entry> entry_from(const store::Row&, SubjectKind);
/// `NOT EXISTS (…)`: no visible entry corrects this one.
[[nodiscard]] std::string not_corrected(const EntryTable&);

}  // namespace leye::ledger
