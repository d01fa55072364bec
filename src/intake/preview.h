#pragma once
#include <boost/json/object.hpp>
#include <cstdint>
#include <filesystem>
#include <map>
#include <optional>
#include <string>
#include <vector>

#include "intake/mapping.h"
#include "intake/value.h"
#include "sheets/header.h"

namespace leye::intake {

/// A row that can become a record.
struct ReadyRow {
  std::int64_t row = 0;    ///< in the sheet, from 1
  std::string identity;    ///< the key's values, joined; holds the citizen id: memory only
  std::string payload;     ///< JSON of the cells that need no seal
  std::string sealed;      ///< JSON `{values, raw}`: the rest, and every cell as received
  std::string citizen_id;  ///< normal form, empty where there is none
  std::string phone;
  std::optional<Date> valid_from;
  std::optional<Date> valid_to;  ///< last day
};

/// Something wrong with one cell. `where` of the error names file, sheet, row and column.
struct Problem {
  std::int64_t row = 0;
  int column = -1;       ///< in the sheet, from 0; −1 where the row has no such cell
  bool refuses = false;  ///< the row is not taken; otherwise only this cell is left unknown
  Error error;
};

struct ImportFile {
  std::filesystem::path path;
  std::string sheet;  ///< empty: the first visible one
  Date today;         ///< business date
  const codes::Divisions* divisions = nullptr;
};

/// A file read, mapped and checked; nothing is stored yet.
struct Preview {
  std::filesystem::path path;
  std::string file;
  std::string sheet;
  std::string register_code;
  Date today;  ///< business date it was checked on
  Digest file_digest{};
  Digest input{};  ///< of file, sheet, register and mapping: what makes two imports the same
  sheets::Header header;
  std::vector<std::string> columns;  ///< per mapped column its title in the file, empty: not there
  std::vector<ReadyRow> rows;        ///< one a record: of a repeated one the last
  std::vector<Problem> problems;     ///< in order of row
  std::vector<sheets::SkippedRow> skipped;
  std::int64_t read = 0;      ///< rows below the heading that are records
  std::int64_t refused = 0;   ///< of them
  std::int64_t hidden = 0;    ///< of them, hidden in the sheet and taken all the same
  std::int64_t repeated = 0;  ///< of those not refused: rows of a record that a later row repeats
};

/// Reads the whole file. Row by row, a fault in a required cell, or dates that cannot be, refuse
/// the row; any other fault leaves the cell unknown. Errors are those of `sheets` (whole file).
[[nodiscard]] Result<Preview> preview(const ImportFile&, const Mapping&);

/// Counts by code, as `leye import --format json` prints them.
[[nodiscard]] boost::json::object counts_of(const Preview&);

/// The file's sheet again with every refused or doubtful row, its bad cells coloured and the reason
/// in a comment and in a last column: to be sent back to the office. Errors as of `preview` and
/// `file.unwritable`.
[[nodiscard]] Result<void> write_error_file(const Preview&, const std::filesystem::path& out,
                                            bool chinese = true);

}  // namespace leye::intake
