#pragma once
#include <filesystem>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include "core/date.h"
#include "core/fen.h"
#include "core/result.h"

namespace leye::sheets {

/// How a cell looks; kinds decide types, looks only colours and borders.
enum class Look { kPlain, kTitle, kHeading, kBad };

/// A workbook being written. Rows and columns from 0. Text is never read as a formula. The same
/// calls give the same bytes. Errors are kept and told by `close`.
class XlsxWriter {
 public:
  /// `streaming`: rows strictly in order and 4 MB of memory (large exports); no merges over rows.
  [[nodiscard]] static Result<XlsxWriter> create(const std::filesystem::path&,
                                                 bool streaming = false);
  XlsxWriter(XlsxWriter&&) noexcept;
  XlsxWriter& operator=(XlsxWriter&&) noexcept;
  ~XlsxWriter();

  /// Begins a sheet; the calls below speak of the last one begun.
  void sheet(std::string_view name);
  void text(int row, int column, std::string_view, Look = Look::kPlain);
  /// Text in a cell of format `@`, so that a spreadsheet keeps every digit: ids, phones, codes.
  void identifier(int row, int column, std::string_view, Look = Look::kPlain);
  void number(int row, int column, double, Look = Look::kPlain);
  void money(int row, int column, Fen, Look = Look::kPlain);  ///< yuan, `#,##0.00`
  void date(int row, int column, Date, Look = Look::kPlain);  ///< a real date, `yyyy-mm-dd`
  void merge(int first_row, int first_column, int last_row, int last_column, std::string_view,
             Look = Look::kHeading);
  void comment(int row, int column, std::string_view);
  void width(int column, double characters);
  void hide_row(int row);
  void freeze_above(int row);
  void autofilter(int first_row, int first_column, int last_row, int last_column);

  /// Errors `file.unwritable`, `xlsx.write`.
  [[nodiscard]] Result<void> close();

 private:
  struct State;
  explicit XlsxWriter(std::unique_ptr<State>);
  std::unique_ptr<State> state_;
};

/// What a column of an exported list holds; the texts of `write_list` are parsed by it.
enum class ColumnKind { kText, kIdentifier, kInteger, kMoney, kDate };
struct ListColumn {
  std::string title;
  ColumnKind kind = ColumnKind::kText;
  double width = 14;
};

/// A list as people get it: heading frozen and filtered, real dates, amounts, ids as text. Rows are
/// texts (`2020-11-03`, `1234.50`); one that is not of its column's kind stays text.
[[nodiscard]] Result<void> write_list(const std::filesystem::path&, std::string_view sheet,
                                      const std::vector<ListColumn>&,
                                      const std::vector<std::vector<std::string>>& rows);

}  // namespace leye::sheets
