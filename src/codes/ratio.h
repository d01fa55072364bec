#pragma once
#include <cstdint>
#include <string>

namespace leye::codes {

/// n/d for display, truncated, never rounded up (domain.md §6.2 rule 3): `99.9%` for 99.96 %,
/// `100%` only if n = d, `0%` only if n = 0, else `<0.1%` at least; `—` if d = 0. A data error
/// (n > d, or a negative number) is shown as such: `!5/3`, never as a share.
[[nodiscard]] std::string pct(std::int64_t n, std::int64_t d);

}  // namespace leye::codes
