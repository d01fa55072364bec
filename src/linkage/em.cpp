#include <algorithm>
#include <cmath>

#include "linkage/train.h"

namespace leye::linkage {
namespace {

constexpr double kLeast = 1e-9;

/// Sum that keeps what rounding drops (Neumaier), so that millions of small shares add up.
class Sum {
 public:
  void add(double value) {
    const double next = sum_ + value;
    lost_ += std::abs(sum_) >= std::abs(value) ? (sum_ - next) + value : (value - next) + sum_;
    sum_ = next;
  }
  [[nodiscard]] double value() const { return sum_ + lost_; }

 private:
  double sum_ = 0;
  double lost_ = 0;
};

struct Step {
  Shares m;
  double lambda = 0;
  double log_likelihood = 0;
};

Step one_step(const std::vector<LevelPattern>& patterns, const Shares& u, const Shares& m,
              double lambda, double possible, double smoothing) {
  std::vector<std::vector<Sum>> of_level(m.size());
  for (std::size_t c = 0; c < m.size(); ++c) of_level[c].resize(m[c].size());
  std::vector<Sum> observed(m.size());
  Sum matches;
  Sum likelihood;
  double unblocked = possible;
  for (const auto& pattern : patterns) {
    unblocked -= pattern.count;
    double log_m = std::log(lambda);
    double log_u = std::log1p(-lambda);
    for (std::size_t c = 0; c < m.size(); ++c) {
      if (pattern.digits[c] == 0) continue;
      log_m += std::log(m[c][pattern.digits[c] - 1]);
      log_u += std::log(u[c][pattern.digits[c] - 1]);
    }
    const double top = std::max(log_m, log_u);
    likelihood.add(pattern.count * (top + std::log(std::exp(log_m - top) + std::exp(log_u - top))));
    const double share = pattern.count / (1 + std::exp(log_u - log_m));
    matches.add(share);
    for (std::size_t c = 0; c < m.size(); ++c) {
      if (pattern.digits[c] == 0) continue;
      of_level[c][pattern.digits[c] - 1].add(share);
      observed[c].add(share);
    }
  }
  likelihood.add(unblocked * std::log1p(-lambda));
  Step out{m, std::min(std::max(matches.value() / possible, 1e-15), 1 - 1e-9), likelihood.value()};
  for (std::size_t c = 0; c < m.size(); ++c)
    for (std::size_t l = 0; l < m[c].size(); ++l)
      out.m[c][l] =
          std::max((of_level[c][l].value() + smoothing) /
                       (observed[c].value() + smoothing * static_cast<double>(m[c].size())),
                   kLeast);
  return out;
}

}  // namespace

Shares starting_m(const std::vector<std::size_t>& levels) {
  Shares out;
  for (const auto n : levels) {
    out.emplace_back(n, n > 1 ? 0.05 / static_cast<double>(n - 1) : 1);
    out.back().front() = n > 1 ? 0.95 : 1;
  }
  return out;
}

EmResult run_em(const std::vector<LevelPattern>& given, const Shares& u, Shares m, double lambda,
                double possible_pairs, const EmOptions& options) {
  auto patterns = given;
  std::sort(patterns.begin(), patterns.end(),
            [](const LevelPattern& a, const LevelPattern& b) { return a.digits < b.digits; });
  EmResult out;
  for (out.iterations = 0; out.iterations < options.max_iterations;) {
    const Step step = one_step(patterns, u, m, lambda, possible_pairs, options.smoothing);
    out.path.push_back(step.log_likelihood);
    double moved = std::abs(step.lambda - lambda) / lambda;
    for (std::size_t c = 0; c < m.size(); ++c)
      for (std::size_t l = 0; l < m[c].size(); ++l)
        moved = std::max(moved, std::abs(step.m[c][l] - m[c][l]));
    m = step.m;
    lambda = step.lambda;
    ++out.iterations;
    if (moved < options.tolerance) break;
  }
  out.log_likelihood = one_step(patterns, u, m, lambda, possible_pairs, 0).log_likelihood;
  out.path.push_back(out.log_likelihood);
  out.m = std::move(m);
  out.lambda = lambda;
  out.expected_matches = lambda * possible_pairs;
  return out;
}

}  // namespace leye::linkage
