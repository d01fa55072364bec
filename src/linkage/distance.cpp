#include "linkage/distance.h"

#include <algorithm>
#include <array>
#include <bit>
#include <cstdint>
#include <string>
#include <vector>

namespace leye::linkage {
namespace {

constexpr std::size_t kWord = 64;

/// For each character of a pattern of at most 64, the positions it stands at. Code points are many
/// but a pattern has few: open addressing, with ASCII direct.
class Positions {
 public:
  explicit Positions(Text pattern) {
    for (std::size_t i = 0; i < pattern.size(); ++i) slot(pattern[i]) |= std::uint64_t{1} << i;
  }
  [[nodiscard]] std::uint64_t of(char32_t c) const {
    if (c < ascii_.size()) return ascii_[c];
    for (std::size_t i = start(c); keys_[i] != 0; i = (i + 1) % kSlots)
      if (keys_[i] == c) return masks_[i];
    return 0;
  }

 private:
  static constexpr std::size_t kSlots = 128;
  static std::size_t start(char32_t c) { return (c * 0x9E3779B1U) >> 25U; }
  std::uint64_t& slot(char32_t c) {
    if (c < ascii_.size()) return ascii_[c];
    std::size_t i = start(c);
    while (keys_[i] != 0 && keys_[i] != c) i = (i + 1) % kSlots;
    keys_[i] = c;
    return masks_[i];
  }
  std::array<std::uint64_t, 128> ascii_{};
  std::array<char32_t, kSlots> keys_{};
  std::array<std::uint64_t, kSlots> masks_{};
};

template <class C>
void trim_common(std::basic_string_view<C>& a, std::basic_string_view<C>& b) {
  while (!a.empty() && !b.empty() && a.front() == b.front()) {
    a.remove_prefix(1);
    b.remove_prefix(1);
  }
  while (!a.empty() && !b.empty() && a.back() == b.back()) {
    a.remove_suffix(1);
    b.remove_suffix(1);
  }
}

/// Myers 1999 in Hyyrö's form; with `swaps` his 2003 extension for swaps of neighbours.
std::size_t bit_parallel(Text pattern, Text text, bool swaps) {
  const Positions positions(pattern);
  const std::uint64_t last = std::uint64_t{1} << (pattern.size() - 1);
  std::uint64_t up = ~std::uint64_t{0};
  std::uint64_t down = 0;
  std::uint64_t zero = 0;
  std::uint64_t before = 0;
  std::size_t distance = pattern.size();
  for (const char32_t c : text) {
    const std::uint64_t here = positions.of(c);
    const std::uint64_t swapped = swaps ? ((~zero & here) << 1) & before : 0;
    zero = (((here & up) + up) ^ up) | here | down | swapped;
    std::uint64_t right_up = down | ~(zero | up);
    const std::uint64_t right_down = zero & up;
    if ((right_up & last) != 0) ++distance;
    if ((right_down & last) != 0) --distance;
    right_up = right_up << 1 | 1;
    up = right_down << 1 | ~(zero | right_up);
    down = right_up & zero;
    before = here;
  }
  return distance;
}

/// Three rows of the table, for texts that no machine word holds.
std::size_t by_table(Text a, Text b, bool swaps) {
  std::vector<std::size_t> two_back(b.size() + 1), back(b.size() + 1), row(b.size() + 1);
  for (std::size_t j = 0; j <= b.size(); ++j) back[j] = j;
  for (std::size_t i = 1; i <= a.size(); ++i) {
    row[0] = i;
    for (std::size_t j = 1; j <= b.size(); ++j) {
      row[j] =
          std::min({back[j] + 1, row[j - 1] + 1, back[j - 1] + (a[i - 1] == b[j - 1] ? 0 : 1)});
      if (swaps && i > 1 && j > 1 && a[i - 1] == b[j - 2] && a[i - 2] == b[j - 1])
        row[j] = std::min(row[j], two_back[j - 2] + 1);
    }
    std::swap(two_back, back);
    std::swap(back, row);
  }
  return back[b.size()];
}

std::size_t edits(Text a, Text b, bool swaps) {
  trim_common(a, b);
  if (a.size() > b.size()) std::swap(a, b);
  if (a.empty()) return b.size();
  return a.size() <= kWord ? bit_parallel(a, b, swaps) : by_table(a, b, swaps);
}

template <class C>
bool one_edit(std::basic_string_view<C> a, std::basic_string_view<C> b) {
  if (a.size() > b.size()) std::swap(a, b);
  if (b.size() - a.size() > 1) return false;
  trim_common(a, b);
  if (a.size() != b.size()) return a.empty();
  return a.size() <= 1 || (a.size() == 2 && a[0] == b[1] && a[1] == b[0]);
}

struct Matches {
  std::size_t count = 0;
  std::size_t transpositions = 0;
};

/// Both texts fit a machine word: the taken positions are bits.
Matches match_in_words(Text a, Text b, std::size_t window) {
  const Positions positions(b);
  std::uint64_t taken_a = 0;
  std::uint64_t taken_b = 0;
  for (std::size_t i = 0; i < a.size(); ++i) {
    const std::size_t low = i > window ? i - window : 0;
    const std::size_t high = std::min(i + window + 1, b.size());
    if (low >= high) break;
    const std::uint64_t upto = high == kWord ? ~std::uint64_t{0} : (std::uint64_t{1} << high) - 1;
    const std::uint64_t free =
        positions.of(a[i]) & upto & ~((std::uint64_t{1} << low) - 1) & ~taken_b;
    if (free == 0) continue;
    taken_b |= free & (~free + 1);
    taken_a |= std::uint64_t{1} << i;
  }
  Matches out;
  out.count = static_cast<std::size_t>(std::popcount(taken_a));
  std::size_t differing = 0;
  for (; taken_a != 0; taken_a &= taken_a - 1, taken_b &= taken_b - 1)
    if (a[static_cast<std::size_t>(std::countr_zero(taken_a))] !=
        b[static_cast<std::size_t>(std::countr_zero(taken_b))])
      ++differing;
  out.transpositions = differing / 2;
  return out;
}

Matches match_long(Text a, Text b, std::size_t window) {
  std::vector<bool> taken(b.size());
  std::u32string matched;
  for (std::size_t i = 0; i < a.size(); ++i) {
    const std::size_t high = std::min(i + window + 1, b.size());
    for (std::size_t j = i > window ? i - window : 0; j < high; ++j) {
      if (taken[j] || a[i] != b[j]) continue;
      taken[j] = true;
      matched.push_back(a[i]);
      break;
    }
  }
  std::size_t differing = 0;
  std::size_t k = 0;
  for (std::size_t j = 0; j < b.size(); ++j)
    if (taken[j] && b[j] != matched[k++]) ++differing;
  return {matched.size(), differing / 2};
}

}  // namespace

std::size_t levenshtein(Text a, Text b) { return edits(a, b, false); }
std::size_t osa(Text a, Text b) { return edits(a, b, true); }
bool within_one_edit(Text a, Text b) { return one_edit(a, b); }
bool within_one_edit(std::string_view a, std::string_view b) { return one_edit(a, b); }

double jaro(Text a, Text b) {
  if (a.empty() && b.empty()) return 1;
  if (a.empty() || b.empty()) return 0;
  const std::size_t half = std::max(a.size(), b.size()) / 2;
  const std::size_t window = half > 0 ? half - 1 : 0;
  const Matches found = a.size() <= kWord && b.size() <= kWord ? match_in_words(a, b, window)
                                                               : match_long(a, b, window);
  if (found.count == 0) return 0;
  const auto m = static_cast<double>(found.count);
  return (m / static_cast<double>(a.size()) + m / static_cast<double>(b.size()) +
          (m - static_cast<double>(found.transpositions)) / m) /
         3;
}

double jaro_winkler(Text a, Text b) {
  const double base = jaro(a, b);
  if (base <= 0.7) return base;
  std::size_t prefix = 0;
  while (prefix < std::min({a.size(), b.size(), std::size_t{4}}) && a[prefix] == b[prefix])
    ++prefix;
  return base + static_cast<double>(prefix) * 0.1 * (1 - base);
}

}  // namespace leye::linkage
