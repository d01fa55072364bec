#pragma once
#include <span>
#include <string_view>

namespace leye::codes {

/// A Tianjin prefix of GB/T 2260 as printed in standards.md §2: valid from `from_year` (0 = before
/// 1981) up to, not including the end of, `until_year` (0 = today). `successor` is the district
/// that took the place over, empty while the code is in force.
struct PrefixSpell {
  std::string_view code;
  std::string_view name;
  int from_year;
  int until_year;
  std::string_view successor;
};
[[nodiscard]] std::span<const PrefixSpell> tianjin_prefixes();

}  // namespace leye::codes
