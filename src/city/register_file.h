#pragma once
#include <filesystem>
#include <memory>
#include <string>
#include <vector>

#include "core/date.h"

namespace leye::city {

/// A cell as an office typed it.
struct Cell {
  enum class Kind { kText, kIdentifier, kNumber, kDate };
  Kind kind = Kind::kText;
  std::string text;   ///< kText, kIdentifier
  double number = 0;  ///< kNumber
  Date date;          ///< kDate
};
[[nodiscard]] Cell text_cell(std::string);
[[nodiscard]] Cell id_cell(std::string);
[[nodiscard]] Cell number_cell(double);
[[nodiscard]] Cell date_cell(Date);

/// Group heads above the header line, each over `columns` columns (D18: two header lines).
struct HeaderGroup {
  std::string text;
  int columns;
};
struct Layout {
  std::string sheet;
  std::string title;                ///< merged over all columns of row 1; none if empty
  std::string note;                 ///< row 2
  std::vector<HeaderGroup> groups;  ///< a second header line above
  std::vector<std::string> headers;
  bool total_row = false;    ///< 合计 and 填表人 after the last row
  bool hidden_rows = false;  ///< a filter was left on: some real rows are hidden
};
enum class FileFormat { kXlsx, kCsvGb18030, kCsvUtf8Bom };
[[nodiscard]] std::string_view to_text(FileFormat);  ///< `xlsx`, `csv_gb18030`, `csv_utf8_bom`

/// One file of a register being written, row after row.
class RegisterFile {
 public:
  static Result<std::unique_ptr<RegisterFile>> create(const std::filesystem::path&, FileFormat,
                                                      const Layout&);
  virtual ~RegisterFile() = default;
  /// 1-based row of the sheet (line of the CSV) the next row will have.
  [[nodiscard]] virtual std::int64_t next_row() const = 0;
  virtual void row(const std::vector<Cell>&) = 0;
  /// Errors `city.unwritable` and those of the workbook writer.
  virtual Result<void> close() = 0;
};

}  // namespace leye::city
