#pragma once
#include <filesystem>
#include <functional>
#include <string>
#include <string_view>
#include <vector>

#include "core/result.h"

namespace leye::matching {

/// One row of a table that comes with Leye, its cells in the order the columns were asked for.
struct DataRow {
  std::string where;  ///< `occupations.csv, row 17`
  std::vector<std::string> cells;
};

/// Visits the rows below the heading of a quoted CSV file. Errors `data.unreadable`,
/// `matching.table_column` (names the column that is missing), and those of `visit` at the row.
[[nodiscard]] Result<void> read_table(const std::filesystem::path&,
                                      const std::vector<std::string>& columns,
                                      const std::function<Result<void>(const DataRow&)>& visit);

/// A whole number from `least` to `most`. Error `matching.table_cell`.
[[nodiscard]] Result<int> whole_cell(const std::string& cell, int least, int most);

}  // namespace leye::matching
