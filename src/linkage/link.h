#pragma once
#include <functional>
#include <optional>
#include <string>
#include <vector>

#include "linkage/assign.h"
#include "linkage/pairs.h"

namespace leye::linkage {

struct LinkOptions {
  unsigned threads = 1;        ///< changes the time, never a byte
  std::optional<Model> model;  ///< none: trained from the records
  /// Told the name of each phase as it ends (`block`, `compare`, `train`, `score`, `assign`).
  std::function<void(std::string_view)> phase;
};

enum class Decision : std::uint8_t { kLink, kReview, kConflict };
enum class Tier : std::uint8_t { kId, kModel };

struct LinkRow {
  std::uint32_t left = 0, right = 0;
  Tier tier = Tier::kModel;
  std::int64_t weight_q16 = 0;
  std::uint64_t pattern = 0;
  Decision decision = Decision::kLink;
  std::string
      reason;  ///< `ambiguous`, `grey`, `id_name_conflict`, `weak_bridge`, `cluster`; else empty
};

struct LinkOutcome {
  Model model;
  std::vector<LinkRow> rows;        ///< by weight, then left key, then right key
  std::vector<std::uint32_t> root;  ///< by record: its cluster's smallest record; itself: alone
  std::vector<RuleCount> blocking;
  std::uint64_t pairs = 0;
  std::int64_t threshold_q16 = 0;  ///< what is linked weighs at least this
  double expected_precision = 1;   ///< of the model's links, from their own probabilities
  double expected_recall = 1;      ///< against the expected matches
  std::uint64_t links = 0, by_id = 0, review = 0, conflicts = 0;
};

/// The step of the plan that two files (or one) are for. Error `linkage.no_step`.
[[nodiscard]] Result<PlanStep> step_for(const Config&, bool within);

/// Who is the same: id tier, blocking, comparison, weights, thresholds, assignment or clusters
/// (linkage.md §3). A function of records, configuration and model alone.
[[nodiscard]] Result<LinkOutcome> link(const Config&, Records&, const PlanStep&,
                                       const LinkOptions&);

/// Compares the blocked pairs and learns a model; what `link` does first when it has none.
[[nodiscard]] Result<Model> learn(const Config&, Records&, const LinkOptions&);

/// Two names with one valid id: may they be of one person (linkage.md §3, tier 1)? Names are normal
/// forms; an empty one contradicts nothing.
[[nodiscard]] bool not_contradictory(std::string_view a, std::string_view b);

/// `left_register,left_key,…` of linkage.md §22.
[[nodiscard]] std::string links_csv(const Config&, const Records&, const Comparer&,
                                    const LinkOutcome&);
[[nodiscard]] std::string clusters_csv(const Records&, const LinkOutcome&);

}  // namespace leye::linkage
