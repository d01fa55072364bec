#pragma once
#include <optional>
#include <string_view>

namespace leye::rules {

/// Functions and methods that CEL or its libraries have and this language has not. The answer is
/// the last part of the message key with the remedy (may be empty: the general one); nothing for
/// names CEL does not know either.
[[nodiscard]] std::optional<std::string_view> cel_function(std::string_view name);
[[nodiscard]] std::optional<std::string_view> cel_method(std::string_view name);

}  // namespace leye::rules
