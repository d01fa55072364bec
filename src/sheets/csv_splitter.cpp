#include "sheets/csv_splitter.h"

#include <algorithm>
#include <array>
#include <map>

namespace leye::sheets {
namespace {

bool starts_formula(char c) {
  return c != '\0' && std::string_view("=+-@\t\r").find(c) != std::string_view::npos;
}

}  // namespace

Result<void> Splitter::end_field() {
  const std::size_t begin = ends_.empty() ? 0 : ends_.back();
  if (text_.size() - begin > limits_.cell_bytes) return fail(problem("csv.cell_too_long", line_));
  ends_.push_back(text_.size());
  if (ends_.size() > static_cast<std::size_t>(limits_.columns))
    return fail(problem("csv.too_wide", record_line_));
  state_ = State::kFieldStart;
  return {};
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

char vote_delimiter(std::string_view text) {
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

}  // namespace leye::sheets
