#pragma once
#include <string>
#include <string_view>

#include "core/result.h"

namespace leye::codes {

/// A person's name in its forms (standards.md §7); the caller keeps the raw one.
struct Name {
  std::string canonical;  ///< shown and printed
  std::string match_key;  ///< compared, never shown: simplified, no separators, upper-case Latin
  std::string note;       ///< a bracketed remark, `(女)` → `女`
};

/// Error `name.invalid`: empty, a placeholder word, over 50 code points, or a lost or masked
/// character (`?`, `*`, 〓, □, U+FFFD, private use). Equal keys are a candidate, never a proof.
[[nodiscard]] Result<Name> parse_name(std::string_view raw);

}  // namespace leye::codes
