#include <algorithm>
#include <charconv>

#include "rules/pack/loading.h"

namespace leye::rules {
namespace {

using sheets::YamlNode;

bool digits(std::string_view text) {
  return !text.empty() && text.find_first_not_of("0123456789") == std::string_view::npos;
}

/// `1000.00 元` or `100000 分`.
std::optional<std::int64_t> money(std::string_view text) {
  const auto unit = [&](std::string_view name) {
    if (!text.ends_with(name)) return false;
    text.remove_suffix(name.size());
    return true;
  };
  if (unit(" 分")) {
    std::int64_t value = 0;
    if (!digits(text)) return std::nullopt;
    const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), value);
    return error == std::errc() && end == text.data() + text.size() ? std::optional(value)
                                                                    : std::nullopt;
  }
  if (!unit(" 元")) return std::nullopt;
  const auto dot = text.find('.');
  if (!digits(text.substr(0, dot))) return std::nullopt;
  if (dot != std::string_view::npos && !digits(text.substr(dot + 1))) return std::nullopt;
  const auto fen = parse_yuan(text);
  return fen ? std::optional(fen->count()) : std::nullopt;
}

std::optional<std::int64_t> ordinal(const Environment& env, const TypeRef& type,
                                    const std::string& name) {
  const auto& values = env.enums[type.index].values;
  const auto found = std::find(values.begin(), values.end(), name);
  if (found == values.end()) return std::nullopt;
  return found - values.begin();
}

}  // namespace

std::optional<Literal> read_literal(const Fields& fields, const YamlNode& node, const TypeRef& type,
                                    const Environment& env) {
  if (type.kind == Kind::kMoney) {
    if (const auto fen = money(node.text)) return Literal(*fen);
    fields.findings().add("R031", fields.place_of(node.place), {{"v", node.text}});
    return std::nullopt;
  }
  if (type.kind == Kind::kInt)
    if (const auto n = sheets::yaml_integer(node)) return Literal(std::int64_t{*n});
  if (type.kind == Kind::kBool)
    if (const auto b = sheets::yaml_bool(node)) return Literal(std::int64_t{*b ? 1 : 0});
  if (type.kind == Kind::kDate)
    if (const auto d = parse_date(node.text)) return Literal(std::int64_t{d->days()});
  if (type.kind == Kind::kEnum)
    if (const auto n = ordinal(env, type, node.text)) return Literal(*n);
  if (type.kind == Kind::kString && node.is_scalar() && !node.is_null()) return Literal(node.text);
  fields.wrong(node, "'" + node.text + "' is not a value of type " + env.type_name(type),
               "write a " + env.short_type_name(type));
  return std::nullopt;
}

}  // namespace leye::rules
