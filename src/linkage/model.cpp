#include "linkage/model.h"

#include <algorithm>
#include <cmath>
#include <cstdio>
#include <cstdlib>

namespace leye::linkage {
namespace {

/// Matches are among random pairs too: what they add to u is taken off (linkage.md §8.2).
Shares corrected(const Shares& raw, const Shares& m, double lambda) {
  Shares u = raw;
  for (std::size_t c = 0; c < u.size(); ++c) {
    double sum = 0;
    for (std::size_t l = 0; l < u[c].size(); ++l) {
      const double by_matches = lambda * m[c][l];
      if (by_matches > 0.05 * raw[c][l])
        u[c][l] = std::max((raw[c][l] - by_matches) / (1 - lambda), raw[c][l] * 0.02);
      u[c][l] = std::max(u[c][l], 1e-9);
      sum += u[c][l];
    }
    for (auto& value : u[c]) value /= sum;
  }
  return u;
}

/// A worse level never weighs more than a better one: neighbours that do are pooled.
void make_monotone(ComparisonModel& comparison, std::vector<std::string>& warnings) {
  struct Pool {
    double m, u;
    std::size_t levels;
  };
  std::vector<Pool> pools;
  for (const auto& level : comparison.levels) {
    pools.push_back({level.m, level.u, 1});
    while (pools.size() > 1 && pools.back().m * pools[pools.size() - 2].u >
                                   pools[pools.size() - 2].m * pools.back().u) {
      const Pool last = pools.back();
      pools.pop_back();
      pools.back() = {pools.back().m + last.m, pools.back().u + last.u,
                      pools.back().levels + last.levels};
    }
  }
  std::size_t at = 0;
  for (const auto& pool : pools) {
    if (pool.levels > 1)
      warnings.push_back("level " + comparison.id + "." + comparison.levels[at].id + " and the " +
                         std::to_string(pool.levels - 1) + " after it share one weight");
    for (std::size_t i = 0; i < pool.levels; ++i)
      comparison.levels[at++].weight_q16 = to_q16(std::log2(pool.m / pool.u));
  }
}

std::vector<LevelPattern> unpacked(const Comparer& comparer,
                                   const std::vector<PatternCount>& counts) {
  std::vector<LevelPattern> out;
  for (const auto& [pattern, count] : counts) {
    LevelPattern one;
    for (std::size_t c = 0; c < comparer.comparisons(); ++c)
      one.digits.push_back(comparer.digit(pattern, c));
    one.count = static_cast<double>(count);
    out.push_back(std::move(one));
  }
  return out;
}

Result<void> refuse_hopeless(const Config& config, const Records& records, const EmResult& em,
                             double blocked) {
  // A handful of records has a handful of matches; a rule set that shows only matches teaches
  // nothing.
  if (em.expected_matches < 1e-6 || blocked == 0) return fail("linkage.no_matches", config.file);
  const bool all_compared = blocked >= records.possible_pairs();
  if (!all_compared && blocked > 50 && em.expected_matches > 0.98 * blocked)
    return fail("linkage.only_matches", config.file,
                {{"blocked", std::to_string(static_cast<std::uint64_t>(blocked))}});
  return {};
}

}  // namespace

std::int32_t to_q16(double bits) {
  return static_cast<std::int32_t>(std::nearbyint(std::clamp(bits, -16000.0, 16000.0) * kBit));
}

double twelve_digits(double value) {
  char text[40];
  std::snprintf(text, sizeof text, "%.12g", value);
  return std::strtod(text, nullptr);
}

double probability(std::int64_t weight_q16) {
  return 1 / (1 + std::exp2(-static_cast<double>(weight_q16) / kBit));
}

std::int32_t Model::prior_q16() const { return to_q16(std::log2(lambda / (1 - lambda))); }

Result<Model> train(const Config& config, Records& records, const Comparer& comparer,
                    const std::vector<PatternCount>& counts) {
  const auto sample = estimate_u(config, records, comparer);
  const auto patterns = unpacked(comparer, counts);
  double blocked = 0;
  for (const auto& pattern : patterns) blocked += pattern.count;
  std::vector<std::size_t> levels;
  for (std::size_t c = 0; c < comparer.comparisons(); ++c) levels.push_back(comparer.levels(c));
  const double possible = records.possible_pairs();
  if (blocked == 0) return fail("linkage.no_matches", config.file);
  const EmOptions options{config.train.m_smoothing, config.train.tolerance,
                          config.train.max_iterations};
  Shares u = sample.u;
  EmResult em;
  // u and m correct each other; three rounds move less than the fourth digit.
  for (int round = 0; round < 4; ++round) {
    em = run_em(patterns, u, starting_m(levels), std::min(0.2 * blocked / possible, 0.2), possible,
                options);
    u = corrected(sample.u, em.m, em.lambda);
  }
  LEYE_CHECK(refuse_hopeless(config, records, em, blocked));
  Model model;
  model.id = config.id;
  model.config = config.digest;
  model.lambda = twelve_digits(em.lambda);
  model.possible_pairs = possible;
  model.expected_matches = twelve_digits(em.expected_matches);
  model.blocked = static_cast<std::uint64_t>(blocked);
  model.patterns = patterns.size();
  model.u_sample = sample.pairs;
  model.seed = config.train.seed;
  model.iterations = em.iterations;
  for (std::size_t c = 0; c < u.size(); ++c) {
    // A level that no expected match shows is rare, not impossible: at least one match in all of
    // them.
    if (em.expected_matches > 20)
      for (auto& m : em.m[c]) m = std::max(m, 1 / em.expected_matches);
    ComparisonModel comparison;
    comparison.id = config.comparisons[c].id;
    for (std::size_t l = 0; l < u[c].size(); ++l) {
      const double m_of = twelve_digits(em.m[c][l]);
      const double u_of = twelve_digits(u[c][l]);
      comparison.levels.push_back({config.comparisons[c].levels[l].id, m_of, u_of,
                                   to_q16(std::log2(m_of / u_of)),
                                   twelve_digits(m_of * em.expected_matches), sample.method[c][l]});
    }
    if (config.train.monotone) make_monotone(comparison, model.warnings);
    model.comparisons.push_back(std::move(comparison));
  }
  return model;
}

}  // namespace leye::linkage
