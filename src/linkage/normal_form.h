#pragma once
#include <cstdint>
#include <string>
#include <string_view>

#include "core/date.h"
#include "linkage/config.h"

namespace leye::linkage {

/// The compared form of one cell; empty: missing. Several values of a `many` field are parted by
/// kManySeparator, in order.
struct Normal {
  std::string value;
  std::uint16_t flags = 0;
};
inline constexpr char kManySeparator = '\x1F';

[[nodiscard]] Normal normal_form(const FieldSpec&, std::string_view raw, Date as_of);

/// A piece of a value that `normal_form` made; empty if the value has none.
[[nodiscard]] std::string part_of(Normaliser, std::string_view value, Part, int length);

}  // namespace leye::linkage
