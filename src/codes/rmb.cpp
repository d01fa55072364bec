#include "codes/rmb.h"

#include <array>
#include <cstdlib>
#include <optional>
#include <vector>

#include "codes/text.h"

namespace leye::codes {
namespace {

constexpr std::int64_t kLimit = 100'000'000'000'000;
constexpr std::u32string_view kDigits = U"零壹贰叁肆伍陆柒捌玖";
constexpr std::array<std::u32string_view, 4> kUnits = {U"", U"拾", U"佰", U"仟"};
constexpr std::array<std::u32string_view, 3> kGroups = {U"", U"万", U"亿"};

/// The places where the rule leaves a choice (standards.md §9).
struct Choices {
  bool zero_before_jiao = true;    ///< yuan digit 0, then jiao: 零 is canonical, may be left out
  bool whole_after_jiao = false;   ///< 整 after 角 may be written
  unsigned zero_before_group = 0;  ///< bit i: 零 before full group i when the group above ends in 0
};

std::u32string group_text(int group) {
  std::u32string out;
  bool zero = false;
  int divisor = 1000;
  for (std::size_t place = 4; place-- > 0; divisor /= 10) {
    const int digit = group / divisor % 10;
    if (digit == 0) {
      zero = !out.empty();
      continue;
    }
    if (zero) out += U'零';
    zero = false;
    out += kDigits[static_cast<std::size_t>(digit)];
    out += kUnits[place];
  }
  return out;
}

std::u32string yuan_text(std::int64_t yuan, const Choices& choices) {
  std::u32string out;
  const std::array<int, 3> groups = {static_cast<int>(yuan % 10000),
                                     static_cast<int>(yuan / 10000 % 10000),
                                     static_cast<int>(yuan / 100000000)};
  bool gap = false;
  int above = 0;
  for (std::size_t i = 3; i-- > 0;) {
    if (groups[i] == 0) {
      gap = !out.empty();
      above = 0;
      continue;
    }
    const bool must = !out.empty() && (gap || groups[i] < 1000);
    const bool may = !out.empty() && above % 10 == 0 && (choices.zero_before_group >> i & 1U);
    if (must || may) out += U'零';
    out += group_text(groups[i]);
    out += kGroups[i];
    gap = false;
    above = groups[i];
  }
  return out;
}

std::u32string capitals(std::int64_t fen, const Choices& choices) {
  std::u32string out;
  if (fen < 0) out += U'负';
  const std::int64_t amount = std::llabs(fen);
  const std::int64_t yuan = amount / 100;
  const auto jiao = static_cast<std::size_t>(amount / 10 % 10);
  const auto rest = static_cast<std::size_t>(amount % 10);
  if (yuan > 0) out += yuan_text(yuan, choices) + U"元";
  if (amount == 0) return U"零元整";
  if (jiao == 0 && rest == 0) return out + U"整";
  if (jiao > 0) {
    if (yuan > 0 && yuan % 10 == 0 && choices.zero_before_jiao) out += U'零';
    out += kDigits[jiao];
    out += U'角';
    if (rest == 0 && choices.whole_after_jiao) out += U'整';
  } else if (yuan > 0) {
    out += U'零';
  }
  if (rest > 0) {
    out += kDigits[rest];
    out += U'分';
  }
  return out;
}

std::u32string normal_form(std::string_view raw) {
  static constexpr std::u32string_view kFrom = U"圆圓正貳參叄陸萬億負〇○一二三四五六七八九十百千";
  static constexpr std::u32string_view kTo = U"元元整贰叁叁陆万亿负零零壹贰叁肆伍陆柒捌玖拾佰仟";
  auto text = code_points(clean_code(raw));
  if (text.starts_with(U"人民币")) text.erase(0, 3);
  for (char32_t& c : text)
    if (const auto at = kFrom.find(c); at != std::u32string_view::npos) c = kTo[at];
  return text;
}

/// The value the characters add up to, however ill-formed; `parse` then compares with the
/// well-formed spellings of that value.
std::optional<std::int64_t> rough_value(std::u32string_view text) {
  std::int64_t total = 0, group = 0, digit = 0;
  bool yuan_seen = false;
  for (const char32_t c : text) {
    if (const auto at = kDigits.find(c); at != std::u32string_view::npos) {
      digit = static_cast<std::int64_t>(at);
      continue;
    }
    if (c == U'拾' || c == U'佰' || c == U'仟') {
      group += digit * (c == U'拾' ? 10 : c == U'佰' ? 100 : 1000);
    } else if (c == U'万' || c == U'亿') {
      total += (group + digit) * (c == U'万' ? 10000 : 100000000);
      group = 0;
    } else if (c == U'元') {
      total = (total + group + digit) * 100;
      group = 0;
      yuan_seen = true;
    } else if (c == U'角' || c == U'分') {
      total += digit * (c == U'角' ? 10 : 1);
    } else if (c != U'整') {
      return std::nullopt;
    }
    digit = 0;
    if (total >= kLimit || total < 0) return std::nullopt;
  }
  if (!yuan_seen && text.find_first_of(U"角分") == std::u32string_view::npos) return std::nullopt;
  return total;
}

}  // namespace

Result<std::string> rmb_capitals(Fen amount) {
  if (amount.count() <= -kLimit || amount.count() >= kLimit)
    return fail("rmb.range", {}, {{"fen", std::to_string(amount.count())}});
  return to_utf8(capitals(amount.count(), Choices{}));
}

Result<Fen> parse_rmb_capitals(std::string_view raw) {
  const auto text = normal_form(raw);
  const bool negative = text.starts_with(U'负');
  const auto value = rough_value(std::u32string_view(text).substr(negative ? 1 : 0));
  if (value) {
    const std::int64_t fen = negative ? -*value : *value;
    for (unsigned bits = 0; bits < 16; ++bits) {
      const Choices choices{(bits & 1U) == 0, (bits & 2U) != 0, bits >> 2};
      if (capitals(fen, choices) == text) return Fen(fen);
    }
  }
  return fail("rmb.syntax", {}, {{"text", std::string(raw)}});
}

}  // namespace leye::codes
