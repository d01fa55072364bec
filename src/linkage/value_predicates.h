#pragma once
#include "linkage/records.h"

namespace leye::linkage {

/// One value of a part: its bytes, and its code points where the part was decoded.
struct ValueOf {
  const PartTable& table;
  std::uint32_t id;
  [[nodiscard]] std::string_view bytes() const { return table.bytes(id); }
  [[nodiscard]] Text points() const { return table.points(id); }
};

/// Does a level's predicate hold for two values that are there? Pure, and the same either way
/// round.
[[nodiscard]] bool value_predicate(Op, Relation, double bound, ValueOf a, ValueOf b);

/// Do two dates (`YYYY-MM-DD` or eight digits) have day and month crossed?
[[nodiscard]] bool day_month_swapped(std::string_view a, std::string_view b);

}  // namespace leye::linkage
