#include "linkage/link.h"

#include <algorithm>
#include <cmath>
#include <set>

#include "linkage/tier1.h"
#include "linkage/value_predicates.h"

namespace leye::linkage {
namespace {

/// Pairs kept from the first pass; above, the second pass compares again.
constexpr std::uint64_t kKeep = 60'000'000;
constexpr double kLeastMarginal = 0.9;

std::int64_t q16_of_probability(double p) {
  if (p <= 0) return to_q16(-200);
  if (p >= 1) return to_q16(200);
  return to_q16(std::log2(p / (1 - p)));
}

/// Lowest weight from which on the links are expected to be right often enough (linkage.md §8.7).
std::int64_t by_precision(std::vector<std::int64_t> weights, double precision) {
  std::sort(weights.begin(), weights.end(), std::greater<>());
  std::int64_t least = q16_of_probability(std::max(precision, kLeastMarginal));
  double sum = 0;
  double n = 0;
  for (const auto w : weights) {
    sum += probability(w);
    ++n;
    if (probability(w) < kLeastMarginal) break;
    if (sum / n >= precision) least = std::min(least, w);
  }
  return least;
}

class Run {
 public:
  Run(const Config& config, Records& records, const PlanStep& step, const LinkOptions& options)
      : config_(config), records_(records), step_(step), options_(options) {}

  Result<LinkOutcome> run() {
    LEYE_TRY(const auto blocking, Blocking::make(config_, records_));
    out_.blocking = blocking.counts();
    told("block");
    const Comparer comparer(config_, records_);
    {
      const auto pairs = ComparedPairs::make(blocking, comparer, options_.threads, kKeep);
      out_.pairs = pairs.pairs();
      told("compare");
      if (options_.model) {
        out_.model = *options_.model;
      } else {
        LEYE_TRY(out_.model, train(config_, records_, comparer, pairs.patterns()));
      }
      told("train");
      scorer_.emplace(config_, records_, comparer, out_.model);
      review_ = config_.review.weight
                    ? to_q16(*config_.review.weight)
                    : q16_of_probability(config_.review.probability.value_or(0.02));
      if (config_.link.weight)
        review_ = std::min<std::int64_t>(review_, to_q16(*config_.link.weight));
      edges_ = pairs.edges(blocking, comparer, *scorer_, review_, options_.threads);
    }
    told("score");
    memo_ = comparer.memo();
    comparer_ = &comparer;
    apply_ids();
    if (step_.as == Shape::kOneToOne && !records_.within())
      one_to_one_links();
    else
      cluster_links();
    finish();
    told("assign");
    return std::move(out_);
  }

 private:
  void told(std::string_view phase) const {
    if (options_.phase) options_.phase(phase);
  }

  std::int64_t weigh(std::uint32_t l, std::uint32_t r) { return scorer_->weight(l, r, memo_); }

  void add(const Edge& edge, Tier tier, Decision decision, std::string reason) {
    out_.rows.push_back(
        {edge.left, edge.right, tier, edge.weight_q16, edge.pattern, decision, std::move(reason)});
  }

  /// Takes the pairs of the id tier out of what the model decides.
  void apply_ids() {
    const auto pairs = id_pairs(config_, records_);
    if (pairs.empty()) return;
    std::vector<bool> linked(records_.size(), false);
    std::set<std::pair<std::uint32_t, std::uint32_t>> decided;
    for (const auto& pair : pairs) {
      Edge edge{pair.left, pair.right, 0, comparer_->pattern(pair.left, pair.right, memo_)};
      edge.weight_q16 = scorer_->of_pattern(edge.pattern) +
                        scorer_->of_terms(edge.pattern, edge.left, edge.right);
      decided.emplace(pair.left, pair.right);
      if (pair.contradictory) {
        if (config_.tier1->review_conflicts)
          add(edge, Tier::kId, Decision::kConflict, "id_name_conflict");
        continue;
      }
      if (!records_.within()) linked[pair.left] = linked[pair.right] = true;
      id_edges_.push_back(edge);
    }
    const bool one = step_.as == Shape::kOneToOne;
    std::erase_if(edges_, [&](const Edge& e) {
      return decided.contains({e.left, e.right}) || (one && (linked[e.left] || linked[e.right]));
    });
  }

