#pragma once
#include <compare>
#include <cstdint>
#include <string>
#include <string_view>

#include "core/result.h"

namespace leye::matching {

/// A code of 职业分类大典 at any depth: `4`, `4-03`, `4-03-02` or the leaf `4-03-02-05`.
/// Ordered as the dictionary is.
class Occupation {
 public:
  constexpr Occupation() = default;
  /// Error `matching.occupation_format`. Whether the dictionary has it, `Tables` knows.
  [[nodiscard]] static Result<Occupation> parse(std::string_view);

  /// Segments given, 1–4; 0 only for a default-made one.
  [[nodiscard]] constexpr int depth() const {
    return (bits_ >> 24 != 0) + ((bits_ >> 16 & 0xFF) != 0) + ((bits_ >> 8 & 0xFF) != 0) +
           ((bits_ & 0xFF) != 0);
  }
  /// The first `depth` segments; itself if it has no more.
  [[nodiscard]] constexpr Occupation up_to(int depth) const {
    Occupation node;
    node.bits_ = depth >= 4 ? bits_ : bits_ & ~(0xFFFFFFFFU >> (8 * depth));
    return node;
  }
  /// The 小类 it belongs to; itself above one.
  [[nodiscard]] constexpr Occupation group() const { return up_to(3); }
  [[nodiscard]] constexpr bool is_under(Occupation node) const {
    return up_to(node.depth()) == node;
  }
  [[nodiscard]] constexpr std::uint32_t bits() const { return bits_; }

  friend constexpr auto operator<=>(const Occupation&, const Occupation&) = default;

 private:
  std::uint32_t bits_ = 0;  // a segment a byte from the top, its number + 1; 0 is "not given"
};

/// Number of equal leading segments.
[[nodiscard]] constexpr int common_segments(Occupation a, Occupation b) {
  int n = 0;
  const int most = a.depth() < b.depth() ? a.depth() : b.depth();
  while (n < most && a.up_to(n + 1) == b.up_to(n + 1)) ++n;
  return n;
}

[[nodiscard]] std::string to_text(Occupation);

}  // namespace leye::matching
