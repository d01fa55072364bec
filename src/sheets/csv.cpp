#include "sheets/csv.h"

#include <algorithm>
#include <fstream>
#include <sstream>

#include "sheets/csv_splitter.h"
#include "sheets/encoding.h"

namespace leye::sheets {
namespace {

constexpr std::size_t kPiece = 64 * 1024;
constexpr std::size_t kProbe = 1024 * 1024;
constexpr std::string_view kBom = "\xEF\xBB\xBF";

using Opener = std::function<std::unique_ptr<std::istream>()>;

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
  delimiter_ = format.delimiter.value_or(vote_delimiter(text));
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
