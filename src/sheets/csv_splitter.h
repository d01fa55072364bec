#pragma once
#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "core/result.h"
#include "sheets/table.h"

namespace leye::sheets {

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

/// Which of `, ; TAB |` cuts the first 20 lines into the same number of fields, quotes respected.
[[nodiscard]] char vote_delimiter(std::string_view text);

}  // namespace leye::sheets
