#pragma once
#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "rules/language/expression.h"

namespace leye::rules {

/// A function of rules.md §4 as messages name it.
struct Function {
  std::string_view name;
  Op op;
  std::uint8_t least;
  std::uint8_t most;
  std::string_view signature;
};

/// nullptr when there is no such function.
[[nodiscard]] const Function* find_function(std::string_view name);
[[nodiscard]] std::vector<std::string> function_names();

/// Six roundings in the order of leye::Rounding.
[[nodiscard]] const std::vector<std::string>& rounding_names();

/// A code of 6, 9 or 12 digits not beginning with `00`.
[[nodiscard]] bool is_region(std::string_view code);
/// Does region `code` lie in `region`? Both must be region codes (§4.3).
[[nodiscard]] bool in_region(std::string_view code, std::string_view region);

}  // namespace leye::rules
