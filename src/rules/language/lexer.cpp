#include "rules/language/lexer.h"

#include <fmt/format.h>

#include <array>

#include "rules/language/raise.h"

namespace leye::rules {
namespace {

bool is_digit(char32_t c) { return c >= '0' && c <= '9'; }
bool is_letter(char32_t c) { return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || c == '_'; }
int hex_value(char32_t c) {
  if (is_digit(c)) return static_cast<int>(c - '0');
  if (c >= 'a' && c <= 'f') return static_cast<int>(c - 'a') + 10;
  if (c >= 'A' && c <= 'F') return static_cast<int>(c - 'A') + 10;
  return -1;
}

/// What an author meant who typed `c` with a Chinese input method; 0 when there is no such thing.
char32_t ascii_twin(char32_t c) {
  if (c >= 0xFF01 && c <= 0xFF5E) return c - 0xFEE0;
  switch (c) {
    case 0x201C:
    case 0x201D:
      return '"';
    case 0x2018:
    case 0x2019:
      return '\'';
    case 0x3000:
      return ' ';
    case 0x3001:
      return ',';
    case 0x3002:
      return '.';
    default:
      return 0;
  }
}

/// Length of the UTF-8 sequence that begins with `lead`; 0 for a byte that begins none.
std::size_t sequence_length(unsigned lead) {
  if (lead < 0x80) return 1;
  if (lead >= 0xC2 && lead < 0xE0) return 2;
  if (lead >= 0xE0 && lead < 0xF0) return 3;
  return lead >= 0xF0 && lead < 0xF5 ? 4 : 0;
}

}  // namespace

std::u32string decode(std::string_view text, std::size_t& bad) {
  constexpr std::array<char32_t, 5> kLeast{0, 0, 0x80, 0x800, 0x10000};
  constexpr std::array<unsigned, 5> kMask{0, 0x7F, 0x1F, 0x0F, 0x07};
  std::u32string out;
  out.reserve(text.size());
  for (std::size_t i = 0; i < text.size();) {
    const auto lead = static_cast<unsigned char>(text[i]);
    const auto length = sequence_length(lead);
    char32_t c = lead & kMask[length];
    bool good = length != 0 && i + length <= text.size();
    for (std::size_t k = 1; good && k < length; ++k) {
      const auto next = static_cast<unsigned char>(text[i + k]);
      good = (next & 0xC0U) == 0x80;
      c = c << 6U | (next & 0x3FU);
    }
    if (!good || c < kLeast[length] || c > 0x10FFFF || (c >= 0xD800 && c <= 0xDFFF)) {
      bad = i;
      return out;
    }
    out.push_back(c);
    i += length;
  }
  bad = std::string_view::npos;
  return out;
}

void append_utf8(std::string& out, char32_t c) {
  const auto put = [&](char32_t byte) {
    out.push_back(static_cast<char>(static_cast<unsigned char>(byte)));
  };
  if (c < 0x80) return put(c);
  if (c < 0x800) {
    put(0xC0 | c >> 6U);
  } else {
    if (c < 0x10000) {
      put(0xE0 | c >> 12U);
    } else {
      put(0xF0 | c >> 18U);
      put(0x80 | (c >> 12U & 0x3FU));
    }
    put(0x80 | (c >> 6U & 0x3FU));
  }
  put(0x80 | (c & 0x3FU));
}

void Lexer::skip_blanks() {
  for (;;) {
    const auto c = at(pos_);
    if (pos_ < text_.size() && (c == ' ' || c == '\t' || c == '\n' || c == '\r' || c == '\f')) {
      ++pos_;
    } else if (c == '/' && at(pos_ + 1) == '/') {
      while (pos_ < text_.size() && at(pos_) != '\n') ++pos_;
    } else {
      return;
    }
  }
}

Token Lexer::finish(Token token, std::size_t end) {
  for (std::size_t i = static_cast<std::size_t>(token.column) - 1; i < end; ++i)
    append_utf8(token.source, text_[i]);
  if (token.kind == TokenKind::kName || token.kind == TokenKind::kSymbol) token.text = token.source;
  pos_ = end;
  return token;
}

Token Lexer::next() {
  skip_blanks();
  Token token;
  token.column = static_cast<int>(pos_) + 1;
  if (pos_ >= text_.size()) return token;
  const auto c = at(pos_);
  std::size_t prefix = 0;
  bool raw = false;
  bool bytes = false;
  if (string_prefix(prefix, raw, bytes)) return string(prefix, raw, bytes);
  if (is_digit(c) || (c == '.' && is_digit(at(pos_ + 1)))) return number();
  if (is_letter(c)) return name();
  if (c == '`') return quoted_name();
  token.kind = TokenKind::kSymbol;
  for (const std::u32string_view two : {U"&&", U"||", U"<=", U">=", U"==", U"!="}) {
    if (starts(pos_, two)) return finish(token, pos_ + 2);
  }
  if (c < 0x80 && std::u32string_view(U"+-*/%<>!?:,.()[]{}").find(c) != std::u32string_view::npos)
    return finish(token, pos_ + 1);
  bad_char(c);
}

void Lexer::bad_char(char32_t c) const {
  const int column = static_cast<int>(pos_) + 1;
  std::string shown;
  append_utf8(shown, c);
  Args args{{"c", shown}, {"hex", fmt::format("{:04X}", static_cast<unsigned>(c))}};
  if (c == '=' || c == '&' || c == '|') {
    args.emplace_back("twice", shown + shown);
    raise("R021.twice", "bad_char", column, std::move(args));
  }
  if (const auto twin = ascii_twin(c); twin != 0) {
    args.emplace_back("ascii", std::string(1, static_cast<char>(twin)));
    raise("R021", "bad_char", column, std::move(args));
  }
  raise("R021.other", "bad_char", column, std::move(args));
}

Token Lexer::name() {
  Token token;
  token.kind = TokenKind::kName;
  token.column = static_cast<int>(pos_) + 1;
  auto end = pos_;
  while (is_letter(at(end)) || is_digit(at(end))) ++end;
  return finish(token, end);
}

Token Lexer::quoted_name() {
  Token token;
  token.kind = TokenKind::kQuotedName;
  token.column = static_cast<int>(pos_) + 1;
  auto end = pos_ + 1;
  const auto allowed = [](char32_t c) {
    return is_letter(c) || is_digit(c) || c == '.' || c == '-' || c == '/' || c == ' ';
  };
  while (allowed(at(end))) ++end;
  if (at(end) != '`' || end == pos_ + 1) bad_char('`');
  return finish(token, end + 1);
}

Token Lexer::number() {
  Token token;
  token.kind = TokenKind::kInt;
  token.column = static_cast<int>(pos_) + 1;
  auto end = pos_;
  const bool hex = at(end) == '0' && at(end + 1) == 'x' && hex_value(at(end + 2)) >= 0;
  if (hex) end += 2;
  const unsigned base = hex ? 16 : 10;
  for (int v = 0; v = hex_value(at(end)), v >= 0 && v < static_cast<int>(base); ++end) {
    token.overflow = token.overflow || token.number > (~0ULL - static_cast<unsigned>(v)) / base;
    token.number = token.number * base + static_cast<unsigned>(v);
  }
  if (!hex) {
    const auto digits = [&] {
      while (is_digit(at(end))) ++end;
    };
    if (at(end) == '.' && is_digit(at(end + 1))) {
      token.kind = TokenKind::kDouble;
      ++end;
      digits();
    }
    const auto sign = at(end + 1) == '+' || at(end + 1) == '-' ? end + 2 : end + 1;
    if ((at(end) == 'e' || at(end) == 'E') && is_digit(at(sign))) {
      token.kind = TokenKind::kDouble;
      end = sign;
      digits();
    }
  }
  if (token.kind == TokenKind::kInt && (at(end) == 'u' || at(end) == 'U')) {
    token.kind = TokenKind::kUint;
    ++end;
  }
  return finish(token, end);
}

bool Lexer::string_prefix(std::size_t& prefix, bool& raw, bool& bytes) const {
  for (prefix = 0; prefix < 2; ++prefix) {
    const auto c = at(pos_ + prefix);
    if ((c == 'r' || c == 'R') && !raw) {
      raw = true;
    } else if ((c == 'b' || c == 'B') && !bytes) {
      bytes = true;
    } else {
      break;
    }
  }
  return at(pos_ + prefix) == '"' || at(pos_ + prefix) == '\'';
}

Token Lexer::string(std::size_t prefix, bool raw, bool bytes) {
  Token token;
  token.kind = bytes ? TokenKind::kBytes : TokenKind::kString;
  token.column = static_cast<int>(pos_) + 1;
  pos_ += prefix;
  const auto quote = at(pos_);
  const std::u32string triple(3, quote);
  const bool three = starts(pos_, triple);
  const std::u32string end = three ? triple : std::u32string(1, quote);
  pos_ += end.size();
  while (!starts(pos_, end)) {
    const auto c = at(pos_);
    if (pos_ >= text_.size() || (!three && (c == '\n' || c == '\r'))) {
      std::string shown;
      for (const auto q : end) append_utf8(shown, q);
      raise("R022", "unterminated_string", token.column, {{"quote", shown}});
    }
    if (c == '\\' && !raw) {
      escape(token.text, bytes);
    } else {
      append_utf8(token.text, c);
      ++pos_;
    }
  }
  return finish(token, pos_ + end.size());
}

void Lexer::escape(std::string& out, bool bytes) {
  const auto c = at(pos_ + 1);
  const auto refuse = [&] {
    std::string shown;
    append_utf8(shown, c);
    raise("R023", "bad_escape", static_cast<int>(pos_) + 1, {{"c", shown}});
  };
  constexpr std::u32string_view kPlain = U"abfnrtv\\?\"'`";
  constexpr std::string_view kMeans = "\a\b\f\n\r\t\v\\?\"'`";
  if (const auto i = kPlain.find(c); c != 0 && i != kPlain.npos) {
    out.push_back(kMeans[i]);
    pos_ += 2;
    return;
  }
  std::size_t digits = 0;
  std::size_t first = pos_ + 2;
  unsigned base = 16;
  if (c == 'x' || c == 'X') digits = 2;
  if (c == 'u') digits = 4;
  if (c == 'U') digits = 8;
  if (c >= '0' && c <= '3') {
    digits = 3;
    first = pos_ + 1;
    base = 8;
  }
  if (digits == 0) refuse();
  char32_t value = 0;
  for (std::size_t i = first; i < first + digits; ++i) {
    const int v = hex_value(at(i));
    if (v < 0 || v >= static_cast<int>(base)) refuse();
    value = value * base + static_cast<unsigned>(v);
  }
  if (value > 0x10FFFF || (value >= 0xD800 && value <= 0xDFFF && !bytes)) refuse();
  append_utf8(out, value);
  pos_ = first + digits;
}

}  // namespace leye::rules
