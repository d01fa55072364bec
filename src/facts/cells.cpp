#include "facts/cells.h"

#include <boost/json.hpp>

#include "facts/files.h"

namespace leye::facts {

std::optional<rules::Literal> parse_cell(const rules::Environment& environment,
                                         const rules::TypeRef& type, std::string_view text,
                                         const std::map<std::string, std::string>& values) {
  if (!values.empty()) {
    const auto it = values.find(std::string(text));
    if (it == values.end()) return std::nullopt;
    return parse_scalar(environment, type, it->second);
  }
  if (text.empty()) return std::nullopt;
  if (type.is(rules::Kind::kDate) && text.size() == 7) {
    const auto month = parse_month(text);
    if (!month) return std::nullopt;
    return rules::Literal(std::int64_t{first_day(*month).days()});
  }
  return parse_scalar(environment, type, text);
}

std::string text_cell(const boost::json::object& cells, std::string_view column) {
  const auto* value = cells.if_contains(column);
  if (value == nullptr || value->is_null()) return {};
  if (const auto* text = value->if_string()) return std::string(*text);
  return boost::json::serialize(*value);
}

std::optional<rules::Literal> read_cell(const rules::Environment& environment,
                                        const rules::TypeRef& type,
                                        const boost::json::object& cells, std::string_view column,
                                        const std::map<std::string, std::string>& values) {
  const std::string text = text_cell(cells, column);
  if (text.empty()) return std::nullopt;
  return parse_cell(environment, type, text, values);
}

std::optional<Date> date_cell(const boost::json::object& cells, std::string_view column) {
  const std::string text = text_cell(cells, column);
  if (text.size() == 7) {
    const auto month = parse_month(text);
    return month ? std::optional<Date>(first_day(*month)) : std::nullopt;
  }
  const auto date = parse_date(text);
  return date ? std::optional<Date>(*date) : std::nullopt;
}

bool matches(const rules::Supply& supply, const boost::json::object& cells) {
  for (const auto& [column, wanted] : supply.where)
    if (text_cell(cells, column) != wanted) return false;
  return true;
}

namespace {

/// The last day a row counts. A month stands for its last day; a row that ends in the month of the
/// newest delivery has only reached the edge of what the register knows.
std::optional<Date> last_day_counted(const rules::Supply& supply, const boost::json::object& cells,
                                     std::optional<Date> delivered) {
  auto to = date_cell(cells, supply.to);
  if (!to) return std::nullopt;
  if (text_cell(cells, supply.to).size() == 7) to = last_day(month_of(*to));
  if (supply.runs_on_days > 0 && delivered && month_of(*delivered) == month_of(*to))
    return add_days(*to, supply.runs_on_days);
  return to;
}

}  // namespace

bool counts(const rules::Supply& supply, const boost::json::object& cells, Date on,
            std::optional<Date> delivered) {
  if (!matches(supply, cells)) return false;
  if (!supply.from.empty()) {
    const auto from = date_cell(cells, supply.from);
    if (!from || on < *from) return false;
  }
  if (!supply.to.empty()) {
    const auto to = supply.to_exclusive ? date_cell(cells, supply.to)
                                        : last_day_counted(supply, cells, delivered);
    // An empty end means that it still holds.
    if (to && (supply.to_exclusive ? on >= *to : on > *to)) return false;
  }
  return true;
}

bool same_value(const rules::TypeRef& type, const rules::FactValue& a, const rules::FactValue& b) {
  if (a.state != b.state) return false;
  if (a.state != rules::FactState::kKnown) return true;
  if (type.is(rules::Kind::kString)) return a.value.text == b.value.text;
  if (!type.is_list()) return a.value.number == b.value.number;
  return a.value.list == b.value.list;
}

}  // namespace leye::facts
