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
  for (std::size_t w = 0; 64 * w < before.rows; ++w) {
    const std::size_t rows = before.rows - 64 * w;
    const std::uint64_t live = rows >= 64 ? ~std::uint64_t{0} : (std::uint64_t{1} << rows) - 1;
    const auto planes = [&](const Truth& truth) {
      std::array<std::uint64_t, 4> p{word(truth.t, w), word(truth.f, w), 0, word(truth.e, w)};
      p[2] = live & ~(p[0] | p[1] | p[3]);
      return p;
    };
    const auto a = planes(before.outcome);
    const auto b = planes(after.outcome);
    for (std::size_t i = 0; i < 4; ++i)
      for (std::size_t j = 0; j < 4; ++j) out.counts[i][j] += __builtin_popcountll(a[i] & b[j]);
  }
  return out;
}

}  // namespace leye::rules
