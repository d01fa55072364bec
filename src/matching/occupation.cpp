#include "matching/occupation.h"

namespace leye::matching {
namespace {

bool is_digit(char c) { return c >= '0' && c <= '9'; }

}  // namespace

Result<Occupation> Occupation::parse(std::string_view text) {
  const auto refused = [&] {
    return fail("matching.occupation_format", {}, {{"text", std::string(text)}});
  };
  if (text.empty() || text[0] < '1' || text[0] > '9') return refused();
  if (text.size() % 3 != 1 || text.size() > 10) return refused();
  std::uint32_t bits = static_cast<std::uint32_t>(text[0] - '0' + 1) << 24;
  int shift = 16;
  for (std::size_t i = 1; i < text.size(); i += 3, shift -= 8) {
    if (text[i] != '-' || !is_digit(text[i + 1]) || !is_digit(text[i + 2])) return refused();
    const int segment = (text[i + 1] - '0') * 10 + (text[i + 2] - '0');
    bits |= static_cast<std::uint32_t>(segment + 1) << shift;
  }
  Occupation parsed;
  parsed.bits_ = bits;
  return parsed;
}

std::string to_text(Occupation occupation) {
  std::string text;
  for (int i = 0; i < occupation.depth(); ++i) {
    const auto segment = static_cast<int>(occupation.bits() >> (24 - 8 * i) & 0xFF) - 1;
    if (i > 0) {
      text += '-';
      text += static_cast<char>('0' + segment / 10);
    }
    text += static_cast<char>('0' + segment % 10);
  }
  return text;
}

}  // namespace leye::matching
