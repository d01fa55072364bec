#include <unicode/normalizer2.h>
#include <unicode/uchar.h>
#include <unicode/unistr.h>

#include <array>

#include "codes/text.h"
#include "matching/title_coder.h"

namespace leye::matching {
namespace {

/// Says something about the advertisement, nothing about the work.
constexpr std::array<std::u32string_view, 24> kNoise{
    U"五险一金", U"五险", U"六险一金", U"双休",   U"单休",   U"急聘",   U"急招",     U"诚聘",
    U"直招",     U"招聘", U"高薪",     U"包吃住", U"包吃",   U"包住",   U"包食宿",   U"可预支",
    U"月薪",     U"年薪", U"底薪",     U"无责",   U"待遇优", U"长白班", U"就近安排", U"可住宿"};

std::u32string folded(std::string_view title) {
  UErrorCode status = U_ZERO_ERROR;
  const auto* nfkc = icu::Normalizer2::getNFKCInstance(status);
  auto text = icu::UnicodeString::fromUTF8(
      icu::StringPiece(title.data(), static_cast<std::int32_t>(title.size())));
  if (U_SUCCESS(status)) text = nfkc->normalize(text, status);
  text.toLower();
  std::string utf8;
  text.toUTF8String(utf8);
  return codes::code_points(utf8);
}

std::u32string without_brackets(const std::u32string& text) {
  constexpr std::u32string_view kOpen = U"([{<【〔《「";
  constexpr std::u32string_view kClose = U")]}>】〕》」";
  std::u32string out;
  int depth = 0;
  for (const char32_t c : text) {
    if (kOpen.find(c) != std::u32string_view::npos)
      ++depth;
    else if (kClose.find(c) != std::u32string_view::npos)
      depth = depth > 0 ? depth - 1 : 0;
    else if (depth == 0)
      out += c;
  }
  return out;
}

void drop_noise(std::u32string& text) {
  for (const auto word : kNoise)
    for (auto at = text.find(word); at != std::u32string::npos; at = text.find(word, at))
      text.replace(at, word.size(), U" ");
}

bool is_digit(char32_t c) { return c >= U'0' && c <= U'9'; }

/// Pay (8000-12000元, 6k), head counts (5名) and references (j12345): a number and its unit.
std::u32string without_numbers(const std::u32string& text) {
  constexpr std::u32string_view kUnits = U"元万千kw名人+";
  std::u32string out;
  for (std::size_t i = 0; i < text.size();) {
    const bool reference = text[i] == U'j' && i + 1 < text.size() && is_digit(text[i + 1]);
    if (!is_digit(text[i]) && !reference) {
      out += text[i++];
      continue;
    }
    ++i;
    while (i < text.size() && is_digit(text[i])) ++i;
    while (i < text.size() && kUnits.find(text[i]) != std::u32string_view::npos) ++i;
    out += U' ';
  }
  return out;
}

std::vector<std::u32string> split(const std::u32string& text) {
  std::vector<std::u32string> words(1);
  for (const char32_t c : text) {
    if (u_isalnum(static_cast<UChar32>(c)) != 0)
      words.back() += c;
    else if (!words.back().empty())
      words.emplace_back();
  }
  if (words.back().empty()) words.pop_back();
  return words;
}

}  // namespace

std::vector<std::u32string> title_words(std::string_view title) {
  const std::u32string all = folded(title);
  std::u32string text = without_brackets(all);
  // A title that is all brackets is read with them.
  if (split(text).empty()) text = all;
  drop_noise(text);
  auto words = split(without_numbers(text));
  return words.empty() ? split(all) : words;
}

}  // namespace leye::matching
