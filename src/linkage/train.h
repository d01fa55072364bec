#pragma once
#include <cstdint>
#include <functional>
#include <string>
#include <vector>

#include "linkage/blocking.h"
#include "linkage/compare.h"

namespace leye::linkage {

/// How often each agreement pattern occurs among the blocked pairs, sorted by pattern.
struct PatternCount {
  std::uint64_t pattern = 0;
  std::uint64_t count = 0;
};

/// For each comparison 0 (missing) or 1 + level, and how often.
struct LevelPattern {
  std::vector<std::uint32_t> digits;
  double count = 0;
};

/// m or u by comparison and level.
using Shares = std::vector<std::vector<double>>;

struct EmResult {
  Shares m;
  double lambda = 0;
  double log_likelihood = 0;
  std::vector<double> path;  ///< log-likelihood after each iteration
  int iterations = 0;
  double expected_matches = 0;
};

struct EmOptions {
  double smoothing = 0.001;
  double tolerance = 1e-7;
  int max_iterations = 500;
};

/// EM over all possible pairs in which a pair that no rule blocks is no match (linkage.md §8.3): u
/// is fixed, λ is a share of the possible pairs. The result does not depend on the order of
/// patterns.
[[nodiscard]] EmResult run_em(const std::vector<LevelPattern>&, const Shares& u, Shares m,
                              double lambda, double possible_pairs, const EmOptions&);

/// The best level .95, the others share the rest.
[[nodiscard]] Shares starting_m(const std::vector<std::size_t>& levels);

struct USample {
  Shares u;
  std::vector<std::vector<std::string>> method;  ///< `exact` or `sample`, by level
  std::uint64_t pairs = 0;
};

/// u of random possible pairs: record pairs drawn by a counter (all pairs where they are few), and
/// for levels of plain equality the exact share from value counts.
[[nodiscard]] USample estimate_u(const Config&, Records&, const Comparer&);

}  // namespace leye::linkage
