#include "sheets/csv.h"

#include <algorithm>
#include <array>
#include <fstream>
#include <map>
#include <sstream>

#include "sheets/encoding.h"

namespace leye::sheets {
namespace {

constexpr std::size_t kPiece = 64 * 1024;
constexpr std::size_t kProbe = 1024 * 1024;
constexpr std::string_view kBom = "\xEF\xBB\xBF";

using Opener = std::function<std::unique_ptr<std::istream>()>;

/// Splits text that arrives in pieces into records. A quote inside an unquoted field is a
/// character.
class Splitter {
 public:
  Splitter(char delimiter, const Limits& limits, const RowVisitor& visit)
      : delimiter_(delimiter), limits_(limits), visit_(visit) {}

  /// False when the visitor has had enough.
  Result<bool> feed(std::string_view piece);
  Result<bool> finish();
  [[nodiscard]] std::int64_t line() const { return line_; }

 private:
  enum class State { kFieldStart, kPlain, kQuoted, kQuoteSeen };
  Result<bool> one(char c);
  Result<bool> end_record();
  Result<void> end_field();
  Error problem(std::string code, std::int64_t line) const {
    return Error{std::move(code), "line " + std::to_string(line), {}};
  }

  char delimiter_;
  Limits limits_;
  const RowVisitor& visit_;
  State state_ = State::kFieldStart;
  bool after_cr_ = false;
  std::string text_;               // of the record, field after field
  std::vector<std::size_t> ends_;  // of each field in text_
  std::vector<Cell> cells_;
  std::int64_t line_ = 1;  // physical, of the character being read
  std::int64_t record_line_ = 1;
  std::int64_t quote_line_ = 1;
  std::int64_t record_ = 0;
};

Result<void> Splitter::end_field() {
  const std::size_t begin = ends_.empty() ? 0 : ends_.back();
  if (text_.size() - begin > limits_.cell_bytes) return fail(problem("csv.cell_too_long", line_));
  ends_.push_back(text_.size());
  if (ends_.size() > static_cast<std::size_t>(limits_.columns))
    return fail(problem("csv.too_wide", record_line_));
  state_ = State::kFieldStart;
  return {};
}

bool starts_formula(char c) {
  return c != '\0' && std::string_view("=+-@\t\r").find(c) != std::string_view::npos;
}

Result<bool> Splitter::end_record() {
  LEYE_CHECK(end_field());
  ++record_;
  cells_.clear();
  std::size_t begin = 0;
  std::size_t filled = 0;
  for (const std::size_t end : ends_) {
    Cell cell;
    cell.text = std::string_view(text_).substr(begin, end - begin);
    // Our own guard against formulas, coming back (CsvWriteOptions::guard_formulas).
    if (cell.text.size() > 1 && cell.text[0] == '\'' && starts_formula(cell.text[1]))
      cell.text.remove_prefix(1);
    cell.kind = cell.text.empty() ? CellKind::kEmpty : CellKind::kText;
    cells_.push_back(cell);
    begin = end;
    if (cell.kind != CellKind::kEmpty) filled = cells_.size();
  }
  bool more = true;
  if (filled > 0)
    more = visit_(Row{record_, record_line_, false, std::span<const Cell>(cells_).first(filled)});
  text_.clear();
  ends_.clear();
  return more;
}

Result<bool> Splitter::one(char c) {
  if (state_ == State::kQuoted) {
    if (c == '"') {
      state_ = State::kQuoteSeen;
    } else {
      text_ += c;
    }
    return true;
  }
  if (c == delimiter_) {
    LEYE_CHECK(end_field());
    return true;
  }
  if (c == '\n' || c == '\r') return end_record();
  if (state_ == State::kQuoteSeen) {
    if (c != '"') return fail(problem("csv.quote", line_));
    text_ += c;
    state_ = State::kQuoted;
    return true;
  }
  if (state_ == State::kFieldStart && c == '"') {
    state_ = State::kQuoted;
    quote_line_ = line_;
    return true;
  }
  state_ = State::kPlain;
  text_ += c;
  return true;
}

Result<bool> Splitter::feed(std::string_view piece) {
  const std::array<char, 4> plain_ends{delimiter_, '\n', '\r', '\0'};
  for (std::size_t i = 0; i < piece.size(); ++i) {
    const char c = piece[i];
    const bool second_of_crlf = after_cr_ && c == '\n' && state_ != State::kQuoted;
    after_cr_ = false;
    if (second_of_crlf) {
      record_line_ = ++line_;
      continue;
    }
    const bool was_quoted = state_ == State::kQuoted;
    LEYE_TRY(const bool more, one(c));
    if (c == '\n') ++line_;
    if (!was_quoted && c == '\n') record_line_ = line_;
    if (!was_quoted && c == '\r') after_cr_ = true;
    if (!more) return false;
    if (text_.size() > limits_.cell_bytes * 64) return fail(problem("csv.cell_too_long", line_));
    if (state_ != State::kPlain) continue;
    // The bulk of a file: characters up to the next delimiter or line end.
    const std::size_t stop =
        std::min(piece.find_first_of(std::string_view(plain_ends.data(), 3), i + 1), piece.size());
    text_.append(piece, i + 1, stop - i - 1);
    i = stop - 1;
  }
  return true;
}

Result<bool> Splitter::finish() {
  if (state_ == State::kQuoted) return fail(problem("csv.quote", quote_line_));
  if (text_.empty() && ends_.empty()) return true;
  return end_record();
}

/// Which of `, ; TAB |` cuts the first 20 lines into the same number of fields, quotes respected.
char vote(std::string_view text) {
  char best = ',';
  std::size_t best_score = 0;
  for (const char delimiter : {',', ';', '\t', '|'}) {
    std::map<std::size_t, std::size_t> lines_with;
    std::size_t count = 0;
    std::size_t lines = 0;
    bool quoted = false;
    for (const char c : text) {
      if (c == '"') quoted = !quoted;
      if (quoted) continue;
      if (c == delimiter) ++count;
      if (c != '\n') continue;
      if (count > 0) ++lines_with[count];
      count = 0;
      if (++lines == 20) break;
    }
    if (count > 0) ++lines_with[count];
    std::size_t score = 0;
    for (const auto& [fields, agreeing] : lines_with)
      score = std::max(score, agreeing * 1000 + std::min<std::size_t>(fields, 999));
    if (score > best_score) {
      best_score = score;
      best = delimiter;
    }
  }
  return best;
}

class CsvSource : public TableSource {
 public:
  CsvSource(std::string name, Opener open, Limits limits)
      : name_(std::move(name)), open_(std::move(open)), limits_(limits) {}

