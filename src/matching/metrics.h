#pragma once
#include <array>
#include <cstdint>
#include <span>
#include <vector>

#include "matching/allocate.h"

namespace leye::matching {

/// What a run is judged by (§12.2). Ratios are between 0 and 1.
struct Metrics {
  std::array<std::int64_t, 4> people_with{};   ///< by posts given: 0, 1, 2, 3 and more
  std::array<std::int64_t, 4> people_could{};  ///< by targeted posts there are at all: the ceiling
  std::int64_t units = 0;
  std::int64_t reachable_units = 0;  ///< Σ min(3, targeted posts)
  std::int64_t score_sum = 0;        ///< of what was given
  std::int64_t best_sum = 0;         ///< of everybody's own best three
  std::int64_t over_cap = 0;         ///< posts given to more people than their cap
  std::int64_t max_load = 0;
  double max_load_over_cap = 0;
  double gini = 0;  ///< of load / cap over posts with a candidate
  std::vector<std::int64_t> loads;

  [[nodiscard]] double coverage(std::size_t posts) const;  ///< of those who could have so many
  [[nodiscard]] double mean_fit() const;
  [[nodiscard]] double mean_best() const;
};

/// `matches` hold the best targeted posts of everybody, three at least where there are three.
/// `wanted_by_someone[j]`: post j is targeted for at least one person.
[[nodiscard]] Metrics measure(const Matches& matches, std::span<const Assignment>,
                              std::span<const std::int32_t> caps,
                              const std::vector<bool>& wanted_by_someone);

/// 0 where everybody carries the same, near 1 where one carries all.
[[nodiscard]] double gini(std::vector<double> values);

}  // namespace leye::matching
