#pragma once
#include <cstddef>
#include <string_view>

namespace leye::linkage {

/// Text is compared by code point: a byte-wise distance calls one Chinese character three.
using Text = std::u32string_view;

/// Insertions, deletions and substitutions that turn one text into the other.
[[nodiscard]] std::size_t levenshtein(Text a, Text b);

/// `levenshtein` with swaps of neighbours as one step, no pair edited twice: osa("ca", "abc") = 3.
[[nodiscard]] std::size_t osa(Text a, Text b);

/// `osa(a, b) <= 1` without a table: the first and the last difference decide.
[[nodiscard]] bool within_one_edit(Text a, Text b);
[[nodiscard]] bool within_one_edit(std::string_view a, std::string_view b);  ///< of ASCII texts

/// Window max(⌊max/2⌋ − 1, 0), greedy from the left; both empty 1, one empty 0 (linkage.md §5.7).
[[nodiscard]] double jaro(Text a, Text b);
/// Boosted by the common prefix, at most 4, only above 0.7.
[[nodiscard]] double jaro_winkler(Text a, Text b);

}  // namespace leye::linkage