  [[nodiscard]] std::int64_t threshold(const std::vector<std::int64_t>& candidates) const {
    if (config_.link.weight) return to_q16(*config_.link.weight);
    if (config_.link.probability) return q16_of_probability(*config_.link.probability);
    return by_precision(candidates, config_.link.precision.value_or(0.999));
  }

  void one_to_one_links() {
    const auto fates = one_to_one(edges_, review_, to_q16(config_.margin));
    std::vector<std::int64_t> candidates;
    for (std::size_t e = 0; e < edges_.size(); ++e)
      if (fates[e] == Fate::kChosen) candidates.push_back(edges_[e].weight_q16);
    out_.threshold_q16 = threshold(candidates);
    for (const auto& edge : id_edges_) add(edge, Tier::kId, Decision::kLink, "");
    for (std::size_t e = 0; e < edges_.size(); ++e) {
      if (fates[e] == Fate::kNone) continue;
      if (fates[e] == Fate::kAmbiguous)
        add(edges_[e], Tier::kModel, Decision::kReview, "ambiguous");
      else if (edges_[e].weight_q16 >= out_.threshold_q16)
        add(edges_[e], Tier::kModel, Decision::kLink, "");
      else
        add(edges_[e], Tier::kModel, Decision::kReview, "grey");
    }
  }

  void cluster_links() {
    std::vector<std::int64_t> candidates;
    for (const auto& edge : edges_) candidates.push_back(edge.weight_q16);
    out_.threshold_q16 = threshold(candidates);
    std::vector<Edge> strong;
    for (const auto& edge : edges_)
      if (edge.weight_q16 >= out_.threshold_q16) strong.push_back(edge);
    // The id tier comes first: its edges are stronger than any weight.
    for (Edge edge : id_edges_) {
      edge.weight_q16 = std::max<std::int64_t>(edge.weight_q16, to_q16(200));
      strong.push_back(edge);
    }
    const auto input = cluster_input(strong);
    const auto clusters = cluster(input);
    out_.root = clusters.root;
    for (std::size_t e = 0; e < strong.size(); ++e)
      if (clusters.refused[e] != Refusal::kNone)
        add(strong[e], Tier::kModel, Decision::kConflict,
            std::string(linkage::to_text(clusters.refused[e])));
    for (const auto& edge : edges_)
      if (edge.weight_q16 < out_.threshold_q16 && out_.root[edge.left] != out_.root[edge.right])
        add(edge, Tier::kModel, Decision::kReview, "grey");
    list_members(strong);
  }

  ClusterInput cluster_input(const std::vector<Edge>& strong) {
    ClusterInput in{strong, records_.size(), {}, {}, {}, {}, to_q16(config_.cluster.mean)};
    if (config_.cluster.one_valid) {
      ids_ = valid_ids(records_, *config_.cluster.one_valid);
      in.valid_id = [this](std::uint32_t r) { return ids_[r]; };
    }
    if (config_.cluster.birth)
      in.birth_conflict = [this, field = *config_.cluster.birth](std::uint32_t a, std::uint32_t b) {
        const auto x = records_.text(field, a);
        const auto y = records_.text(field, b);
        return !x.empty() && !y.empty() && x != y && !day_month_swapped(x, y) &&
               !within_one_edit(x, y);
      };
    const auto* left = config_.find_register(records_.register_of(0));
    if (!records_.within() && left != nullptr && left->unique_after_dedupe)
      in.unique_register = [this](std::uint32_t r) { return r < records_.left_size() ? 1U : 0U; };
    in.weight = [this](std::uint32_t l, std::uint32_t r) { return weigh(l, r); };
    return in;
  }

