#pragma once
// Typed JSON. A struct described with Boost.Describe is all three at once: what a body must look
// like, how an answer is written, and its OpenAPI schema.
//
//   struct Login { json::Text<64> account; json::Text<128> password; };
//   BOOST_DESCRIBE_STRUCT(Login, (), (account, password))
//
//   auto login = json::read<Login>(body);   // the value, or every fault with its JSON pointer
//
// Members are required unless std::optional; unknown fields are refused; nothing is converted
// silently. A trailing underscore is no part of the name (`register_` is "register"), enumerators
// are written without k in snake_case (`kNotEligible` is "not_eligible").
#include <algorithm>
#include <boost/describe.hpp>
#include <boost/json.hpp>
#include <boost/mp11.hpp>
#include <concepts>
#include <cstdint>
#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "core/date.h"
#include "core/digest.h"
#include "core/fen.h"
#include "core/ids.h"
#include "core/json_reader.h"
#include "core/result.h"

namespace leye::json {

/// The value, or every fault found in one pass; `where` of each is a JSON pointer.
template <class T>
using Decoded = tl::expected<T, std::vector<Error>>;

/// Text put in by a person: at most N characters, no control characters but line break and tab,
/// brought to NFC while reading.
template <std::size_t MaxCharacters>
struct Text {
  std::string value;
  friend auto operator<=>(const Text&, const Text&) = default;
};

/// How one type is read, written and described. Specialise it beside a type of your own.
template <class T>
struct Codec;

namespace detail {

template <class T>
constexpr std::string_view full_type_name() {
  std::string_view name = __PRETTY_FUNCTION__;
  name.remove_prefix(name.find("T = ") + 4);
  return name.substr(0, name.find_first_of(";]"));
}
template <class T>
constexpr std::string_view type_name() {
  constexpr std::string_view full = full_type_name<T>();
  return full.substr(full.rfind(':') + 1);
}

template <class T>
inline constexpr bool is_optional = false;
template <class T>
inline constexpr bool is_optional<std::optional<T>> = true;

template <class T>
using Members = boost::describe::describe_members<T, boost::describe::mod_public |
                                                         boost::describe::mod_inherited>;
template <class T, class F>
void for_each_member(F&& f) {
  boost::mp11::mp_for_each<Members<T>>(f);
}

/// Types that are one JSON text: `parse(text) -> Result<T>` and `print(T) -> std::string`.
template <class T, auto Parse, auto Print>
struct TextCodec {
  static void read(const boost::json::value& value, T& out, Reader& reader) {
    const auto text = reader.text(value);
    if (!text) return;
    if (Result<T> parsed = Parse(*text))
      out = *std::move(parsed);
    else
      reader.error(std::move(parsed).error());
  }
  static void write(std::string& out, const T& value) { append_text(out, Print(value)); }
};

Result<Uuid> read_uuid(std::string_view);
Result<Digest> read_digest(std::string_view);
inline std::string print_date(Date d) { return to_text(d); }
inline std::string print_month(Month m) { return to_text(m); }
inline std::string print_instant(Instant i) { return to_text(i); }
inline std::string print_uuid(const Uuid& u) { return to_text(u); }
inline std::string print_digest(const Digest& d) { return to_text(d); }

}  // namespace detail

template <>
struct Codec<bool> {
  static void read(const boost::json::value&, bool&, Reader&);
  static void write(std::string& out, bool value) { out += value ? "true" : "false"; }
  static boost::json::object schema(Schemas&) { return {{"type", "boolean"}}; }
};
template <>
struct Codec<std::int64_t> {
  static void read(const boost::json::value&, std::int64_t&, Reader&);
  static void write(std::string& out, std::int64_t value) { detail::append_number(out, value); }
  static boost::json::object schema(Schemas&) { return detail::integer_schema(); }
};
template <>
struct Codec<int> {
  static void read(const boost::json::value&, int&, Reader&);
  static void write(std::string& out, int value) { detail::append_number(out, value); }
  static boost::json::object schema(Schemas&) { return {{"type", "integer"}, {"format", "int32"}}; }
};
template <>
struct Codec<Fen> {
  static void read(const boost::json::value&, Fen&, Reader&);
  static void write(std::string& out, Fen value) { detail::append_number(out, value.count()); }
  static boost::json::object schema(Schemas&);
};
/// Without a length limit: for answers. What people put in is a Text<N>.
template <>
struct Codec<std::string> {
  static void read(const boost::json::value&, std::string&, Reader&);
  static void write(std::string& out, const std::string& v) { detail::append_text(out, v); }
  static boost::json::object schema(Schemas&) { return detail::text_schema(); }
};
/// Any JSON: values whose type another field names.
template <>
struct Codec<boost::json::value> {
  static void read(const boost::json::value& v, boost::json::value& out, Reader&) { out = v; }
  static void write(std::string& out, const boost::json::value& v) { detail::append_value(out, v); }
  static boost::json::object schema(Schemas&) { return {}; }
};
template <>
struct Codec<Date> : detail::TextCodec<Date, parse_date, detail::print_date> {
  static boost::json::object schema(Schemas&) { return detail::text_schema("date"); }
};
template <>
struct Codec<Month> : detail::TextCodec<Month, parse_month, detail::print_month> {
  static boost::json::object schema(Schemas&);
};
template <>
struct Codec<Instant> : detail::TextCodec<Instant, parse_instant, detail::print_instant> {
  static boost::json::object schema(Schemas&) { return detail::text_schema("date-time"); }
};
template <>
struct Codec<Uuid> : detail::TextCodec<Uuid, detail::read_uuid, detail::print_uuid> {
  static boost::json::object schema(Schemas&) { return detail::text_schema("uuid"); }
};
template <>
struct Codec<Digest> : detail::TextCodec<Digest, detail::read_digest, detail::print_digest> {
  static boost::json::object schema(Schemas&);
};

template <class Tag>
struct Codec<Id<Tag>> {
  static void read(const boost::json::value& value, Id<Tag>& out, Reader& reader) {
    Uuid uuid;
    Codec<Uuid>::read(value, uuid, reader);
    out = Id<Tag>(uuid);
  }
  static void write(std::string& out, const Id<Tag>& id) { Codec<Uuid>::write(out, id.uuid()); }
  static boost::json::object schema(Schemas& s) { return Codec<Uuid>::schema(s); }
};

template <std::size_t N>
struct Codec<Text<N>> {
  static void read(const boost::json::value& value, Text<N>& out, Reader& reader) {
    if (const auto text = reader.text(value)) detail::clean_text(*text, N, out.value, reader);
  }
  static void write(std::string& out, const Text<N>& v) { detail::append_text(out, v.value); }
  static boost::json::object schema(Schemas&) { return {{"type", "string"}, {"maxLength", N}}; }
};

template <class T>
struct Codec<std::optional<T>> {
  static void read(const boost::json::value& value, std::optional<T>& out, Reader& reader) {
    if (value.is_null()) return;
    Codec<T>::read(value, out.emplace(), reader);
  }
  static void write(std::string& out, const std::optional<T>& value) {
    if (value)
      Codec<T>::write(out, *value);
    else
      out += "null";
  }
  static boost::json::object schema(Schemas& s) { return detail::nullable(Codec<T>::schema(s)); }
};

template <class T>
struct Codec<std::vector<T>> {
  static void read(const boost::json::value& value, std::vector<T>& out, Reader& reader) {
    const auto* array = reader.array(value);
    if (!array) return;
    out.reserve(array->size());
    for (std::size_t i = 0; i < array->size(); ++i) {
      const Reader::Step step(reader, i);
      T element{};
      Codec<T>::read((*array)[i], element, reader);
      out.push_back(std::move(element));
    }
  }
  static void write(std::string& out, const std::vector<T>& values) {
    out += '[';
    for (std::size_t i = 0; i < values.size(); ++i) {
      if (i > 0) out += ',';
      Codec<T>::write(out, values[i]);
    }
    out += ']';
  }
  static boost::json::object schema(Schemas& s) {
    return {{"type", "array"}, {"items", Codec<T>::schema(s)}};
  }
};

template <class T>
struct Codec<std::map<std::string, T>> {
  static void read(const boost::json::value& v, std::map<std::string, T>& out, Reader& reader) {
    const auto* object = reader.object(v);
    if (!object) return;
    for (const auto& [key, element] : *object) {
      const Reader::Step step(reader, std::string_view(key));
      Codec<T>::read(element, out[std::string(key)], reader);
    }
  }
  static void write(std::string& out, const std::map<std::string, T>& values) {
    out += '{';
    for (bool first = true; const auto& [key, value] : values) {
      if (!std::exchange(first, false)) out += ',';
      detail::append_text(out, key);
      out += ':';
      Codec<T>::write(out, value);
    }
    out += '}';
  }
  static boost::json::object schema(Schemas& s) {
    return {{"type", "object"}, {"additionalProperties", Codec<T>::schema(s)}};
  }
};

/// The text of a described enumerator.
template <class E>
requires boost::describe::has_describe_enumerators<E>::value std::string enum_text(E value) {
  std::string text;
  boost::mp11::mp_for_each<boost::describe::describe_enumerators<E>>([&](auto d) {
    if (d.value == value) text = detail::enumerator_text(d.name);
  });
  return text;
}

template <class E>
requires boost::describe::has_describe_enumerators<E>::value struct Codec<E> {
  static void read(const boost::json::value& value, E& out, Reader& reader) {
    const auto text = reader.text(value);
    if (!text) return;
    bool found = false;
    std::string choices;
    boost::mp11::mp_for_each<boost::describe::describe_enumerators<E>>([&](auto d) {
      const std::string name = detail::enumerator_text(d.name);
      if (name == *text) {
        out = d.value;
        found = true;
      }
      choices += (choices.empty() ? "" : ", ") + name;
    });
    if (!found) reader.error("json.choice", {{"text", std::string(*text)}, {"choices", choices}});
  }
  static void write(std::string& out, E value) { detail::append_text(out, enum_text(value)); }
  static boost::json::object schema(Schemas&) {
    boost::json::array names;
    boost::mp11::mp_for_each<boost::describe::describe_enumerators<E>>(
        [&](auto d) { names.emplace_back(detail::enumerator_text(d.name)); });
    return {{"type", "string"}, {"enum", std::move(names)}};
  }
};

template <class T>
requires boost::describe::has_describe_members<T>::value struct Codec<T> {
  static void read(const boost::json::value& value, T& out, Reader& reader) {
    const auto* object = reader.object(value);
    if (!object) return;
    std::vector<std::string_view> known;
    detail::for_each_member<T>([&](auto d) {
      using Member = std::remove_cvref_t<decltype(out.*d.pointer)>;
      const std::string_view name = known.emplace_back(detail::member_name(d.name));
      const Reader::Step step(reader, name);
      if (const auto* found = object->if_contains(name))
        Codec<Member>::read(*found, out.*d.pointer, reader);
      else if (!detail::is_optional<Member>)
        reader.error("json.required");
    });
    reader.refuse_unknown(*object, known);
  }
  static void write(std::string& out, const T& value) {
    out += '{';
    bool first = true;
    detail::for_each_member<T>([&](auto d) {
      using Member = std::remove_cvref_t<decltype(value.*d.pointer)>;
      if (!std::exchange(first, false)) out += ',';
      detail::append_text(out, detail::member_name(d.name));
      out += ':';
      Codec<Member>::write(out, value.*d.pointer);
    });
    out += '}';
  }
  static boost::json::object schema(Schemas& schemas) {
    constexpr std::string_view name = detail::type_name<T>();
    if (schemas.begin(name, detail::full_type_name<T>())) schemas.finish(name, body(schemas));
    return {{"$ref", "#/components/schemas/" + std::string(name)}};
  }
  /// The members, without a name of their own; `skip` are described elsewhere (path parameters).
  static boost::json::object body(Schemas& schemas, const std::vector<std::string>& skip = {}) {
    boost::json::object properties;
    boost::json::array required;
    const bool answer = schemas.use() == Schemas::Use::kAnswer;
    detail::for_each_member<T>([&](auto d) {
      using Member = std::remove_cvref_t<decltype(std::declval<T&>().*d.pointer)>;
      const auto name = detail::member_name(d.name);
      if (std::find(skip.begin(), skip.end(), name) != skip.end()) return;
      properties[name] = Codec<Member>::schema(schemas);
      if (answer || !detail::is_optional<Member>) required.emplace_back(name);
    });
    boost::json::object schema{{"type", "object"}, {"properties", std::move(properties)}};
    if (!required.empty()) schema["required"] = std::move(required);
    if (!answer) schema["additionalProperties"] = false;
    return schema;
  }
};

/// At most 32 deep. Errors `json.syntax` (the offset), `json.depth`.
[[nodiscard]] Result<boost::json::value> parse(std::string_view text);

template <class T>
[[nodiscard]] Decoded<T> read_value(const boost::json::value& value,
                                    Reader::Source source = Reader::Source::kJson) {
  Reader reader(source);
  T out{};
  Codec<T>::read(value, out, reader);
  if (!reader.errors().empty())
    return tl::unexpected<std::vector<Error>>(std::move(reader.errors()));
  return out;
}

template <class T>
[[nodiscard]] Decoded<T> read(std::string_view text) {
  auto value = parse(text);
  if (!value) return tl::unexpected<std::vector<Error>>({std::move(value).error()});
  return read_value<T>(*value);
}

template <class T>
[[nodiscard]] std::string write(const T& value) {
  std::string out;
  Codec<T>::write(out, value);
  return out;
}

/// OpenAPI 3.1 schema; named types go into `schemas` and are referred to.
template <class T>
[[nodiscard]] boost::json::object schema(Schemas& schemas) {
  return Codec<T>::schema(schemas);
}

}  // namespace leye::json
