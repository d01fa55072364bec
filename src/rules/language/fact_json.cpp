#include <fmt/format.h>

#include <algorithm>
#include <boost/json.hpp>
#include <charconv>
#include <optional>

#include "core/date.h"
#include "rules/language/fact_table.h"

namespace leye::rules {
namespace {

namespace json = boost::json;

/// Ints beyond this are written as decimal text: other languages read JSON numbers as doubles.
constexpr std::int64_t kExact = 1LL << 53;

std::optional<std::int64_t> whole_number(const json::value& v) {
  if (v.is_int64()) return v.get_int64();
  if (!v.is_string()) return std::nullopt;
  const auto& s = v.get_string();
  std::int64_t n = 0;
  const auto [end, bad] = std::from_chars(s.data(), s.data() + s.size(), n);
  if (bad != std::errc{} || end != s.data() + s.size()) return std::nullopt;
  return n;
}

bool flag(const json::value& v, const char* name) {
  const auto* o = v.if_object();
  return o != nullptr && o->size() == 1 && o->contains(name) && o->at(name).is_bool() &&
         o->at(name).get_bool();
}

/// A scalar, or nothing when the JSON value is not of the type.
std::optional<Value> scalar(const Environment& env, const TypeRef& type, const json::value& v,
                            FactTable& table) {
  switch (type.kind) {
    case Kind::kBool:
      if (!v.is_bool()) return std::nullopt;
      return of_number(v.get_bool() ? 1 : 0);
    case Kind::kInt:
    case Kind::kMoney: {
      const auto n = whole_number(v);
      return n ? std::optional(of_number(*n)) : std::nullopt;
    }
    case Kind::kDate: {
      if (!v.is_string()) return std::nullopt;
      const auto date = parse_date(std::string_view(v.get_string()));
      return date ? std::optional(of_number(date->days())) : std::nullopt;
    }
    case Kind::kString:
      if (!v.is_string()) return std::nullopt;
      return table.own(std::string(v.get_string()));
    case Kind::kEnum: {
      if (!v.is_string()) return std::nullopt;
      const auto& names = env.enums[type.index].values;
      const auto it = std::find(names.begin(), names.end(), std::string_view(v.get_string()));
      if (it == names.end()) return std::nullopt;
      return of_number(it - names.begin());
    }
    default:
      return std::nullopt;
  }
}

class Reader {
 public:
  Reader(const Environment& env, FactTable& table) : env_(env), table_(table) {}

  Result<FactValue> value(const TypeRef& type, const json::value& v, const std::string& where) {
    if (v.is_null() || flag(v, "unknown")) return unknown();
    if (flag(v, "absent")) return absent();
    if (type.is_list()) return list(type, v, where);
    const auto s = scalar(env_, type, v, table_);
    if (!s) return wrong(type, where);
    return known(*s);
  }

 private:
  tl::unexpected<Error> wrong(const TypeRef& type, const std::string& where) const {
    return fail("rules.fact_value", where, {{"type", env_.type_name(type)}});
  }

  Result<FactValue> list(const TypeRef& type, const json::value& v, const std::string& where) {
    List out;
    const auto* rows = v.if_array();
    if (const auto* o = v.if_object()) {
      rows = o->contains("list") ? o->at("list").if_array() : nullptr;
      out.more = o->contains("more") && o->at("more").is_bool() && o->at("more").get_bool();
    }
    if (rows == nullptr) return wrong(type, where);
    const auto element = type.element_type();
    if (element.is(Kind::kRecord))
      out.width = static_cast<std::uint32_t>(env_.records[element.index].fields.size());
    for (std::size_t i = 0; i < rows->size(); ++i) {
      const auto place = fmt::format("{}/{}", where, i);
      if (element.is(Kind::kRecord)) {
        LEYE_CHECK(record(element, (*rows)[i], place, out));
      } else {
        const auto s = scalar(env_, element, (*rows)[i], table_);
        if (!s) return wrong(element, place);
        out.cells.push_back(known(*s));
      }
    }
    return known(table_.own(std::move(out)));
  }