  /// Every pair of a cluster is a link; of a very large one only the edges that made it.
  void list_members(const std::vector<Edge>& strong) {
    constexpr std::size_t kAllPairs = 200;
    std::vector<std::pair<std::uint32_t, std::uint32_t>> by_root;
    for (std::uint32_t r = 0; r < records_.size(); ++r) by_root.emplace_back(out_.root[r], r);
    std::sort(by_root.begin(), by_root.end());
    std::set<std::pair<std::uint32_t, std::uint32_t>> direct, by_id;
    for (const auto& edge : strong) direct.emplace(edge.left, edge.right);
    for (const auto& edge : id_edges_) by_id.emplace(edge.left, edge.right);
    for (std::size_t i = 0; i < by_root.size();) {
      std::size_t end = i;
      while (end < by_root.size() && by_root[end].first == by_root[i].first) ++end;
      for (std::size_t a = i; a < end; ++a)
        for (std::size_t b = a + 1; b < end; ++b) {
          const std::uint32_t l = by_root[a].second;
          const std::uint32_t r = by_root[b].second;
          const bool edge = direct.contains({l, r});
          if (!edge && end - i > kAllPairs) continue;
          // Two records of one side are no link between registers, though they share a cluster.
          if (!records_.within() && (l >= records_.left_size() || r < records_.left_size()))
            continue;
          const auto pattern = comparer_->pattern(l, r, memo_);
          add({l, r, scorer_->of_pattern(pattern) + scorer_->of_terms(pattern, l, r), pattern},
              by_id.contains({l, r}) ? Tier::kId : Tier::kModel, Decision::kLink,
              edge ? "" : "cluster");
        }
      i = end;
    }
  }

  void finish() {
    // Records are in the order of their keys on each side.
    std::sort(out_.rows.begin(), out_.rows.end(), [](const LinkRow& a, const LinkRow& b) {
      if (a.weight_q16 != b.weight_q16) return a.weight_q16 > b.weight_q16;
      return a.left != b.left ? a.left < b.left : a.right < b.right;
    });
    if (out_.root.empty()) {
      for (std::uint32_t r = 0; r < records_.size(); ++r) out_.root.push_back(r);
      for (const auto& row : out_.rows)
        if (row.decision == Decision::kLink) out_.root[row.right] = out_.root[row.left];
    }
    double right = 0;
    double model = 0;
    for (const auto& row : out_.rows) {
      if (row.decision == Decision::kReview) ++out_.review;
      if (row.decision == Decision::kConflict) ++out_.conflicts;
      if (row.decision != Decision::kLink) continue;
      ++out_.links;
      if (row.tier == Tier::kId) ++out_.by_id;
      right += row.tier == Tier::kId ? 1 : probability(row.weight_q16);
      ++model;
    }
    if (model > 0) out_.expected_precision = right / model;
    if (out_.model.expected_matches > 0 && !options_.model)
      out_.expected_recall = std::min(1.0, right / std::max(out_.model.expected_matches, right));
  }

  const Config& config_;
  Records& records_;
  const PlanStep& step_;
  const LinkOptions& options_;
  LinkOutcome out_;
  std::optional<Scorer> scorer_;
  const Comparer* comparer_ = nullptr;
  Comparer::Memo memo_;
  std::vector<Edge> edges_, id_edges_;
  std::vector<std::uint32_t> ids_;
  std::int64_t review_ = 0;
};

}  // namespace

Result<PlanStep> step_for(const Config& config, bool within) {
  for (const auto& step : config.plan)
    if (step.right.empty() == within) return step;
  return fail("linkage.no_step", config.file, {{"kind", within ? "within" : "left, right"}});
}

Result<LinkOutcome> link(const Config& config, Records& records, const PlanStep& step,
                         const LinkOptions& options) {
  return Run(config, records, step, options).run();
}

Result<Model> learn(const Config& config, Records& records, const LinkOptions& options) {
  LEYE_TRY(const auto blocking, Blocking::make(config, records));
  const Comparer comparer(config, records);
  const auto pairs = ComparedPairs::make(blocking, comparer, options.threads, 0);
  return train(config, records, comparer, pairs.patterns());
}

}  // namespace leye::linkage
