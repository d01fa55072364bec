#pragma once
#include <string>
#include <string_view>

#include "core/result.h"

namespace leye::rules {

/// A pack file in the one layout: two spaces a level, a map or list on one line where it fits into
/// 140 characters and holds no comment, else one line an entry; single quotes; comments stay with
/// what they stand before or behind; at most one empty line in a row. Values, their order and
/// every comment stay as they are, and a file in the layout comes out unchanged. Errors: those of
/// the YAML reader at `line:column`, and `rules.format` when a comment has no place in the layout.
[[nodiscard]] Result<std::string> format_yaml(std::string_view text);

}  // namespace leye::rules
