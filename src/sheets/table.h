#pragma once
#include <cstdint>
#include <filesystem>
#include <functional>
#include <memory>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "core/date.h"
#include "core/result.h"

namespace leye::sheets {

enum class CellKind : std::uint8_t { kEmpty, kText, kNumber, kDate, kBoolean, kError };

/// One cell as it was written. The text lives as long as the row that shows it.
struct Cell {
  CellKind kind = CellKind::kEmpty;
  std::string_view text;  ///< as written; of a number its digits in the file, never a re-print
  double number = 0;      ///< of kNumber and kDate (the serial)
  Date date;              ///< of kDate: the civil day, the time of day dropped
};

/// One row of a table, empty rows left out.
struct Row {
  std::int64_t number = 0;  ///< from 1: the sheet's row; in a CSV the record
  std::int64_t line = 0;    ///< CSV: physical line the record begins on, from 1; a sheet: = number
  bool hidden = false;      ///< hidden by a filter or by hand
  std::span<const Cell> cells;  ///< from column A; trailing empty cells left out
};

/// Cells joined into one; all from 0, ends included.
struct Merge {
  std::int64_t first_row = 0;
  std::int64_t last_row = 0;
  int first_column = 0;
  int last_column = 0;
};

/// What a reader accepts before it believes in an attack or an accident.
struct Limits {
  std::uint64_t unpacked_bytes = 2ULL << 30;  ///< all parts together, declared and counted
  std::uint64_t ratio = 200;                  ///< unpacked : packed of one part above 1 MB
  std::uint64_t parts = 2000;
  std::uint64_t text_bytes = 512ULL << 20;  ///< table of shared strings
  int columns = 512;
  std::size_t cell_bytes = 131072;  ///< 32,767 characters of up to 4 bytes
};

/// Called for each row in order; `false` ends the reading (not an error).
using RowVisitor = std::function<bool(const Row&)>;

/// A table of a file, read as a stream. Both readers (xlsx, CSV) are one of these.
class TableSource {
 public:
  virtual ~TableSource() = default;
  /// Base name of the file, as people know it.
  [[nodiscard]] virtual const std::string& file() const = 0;
  /// Name of the sheet; empty for CSV.
  [[nodiscard]] virtual const std::string& sheet() const = 0;
  /// Every sheet of the file, in order; empty for CSV.
  [[nodiscard]] virtual const std::vector<std::string>& sheets() const = 0;
  /// Reads from the first row; may be called again.
  [[nodiscard]] virtual Result<void> rows(const RowVisitor&) = 0;
  /// Joined cells of the sheet (known only by reading to its end); empty for CSV.
  [[nodiscard]] virtual Result<std::vector<Merge>> merges() = 0;
};

/// Opens xlsx or CSV by what the bytes are, not by the name. `sheet` empty: the first visible one.
/// Errors `file.unreadable`, `sheets.old_xls`, `sheets.encrypted`, `sheets.renamed_csv`,
/// `sheets.not_a_table`, `xlsx.no_sheet` and those of the readers.
[[nodiscard]] Result<std::unique_ptr<TableSource>> open_table(const std::filesystem::path&,
                                                              std::string_view sheet = {},
                                                              const Limits& = {});

/// `A`, `B` … `AA` of a column from 0.
[[nodiscard]] std::string column_letters(int column);

/// `file, sheet s, row 17` in the words of the file: the `where` of an Error about a row.
[[nodiscard]] std::string place_of(const TableSource&, const Row&);

}  // namespace leye::sheets
