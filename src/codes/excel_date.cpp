#include "codes/excel_date.h"

#include <array>
#include <cmath>
#include <cstdio>
#include <optional>
#include <vector>

#include "codes/text.h"

namespace leye::codes {
namespace {

constexpr double kLastSerial = 2958465;
constexpr int kSecondsPerDay = 86400;

std::string number_text(double value) {
  std::array<char, 40> buffer{};
  std::snprintf(buffer.data(), buffer.size(), "%.10g", value);
  return buffer.data();
}

/// 〇○零 0, 一…九 1–9; nothing for other characters.
std::optional<int> chinese_digit(char32_t c) {
  static constexpr std::u32string_view kDigits = U"〇一二三四五六七八九";
  if (c == U'○' || c == U'零') return 0;
  const auto at = kDigits.find(c);
  return at == std::u32string_view::npos ? std::nullopt : std::optional<int>(static_cast<int>(at));
}

/// 二〇二〇 → 2020, 十 → 10, 二十二 → 22: Chinese numerals of years, months and days as digits.
std::string arabic(const std::u32string& text) {
  std::string out;
  for (std::size_t i = 0; i < text.size(); ++i) {
    const char32_t c = text[i];
    if (const auto digit = chinese_digit(c)) {
      out += std::to_string(*digit);
    } else if (c == U'十') {
      const bool tens = i > 0 && chinese_digit(text[i - 1]);
      const bool ones = i + 1 < text.size() && chinese_digit(text[i + 1]);
      out += tens ? (ones ? "" : "0") : (ones ? "1" : "10");
    } else {
      out += to_utf8(c);
    }
  }
  return out;
}

struct Parts {
  std::vector<std::string> numbers;
  bool marked = false;  ///< 年, 月, 日, 号 or 届 were written
  bool has_year_mark = false;
  bool other = false;  ///< anything that belongs to no date
};

Parts split(const std::string& text) {
  Parts parts;
  bool in_number = false;
  for (const char32_t c : code_points(text)) {
    if (c >= U'0' && c <= U'9') {
      if (!in_number) parts.numbers.emplace_back();
      parts.numbers.back().push_back(static_cast<char>(c));
      in_number = true;
      continue;
    }
    in_number = false;
    if (c == U'年' || c == U'届')
      parts.has_year_mark = parts.marked = true;
    else if (c == U'月' || c == U'日' || c == U'号')
      parts.marked = true;
    else if (c != U'-' && c != U'/' && c != U'.' && c != U'、')
      parts.other = true;
  }
  return parts;
}

tl::unexpected<Error> refuse(const char* code, std::string_view text) {
  return fail(code, {}, {{"text", std::string(text)}});
}

Result<WrittenDate> dated(int year, int month, int day, DatePrecision precision,
                          std::string_view text) {
  if (year < 1900 || year > 2100 || month < 1 || day < 1) return refuse("text_date.date", text);
  const auto date = make_date(year, static_cast<unsigned>(month), static_cast<unsigned>(day));
  if (!date) return refuse("text_date.date", text);
  return WrittenDate{precision, *date, false};
}

Result<WrittenDate> one_number(const std::string& n, bool year_mark, std::string_view text) {
  if (n.size() == 8)
    return dated(std::stoi(n.substr(0, 4)), std::stoi(n.substr(4, 2)), std::stoi(n.substr(6)),
                 DatePrecision::kDay, text);
  if (n.size() == 6)
    return dated(std::stoi(n.substr(0, 4)), std::stoi(n.substr(4)), 1, DatePrecision::kMonth, text);
  if (n.size() == 4 && year_mark) return dated(std::stoi(n), 1, 1, DatePrecision::kYear, text);
  if (n.size() == 5) return refuse("text_date.serial_as_text", text);
  return refuse("text_date.format", text);
}

/// `2020-10-30 00:00:00` and `2020-10-30T00:00:00+08:00` are days; other times of day too.
std::string without_time(const std::string& text) {
  const auto colon = text.find(':');
  if (colon == std::string::npos) return text;
  const auto cut = text.find_first_of("T ");
  return cut == std::string::npos || cut > colon ? text : text.substr(0, cut);
}

std::string half_width_separators(std::string_view raw) {
  std::u32string out;
  for (char32_t c : code_points(clean_prose(raw)))
    out.push_back(c >= 0xFF01 && c <= 0xFF5E ? c - 0xFEE0 : c);
  auto text = without_time(to_utf8(out));
  std::erase(text, ' ');
  return text;
}

}  // namespace

std::string to_text(const SheetMoment& moment) {
  auto text = leye::to_text(moment.date);
  if (moment.second == 0) return text;
  std::array<char, 48> time{};
  std::snprintf(time.data(), time.size(), "T%02d:%02d:%02d", moment.second / 3600,
                moment.second / 60 % 60, moment.second % 60);
  return text + time.data();
}

Result<SheetMoment> excel_date(double serial, DateSystem system) {
  const auto bad = [&](const char* code) {
    return fail(code, {}, {{"text", number_text(serial)}});
  };
  const bool old = system == DateSystem::k1900;
  const double last = old ? kLastSerial : kLastSerial - 1462;
  if (!(serial >= 0) || serial >= last + 1) return bad("excel_date.range");
  double day = std::floor(serial);
  auto second = static_cast<int>(std::llround((serial - day) * kSecondsPerDay));
  if (second == kSecondsPerDay) {
    day += 1;
    second = 0;
  }
  if (old && serial < 1) return bad("excel_date.day_zero");
  if (old && day == 60) return bad("excel_date.phantom_1900_02_29");
  const Date zero = !old ? ymd(1904, 1, 1) : day > 60 ? ymd(1899, 12, 30) : ymd(1899, 12, 31);
  const auto date = add_days(zero, static_cast<std::int64_t>(day));
  if (!date) return bad("excel_date.range");
  return SheetMoment{*date, second};
}

std::string to_text(const WrittenDate& date) {
  const auto text = leye::to_text(date.first);
  switch (date.precision) {
    case DatePrecision::kDay:
      return text;
    case DatePrecision::kMonth:
      return text.substr(0, 7);
    case DatePrecision::kYear:
      return text.substr(0, 4);
    case DatePrecision::kOpenEnd:
      return "open_end";
  }
  return text;
}

Result<WrittenDate> parse_written_date(std::string_view raw) {
  const auto cleaned = half_width_separators(raw);
  if (is_null_word(cleaned)) return refuse("text_date.empty", cleaned);
  if (cleaned == "长期") return WrittenDate{DatePrecision::kOpenEnd, Date{}, false};
  if (cleaned == "至今") return refuse("text_date.open_end", cleaned);
  if (cleaned.starts_with("民国")) return refuse("text_date.era", cleaned);
  const auto parts = split(arabic(code_points(cleaned)));
  const auto& n = parts.numbers;
  if (parts.other || n.empty() || n.size() > 3) return refuse("text_date.format", cleaned);
  if (n.size() == 1) return one_number(n[0], parts.has_year_mark, cleaned);
  if (n[0].size() != 4) {
    if (parts.marked && !parts.has_year_mark) return refuse("text_date.no_year", cleaned);
    if (n.back().size() == 4) return refuse("text_date.ambiguous", cleaned);
    return refuse(
        n.size() == 3 || parts.has_year_mark ? "text_date.two_digit_year" : "text_date.no_year",
        cleaned);
  }
  for (std::size_t i = 1; i < n.size(); ++i)
    if (n[i].size() > 2) return refuse("text_date.format", cleaned);
  if (n.size() == 2)
    return dated(std::stoi(n[0]), std::stoi(n[1]), 1, DatePrecision::kMonth, cleaned);
  return dated(std::stoi(n[0]), std::stoi(n[1]), std::stoi(n[2]), DatePrecision::kDay, cleaned);
}

Result<WrittenDate> date_of_number_cell(double value, bool has_date_format, DateSystem system) {
  const bool whole = value == std::floor(value);
  if (!has_date_format && whole && value >= 19000101 && value <= 21001231)
    return parse_written_date(number_text(value));
  if (!has_date_format && whole && value >= 190001 && value <= 210012)
    return parse_written_date(number_text(value));
  LEYE_TRY(const SheetMoment moment, excel_date(value, system));
  return WrittenDate{DatePrecision::kDay, moment.date, !has_date_format};
}

}  // namespace leye::codes
