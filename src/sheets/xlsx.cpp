#include "sheets/xlsx.h"

#include <charconv>
#include <cmath>
#include <cstring>

#include "sheets/workbook.h"
#include "sheets/xml.h"
#include "sheets/zip.h"

namespace leye::sheets {

std::optional<Date> date_of_serial(double serial, bool date1904) {
  const double day = std::floor(serial);
  if (!(day >= (date1904 ? 0 : 1)) || day > 2958465) return std::nullopt;
  const auto days = static_cast<std::int32_t>(day);
  const std::int32_t epoch1904 = ymd(1904, 1, 1).days();
  if (date1904) {
    const Date date(epoch1904 + days);
    return date.days() <= ymd(9999, 12, 31).days() ? std::optional(date) : std::nullopt;
  }
  if (days == 60) return std::nullopt;  // 29 February 1900
  return Date(ymd(1899, 12, 30).days() + days + (days < 60 ? 1 : 0));
}

namespace {

/// Column from 0 of `AB12`; −1 without letters.
int column_of(const char* reference) {
  if (reference == nullptr) return -1;
  int column = 0;
  for (; *reference >= 'A' && *reference <= 'Z' && column < 100000; ++reference)
    column = column * 26 + (*reference - 'A' + 1);
  return column - 1;
}

std::int64_t row_of(const char* reference) {
  if (reference == nullptr) return -1;
  while (*reference >= 'A' && *reference <= 'Z') ++reference;
  return small_number(reference);
}

/// Builds the rows of one worksheet from its elements.
class SheetParser {
 public:
  SheetParser(const Workbook& book, const Limits& limits, std::string file, std::string sheet,
              const RowVisitor* visit)
      : book_(book),
        limits_(limits),
        place_(std::move(file) + ", sheet " + std::move(sheet)),
        visit_(visit) {}

  void start(std::string_view name, const Attributes& attributes);
  void end(std::string_view name);
  void text(std::string_view piece);

  XmlStream* xml = nullptr;
  std::optional<Error> error;
  std::vector<Merge> merges;

 private:
  enum class Source { kNumber, kShared, kFormulaText, kInline, kBoolean, kError, kIsoDate };
  struct Pending {  // a cell whose text stands in text_
    Cell cell;
    std::size_t begin = 0;
    std::size_t end = 0;
    bool own = false;  // the text stands in text_, not among the shared ones
  };
  void start_row(const Attributes&);
  void start_cell(const Attributes&);
  void end_cell();
  void end_row();
  void set_number(Pending&, std::string_view written) const;
  void add_merge(const char* reference);
  void give_up(std::string code, std::string where);

