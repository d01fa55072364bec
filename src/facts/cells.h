#pragma once
#include <boost/json/object.hpp>
#include <map>
#include <optional>
#include <string>
#include <string_view>

#include "facts/population.h"
#include "rules/language/environment.h"
#include "rules/pack/supply.h"

namespace leye::facts {

/// A cell's text as a value of `type`; `values` (cell text → value) goes first where given. A month
/// `YYYY-MM` read as a date is its first day. Nothing when it is none.
[[nodiscard]] std::optional<rules::Literal> parse_cell(
    const rules::Environment&, const rules::TypeRef&, std::string_view text,
    const std::map<std::string, std::string>& values);
/// The same for a normalised cell of a register row; nothing for an empty one.
[[nodiscard]] std::optional<rules::Literal> read_cell(
    const rules::Environment&, const rules::TypeRef&, const boost::json::object& cells,
    std::string_view column, const std::map<std::string, std::string>& values);
/// A date column of a row; nothing when empty.
[[nodiscard]] std::optional<Date> date_cell(const boost::json::object& cells,
                                            std::string_view column);
/// A cell as text, for `where`.
[[nodiscard]] std::string text_cell(const boost::json::object& cells, std::string_view column);

/// Has the row the values that `where` asks for?
[[nodiscard]] bool matches(const rules::Supply&, const boost::json::object& cells);
/// `matches`, and the row counts on `on` by its `from`/`to`/`until` dates. `delivered`: the newest
/// delivery of the register, for `runs_on_days`.
[[nodiscard]] bool counts(const rules::Supply&, const boost::json::object& cells, Date on,
                          std::optional<Date> delivered);

/// Equal as values of `type` (states included).
[[nodiscard]] bool same_value(const rules::TypeRef& type, const rules::FactValue&,
                              const rules::FactValue&);

}  // namespace leye::facts
