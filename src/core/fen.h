#pragma once
#include <compare>
#include <cstdint>
#include <string>
#include <string_view>

#include "core/result.h"

namespace leye {

/// Rounding is always named (rules.md §4). `half_up` is 四舍五入, `half_even` 四舍六入五成双.
enum class Rounding { kDown, kUp, kFloor, kCeil, kHalfUp, kHalfEven };

/// Money in fen 分, int64, checked: overflow is an error, never a wrap; no floating point.
class Fen {
 public:
  constexpr Fen() = default;
  constexpr explicit Fen(std::int64_t count) : count_(count) {}
  [[nodiscard]] constexpr std::int64_t count() const { return count_; }
  friend constexpr auto operator<=>(const Fen&, const Fen&) = default;

 private:
  std::int64_t count_ = 0;
};

/// Error `money.overflow`.
[[nodiscard]] Result<Fen> add(Fen, Fen);
[[nodiscard]] Result<Fen> subtract(Fen, Fen);
[[nodiscard]] Result<Fen> multiply(Fen, std::int64_t);
/// amount · num / den in 128 bits with one rounding. Errors `money.overflow`, `money.ratio` (den ≤
/// 0).
[[nodiscard]] Result<Fen> mul_ratio(Fen, std::int64_t num, std::int64_t den, Rounding);
/// The same on plain integers.
[[nodiscard]] Result<std::int64_t> mul_ratio(std::int64_t, std::int64_t num, std::int64_t den,
                                             Rounding);

/// `1,234.50` as the lists print it; always two decimals.
[[nodiscard]] std::string to_yuan(Fen);
/// `1234.5`, `1,234.56`, `¥ 12`; more than two decimals is refused. Error `money.format`.
[[nodiscard]] Result<Fen> parse_yuan(std::string_view);

}  // namespace leye
