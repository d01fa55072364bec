#include "rules/engine/engine.h"

namespace leye::rules {
namespace {

std::size_t place(char letter) {
  switch (letter) {
    case 'T':
      return 0;
    case 'F':
      return 1;
    case 'U':
      return 2;
    default:
      return 3;
  }
}

}  // namespace

std::int64_t Transitions::from_to(char before, char after) const {
  return counts[place(before)][place(after)];
}

std::int64_t Transitions::changed() const {
  std::int64_t n = 0;
  for (std::size_t a = 0; a < 4; ++a)
    for (std::size_t b = 0; b < 4; ++b)
      if (a != b) n += counts[a][b];
  return n;
}

Transitions transitions(const RuleScreen& before, const RuleScreen& after) {
  Transitions out;
  const auto word = [](const Bits& bits, std::size_t w) {
    return bits.size() == 0 ? std::uint64_t{0} : bits.data()[w];
  };
  const bool same = before.outcome.t.data() == after.outcome.t.data();
  if (same) {
    const auto& c = before.counts;
    const std::array diagonal{c.passed, c.failed, c.undetermined, c.error};
    for (std::size_t i = 0; i < 4; ++i) out.counts[i][i] = diagonal[i];
    return out;
  }
  const auto& kernels = best_kernels();
  constexpr std::size_t kWords = 64;
  using Four = std::array<std::array<std::uint64_t, kWords>, 4>;
  const std::size_t all = (before.rows + 63) / 64;
  for (std::size_t w = 0; w < all; w += kWords) {
    const std::size_t n = std::min(kWords, all - w);
    const auto planes = [&](const Truth& truth, Four& p) {
      for (std::size_t i = 0; i < n; ++i) {
        const std::size_t rows = before.rows - 64 * (w + i);
        const std::uint64_t live = rows >= 64 ? ~std::uint64_t{0} : (std::uint64_t{1} << rows) - 1;
        p[0][i] = word(truth.t, w + i);
        p[1][i] = word(truth.f, w + i);
        p[3][i] = word(truth.e, w + i);
        p[2][i] = live & ~(p[0][i] | p[1][i] | p[3][i]);
      }
    };
    Four a;
    Four b;
    planes(before.outcome, a);
    planes(after.outcome, b);
    for (std::size_t i = 0; i < 4; ++i)
      for (std::size_t j = 0; j < 4; ++j)
        out.counts[i][j] +=
            static_cast<std::int64_t>(kernels.count_both(a[i].data(), b[j].data(), n));
  }
  return out;
}

}  // namespace leye::rules
