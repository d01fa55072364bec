#pragma once
#include <cstdint>
#include <functional>
#include <string>
#include <string_view>
#include <vector>

#include "sheets/table.h"

namespace leye::sheets {

/// One column that is looked for: any of its titles, compared without spaces, width and marks.
struct ColumnPattern {
  std::string title;  ///< the name people know it by
  std::vector<std::string>
      synonyms;  ///< other titles in use, `组/列` for a column under a merged one
  bool required = false;
};

/// Where the heading stands and which column is which.
struct Header {
  std::int64_t first_row = 0;  ///< from 1; equal to last_row for a heading of one line
  std::int64_t last_row = 0;
  std::vector<int> column_of;        ///< per pattern the column from 0, or −1
  std::vector<std::string> titles;   ///< per column of the file, `组/列` under a merged heading
  std::vector<std::string> ignored;  ///< titles no pattern asked for

  [[nodiscard]] int column(std::size_t pattern) const { return column_of[pattern]; }
};

/// The heading among the first ten rows that names the most of `patterns`: below title lines, of
/// one line or of two with merged cells. Errors `sheets.no_header` (names what was looked for),
/// `sheets.missing_column` (names the column), `sheets.column_twice`.
[[nodiscard]] Result<Header> find_header(TableSource&, const std::vector<ColumnPattern>&);

/// Why a row below the heading is not a record.
enum class Skip { kTotal, kHeadingAgain, kNote };
struct SkippedRow {
  std::int64_t number = 0;
  Skip why = Skip::kTotal;
};

/// Rows below the heading. A total row (合计, 总计, 小计) and a heading printed again are not shown
/// to `visit` but listed in `skipped`, so that nothing is dropped unseen.
[[nodiscard]] Result<void> rows_below(TableSource&, const Header&, std::vector<SkippedRow>& skipped,
                                      const RowVisitor& visit);

/// `身份证 号码（必填）*` → `身份证号码`: what titles are compared by.
[[nodiscard]] std::string plain_title(std::string_view);

}  // namespace leye::sheets
