#pragma once
#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "linkage/train.h"

namespace leye::linkage {

/// Weights are fixed-point bits: round(log2(m/u) · 65536). Sums of integers depend on no order.
inline constexpr double kBit = 65536;
[[nodiscard]] std::int32_t to_q16(double bits);
/// Twelve digits: what a model keeps of a share, so that it is read back as it was written.
[[nodiscard]] double twelve_digits(double value);
/// 1 / (1 + 2^−w).
[[nodiscard]] double probability(std::int64_t weight_q16);

struct LevelModel {
  std::string id;
  double m = 0, u = 0;
  std::int32_t weight_q16 = 0;
  double m_count = 0;  ///< expected matches at this level
  std::string u_method;
};
struct ComparisonModel {
  std::string id;
  std::vector<LevelModel> levels;
};

/// What training found (linkage.md §7); a function of records and configuration alone.
struct Model {
  std::string id;
  Digest config{};
  double lambda = 0;
  double possible_pairs = 0, expected_matches = 0;
  std::uint64_t blocked = 0, patterns = 0, u_sample = 0, seed = 0;
  int iterations = 0;
  std::vector<ComparisonModel> comparisons;
  std::vector<std::string> warnings;

  [[nodiscard]] std::int32_t prior_q16() const;
};

/// u, EM, the correction of u by the matches among random pairs, monotone weights. Errors
/// `linkage.only_matches`, `linkage.no_matches`: the blocking shows nothing to learn from.
[[nodiscard]] Result<Model> train(const Config&, Records&, const Comparer&,
                                  const std::vector<PatternCount>&);

[[nodiscard]] std::string to_json(const Model&);
/// Errors `linkage.model_format` (with what is wrong), `linkage.model_config` (made by another
/// configuration).
[[nodiscard]] Result<Model> model_from_json(std::string_view text, const Config&,
                                            const std::string& file);

}  // namespace leye::linkage
