#pragma once
#include "access/decide.h"

namespace leye::access {

using RoleSet = std::uint32_t;
[[nodiscard]] constexpr RoleSet bit(Role role) { return 1U << static_cast<unsigned>(role); }
template <class... Roles>
[[nodiscard]] constexpr RoleSet roles(Roles... list) {
  return (0U | ... | bit(list));
}

/// How a caller must have signed in, weakest first.
enum class Need : std::uint8_t {
  kOwn,       ///< her own file: a code to the phone will do
  kPin,       ///< a bound device will do
  kPassword,  ///< at a desk: at least a password
  kStrong,    ///< two factors, where the place asks for them
  kFresh,     ///< … and shown again just now
};

/// What one action asks for: who, why, and how sure we must be of it. One table, all actions.
struct ActionRule {
  Action action;
  std::string_view code;
  RoleSet roles;
  std::uint32_t purposes;  ///< bits
  Purpose usual;
  Need need;
  bool people;           ///< shows or changes people's data: the text must be confirmed
  RoleSet reasoned = 0;  ///< roles that must say why
  Rights right = 0;      ///< added right that is needed
};
[[nodiscard]] const ActionRule& rule_of(Action);

}  // namespace leye::access
