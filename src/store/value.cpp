#include "store/value.h"

#include <string>

#include "store/engine.h"

namespace leye::store {

std::string_view name_of(Type type) {
  switch (type) {
    case Type::kBool:
      return "bool";
    case Type::kInteger:
      return "integer";
    case Type::kReal:
      return "real";
    case Type::kText:
      return "text";
    case Type::kBytes:
      return "bytes";
    case Type::kUuid:
      return "uuid";
    case Type::kDate:
      return "date";
  }
  return "?";
}

tl::unexpected<Error> out_of_range(const Row& row, int column, std::int64_t value) {
  return fail("store.range", {}, {{"column", row.name(column)}, {"value", std::to_string(value)}});
}

tl::unexpected<Error> wrong_type(const Row& row, int column, std::string_view wanted) {
  return fail(row.is_null(column) ? "store.null" : "store.type", {},
              {{"column", row.name(column)}, {"wanted", std::string(wanted)}});
}

Sql& Sql::add(const Sql& piece) {
  text += piece.text;
  values.insert(values.end(), piece.values.begin(), piece.values.end());
  return *this;
}

namespace detail {
namespace {

/// Length of the valid UTF-8 sequence at the front (no NUL, surrogate or overlong form), 0 if none.
std::size_t sequence(std::string_view s) {
  const auto byte = [&](std::size_t i) { return static_cast<unsigned char>(s[i]); };
  const auto tail = [&](std::size_t i) { return i < s.size() && (byte(i) & 0xC0U) == 0x80U; };
  const unsigned first = byte(0);
  if (first < 0x80) return first == 0 ? 0 : 1;
  if (first >= 0xC2 && first <= 0xDF) return tail(1) ? 2 : 0;
  if (first >= 0xE0 && first <= 0xEF) {
    if (!tail(1) || !tail(2)) return 0;
    const bool overlong = first == 0xE0 && byte(1) < 0xA0;
    const bool surrogate = first == 0xED && byte(1) > 0x9F;
    return overlong || surrogate ? 0 : 3;
  }
  if (first >= 0xF0 && first <= 0xF4) {
    if (!tail(1) || !tail(2) || !tail(3)) return 0;
    const bool overlong = first == 0xF0 && byte(1) < 0x90;
    const bool beyond = first == 0xF4 && byte(1) > 0x8F;
    return overlong || beyond ? 0 : 4;
  }
  return 0;
}

bool is_storable_text(std::string_view text) {
  while (!text.empty()) {
    const std::size_t length = sequence(text);
    if (length == 0) return false;
    text.remove_prefix(length);
  }
  return true;
}

}  // namespace

Result<void> check_values(std::span<const Value> values) {
  for (std::size_t i = 0; i < values.size(); ++i) {
    if (values[i].type() != Type::kText || values[i].is_null()) continue;
    const auto& text = std::get<std::string>(values[i].payload());
    const std::string position = std::to_string(i + 1);
    if (text.empty()) return fail("store.empty_text", {}, {{"position", position}});
    if (!is_storable_text(text)) return fail("store.text_encoding", {}, {{"position", position}});
  }
  return {};
}

}  // namespace detail
}  // namespace leye::store
