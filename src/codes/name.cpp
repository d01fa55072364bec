#include "codes/name.h"

#include <unicode/translit.h>

#include <algorithm>
#include <array>
#include <memory>

#include "codes/text.h"

namespace leye::codes {
namespace {

constexpr std::size_t kLongestName = 50;

bool is_separator(char32_t c) {
  static constexpr std::u32string_view kDots =
      U"\u00B7\u2022\u2027\u30FB\uFF65.\uFF0E\u2219\u22C5\u3002\uFE52";
  return kDots.find(c) != std::u32string_view::npos;
}

bool is_selector(char32_t c) {
  return (c >= 0xFE00 && c <= 0xFE0F) || (c >= 0xE0100 && c <= 0xE01EF);
}

bool is_lost(char32_t c) {
  return c == '?' || c == 0xFF1F || c == '*' || c == 0xFFFD || c == 0x3013 || c == 0x25A1 ||
         (c >= 0xE000 && c <= 0xF8FF) || c >= 0xF0000;
}

bool is_placeholder(std::string_view name) {
  static constexpr std::array<std::string_view, 10> kWords = {
      "测试", "无名", "无名氏", "某某", "姓名", "未填", "test", "TEST", "Test", "本人"};
  return is_null_word(name) || std::find(kWords.begin(), kWords.end(), name) != kWords.end();
}

/// Splits `张三(女)` into name and remark, several remarks joined; a bracket at the start is none.
void split_note(std::u32string& text, std::u32string& note) {
  while (!text.empty() && (text.back() == U')' || text.back() == U'）')) {
    const auto open = text.find_last_of(U"(（");
    if (open == std::u32string::npos || open == 0) return;
    note.insert(0, text.substr(open + 1, text.size() - open - 2));
    text.resize(open);
    while (!text.empty() && text.back() == U' ') text.pop_back();
  }
}

std::u32string canonical_form(const std::u32string& text) {
  const auto han_near = [&](std::size_t i, int step) {
    for (auto j = static_cast<std::ptrdiff_t>(i) + step;
         j >= 0 && j < static_cast<std::ptrdiff_t>(text.size()); j += step) {
      const char32_t c = text[static_cast<std::size_t>(j)];
      if (c != U' ' && !is_selector(c)) return is_han(c);
    }
    return false;
  };
  std::u32string out;
  for (std::size_t i = 0; i < text.size(); ++i) {
    char32_t c = text[i];
    const bool between_han = han_near(i, -1) && han_near(i, 1);
    if (c == U' ' && between_han) continue;
    if (is_separator(c) && between_han) c = 0xB7;
    if (c == U' ' && ((!out.empty() && out.back() == 0xB7) ||
                      (i + 1 < text.size() && is_separator(text[i + 1]))))
      continue;
    out.push_back(c);
  }
  return out;
}

/// Full-width Latin letters and digits to half width; Chinese punctuation stays.
std::u32string half_width_latin(std::u32string text) {
  for (char32_t& c : text) {
    const char32_t half = c >= 0xFF01 && c <= 0xFF5E ? c - 0xFEE0 : c;
    const bool latin = (half >= '0' && half <= '9') || (half >= 'A' && half <= 'Z') ||
                       (half >= 'a' && half <= 'z');
    if (latin) c = half;
  }
  return text;
}

std::string simplified(const std::string& text) {
  // Making a transliterator reads ICU's tables; one per thread is kept because its use is not
  // promised to be safe between threads.
  thread_local const std::unique_ptr<icu::Transliterator> hant_hans = [] {
    UErrorCode status = U_ZERO_ERROR;
    std::unique_ptr<icu::Transliterator> made(icu::Transliterator::createInstance(
        icu::UnicodeString("Hant-Hans"), UTRANS_FORWARD, status));
    return U_SUCCESS(status) ? std::move(made) : nullptr;
  }();
  if (!hant_hans) return text;
  auto unicode = icu::UnicodeString::fromUTF8(text);
  hant_hans->transliterate(unicode);
  std::string out;
  unicode.toUTF8String(out);
  return out;
}

std::string key_of(const std::u32string& canonical) {
  std::u32string out;
  for (const char32_t c : canonical) {
    if (c == 0xB7 || c == U' ' || is_selector(c)) continue;
    out.push_back(c >= U'a' && c <= U'z' ? c - U'a' + U'A' : c);
  }
  return simplified(to_utf8(out));
}

}  // namespace

Result<Name> parse_name(std::string_view raw) {
  auto text = half_width_latin(code_points(clean_prose(raw)));
  std::u32string note;
  split_note(text, note);
  const auto canonical = canonical_form(text);
  const auto shown = to_utf8(canonical);
  const bool lost = std::any_of(canonical.begin(), canonical.end(), is_lost);
  if (lost || is_placeholder(shown) || canonical.size() > kLongestName)
    return fail("name.invalid", {}, {{"text", shown}});
  return Name{shown, key_of(canonical), to_utf8(note)};
}

}  // namespace leye::codes
