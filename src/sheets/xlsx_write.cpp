#include "sheets/xlsx_write.h"

#include <xlsxwriter.h>

#include <array>
#include <charconv>
#include <cmath>
#include <map>

namespace leye::sheets {

struct XlsxWriter::State {
  std::string path;
  lxw_workbook* book = nullptr;
  lxw_worksheet* sheet = nullptr;
  std::map<std::pair<Look, int>, lxw_format*> formats;
  lxw_error first_error = LXW_NO_ERROR;

  State() = default;
  State(const State&) = delete;
  State& operator=(const State&) = delete;
  /// A workbook given up is written away all the same: the library has no other way to free it.
  ~State() {
    if (book != nullptr) workbook_close(book);
  }
  void keep(lxw_error error) {
    if (first_error == LXW_NO_ERROR) first_error = error;
  }
  lxw_format* format(Look look, ColumnKind kind);
};

lxw_format* XlsxWriter::State::format(Look look, ColumnKind kind) {
  auto& format = formats[{look, static_cast<int>(kind)}];
  if (format != nullptr) return format;
  format = workbook_add_format(book);
  if (kind == ColumnKind::kIdentifier) format_set_num_format(format, "@");
  if (kind == ColumnKind::kMoney) format_set_num_format(format, "#,##0.00");
  if (kind == ColumnKind::kDate) format_set_num_format(format, "yyyy-mm-dd");
  if (look == Look::kTitle) {
    format_set_bold(format);
    format_set_font_size(format, 16);
    format_set_align(format, LXW_ALIGN_CENTER);
  }
  if (look == Look::kHeading) {
    format_set_bold(format);
    format_set_bg_color(format, 0xEEF3F8);
    format_set_border(format, LXW_BORDER_THIN);
    format_set_align(format, LXW_ALIGN_CENTER);
    format_set_align(format, LXW_ALIGN_VERTICAL_CENTER);
    format_set_text_wrap(format);
  }
  if (look == Look::kBad) format_set_bg_color(format, 0xFCE4D6);
  return format;
}

XlsxWriter::XlsxWriter(std::unique_ptr<State> state) : state_(std::move(state)) {}
XlsxWriter::XlsxWriter(XlsxWriter&&) noexcept = default;
XlsxWriter& XlsxWriter::operator=(XlsxWriter&&) noexcept = default;
XlsxWriter::~XlsxWriter() = default;

Result<XlsxWriter> XlsxWriter::create(const std::filesystem::path& path, bool streaming) {
  auto state = std::make_unique<State>();
  state->path = path.string();
  lxw_workbook_options options{};
  options.constant_memory = streaming ? LXW_TRUE : LXW_FALSE;
  state->book = workbook_new_opt(state->path.c_str(), &options);
  if (state->book == nullptr) return fail("file.unwritable", state->path);
  lxw_doc_properties properties{};
  properties.created = 1601510400;  // fixed, so that equal content gives equal files
  state->keep(workbook_set_properties(state->book, &properties));
  return XlsxWriter(std::move(state));
}

namespace {
lxw_row_t row_of(int row) { return static_cast<lxw_row_t>(row); }
lxw_col_t col_of(int column) { return static_cast<lxw_col_t>(column); }
}  // namespace

void XlsxWriter::sheet(std::string_view name) {
  state_->sheet = workbook_add_worksheet(state_->book, std::string(name).c_str());
  if (state_->sheet == nullptr) state_->keep(LXW_ERROR_PARAMETER_VALIDATION);
}

void XlsxWriter::text(int row, int column, std::string_view text, Look look) {
  if (state_->sheet == nullptr) return;
  state_->keep(worksheet_write_string(
      state_->sheet, row_of(row), col_of(column), std::string(text).c_str(),
      look == Look::kPlain ? nullptr : state_->format(look, ColumnKind::kText)));
}

void XlsxWriter::identifier(int row, int column, std::string_view text, Look look) {
  if (state_->sheet == nullptr) return;
  state_->keep(worksheet_write_string(state_->sheet, row_of(row), col_of(column),
                                      std::string(text).c_str(),
                                      state_->format(look, ColumnKind::kIdentifier)));
}

void XlsxWriter::number(int row, int column, double value, Look look) {
  if (state_->sheet == nullptr) return;
  state_->keep(worksheet_write_number(
      state_->sheet, row_of(row), col_of(column), value,
      look == Look::kPlain ? nullptr : state_->format(look, ColumnKind::kInteger)));
}

void XlsxWriter::money(int row, int column, Fen value, Look look) {
  if (state_->sheet == nullptr) return;
  state_->keep(worksheet_write_number(state_->sheet, row_of(row), col_of(column),
                                      static_cast<double>(value.count()) / 100,
                                      state_->format(look, ColumnKind::kMoney)));
}

void XlsxWriter::date(int row, int column, Date value, Look look) {
  if (state_->sheet == nullptr) return;
  const auto day = civil(value);
  if (day.year < 1900) {  // before the spreadsheet's calendar begins
    text(row, column, to_text(value), look);
    return;
  }
  lxw_datetime when{};
  when.year = day.year;
  when.month = static_cast<int>(day.month);
  when.day = static_cast<int>(day.day);
  state_->keep(worksheet_write_datetime(state_->sheet, row_of(row), col_of(column), &when,
                                        state_->format(look, ColumnKind::kDate)));
}

void XlsxWriter::merge(int first_row, int first_column, int last_row, int last_column,
                       std::string_view text, Look look) {
  if (state_->sheet == nullptr) return;
  state_->keep(worksheet_merge_range(
      state_->sheet, row_of(first_row), col_of(first_column), row_of(last_row), col_of(last_column),
      std::string(text).c_str(), state_->format(look, ColumnKind::kText)));
}

void XlsxWriter::comment(int row, int column, std::string_view text) {
  if (state_->sheet == nullptr) return;
  state_->keep(worksheet_write_comment(state_->sheet, row_of(row), col_of(column),
                                       std::string(text).c_str()));
}

void XlsxWriter::width(int column, double characters) {
  if (state_->sheet == nullptr) return;
  state_->keep(
      worksheet_set_column(state_->sheet, col_of(column), col_of(column), characters, nullptr));
}

void XlsxWriter::hide_row(int row) {
  if (state_->sheet == nullptr) return;
  lxw_row_col_options options{};
  options.hidden = LXW_TRUE;
  state_->keep(
      worksheet_set_row_opt(state_->sheet, row_of(row), LXW_DEF_ROW_HEIGHT, nullptr, &options));
}

void XlsxWriter::freeze_above(int row) {
  if (state_->sheet != nullptr) worksheet_freeze_panes(state_->sheet, row_of(row), 0);
}

void XlsxWriter::autofilter(int first_row, int first_column, int last_row, int last_column) {
  if (state_->sheet == nullptr) return;
  state_->keep(worksheet_autofilter(state_->sheet, row_of(first_row), col_of(first_column),
                                    row_of(last_row), col_of(last_column)));
}

Result<void> XlsxWriter::close() {
  if (state_->book == nullptr) return {};
  const auto written = workbook_close(state_->book);
  state_->book = nullptr;
  state_->sheet = nullptr;
  if (written != LXW_NO_ERROR)
    return fail("file.unwritable", state_->path, {{"why", lxw_strerror(written)}});
  if (state_->first_error != LXW_NO_ERROR)
    return fail("xlsx.write", state_->path, {{"why", lxw_strerror(state_->first_error)}});
  return {};
}

namespace {

void write_value(XlsxWriter& out, int row, int column, ColumnKind kind, const std::string& value) {
  if (value.empty()) return;
  if (kind == ColumnKind::kIdentifier) return out.identifier(row, column, value);
  if (kind == ColumnKind::kDate) {
    if (const auto date = parse_date(value)) return out.date(row, column, *date);
  }
  if (kind == ColumnKind::kMoney) {
    if (const auto money = parse_yuan(value)) return out.money(row, column, *money);
  }
  if (kind == ColumnKind::kInteger) {
    long long number = 0;
    const char* end = value.data() + value.size();
    const auto [stop, error] = std::from_chars(value.data(), end, number);
    // A double holds 15 digits; a longer number is a code that nobody declared as one.
    if (error == std::errc{} && stop == end && value.size() <= 15)
      return out.number(row, column, static_cast<double>(number));
  }
  out.text(row, column, value);
}

}  // namespace

Result<void> write_list(const std::filesystem::path& path, std::string_view sheet,
                        const std::vector<ListColumn>& columns,
                        const std::vector<std::vector<std::string>>& rows) {
  LEYE_TRY(auto out, XlsxWriter::create(path, true));
  out.sheet(sheet);
  for (std::size_t c = 0; c < columns.size(); ++c) {
    out.width(static_cast<int>(c), columns[c].width);
    out.text(0, static_cast<int>(c), columns[c].title, Look::kHeading);
  }
  for (std::size_t r = 0; r < rows.size(); ++r)
    for (std::size_t c = 0; c < rows[r].size() && c < columns.size(); ++c)
      write_value(out, static_cast<int>(r) + 1, static_cast<int>(c), columns[c].kind, rows[r][c]);
  out.freeze_above(1);
  if (!columns.empty())
    out.autofilter(0, 0, static_cast<int>(rows.size()), static_cast<int>(columns.size()) - 1);
  return out.close();
}

}  // namespace leye::sheets
