#include "matching/metrics.h"

#include <algorithm>

namespace leye::matching {
namespace {

constexpr std::size_t kOwed = 3;

double ratio(std::int64_t part, std::int64_t whole) {
  return whole == 0 ? 0 : static_cast<double>(part) / static_cast<double>(whole);
}

std::int64_t from(const std::array<std::int64_t, 4>& counts, std::size_t least) {
  std::int64_t sum = 0;
  for (std::size_t n = least; n < counts.size(); ++n) sum += counts[n];
  return sum;
}

}  // namespace

double Metrics::coverage(std::size_t posts) const {
  return ratio(from(people_with, posts), from(people_could, posts));
}
double Metrics::mean_fit() const { return ratio(score_sum, units); }
double Metrics::mean_best() const { return ratio(best_sum, reachable_units); }

double gini(std::vector<double> values) {
  std::sort(values.begin(), values.end());
  double sum = 0;
  double weighted = 0;
  for (std::size_t i = 0; i < values.size(); ++i) {
    sum += values[i];
    weighted += static_cast<double>(i + 1) * values[i];
  }
  const auto n = static_cast<double>(values.size());
  return sum == 0 ? 0 : 2 * weighted / (n * sum) - (n + 1) / n;
}

Metrics measure(const Matches& matches, std::span<const Assignment> given,
                std::span<const std::int32_t> caps, const std::vector<bool>& wanted_by_someone) {
  Metrics out;
  out.loads.resize(caps.size());
  std::vector<std::size_t> got(matches.ends.size());
  for (const auto& a : given) {
    ++out.loads[a.vacancy];
    ++got[a.person];
    out.score_sum += a.score;
  }
  out.units = static_cast<std::int64_t>(given.size());
  for (std::size_t i = 0; i < got.size(); ++i) {
    const auto own = matches.of(i);
    const std::size_t could = std::min(kOwed, own.size());
    ++out.people_with[std::min(kOwed, got[i])];
    ++out.people_could[could];
    out.reachable_units += static_cast<std::int64_t>(could);
    for (std::size_t n = 0; n < could; ++n) out.best_sum += own[n].score;
  }
  std::vector<double> shares;
  for (std::size_t j = 0; j < caps.size(); ++j) {
    out.max_load = std::max(out.max_load, out.loads[j]);
    out.over_cap += out.loads[j] > caps[j] ? 1 : 0;
    if (!wanted_by_someone[j] || caps[j] <= 0) continue;
    shares.push_back(static_cast<double>(out.loads[j]) / caps[j]);
    out.max_load_over_cap = std::max(out.max_load_over_cap, shares.back());
  }
  out.gini = gini(std::move(shares));
  return out;
}

}  // namespace leye::matching
