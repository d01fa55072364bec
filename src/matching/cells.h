#pragma once
// A CSV row of people or posts as the JSON object its wire form is read from.
#include <boost/json/object.hpp>
#include <span>
#include <string>
#include <string_view>

#include "core/result.h"

namespace leye::matching::detail {

enum class CellKind { kText, kWhole, kWage, kFlag, kList, kPoint, kLevels, kNeeds, kPast };

struct Field {
  std::string_view column;
  std::string_view name;  ///< of the wire form
  CellKind kind;
};

[[nodiscard]] std::span<const Field> seeker_fields();
[[nodiscard]] std::span<const Field> vacancy_fields();

/// Puts one cell, empty ones left out, into the object. Error `matching.cell` at the column.
[[nodiscard]] Result<void> put_cell(const Field&, std::string_view text, boost::json::object& out);
/// `/wage_floor` or `/wishes/0` → `column wage_floor`: the file's word for a wire place.
[[nodiscard]] std::string column_of(std::span<const Field>, std::string_view pointer);

}  // namespace leye::matching::detail
