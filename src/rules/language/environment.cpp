#include "rules/language/environment.h"

#include <algorithm>
#include <array>
#include <numeric>

namespace leye::rules {
namespace {

template <class Rows>
auto row_at(const Rows& rows, Date d) -> decltype(rows.data()) {
  const auto it = std::find_if(rows.begin(), rows.end(), [&](const auto& r) { return r.holds(d); });
  return it == rows.end() ? nullptr : &*it;
}

template <class Names>
std::optional<std::uint16_t> find_index(const Names& names, std::string_view name) {
  const auto it = names.find(name);
  if (it == names.end()) return std::nullopt;
  return static_cast<std::uint16_t>(it->second);
}

std::size_t edit_distance(std::string_view a, std::string_view b) {
  std::vector<std::size_t> row(b.size() + 1);
  std::iota(row.begin(), row.end(), std::size_t{0});
  for (std::size_t i = 1; i <= a.size(); ++i) {
    std::size_t diagonal = row[0];
    row[0] = i;
    for (std::size_t j = 1; j <= b.size(); ++j) {
      const auto above = row[j];
      row[j] = std::min({above + 1, row[j - 1] + 1, diagonal + (a[i - 1] == b[j - 1] ? 0U : 1U)});
      diagonal = above;
    }
  }
  return row[b.size()];
}

struct NamedKind {
  std::string_view name;
  Kind kind;
};
constexpr std::array kScalars{
    NamedKind{"bool", Kind::kBool},     NamedKind{"int", Kind::kInt},
    NamedKind{"money", Kind::kMoney},   NamedKind{"date", Kind::kDate},
    NamedKind{"string", Kind::kString}, NamedKind{"rounding", Kind::kRounding},
    NamedKind{"?", Kind::kNothing}};

}  // namespace

std::string nearest(std::string_view name, const std::vector<std::string>& candidates) {
  std::size_t best = std::max<std::size_t>(2, name.size() / 3) + 1;
  std::string found;
  for (const auto& candidate : candidates) {
    const auto distance = edit_distance(name, candidate);
    if (distance < best) {
      best = distance;
      found = candidate;
    }
  }
  return found;
}

const DatedRow* ParamDecl::at(Date d) const { return row_at(rows, d); }
const SetVersion* SetDecl::at(Date d) const { return row_at(versions, d); }

void Environment::index() {
  const auto number = [](Names& names, const auto& table) {
    names.clear();
    for (std::uint32_t i = 0; i < table.size(); ++i) names.emplace(table[i].name, i);
  };
  number(fact_names_, facts);
  number(enum_names_, enums);
  number(record_names_, records);
  number(param_names_, params);
  number(set_names_, sets);
  roots_.clear();
  for (const auto& f : facts) roots_.emplace(f.name.substr(0, f.name.find('.')), 0);
  for (const auto& s : subjects) roots_.emplace(s.name, 0);
  for (const auto& e : enums) roots_.emplace(e.name, 0);
  for (const char* own : {"Rounding", "as_of", "period"}) roots_.emplace(own, 0);
  for (auto& set : sets) {
    for (auto& version : set.versions) std::sort(version.values.begin(), version.values.end());
  }
}

FactIndex Environment::fact(std::string_view name) const {
  const auto it = fact_names_.find(name);
  return it == fact_names_.end() ? kNoFact : it->second;
}
const FactDecl* Environment::find_fact(std::string_view name) const {
  const auto i = fact(name);
  return i == kNoFact ? nullptr : &facts[i];
}
std::optional<std::uint16_t> Environment::enum_index(std::string_view name) const {
  return find_index(enum_names_, name);
}
std::optional<std::uint16_t> Environment::record_index(std::string_view name) const {
  return find_index(record_names_, name);
}
std::optional<std::uint16_t> Environment::param_index(std::string_view name) const {
  return find_index(param_names_, name);
}
std::optional<std::uint16_t> Environment::set_index(std::string_view name) const {
  return find_index(set_names_, name);
}
const SubjectDecl* Environment::subject(std::string_view name) const {
  const auto it = std::find_if(subjects.begin(), subjects.end(),
                               [&](const SubjectDecl& s) { return s.name == name; });
  return it == subjects.end() ? nullptr : &*it;
}
bool Environment::is_root(std::string_view root) const { return roots_.find(root) != roots_.end(); }

std::optional<TypeRef> Environment::parse_type(std::string_view text) const {
  for (const auto& s : kScalars) {
    if (s.name == text && s.kind != Kind::kNothing && s.kind != Kind::kRounding)
      return type_of(s.kind);
  }
  if (text.substr(0, 5) == "enum:") {
    const auto i = enum_index(text.substr(5));
    return i ? std::optional(type_of(Kind::kEnum, *i)) : std::nullopt;
  }
  if (text.substr(0, 5) == "list<" && text.back() == '>') {
    const auto inner = parse_type(text.substr(5, text.size() - 6));
    return inner && !inner->is_list() ? std::optional(list_of(*inner)) : std::nullopt;
  }
  const auto record = record_index(text);
  return record ? std::optional(type_of(Kind::kRecord, *record)) : std::nullopt;
}

std::string Environment::type_name(const TypeRef& type) const {
  if (type.is_list()) return "list<" + type_name(type.element_type()) + ">";
  if (type.is(Kind::kEnum)) return "enum:" + enums[type.index].name;
  return short_type_name(type);
}

std::string Environment::short_type_name(const TypeRef& type) const {
  if (type.is_list()) return "list<" + short_type_name(type.element_type()) + ">";
  if (type.is(Kind::kEnum)) return enums[type.index].name;
  if (type.is(Kind::kRecord)) return records[type.index].name;
  const auto it = std::find_if(kScalars.begin(), kScalars.end(),
                               [&](const NamedKind& s) { return s.kind == type.kind; });
  return std::string(it->name);
}

std::string Environment::value_text(const TypeRef& type, const Value& value) const {
  switch (type.kind) {
    case Kind::kBool:
      return value.number != 0 ? "true" : "false";
    case Kind::kDate:
      return to_text(Date(static_cast<std::int32_t>(value.number)));
    case Kind::kString:
      return "\"" + std::string(value.text) + "\"";
    case Kind::kEnum:
      return enums[type.index].values[static_cast<std::size_t>(value.number)];
    case Kind::kList: {
      std::string out = "[";
      for (std::size_t i = 0; value.list != nullptr && i < value.list->cells.size(); ++i) {
        if (i != 0) out += ", ";
        out += type.element == Kind::kRecord
                   ? "…"
                   : value_text(type.element_type(), value.list->cells[i].value);
      }
      return out + "]";
    }
    default:
      return std::to_string(value.number);
  }
}

std::string Environment::nearest_fact(std::string_view name) const {
  std::vector<std::string> names;
  names.reserve(facts.size());
  for (const auto& f : facts) names.push_back(f.name);
  return nearest(name, names);
}

}  // namespace leye::rules