  const Workbook& book_;
  Limits limits_;
  std::string place_;
  const RowVisitor* visit_;
  std::string text_;
  std::vector<Pending> pending_;
  std::vector<Cell> cells_;
  std::int64_t row_ = 0;
  bool hidden_ = false;
  int column_ = -1;
  Source source_ = Source::kNumber;
  bool date_style_ = false;
  std::size_t begin_ = 0;
  bool in_value_ = false;
  int phonetic_ = 0;
};

void SheetParser::give_up(std::string code, std::string where) {
  if (!error) error = Error{std::move(code), place_ + ", " + std::move(where), {}};
  xml->stop();
}

void SheetParser::start_row(const Attributes& attributes) {
  const int number = small_number(attributes.find("r"));
  row_ = number > 0 ? number : row_ + 1;
  const char* hidden = attributes.find("hidden");
  hidden_ =
      hidden != nullptr && (std::strcmp(hidden, "1") == 0 || std::strcmp(hidden, "true") == 0);
  column_ = -1;
  pending_.clear();
  text_.clear();
}

void SheetParser::start_cell(const Attributes& attributes) {
  const int column = column_of(attributes.find("r"));
  column_ = column >= 0 ? column : column_ + 1;
  if (column_ >= limits_.columns) return give_up("xlsx.too_wide", "row " + std::to_string(row_));
  const char* type = attributes.find("t");
  const std::string_view kind = type == nullptr ? "n" : type;
  source_ = kind == "s"           ? Source::kShared
            : kind == "str"       ? Source::kFormulaText
            : kind == "inlineStr" ? Source::kInline
            : kind == "b"         ? Source::kBoolean
            : kind == "e"         ? Source::kError
            : kind == "d"         ? Source::kIsoDate
                                  : Source::kNumber;
  const int style = small_number(attributes.find("s"));
  date_style_ = style >= 0 && static_cast<std::size_t>(style) < book_.date_styles.size() &&
                book_.date_styles[static_cast<std::size_t>(style)];
  begin_ = text_.size();
}

void SheetParser::start(std::string_view name, const Attributes& attributes) {
  if (name == "row") {
    start_row(attributes);
  } else if (name == "c") {
    start_cell(attributes);
  } else if (name == "v" || name == "t") {
    in_value_ = true;
  } else if (name == "rPh") {
    ++phonetic_;
  } else if (name == "mergeCell") {
    add_merge(attributes.find("ref"));
  }
}

void SheetParser::text(std::string_view piece) {
  if (!in_value_ || phonetic_ > 0) return;
  text_ += piece;
  if (text_.size() - begin_ > limits_.cell_bytes)
    give_up("xlsx.cell_too_long",
            "row " + std::to_string(row_) + ", column " + column_letters(column_));
}

void SheetParser::set_number(Pending& pending, std::string_view written) const {
  auto& cell = pending.cell;
  const auto [stop, problem] =
      std::from_chars(written.data(), written.data() + written.size(), cell.number);
  if (problem != std::errc{} || stop != written.data() + written.size()) {
    cell.kind = CellKind::kText;
    return;
  }
  cell.kind = CellKind::kNumber;
  if (!date_style_) return;
  if (const auto date = date_of_serial(cell.number, book_.date1904)) {
    cell.kind = CellKind::kDate;
    cell.date = *date;
  }
}

void SheetParser::end_cell() {
  if (column_ < 0) return;
  const auto at = static_cast<std::size_t>(column_);
  // Cells out of order must not shrink the row.
  if (pending_.size() <= at) pending_.resize(at + 1);
  Pending pending;
  pending.begin = begin_;
  pending.end = text_.size();
  pending.own = true;
  const std::string_view written = std::string_view(text_).substr(begin_);
  if (written.empty()) return;
  if (source_ == Source::kShared) {
    const int index = small_number(std::string(written).c_str());
    if (index < 0 || static_cast<std::size_t>(index) >= book_.strings.size())
      return give_up("xlsx.broken_cell",
                     "row " + std::to_string(row_) + ", column " + column_letters(column_));
    pending.own = false;
    pending.cell.text = book_.strings[static_cast<std::size_t>(index)];
    if (pending.cell.text.size() > limits_.cell_bytes)
      return give_up("xlsx.cell_too_long",
                     "row " + std::to_string(row_) + ", column " + column_letters(column_));
    pending.cell.kind = pending.cell.text.empty() ? CellKind::kEmpty : CellKind::kText;
  } else if (source_ == Source::kNumber) {
    set_number(pending, written);
  } else if (source_ == Source::kIsoDate) {
    const auto date = parse_date(written.substr(0, 10));
    pending.cell.kind = date ? CellKind::kDate : CellKind::kText;
    if (date) pending.cell.date = *date;
  } else {
    pending.cell.kind = source_ == Source::kBoolean ? CellKind::kBoolean
                        : source_ == Source::kError ? CellKind::kError
                                                    : CellKind::kText;
  }
  pending_[at] = pending;
}

void SheetParser::end_row() {
  while (!pending_.empty() && pending_.back().cell.kind == CellKind::kEmpty) pending_.pop_back();
  if (pending_.empty() || visit_ == nullptr) return;
  cells_.clear();
  for (const auto& pending : pending_) {
    cells_.push_back(pending.cell);
    if (pending.own && pending.cell.kind != CellKind::kEmpty)
      cells_.back().text =
          std::string_view(text_).substr(pending.begin, pending.end - pending.begin);
  }
  if (!(*visit_)(Row{row_, row_, hidden_, cells_})) xml->stop();
}

void SheetParser::end(std::string_view name) {
  if (name == "v" || name == "t") {
    in_value_ = false;
  } else if (name == "c") {
    end_cell();
  } else if (name == "row") {
    end_row();
  } else if (name == "rPh") {
    --phonetic_;
  }
}

void SheetParser::add_merge(const char* reference) {
  if (reference == nullptr || merges.size() >= 100000) return;
  const char* colon = std::strchr(reference, ':');
  if (colon == nullptr) return;
  Merge merge;
  merge.first_column = column_of(reference);
  merge.last_column = column_of(colon + 1);
  merge.first_row = row_of(std::string(reference, colon).c_str()) - 1;
  merge.last_row = row_of(colon + 1) - 1;
  if (merge.first_column >= 0 && merge.last_column >= merge.first_column && merge.first_row >= 0 &&
      merge.last_row >= merge.first_row)
    merges.push_back(merge);
}

class XlsxSource : public TableSource {
 public:
  XlsxSource(ZipReader zip, Workbook book, const SheetEntry& sheet, const Limits& limits)
      : zip_(std::move(zip)), book_(std::move(book)), sheet_(sheet), limits_(limits) {
    for (const auto& entry : book_.sheets) names_.push_back(entry.name);
  }
  [[nodiscard]] const std::string& file() const override { return zip_.name(); }
  [[nodiscard]] const std::string& sheet() const override { return sheet_.name; }
  [[nodiscard]] const std::vector<std::string>& sheets() const override { return names_; }
  [[nodiscard]] Result<void> rows(const RowVisitor& visit) override {
    return run(&visit).map([](auto&&) {});
  }
  [[nodiscard]] Result<std::vector<Merge>> merges() override { return run(nullptr); }

