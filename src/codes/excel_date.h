#pragma once
#include <string>
#include <string_view>

#include "core/date.h"

namespace leye::codes {

enum class DateSystem { k1900, k1904 };

/// A spreadsheet's day and the second of that day (0 for a plain date).
struct SheetMoment {
  Date date;
  int second = 0;
};
[[nodiscard]] std::string to_text(const SheetMoment&);  ///< `2020-10-01` or `2020-10-01T12:00:00`

/// A serial number as a date; nearest second, carried into the next day. Errors
/// `excel_date.day_zero`, `.phantom_1900_02_29`, `.range`.
[[nodiscard]] Result<SheetMoment> excel_date(double serial, DateSystem = DateSystem::k1900);

/// How much of a date was written; a day is never invented.
enum class DatePrecision { kDay, kMonth, kYear, kOpenEnd };
struct WrittenDate {
  DatePrecision precision = DatePrecision::kDay;
  Date first;                   ///< first day of what was written; unset for kOpenEnd
  bool serial_guessed = false;  ///< a plain number in a date column read as a serial: warn
};
[[nodiscard]] std::string to_text(
    const WrittenDate&);  ///< `2020-10-30`, `2020-07`, `2020`, `open_end`

/// A date as people write it: digits in any width, 〇一…十, `- / . 、 年月日`, 8 or 6 digits,
/// `2020届`, 长期. Errors `text_date.empty`, `.era`, `.date` (no such day), `.ambiguous` (day or
/// month first),
/// `.two_digit_year`, `.no_year`, `.open_end` (至今: valid only in an end column, as no end),
/// `.serial_as_text`, `.format`.
[[nodiscard]] Result<WrittenDate> parse_written_date(std::string_view raw);

/// A number cell of a date column: by its format if it is a date format, else 8 digits yyyymmdd,
/// 6 digits yyyymm, else a serial with `serial_guessed`.
[[nodiscard]] Result<WrittenDate> date_of_number_cell(double value, bool has_date_format,
                                                      DateSystem = DateSystem::k1900);

}  // namespace leye::codes
