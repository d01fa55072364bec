#pragma once
#include <cstdint>
#include <optional>

#include "core/date.h"
#include "rules/language/expression.h"

namespace leye::rules::logic {

/// `a < b` is `b > a`.
[[nodiscard]] Op flipped(Op op);
/// `!(a < b)` is `a >= b`.
[[nodiscard]] Op opposite(Op op);
/// The last day b with add_months(b, months) ≤ as_of.
[[nodiscard]] std::optional<Date> cut(Date as_of, std::int64_t months);

}  // namespace leye::rules::logic
