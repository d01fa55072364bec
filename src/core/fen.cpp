#include "core/fen.h"

#include <cstdlib>
#include <limits>

namespace leye {
namespace {

__extension__ typedef __int128 Wide;

bool rounds_away(Rounding rounding, bool negative, Wide twice_rest, Wide den, bool odd) {
  switch (rounding) {
    case Rounding::kDown:
      return false;
    case Rounding::kUp:
      return true;
    case Rounding::kFloor:
      return negative;
    case Rounding::kCeil:
      return !negative;
    case Rounding::kHalfUp:
      return twice_rest >= den;
    case Rounding::kHalfEven:
      return twice_rest > den || (twice_rest == den && odd);
  }
  return false;
}

}  // namespace

Result<Fen> add(Fen a, Fen b) {
  std::int64_t sum = 0;
  if (__builtin_add_overflow(a.count(), b.count(), &sum)) return fail("money.overflow");
  return Fen(sum);
}

Result<Fen> subtract(Fen a, Fen b) {
  std::int64_t difference = 0;
  if (__builtin_sub_overflow(a.count(), b.count(), &difference)) return fail("money.overflow");
  return Fen(difference);
}

Result<Fen> multiply(Fen a, std::int64_t factor) {
  std::int64_t product = 0;
  if (__builtin_mul_overflow(a.count(), factor, &product)) return fail("money.overflow");
  return Fen(product);
}

Result<std::int64_t> mul_ratio(std::int64_t x, std::int64_t num, std::int64_t den,
                               Rounding rounding) {
  if (den <= 0) return fail("money.ratio");
  const Wide product = static_cast<Wide>(x) * num;
  const bool negative = product < 0;
  const Wide magnitude = negative ? -product : product;
  Wide quotient = magnitude / den;
  const Wide rest = magnitude % den;
  if (rest != 0 && rounds_away(rounding, negative, 2 * rest, den, quotient % 2 != 0)) ++quotient;
  const Wide value = negative ? -quotient : quotient;
  if (value > std::numeric_limits<std::int64_t>::max() ||
      value < std::numeric_limits<std::int64_t>::min())
    return fail("money.overflow");
  return static_cast<std::int64_t>(value);
}

Result<Fen> mul_ratio(Fen amount, std::int64_t num, std::int64_t den, Rounding rounding) {
  return mul_ratio(amount.count(), num, den, rounding).map([](std::int64_t v) { return Fen(v); });
}

std::string to_yuan(Fen amount) {
  const bool negative = amount.count() < 0;
  const auto magnitude = negative ? 0 - static_cast<std::uint64_t>(amount.count())
                                  : static_cast<std::uint64_t>(amount.count());
  std::string yuan = std::to_string(magnitude / 100);
  for (auto at = static_cast<std::ptrdiff_t>(yuan.size()) - 3; at > 0; at -= 3)
    yuan.insert(static_cast<std::size_t>(at), ",");
  const auto rest = magnitude % 100;
  return (negative ? "-" : "") + yuan + (rest < 10 ? ".0" : ".") + std::to_string(rest);
}

Result<Fen> parse_yuan(std::string_view text) {
  const auto bad = [&] { return fail("money.format", {}, {{"text", std::string(text)}}); };
  std::string_view s = text;
  for (const std::string_view sign : {"¥", "￥"})
    if (s.starts_with(sign)) s.remove_prefix(sign.size());
  while (s.starts_with(' ')) s.remove_prefix(1);
  const bool negative = s.starts_with('-');
  if (negative) s.remove_prefix(1);
  std::int64_t fen = 0;
  int decimals = -1;
  int digits = 0;
  for (const char c : s) {
    if (c == ',' && decimals < 0 && digits > 0) continue;
    if (c == '.' && decimals < 0 && digits > 0) {
      decimals = 0;
      continue;
    }
    if (c < '0' || c > '9' || decimals == 2) return bad();
    if (__builtin_mul_overflow(fen, 10, &fen) || __builtin_add_overflow(fen, c - '0', &fen))
      return fail("money.overflow");
    ++digits;
    if (decimals >= 0) ++decimals;
  }
  if (digits == 0 || decimals == 0) return bad();
  for (int i = decimals < 0 ? 0 : decimals; i < 2; ++i)
    if (__builtin_mul_overflow(fen, 10, &fen)) return fail("money.overflow");
  return Fen(negative ? -fen : fen);
}

}  // namespace leye
