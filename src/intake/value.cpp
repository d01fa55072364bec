#include "intake/value.h"

#include <array>
#include <charconv>
#include <cstdio>

#include "codes/citizen_id.h"
#include "codes/contact.h"
#include "codes/excel_date.h"
#include "codes/name.h"
#include "codes/text.h"
#include "codes/uscc.h"
#include "core/fen.h"

namespace leye::intake {
namespace {

using sheets::Cell;
using sheets::CellKind;

Normal text_value(std::string_view text) {
  Normal normal;
  normal.value = boost::json::string(text);
  return normal;
}

std::string shown(std::string_view text) {
  constexpr std::size_t kLongest = 60;
  if (text.size() <= kLongest) return std::string(text);
  std::size_t end = kLongest;
  while (end > 0 && (static_cast<unsigned char>(text[end]) & 0xC0U) == 0x80U) --end;
  return std::string(text.substr(0, end)) + "…";
}

/// Digits of a number cell; nothing where the spreadsheet has lost some (above 15) or writes an
/// exponent.
std::optional<std::string> digits_of_number(const Cell& cell) {
  std::string_view digits = cell.text;
  if (digits.ends_with(".0")) digits.remove_suffix(2);
  if (digits.size() > 15 || digits.find_first_not_of("0123456789") != std::string_view::npos)
    return std::nullopt;
  return std::string(digits);
}

Result<Normal> citizen_id(const Cell& cell, const Surroundings& around) {
  std::string written(cell.text);
  if (cell.kind == CellKind::kNumber) {
    const auto digits = digits_of_number(cell);
    if (!digits) return fail("id_card.precision_lost", {}, {{"text", "…000"}});
    written = *digits;
  }
  LEYE_TRY(const auto id, codes::parse_citizen_id(written, around.today));
  Normal normal = text_value(id.number);
  normal.birth = id.birth;
  normal.synthetic = id.synthetic;
  if (id.converted_from_15) normal.note = "import.id_converted";
  return normal;
}

Result<Normal> uscc(const Cell& cell) {
  LEYE_TRY(const auto code, codes::parse_uscc(cell.text));
  Normal normal = text_value(code.number);
  normal.synthetic = code.division.starts_with("1290");
  return normal;
}

/// A serial in a cell that is not formatted as a date, a date cell, or a date in words.
Result<Normal> date(const MappedColumn& column, const Cell& cell, ColumnType type) {
  codes::WrittenDate written;
  Normal normal;
  if (cell.kind == CellKind::kDate) {
    written.precision = codes::DatePrecision::kDay;
    written.first = cell.date;
  } else if (cell.kind == CellKind::kNumber) {
    LEYE_TRY(written, codes::date_of_number_cell(cell.number, false));
  } else {
    LEYE_TRY(written, codes::parse_written_date(cell.text));
  }
  if (written.precision == codes::DatePrecision::kOpenEnd) {
    // 至今 is an answer only where an end is asked for.
    if (column.not_before.empty())
      return fail("text_date.open_end", {}, {{"text", shown(cell.text)}});
    return normal;
  }
  if (written.serial_guessed) normal.note = "import.serial_guessed";
  if (type == ColumnType::kMonth) {
    if (written.precision == codes::DatePrecision::kYear)
      return fail("import.day_missing", {}, {{"text", shown(cell.text)}});
    normal.date = first_day(month_of(written.first));
    normal.value = boost::json::string(to_text(month_of(written.first)));
    return normal;
  }
  if (written.precision != codes::DatePrecision::kDay)
    return fail("import.day_missing", {}, {{"text", shown(cell.text)}});
  normal.date = written.first;
  normal.value = boost::json::string(to_text(written.first));
  return normal;
}

Result<Normal> money(const Cell& cell) {
  std::string written = codes::clean_code(cell.text);
  if (cell.kind == CellKind::kNumber) {
    // A spreadsheet shows 15 digits of what it stores: 1234.5600000000001 is 1234.56.
    std::array<char, 32> printed{};
    std::snprintf(printed.data(), printed.size(), "%.15g", cell.number);
    written = printed.data();
  }
  LEYE_TRY(const auto fen, parse_yuan(written));
  Normal normal;
  normal.value = fen.count();
  return normal;
}

Result<Normal> integer(const Cell& cell) {
  std::string written = codes::clean_code(cell.text);
  if (cell.kind == CellKind::kNumber && written.ends_with(".0")) written.resize(written.size() - 2);
  std::int64_t number = 0;
  const char* end = written.data() + written.size();
  const auto [stop, problem] = std::from_chars(written.data(), end, number);
  if (problem != std::errc{} || stop != end)
    return fail("import.integer", {}, {{"text", shown(cell.text)}});
  Normal normal;
  normal.value = number;
  return normal;
}

Result<Normal> worded(const MappedColumn& column, const Cell& cell) {
  const auto word = sheets::plain_title(cell.text);
  const auto found = column.values.find(word);
  if (found != column.values.end()) return text_value(found->second);
  return fail("import.value", {}, {{"text", shown(cell.text)}});
}

/// 低保、残疾 → {"dibao", "disabled"}, an array.
Result<Normal> several(const MappedColumn& column, const Cell& cell) {
  boost::json::array values;
  std::string word;
  const auto take = [&]() -> Result<void> {
    const auto plain = sheets::plain_title(word);
    word.clear();
    if (plain.empty()) return {};
    const auto found = column.values.find(plain);
    if (found == column.values.end()) return fail("import.value", {}, {{"text", shown(plain)}});
    values.emplace_back(found->second);
    return {};
  };
  for (const char32_t c : codes::code_points(cell.text)) {
    if (c == U'、' || c == U',' || c == U'，' || c == U';' || c == U'；' || c == U'/')
      LEYE_CHECK(take());
    else
      word += codes::to_utf8(c);
  }
  LEYE_CHECK(take());
  Normal normal;
  if (!values.empty()) normal.value = std::move(values);
  return normal;
}

Result<Normal> yes_or_no(const MappedColumn& column, const Cell& cell) {
  Normal normal;
  std::string word = sheets::plain_title(cell.text);
  if (!column.values.empty()) {
    const auto found = column.values.find(word);
    if (found == column.values.end()) return fail("import.value", {}, {{"text", shown(cell.text)}});
    normal.value = found->second == "true";
    return normal;
  }
  for (const std::string_view yes : {"是", "有", "y", "yes", "true", "1", "√"})
    if (word == yes) normal.value = true;
  for (const std::string_view no : {"否", "无", "没有", "n", "no", "false", "0", "×"})
    if (word == no) normal.value = false;
  if (normal.value.is_null()) return fail("import.value", {}, {{"text", shown(cell.text)}});
  return normal;
}

Result<Normal> division(const Cell& cell, const Surroundings& around) {
  const std::string code = codes::clean_code(cell.text);
  if (around.divisions == nullptr) return text_value(code);
  LEYE_TRY(const auto* unit, around.divisions->resolve(code));
  Normal normal = text_value(unit->code);
  if (unit->code != code) normal.note = "import.division_moved";
  return normal;
}

Result<Normal> phone(const Cell& cell, const Surroundings& around) {
  std::string written(cell.text);
  if (cell.kind == CellKind::kNumber) {
    const auto digits = digits_of_number(cell);
    if (!digits) return fail("phone.invalid", {}, {{"text", "…"}});
    written = *digits;
  }
  LEYE_TRY(auto number,
           codes::parse_phone(written, around.synthetic ? codes::MobilePattern::kWide
                                                        : codes::MobilePattern::kReal));
  return text_value(number.number);
}

/// Nothing was written, or a word for nothing. 无 is an answer where the column has words.
bool is_empty(const MappedColumn& column, const Cell& cell) {
  if (cell.kind == CellKind::kEmpty) return true;
  if (cell.kind != CellKind::kText) return false;
  const auto cleaned = codes::clean_prose(cell.text);
  if (cleaned.empty()) return true;
  if (column.type == ColumnType::kEnum || column.type == ColumnType::kEnums ||
      column.type == ColumnType::kBool)
    return column.values.find(sheets::plain_title(cleaned)) == column.values.end() &&
           codes::is_null_word(cleaned) &&
           (column.type != ColumnType::kBool || !column.values.empty());
  return codes::is_null_word(cleaned);
}

/// The error of an empty required cell, in the words of its kind.
tl::unexpected<Error> missing(const MappedColumn& column) {
  switch (column.type) {
    case ColumnType::kCitizenId:
      return fail("id_card.empty");
    case ColumnType::kUscc:
      return fail("uscc.empty");
    case ColumnType::kDate:
    case ColumnType::kMonth:
      return fail("text_date.empty");
    case ColumnType::kName:
      return fail("name.invalid", {}, {{"text", ""}});
    default:
      return fail("import.required");
  }
}

}  // namespace

Result<Normal> normalise(const MappedColumn& column, const Cell& cell, const Surroundings& around) {
  if (cell.kind == CellKind::kError)
    return fail("import.cell_error", {}, {{"text", std::string(cell.text)}});
  if (is_empty(column, cell)) {
    if (column.required) return missing(column);
    return Normal{};
  }
  switch (column.type) {
    case ColumnType::kCitizenId:
      return citizen_id(cell, around);
    case ColumnType::kUscc:
      return uscc(cell);
    case ColumnType::kName: {
      LEYE_TRY(auto name, codes::parse_name(cell.text));
      return text_value(name.canonical);
    }
    case ColumnType::kDate:
    case ColumnType::kMonth:
      return date(column, cell, column.type);
    case ColumnType::kMoneyYuan:
      return money(cell);
    case ColumnType::kInt:
      return integer(cell);
    case ColumnType::kEnum:
      return worded(column, cell);
    case ColumnType::kEnums:
      return several(column, cell);
    case ColumnType::kBool:
      return yes_or_no(column, cell);
    case ColumnType::kCode:
      return text_value(codes::clean_code(cell.text));
    case ColumnType::kDivision:
      return division(cell, around);
    case ColumnType::kPhone:
      return phone(cell, around);
    case ColumnType::kText:
      break;
  }
  return text_value(codes::clean_prose(cell.text));
}

}  // namespace leye::intake