  Result<void> record(const TypeRef& type, const json::value& v, const std::string& where,
                      List& out) {
    const auto& decl = env_.records[type.index];
    const auto* o = v.if_object();
    if (o == nullptr) return wrong(type, where);
    std::size_t used = 0;
    for (const auto& field : decl.fields) {
      const auto* given = o->if_contains(field.name);
      if (given == nullptr) {
        out.cells.push_back(field.closed ? absent() : unknown());
        continue;
      }
      ++used;
      LEYE_TRY(const auto cell, value(field.type, *given, where + '/' + field.name));
      out.cells.push_back(cell);
    }
    if (used != o->size()) return wrong(type, where);
    return {};
  }

  const Environment& env_;
  FactTable& table_;
};

struct Named {
  FactIndex fact = kNoFact;
  FactIndex anchor = kNoFact;
};

/// `person.hard_to_employ` or `person.hard_to_employ@contract.start_date`.
Result<Named> named(const Environment& env, std::string_view name, const std::string& where) {
  const auto at = name.find('@');
  Named n{env.fact(name.substr(0, at)), kNoFact};
  if (at != name.npos) n.anchor = env.fact(name.substr(at + 1));
  if (n.fact == kNoFact || (at != name.npos && n.anchor == kNoFact))
    return fail("rules.undeclared_fact", where, {{"name", std::string(name)}});
  return n;
}

}  // namespace

Result<FactValue> read_fact_value(const Environment& environment, const TypeRef& type,
                                  const boost::json::value& value, FactTable& table,
                                  const std::string& where) {
  return Reader(environment, table).value(type, value, where);
}

Result<FactTable> read_facts(const Environment& environment, const boost::json::object& line) {
  FactTable table(environment);
  const auto* facts = line.if_contains("facts");
  if (facts != nullptr && !facts->is_object())
    return fail("rules.fact_value", "/facts", {{"type", "object"}});
  if (facts != nullptr) {
    for (const auto& [name, value] : facts->get_object()) {
      const auto where = fmt::format("/facts/{}", std::string_view(name));
      LEYE_TRY(const auto target, named(environment, name, where));
      LEYE_TRY(const auto read, read_fact_value(environment, environment.facts[target.fact].type,
                                                value, table, where));
      table.set(target.fact, read, target.anchor);
    }
  }
  const auto* names = line.if_contains("unknown");
  if (names != nullptr && !names->is_array())
    return fail("rules.fact_value", "/unknown", {{"type", "list<string>"}});
  for (std::size_t i = 0; names != nullptr && i < names->get_array().size(); ++i) {
    const auto where = fmt::format("/unknown/{}", i);
    const auto& name = names->get_array()[i];
    if (!name.is_string()) return fail("rules.fact_value", where, {{"type", "string"}});
    LEYE_TRY(const auto target, named(environment, std::string_view(name.get_string()), where));
    table.set(target.fact, unknown(), target.anchor);
  }
  return table;
}

boost::json::value write_value(const Environment& environment, const TypeRef& type,
                               const Value& value) {
  switch (type.kind) {
    case Kind::kBool:
      return value.number != 0;
    case Kind::kString:
      return json::string(value.text);
    case Kind::kDate:
      return json::string(to_text(Date(static_cast<std::int32_t>(value.number))));
    case Kind::kEnum:
      return json::string(
          environment.enums[type.index].values[static_cast<std::size_t>(value.number)]);
    case Kind::kList: {
      json::array out;
      const auto element = type.element_type();
      const List& list = *value.list;
      for (std::size_t row = 0; row < list.size(); ++row) {
        if (!element.is(Kind::kRecord)) {
          out.push_back(write_value(environment, element, list.cells[row].value));
          continue;
        }
        const auto& fields = environment.records[element.index].fields;
        json::object o;
        for (std::size_t f = 0; f < fields.size(); ++f) {
          const auto& cell = list.cells[row * list.width + f];
          if (cell.state == FactState::kKnown)
            o[fields[f].name] = write_value(environment, fields[f].type, cell.value);
        }
        out.push_back(std::move(o));
      }
      return out;
    }
    default:
      break;
  }
  if (value.number > kExact || value.number < -kExact)
    return json::string(std::to_string(value.number));
  return value.number;
}

}  // namespace leye::rules