  Result<void> probe(const CsvFormat& format);
  [[nodiscard]] const std::string& file() const override { return name_; }
  [[nodiscard]] const std::string& sheet() const override { return none_; }
  [[nodiscard]] const std::vector<std::string>& sheets() const override { return no_sheets_; }
  [[nodiscard]] Result<std::vector<Merge>> merges() override { return std::vector<Merge>{}; }
  [[nodiscard]] Result<void> rows(const RowVisitor&) override;

 private:
  Result<bool> decode(std::string_view piece, bool last, Transcoder* transcoder,
                      Splitter& splitter);

  std::string name_;
  Opener open_;
  Limits limits_;
  Encoding encoding_ = Encoding::kUtf8;
  char delimiter_ = ',';
  bool bom_ = false;
  std::string carry_;  // the beginning of a UTF-8 character
  std::string none_;
  std::vector<std::string> no_sheets_;
};

Result<void> CsvSource::probe(const CsvFormat& format) {
  const auto in = open_();
  if (!in || !*in) return fail("file.unreadable", name_);
  std::string head;
  std::string piece(kPiece, '\0');
  while (head.size() < kProbe && *in) {
    in->read(piece.data(), static_cast<std::streamsize>(piece.size()));
    head.append(piece, 0, static_cast<std::size_t>(in->gcount()));
  }
  bom_ = head.starts_with(kBom);
  if (head.starts_with("\xFF\xFE") || head.starts_with("\xFE\xFF")) return fail("csv.utf16", name_);
  if (head.find('\0') != std::string::npos) return fail("sheets.not_a_table", name_);
  std::string_view whole = head;
  if (*in) whole.remove_suffix(cut_off_bytes(whole));
  encoding_ =
      format.encoding.value_or(bom_ || is_utf8(whole) ? Encoding::kUtf8 : Encoding::kGb18030);
  // The delimiters are ASCII below 0x40 and `|`; the second byte of a GB18030 pair may be `|`, so
  // the vote is held over converted text.
  std::string text;
  if (encoding_ == Encoding::kGb18030) {
    Transcoder transcoder(Transcoder::Direction::kFromGb18030);
    static_cast<void>(transcoder.feed(std::string_view(head).substr(0, kPiece), text));
  } else {
    text = head.substr(bom_ ? kBom.size() : 0, kPiece);
  }
  delimiter_ = format.delimiter.value_or(vote(text));
  return {};
}

Result<bool> CsvSource::decode(std::string_view piece, bool last, Transcoder* transcoder,
                               Splitter& splitter) {
  const auto bad = [&] {
    return fail("csv.encoding", name_ + ", line " + std::to_string(splitter.line()),
                {{"encoding", encoding_ == Encoding::kUtf8 ? "UTF-8" : "GB18030"}});
  };
  if (transcoder != nullptr) {
    std::string text;
    const bool good = transcoder->feed(piece, text);
    LEYE_TRY(const bool more, splitter.feed(text));
    if (!more) return false;
    if (!good || (last && !transcoder->finished())) return bad();
    return true;
  }
  std::string text = std::move(carry_);
  text += piece;
  const std::size_t cut = last ? 0 : cut_off_bytes(text);
  carry_ = text.substr(text.size() - cut);
  text.resize(text.size() - cut);
  if (is_utf8(text)) return splitter.feed(text);
  // Up to the first bad line, so that the error can name it.
  std::size_t from = 0;
  for (;;) {
    const std::size_t end = std::min(text.find('\n', from), text.size() - 1) + 1;
    const auto line = std::string_view(text).substr(from, end - from);
    if (!is_utf8(line)) return bad();
    LEYE_TRY(const bool more, splitter.feed(line));
    if (!more) return false;
    from = end;
  }
}

Result<void> CsvSource::rows(const RowVisitor& visit) {
  const auto in = open_();
  if (!in || !*in) return fail("file.unreadable", name_);
  carry_.clear();
  std::unique_ptr<Transcoder> transcoder;
  if (encoding_ == Encoding::kGb18030)
    transcoder = std::make_unique<Transcoder>(Transcoder::Direction::kFromGb18030);
  Splitter splitter(delimiter_, limits_, visit);
  const auto placed = [&](Error error) {
    if (!error.where.starts_with(name_)) error.where = name_ + ", " + error.where;
    return fail(std::move(error));
  };
  std::string buffer(kPiece, '\0');
  bool first = true;
  for (bool last = false; !last;) {
    in->read(buffer.data(), static_cast<std::streamsize>(buffer.size()));
    std::string_view piece(buffer.data(), static_cast<std::size_t>(in->gcount()));
    last = !*in;
    if (in->bad()) return fail("file.unreadable", name_);
    if (first && bom_) piece.remove_prefix(std::min(kBom.size(), piece.size()));
    first = false;
    const auto more = decode(piece, last, transcoder.get(), splitter);
    if (!more) return placed(more.error());
    if (!*more) return {};
  }
  if (const auto done = splitter.finish(); !done) return placed(done.error());
  return {};
}

Result<std::unique_ptr<TableSource>> opened(std::string name, Opener open, const CsvFormat& format,
                                            const Limits& limits) {
  auto source = std::make_unique<CsvSource>(std::move(name), std::move(open), limits);
  LEYE_CHECK(source->probe(format));
  return std::unique_ptr<TableSource>(std::move(source));
}

}  // namespace

Result<std::unique_ptr<TableSource>> open_csv(const std::filesystem::path& path,
                                              const CsvFormat& format, const Limits& limits) {
  std::error_code none;
  if (!std::filesystem::is_regular_file(path, none)) return fail("file.unreadable", path.string());
  return opened(
      path.filename().string(),
      [path] { return std::make_unique<std::ifstream>(path, std::ios::binary); }, format, limits);
}

Result<std::unique_ptr<TableSource>> csv_from_text(std::string bytes, std::string name,
                                                   const CsvFormat& format, const Limits& limits) {
  return opened(
      std::move(name),
      [bytes = std::move(bytes)] { return std::make_unique<std::istringstream>(bytes); }, format,
      limits);
}

}  // namespace leye::sheets
