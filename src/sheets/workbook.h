#pragma once
#include <string>
#include <string_view>
#include <vector>

#include "core/result.h"
#include "sheets/zip.h"

namespace leye::sheets {

struct SheetEntry {
  std::string name;
  std::string part;  ///< `xl/worksheets/sheet1.xml`
  bool hidden = false;
};

/// Texts of all cells that share them, end to end.
class SharedStrings {
 public:
  void append(std::string_view piece) { arena_ += piece; }
  void end_item() { ends_.push_back(arena_.size()); }
  [[nodiscard]] std::size_t size() const { return ends_.size(); }
  [[nodiscard]] std::size_t bytes() const { return arena_.size(); }
  [[nodiscard]] std::string_view operator[](std::size_t i) const {
    const std::size_t begin = i == 0 ? 0 : ends_[i - 1];
    return std::string_view(arena_).substr(begin, ends_[i] - begin);
  }

 private:
  std::string arena_;
  std::vector<std::size_t> ends_;
};

/// What a workbook says besides its rows.
struct Workbook {
  std::vector<SheetEntry> sheets;
  bool date1904 = false;
  std::vector<bool> date_styles;  ///< per cell format: shows its number as a day
  SharedStrings strings;
};

/// Errors as of `open_xlsx`.
[[nodiscard]] Result<Workbook> read_workbook(ZipReader&, const Limits&);

/// Feeds a part of the container to a parser.
[[nodiscard]] Result<void> parse_part(ZipReader&, const std::string& part, class XmlStream&);

/// Built-in formats 14–22, 27–36, 45–47, 50–58 (the latter two Chinese and Japanese), or a custom
/// code with y, m, d, h or s outside quotes and brackets.
[[nodiscard]] bool is_date_format(int id, std::string_view custom_code);

/// Digits only; −1 for none, anything else, or too many.
[[nodiscard]] int small_number(const char* text);

}  // namespace leye::sheets
