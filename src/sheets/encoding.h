#pragma once
#include <functional>
#include <memory>
#include <string>
#include <string_view>

#include "core/result.h"
#include "sheets/csv.h"

namespace leye::sheets {

/// glibc's converter; the name is GB18030 and not GBK, which fails on characters of four bytes.
class Transcoder {
 public:
  enum class Direction { kFromGb18030, kToGb18030 };
  explicit Transcoder(Direction);
  Transcoder(const Transcoder&) = delete;
  Transcoder& operator=(const Transcoder&) = delete;
  ~Transcoder();
  /// Appends what can be converted to `out`; a character cut off at the end waits for the next
  /// piece. False on bytes that mean nothing; they are left out.
  [[nodiscard]] bool feed(std::string_view piece, std::string& out);
  /// True when nothing waits.
  [[nodiscard]] bool finished() const { return waiting_.empty(); }

 private:
  void* handle_;
  std::string waiting_;
};

/// Bytes at the end of `text` that begin a UTF-8 character without ending it (0–3).
[[nodiscard]] std::size_t cut_off_bytes(std::string_view text);

}  // namespace leye::sheets
