#include "linkage/pairs.h"

#include <algorithm>
#include <atomic>
#include <thread>

namespace leye::linkage {
namespace {

constexpr std::uint64_t kUnit = 1U << 20;

/// Calls `work(index)` for every index, shared by the threads. Which thread does which is chance;
/// the results lie in the order of the index.
template <class Work>
void share_out(std::size_t n, unsigned threads, Work&& work) {
  std::atomic<std::size_t> next{0};
  const auto run = [&] {
    for (std::size_t i = next.fetch_add(1); i < n; i = next.fetch_add(1)) work(i);
  };
  std::vector<std::thread> others;
  for (unsigned t = 1; t < std::min<std::size_t>(threads, n); ++t) others.emplace_back(run);
  run();
  for (auto& thread : others) thread.join();
}

/// Counts patterns under small numbers, in order of arrival.
class PatternTable {
 public:
  std::uint32_t add(std::uint64_t pattern) {
    if ((list_.size() + 1) * 2 > slots_.size()) grow();
    std::size_t i = start(pattern);
    while (slots_[i] != 0 && list_[slots_[i] - 1].pattern != pattern) i = (i + 1) & mask_;
    if (slots_[i] == 0) {
      list_.push_back({pattern, 0});
      slots_[i] = static_cast<std::uint32_t>(list_.size());
    }
    ++list_[slots_[i] - 1].count;
    return slots_[i] - 1;
  }
  [[nodiscard]] const std::vector<PatternCount>& list() const { return list_; }

 private:
  [[nodiscard]] std::size_t start(std::uint64_t pattern) const {
    return (pattern * 0x9E3779B97F4A7C15U >> 32) & mask_;
  }
  void grow() {
    slots_.assign(std::max<std::size_t>(slots_.size() * 2, 1024), 0);
    mask_ = slots_.size() - 1;
    for (std::uint32_t n = 0; n < list_.size(); ++n) {
      std::size_t i = start(list_[n].pattern);
      while (slots_[i] != 0) i = (i + 1) & mask_;
      slots_[i] = n + 1;
    }
  }
  std::vector<PatternCount> list_;
  std::vector<std::uint32_t> slots_;
  std::size_t mask_ = 0;
};

}  // namespace

ComparedPairs ComparedPairs::make(const Blocking& blocking, const Comparer& comparer,
                                  unsigned threads, std::uint64_t keep) {
  ComparedPairs out;
  const auto units = blocking.units(kUnit);
  std::uint64_t most = 0;
  for (const auto& unit : units) most += unit.pairs;
  out.kept_ = most <= keep;
  out.of_unit_.resize(units.size());
  out.unit_patterns_.resize(units.size());
  std::vector<std::vector<PatternCount>> counts(units.size());
  share_out(units.size(), threads, [&](std::size_t u) {
    auto memo = comparer.memo();
    PatternTable table;
    auto& pairs = out.of_unit_[u];
    blocking.each_pair(units[u], [&](std::uint32_t l, std::uint32_t r) {
      const auto number = table.add(comparer.pattern(l, r, memo));
      if (out.kept_) pairs.push_back({l, r, number});
    });
    pairs.shrink_to_fit();
    counts[u] = table.list();
    for (const auto& one : table.list()) out.unit_patterns_[u].push_back(one.pattern);
  });
  for (const auto& of_unit : counts)
    out.patterns_.insert(out.patterns_.end(), of_unit.begin(), of_unit.end());
  std::sort(out.patterns_.begin(), out.patterns_.end(),
            [](const PatternCount& a, const PatternCount& b) { return a.pattern < b.pattern; });
  std::vector<PatternCount> merged;
  for (const auto& one : out.patterns_) {
    out.pairs_ += one.count;
    if (!merged.empty() && merged.back().pattern == one.pattern)
      merged.back().count += one.count;
    else
      merged.push_back(one);
  }
  out.patterns_ = std::move(merged);
  return out;
}

std::vector<Edge> ComparedPairs::edges(const Blocking& blocking, const Comparer& comparer,
                                       const Scorer& scorer, std::int64_t least,
                                       unsigned threads) const {
  const auto units = blocking.units(kUnit);
  std::vector<std::vector<Edge>> found(units.size());
  const auto consider = [&](std::vector<Edge>& out, std::uint32_t l, std::uint32_t r,
                            std::uint64_t pattern, std::int64_t base, std::int64_t most) {
    if (base + most < least) return;
    const std::int64_t weight = most == 0 ? base : base + scorer.of_terms(pattern, l, r);
    if (weight >= least) out.push_back({std::min(l, r), std::max(l, r), weight, pattern});
  };
  share_out(units.size(), threads, [&](std::size_t u) {
    if (!kept_) {
      auto memo = comparer.memo();
      blocking.each_pair(units[u], [&](std::uint32_t l, std::uint32_t r) {
        const auto pattern = comparer.pattern(l, r, memo);
        consider(found[u], l, r, pattern, scorer.of_pattern(pattern),
                 scorer.most_of_terms(pattern));
      });
      return;
    }
    std::vector<std::pair<std::int64_t, std::int64_t>> weights;
    for (const auto pattern : unit_patterns_[u])
      weights.emplace_back(scorer.of_pattern(pattern), scorer.most_of_terms(pattern));
    for (const auto& pair : of_unit_[u])
      consider(found[u], pair.left, pair.right, unit_patterns_[u][pair.pattern],
               weights[pair.pattern].first, weights[pair.pattern].second);
  });
  std::vector<Edge> out;
  for (const auto& of_unit : found) out.insert(out.end(), of_unit.begin(), of_unit.end());
  std::sort(out.begin(), out.end(), [](const Edge& a, const Edge& b) {
    return a.left != b.left ? a.left < b.left : a.right < b.right;
  });
  return out;
}

}  // namespace leye::linkage
