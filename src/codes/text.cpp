#include "codes/text.h"

#include <unicode/normalizer2.h>
#include <unicode/unistr.h>
#include <unicode/utf8.h>

#include <algorithm>
#include <array>

namespace leye::codes {
namespace {

bool is_invisible(char32_t c) {
  return (c >= 0x200B && c <= 0x200F) || (c >= 0x202A && c <= 0x202E) || c == 0x2060 ||
         c == 0xFEFF || c == 0xAD || (c < 0x20 && c != '\t' && c != '\n') ||
         (c >= 0x7F && c < 0xA0);
}

bool is_blank(char32_t c) {
  return c == ' ' || c == '\t' || c == '\n' || c == 0xA0 || c == 0x3000 ||
         (c >= 0x2000 && c <= 0x200A) || c == 0x202F;
}

bool is_ascii(std::string_view text) {
  return std::all_of(text.begin(), text.end(),
                     [](char c) { return static_cast<unsigned char>(c) < 0x80; });
}

/// NFC of everything; NFKC of the Kangxi radicals alone (of whole names it would destroy variants).
std::u32string composed(std::string_view utf8) {
  if (is_ascii(utf8)) return {utf8.begin(), utf8.end()};
  UErrorCode status = U_ZERO_ERROR;
  const auto* nfc = icu::Normalizer2::getNFCInstance(status);
  const auto* nfkc = icu::Normalizer2::getNFKCInstance(status);
  if (U_FAILURE(status)) return code_points(utf8);
  const auto source = icu::UnicodeString::fromUTF8(
      icu::StringPiece(utf8.data(), static_cast<std::int32_t>(utf8.size())));
  auto text = nfc->normalize(source, status);
  icu::UnicodeString folded;
  for (std::int32_t i = 0; i < text.length(); i = text.moveIndex32(i, 1)) {
    const UChar32 c = text.char32At(i);
    if (c >= 0x2F00 && c <= 0x2FD5)
      folded.append(nfkc->normalize(icu::UnicodeString(c), status));
    else
      folded.append(c);
  }
  if (U_FAILURE(status)) return code_points(utf8);
  std::string out;
  folded.toUTF8String(out);
  return code_points(out);
}

}  // namespace

std::u32string code_points(std::string_view utf8) {
  std::u32string out;
  out.reserve(utf8.size());
  const auto* bytes = reinterpret_cast<const std::uint8_t*>(utf8.data());
  const auto size = static_cast<std::int32_t>(utf8.size());
  for (std::int32_t i = 0; i < size;) {
    UChar32 c = 0;
    U8_NEXT_OR_FFFD(bytes, i, size, c);
    out.push_back(static_cast<char32_t>(c));
  }
  return out;
}

std::string to_utf8(std::u32string_view text) {
  std::string out;
  out.reserve(text.size() * 3);
  for (const char32_t c : text) {
    std::array<std::uint8_t, 4> bytes{};
    std::int32_t length = 0;
    U8_APPEND_UNSAFE(bytes.data(), length, c);
    out.append(reinterpret_cast<const char*>(bytes.data()), static_cast<std::size_t>(length));
  }
  return out;
}

std::string to_utf8(char32_t c) { return to_utf8(std::u32string_view(&c, 1)); }

bool is_han(char32_t c) {
  return (c >= 0x4E00 && c <= 0x9FFF) || (c >= 0x3400 && c <= 0x4DBF) || c == 0x3007 ||
         (c >= 0xF900 && c <= 0xFAFF) || (c >= 0x20000 && c <= 0x3FFFF);
}

std::string clean_prose(std::string_view raw) {
  std::u32string out;
  bool pending = false;
  for (const char32_t c : composed(raw)) {
    if (is_invisible(c)) continue;
    if (is_blank(c)) {
      pending = !out.empty();
      continue;
    }
    if (pending) out.push_back(' ');
    pending = false;
    out.push_back(c);
  }
  return to_utf8(out);
}

std::string clean_code(std::string_view raw) {
  std::u32string out;
  for (char32_t c : code_points(clean_prose(raw))) {
    if (c >= 0xFF01 && c <= 0xFF5E) c -= 0xFEE0;
    if (c != ' ') out.push_back(c);
  }
  auto text = to_utf8(out);
  if (text.size() >= 3 && text.starts_with("=\"") && text.ends_with('"'))
    text = text.substr(2, text.size() - 3);
  if (text.starts_with('\'')) text.erase(0, 1);
  return text;
}

bool all_digits(std::string_view text) {
  return !text.empty() &&
         std::all_of(text.begin(), text.end(), [](char c) { return c >= '0' && c <= '9'; });
}

bool is_null_word(std::string_view cleaned) {
  static constexpr std::array<std::string_view, 14> kWords = {
      "", "无", "没有", "不详", "未知", "暂无", "空", "/", "-", "—", "--", "N/A", "NULL", "null"};
  return std::find(kWords.begin(), kWords.end(), cleaned) != kWords.end();
}

}  // namespace leye::codes
