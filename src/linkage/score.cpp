#include "linkage/score.h"

#include <algorithm>
#include <cmath>

namespace leye::linkage {
namespace {

constexpr std::int64_t kMostTerm = 10 * 65536;

/// How often each value stands in the larger register: its weight is the rarity of agreeing on it.
std::vector<std::int32_t> rarity(const Records& records, const PartTable& table, double floor) {
  const std::uint32_t left = records.left_size();
  const bool of_left = records.within() || left * std::uint64_t{2} >= records.size();
  std::vector<std::uint64_t> counts(table.values.size(), 0);
  std::uint64_t total = 0;
  for (std::uint32_t r = of_left ? 0 : left; r < (of_left ? left : records.size()); ++r) {
    const std::uint32_t value = table.of_value[records.value(table.ref.field, r)];
    if (value == 0) continue;
    ++total;
    const auto count = [&](std::uint32_t member) { ++counts[member]; };
    if (!table.many) count(value);
    for (std::uint32_t m = table.many ? table.set_begin[value] : 0;
         table.many && m < table.set_begin[value + 1]; ++m)
      count(table.members[m]);
  }
  std::vector<std::int32_t> out;
  out.reserve(counts.size());
  for (const auto n : counts) {
    // A value that the larger register lacks is at least as rare as one it has once.
    const double tf = static_cast<double>(std::max<std::uint64_t>(n, 1)) /
                      static_cast<double>(std::max<std::uint64_t>(total, 1));
    out.push_back(to_q16(-std::log2(std::max(tf, floor))));
  }
  return out;
}

}  // namespace

Scorer::Scorer(const Config& config, Records& records, const Comparer& comparer, const Model& model)
    : records_(records), comparer_(comparer), prior_(model.prior_q16()) {
  for (const auto& comparison : model.comparisons) {
    weights_.push_back({0});
    for (const auto& level : comparison.levels) weights_.back().push_back(level.weight_q16);
  }
  for (std::size_t c = 0; c < config.comparisons.size(); ++c)
    for (const auto& [level, ref] : config.comparisons[c].tf.of_level) {
      Terms terms;
      terms.comparison = c;
      terms.digit = static_cast<std::uint32_t>(level + 1);
      terms.table = &records.part(config, ref);
      terms.bits = rarity(records, *terms.table, config.comparisons[c].tf.floor);
      terms.u_bits = to_q16(std::log2(model.comparisons[c].levels[level].u));
      terms.weight = config.comparisons[c].tf.weight;
      terms_.push_back(std::move(terms));
    }
}

std::int64_t Scorer::of_pattern(std::uint64_t pattern) const {
  std::int64_t sum = prior_;
  for (std::size_t c = 0; c < weights_.size(); ++c) sum += weights_[c][comparer_.digit(pattern, c)];
  return sum;
}

std::int64_t Scorer::of_term(const Terms& terms, std::uint32_t l, std::uint32_t r) const {
  const PartTable& table = *terms.table;
  const auto common = [&](std::uint32_t record) {
    const std::uint32_t value = table.of_value[records_.value(table.ref.field, record)];
    if (value == 0 || !table.many) return terms.bits[value];
    std::int32_t least = INT32_MAX;
    for (std::uint32_t m = table.set_begin[value]; m < table.set_begin[value + 1]; ++m)
      least = std::min(least, terms.bits[table.members[m]]);
    return least;
  };
  // The more frequent of the two values decides.
  const std::int64_t bits = std::int64_t{terms.u_bits} + std::min(common(l), common(r));
  const auto weighed =
      static_cast<std::int64_t>(std::nearbyint(static_cast<double>(bits) * terms.weight));
  return std::clamp(weighed, -kMostTerm, kMostTerm);
}

std::int64_t Scorer::of_terms(std::uint64_t pattern, std::uint32_t l, std::uint32_t r) const {
  std::int64_t sum = 0;
  for (const auto& terms : terms_)
    if (comparer_.digit(pattern, terms.comparison) == terms.digit) sum += of_term(terms, l, r);
  return sum;
}

std::int64_t Scorer::most_of_terms(std::uint64_t pattern) const {
  std::int64_t sum = 0;
  for (const auto& terms : terms_)
    if (comparer_.digit(pattern, terms.comparison) == terms.digit) sum += kMostTerm;
  return sum;
}

std::int64_t Scorer::weight(std::uint32_t l, std::uint32_t r, Comparer::Memo& memo) const {
  const std::uint64_t pattern = comparer_.pattern(l, r, memo);
  return of_pattern(pattern) + of_terms(pattern, l, r);
}

std::vector<WaterfallLine> Scorer::waterfall(const Config& config, Records& records,
                                             std::uint32_t l, std::uint32_t r) const {
  auto memo = comparer_.memo();
  const std::uint64_t pattern = comparer_.pattern(l, r, memo);
  std::vector<WaterfallLine> out{{"prior", "", prior_, 0, "", ""}};
  for (std::size_t c = 0; c < weights_.size(); ++c) {
    const auto digit = comparer_.digit(pattern, c);
    const auto& spec = config.comparisons[c];
    WaterfallLine line;
    line.comparison = spec.id;
    line.level = digit == 0 ? comparer_.why_null(c, l, r) : spec.levels[digit - 1].id;
    line.weight_q16 = weights_[c][digit];
    for (const auto& terms : terms_)
      if (terms.comparison == c && terms.digit == digit) line.tf_q16 += of_term(terms, l, r);
    for (const auto field : spec.fields) {
      line.left += (line.left.empty() ? "" : " ") + std::string(records.text(field, l));
      line.right += (line.right.empty() ? "" : " ") + std::string(records.text(field, r));
    }
    out.push_back(std::move(line));
  }
  return out;
}

}  // namespace leye::linkage
