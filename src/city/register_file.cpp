#include "city/register_file.h"

#include <fstream>
#include <optional>

#include "sheets/encoding.h"
#include "sheets/xlsx_write.h"

namespace leye::city {
namespace {

constexpr std::int64_t kHideEvery = 23;
constexpr std::size_t kBuffer = 1 << 16;

std::string as_text(const Cell& cell) {
  switch (cell.kind) {
    case Cell::Kind::kText:
    case Cell::Kind::kIdentifier:
      return cell.text;
    case Cell::Kind::kNumber: {
      // The cells hold whole numbers; a spreadsheet saves large ones to CSV in short form.
      if (cell.number >= 1e15) return std::to_string(cell.number / 1e17).substr(0, 7) + "E+17";
      return std::to_string(static_cast<std::int64_t>(cell.number));
    }
    case Cell::Kind::kDate:
      return to_text(cell.date);
  }
  return {};
}

class CsvFile : public RegisterFile {
 public:
  CsvFile(std::filesystem::path path, bool gb18030, const Layout& layout)
      : path_(std::move(path)), out_(path_, std::ios::binary), ending_(gb18030 ? "\r\n" : "\n") {
    if (gb18030)
      to_gb_.emplace(sheets::Transcoder::Direction::kToGb18030);
    else
      buffer_ = "\xEF\xBB\xBF";
    std::vector<Cell> cells;
    for (const auto& header : layout.headers) cells.push_back(text_cell(header));
    row(cells);
  }
  [[nodiscard]] std::int64_t next_row() const override { return next_; }
  void row(const std::vector<Cell>& cells) override {
    std::string line;
    for (std::size_t i = 0; i < cells.size(); ++i) {
      if (i > 0) line.push_back(',');
      const auto text = as_text(cells[i]);
      if (text.find_first_of(",\"\r\n") == std::string::npos) {
        line += text;
        continue;
      }
      line.push_back('"');
      for (const char c : text) line += c == '"' ? std::string("\"\"") : std::string(1, c);
      line.push_back('"');
    }
    line += ending_;
    if (to_gb_)
      good_ = to_gb_->feed(line, buffer_) && good_;
    else
      buffer_ += line;
    ++next_;
    if (buffer_.size() >= kBuffer) flush();
  }
  Result<void> close() override {
    flush();
    out_.close();
    if (!out_ || !good_) return fail("city.unwritable", path_.string());
    return {};
  }

 private:
  void flush() {
    out_.write(buffer_.data(), static_cast<std::streamsize>(buffer_.size()));
    buffer_.clear();
  }
  std::filesystem::path path_;
  std::ofstream out_;
  const char* ending_;
  std::optional<sheets::Transcoder> to_gb_;
  std::string buffer_;
  std::int64_t next_ = 1;
  bool good_ = true;
};

class Workbook : public RegisterFile {
 public:
  Workbook(sheets::XlsxWriter writer, const Layout& layout)
      : writer_(std::move(writer)), layout_(layout) {
    writer_.sheet(layout.sheet);
    const int last = static_cast<int>(layout.headers.size()) - 1;
    if (!layout.title.empty()) {
      writer_.merge(0, 0, 0, last, layout.title, sheets::Look::kTitle);
      next_ = 1;
    }
    if (!layout.note.empty()) writer_.text(next_++, 0, layout.note);
    int column = 0;
    for (const auto& group : layout.groups) {
      if (group.columns > 1)
        writer_.merge(next_, column, next_, column + group.columns - 1, group.text);
      else
        writer_.text(next_, column, group.text, sheets::Look::kHeading);
      column += group.columns;
    }
    if (!layout.groups.empty()) ++next_;
    for (int i = 0; i <= last; ++i)
      writer_.text(next_, i, layout.headers[static_cast<std::size_t>(i)], sheets::Look::kHeading);
    ++next_;
  }
  [[nodiscard]] std::int64_t next_row() const override { return next_ + 1; }
  void row(const std::vector<Cell>& cells) override {
    for (std::size_t i = 0; i < cells.size(); ++i) put(static_cast<int>(i), cells[i]);
    ++count_;
    if (layout_.hidden_rows && count_ % kHideEvery == 0) writer_.hide_row(next_);
    ++next_;
  }
  Result<void> close() override {
    if (layout_.total_row) {
      writer_.text(next_, 0, "合计");
      writer_.text(next_, 1, std::to_string(count_) + "人");
      writer_.text(next_ + 1, 0, "填表人：        审核人：        联系电话：");
    }
    return writer_.close();
  }

 private:
  void put(int column, const Cell& cell) {
    switch (cell.kind) {
      case Cell::Kind::kText:
        if (!cell.text.empty()) writer_.text(next_, column, cell.text);
        break;
      case Cell::Kind::kIdentifier:
        if (!cell.text.empty()) writer_.identifier(next_, column, cell.text);
        break;
      case Cell::Kind::kNumber:
        writer_.number(next_, column, cell.number);
        break;
      case Cell::Kind::kDate:
        writer_.date(next_, column, cell.date);
        break;
    }
  }
  sheets::XlsxWriter writer_;
  Layout layout_;
  int next_ = 0;
  std::int64_t count_ = 0;
};

}  // namespace

Cell text_cell(std::string text) { return {Cell::Kind::kText, std::move(text), 0, {}}; }
Cell id_cell(std::string text) { return {Cell::Kind::kIdentifier, std::move(text), 0, {}}; }
Cell number_cell(double number) { return {Cell::Kind::kNumber, {}, number, {}}; }
Cell date_cell(Date date) { return {Cell::Kind::kDate, {}, 0, date}; }

std::string_view to_text(FileFormat format) {
  switch (format) {
    case FileFormat::kXlsx:
      return "xlsx";
    case FileFormat::kCsvGb18030:
      return "csv_gb18030";
    case FileFormat::kCsvUtf8Bom:
      return "csv_utf8_bom";
  }
  return "";
}

Result<std::unique_ptr<RegisterFile>> RegisterFile::create(const std::filesystem::path& path,
                                                           FileFormat format,
                                                           const Layout& layout) {
  if (format == FileFormat::kXlsx) {
    LEYE_TRY(auto writer, sheets::XlsxWriter::create(path));
    return std::make_unique<Workbook>(std::move(writer), layout);
  }
  return std::make_unique<CsvFile>(path, format == FileFormat::kCsvGb18030, layout);
}

}  // namespace leye::city
