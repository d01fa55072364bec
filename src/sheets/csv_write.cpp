#include <fstream>

#include "sheets/csv.h"
#include "sheets/encoding.h"

namespace leye::sheets {
namespace {

/// Text that a spreadsheet would take for a formula. Plain numbers and the lone hyphen are
/// harmless.
bool is_dangerous(std::string_view field) {
  if (field.size() < 2 || std::string_view("=+-@\t\r").find(field[0]) == std::string_view::npos)
    return false;
  if (field[0] != '+' && field[0] != '-') return true;
  return field.find_first_not_of("0123456789.", 1) != std::string_view::npos;
}

}  // namespace

void append_csv_field(std::string& line, std::string_view field, char delimiter, bool guard) {
  const bool dangerous = guard && is_dangerous(field);
  const bool quote = field.find_first_of("\"\r\n") != std::string_view::npos ||
                     field.find(delimiter) != std::string_view::npos ||
                     (!field.empty() && (field.front() == ' ' || field.back() == ' '));
  if (quote) line += '"';
  if (dangerous) line += '\'';
  for (const char c : field) {
    if (c == '"') line += '"';
    line += c;
  }
  if (quote) line += '"';
}

struct CsvWriter::State {
  std::string path;
  CsvWriteOptions options;
  std::ofstream out;
  std::unique_ptr<Transcoder> transcoder;
  std::string buffer;
  bool lost = false;  ///< text the encoding cannot hold

  void end_record() {
    buffer += options.line_end;
    if (buffer.size() > 64 * 1024) flush();
  }
  void flush() {
    if (transcoder) {
      std::string converted;
      if (!transcoder->feed(buffer, converted)) lost = true;
      out.write(converted.data(), static_cast<std::streamsize>(converted.size()));
    } else {
      out.write(buffer.data(), static_cast<std::streamsize>(buffer.size()));
    }
    buffer.clear();
  }
  template <class Fields>
  void record(const Fields& fields) {
    bool first = true;
    for (const auto& field : fields) {
      if (!first) buffer += options.delimiter;
      first = false;
      append_csv_field(buffer, field, options.delimiter, options.guard_formulas);
    }
    end_record();
  }
};

CsvWriter::CsvWriter(std::unique_ptr<State> state) : state_(std::move(state)) {}
CsvWriter::CsvWriter(CsvWriter&&) noexcept = default;
CsvWriter& CsvWriter::operator=(CsvWriter&&) noexcept = default;
CsvWriter::~CsvWriter() = default;

Result<CsvWriter> CsvWriter::create(const std::filesystem::path& path,
                                    const CsvWriteOptions& options) {
  auto state = std::make_unique<State>();
  state->path = path.string();
  state->options = options;
  state->out.open(path, std::ios::binary | std::ios::trunc);
  if (!state->out) return fail("file.unwritable", state->path);
  if (options.encoding == Encoding::kGb18030)
    state->transcoder = std::make_unique<Transcoder>(Transcoder::Direction::kToGb18030);
  else if (options.bom)
    state->out << "\xEF\xBB\xBF";
  return CsvWriter(std::move(state));
}

void CsvWriter::record(std::span<const std::string_view> fields) { state_->record(fields); }
void CsvWriter::record(std::span<const std::string> fields) { state_->record(fields); }
void CsvWriter::record(std::initializer_list<std::string_view> fields) { state_->record(fields); }

Result<void> CsvWriter::close() {
  state_->flush();
  state_->out.close();
  if (state_->lost) return fail("csv.encoding", state_->path, {{"encoding", "GB18030"}});
  if (!state_->out) return fail("file.unwritable", state_->path);
  return {};
}

}  // namespace leye::sheets
