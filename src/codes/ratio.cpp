#include "codes/ratio.h"

#include "core/fen.h"

namespace leye::codes {

std::string pct(std::int64_t n, std::int64_t d) {
  if (n < 0 || d < 0 || n > d) return "!" + std::to_string(n) + "/" + std::to_string(d);
  if (d == 0) return "—";
  if (n == d) return "100%";
  if (n == 0) return "0%";
  const auto tenths = mul_ratio(n, 1000, d, Rounding::kDown).value_or(0);
  if (tenths == 0) return "<0.1%";
  return std::to_string(tenths / 10) + "." + std::to_string(tenths % 10) + "%";
}

}  // namespace leye::codes