 private:
  Result<std::vector<Merge>> run(const RowVisitor* visit) {
    SheetParser parser(book_, limits_, zip_.name(), sheet_.name, visit);
    XmlStream xml(zip_.name() + ", " + sheet_.part,
                  {[&](std::string_view name, const Attributes& a) { parser.start(name, a); },
                   [&](std::string_view name) { parser.end(name); },
                   [&](std::string_view text) { parser.text(text); }});
    parser.xml = &xml;
    LEYE_CHECK(parse_part(zip_, sheet_.part, xml));
    if (parser.error) return fail(*parser.error);
    return std::move(parser.merges);
  }

  ZipReader zip_;
  Workbook book_;
  SheetEntry sheet_;
  Limits limits_;
  std::vector<std::string> names_;
};

Result<std::unique_ptr<TableSource>> opened(ZipReader zip, std::string_view sheet,
                                            const Limits& limits) {
  LEYE_TRY(auto book, read_workbook(zip, limits));
  const SheetEntry* chosen = nullptr;
  for (const auto& entry : book.sheets)
    if (chosen == nullptr && (sheet.empty() ? !entry.hidden : entry.name == sheet)) chosen = &entry;
  if (chosen == nullptr) {
    std::string names;
    for (const auto& entry : book.sheets) names += (names.empty() ? "" : "、") + entry.name;
    return fail("xlsx.no_sheet", zip.name(), {{"sheet", std::string(sheet)}, {"sheets", names}});
  }
  if (!zip.has(chosen->part)) return fail("zip.missing_part", zip.name() + ", " + chosen->part);
  const SheetEntry entry = *chosen;
  return std::make_unique<XlsxSource>(std::move(zip), std::move(book), entry, limits);
}

}  // namespace

Result<std::unique_ptr<TableSource>> open_xlsx(const std::filesystem::path& path,
                                               std::string_view sheet, const Limits& limits) {
  LEYE_TRY(auto zip, ZipReader::open(path, limits));
  return opened(std::move(zip), sheet, limits);
}

Result<std::unique_ptr<TableSource>> xlsx_from_bytes(std::string bytes, std::string name,
                                                     std::string_view sheet, const Limits& limits) {
  LEYE_TRY(auto zip, ZipReader::from_bytes(std::move(bytes), std::move(name), limits));
  return opened(std::move(zip), sheet, limits);
}

}  // namespace leye::sheets
