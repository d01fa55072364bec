#pragma once
#include <cstdint>
#include <string>
#include <string_view>

namespace leye::rules {

enum class TokenKind : std::uint8_t {
  kEnd,
  kInt,
  kUint,
  kDouble,
  kString,
  kBytes,
  kName,
  kQuotedName,
  kSymbol
};

/// One token. `text`: name, symbol, or content of a string; `source` as written.
struct Token {
  TokenKind kind = TokenKind::kEnd;
  int column = 1;
  std::string text;
  std::string source;
  std::uint64_t number = 0;
  bool overflow = false;  ///< beyond 64 bits
  [[nodiscard]] bool is(std::string_view symbol) const {
    return kind == TokenKind::kSymbol && text == symbol;
  }
};

/// Code points of a valid UTF-8 text. On a bad byte: nothing appended from there, its offset in
/// `bad`, else npos.
[[nodiscard]] std::u32string decode(std::string_view text, std::size_t& bad);
void append_utf8(std::string& out, char32_t c);

/// Tokens one after the other, so that the leftmost problem is reported. Raises R021–R023.
class Lexer {
 public:
  explicit Lexer(std::u32string text) : text_(std::move(text)) {}
  [[nodiscard]] Token next();

 private:
  [[nodiscard]] char32_t at(std::size_t i) const { return i < text_.size() ? text_[i] : 0; }
  [[nodiscard]] bool starts(std::size_t i, std::u32string_view s) const {
    return text_.compare(i, s.size(), s) == 0;
  }
  void skip_blanks();
  [[nodiscard]] Token finish(Token token, std::size_t end);
  [[nodiscard]] Token number();
  [[nodiscard]] Token name();
  [[nodiscard]] Token string(std::size_t prefix, bool raw, bool bytes);
  void escape(std::string& out, bool bytes);
  [[nodiscard]] bool string_prefix(std::size_t& prefix, bool& raw, bool& bytes) const;
  [[nodiscard]] Token quoted_name();
  [[noreturn]] void bad_char(char32_t c) const;

  std::u32string text_;
  std::size_t pos_ = 0;
};

}  // namespace leye::rules
