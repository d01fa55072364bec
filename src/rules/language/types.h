#pragma once
#include <cstdint>
#include <string>

namespace leye::rules {

/// Kinds of the static types of the rule language (rules.md §2). `kNothing` is the element type of
/// the empty list literal `[]`, printed `list<?>`.
enum class Kind : std::uint8_t {
  kBool,
  kInt,
  kMoney,
  kDate,
  kString,
  kEnum,
  kList,
  kRecord,
  kRounding,
  kNothing
};

/// A static type. `index` is the place of the enum or record in its Environment table; for lists it
/// belongs to the element.
struct TypeRef {
  Kind kind = Kind::kBool;
  Kind element = Kind::kNothing;  ///< only meaningful when kind is kList
  std::uint16_t index = 0;

  friend bool operator==(const TypeRef&, const TypeRef&) = default;
  [[nodiscard]] bool is(Kind k) const { return kind == k; }
  [[nodiscard]] bool is_list() const { return kind == Kind::kList; }
  [[nodiscard]] TypeRef element_type() const { return {element, Kind::kNothing, index}; }
};

[[nodiscard]] constexpr TypeRef type_of(Kind kind, std::uint16_t index = 0) {
  return {kind, Kind::kNothing, index};
}
[[nodiscard]] constexpr TypeRef list_of(TypeRef element) {
  return {Kind::kList, element.kind, element.index};
}

}  // namespace leye::rules
