#pragma once
#include "linkage/score.h"

namespace leye::linkage {

/// All blocked pairs, compared once: their patterns counted, and the pairs kept where there is
/// room.
class ComparedPairs {
 public:
  /// `threads` share the blocks; the result is the same for any number of them.
  static ComparedPairs make(const Blocking&, const Comparer&, unsigned threads, std::uint64_t keep);

  [[nodiscard]] const std::vector<PatternCount>& patterns() const { return patterns_; }
  [[nodiscard]] std::uint64_t pairs() const { return pairs_; }
  /// The pairs whose weight reaches `least`, by left then right.
  [[nodiscard]] std::vector<Edge> edges(const Blocking&, const Comparer&, const Scorer&,
                                        std::int64_t least, unsigned threads) const;

 private:
  struct Pair {
    std::uint32_t left, right, pattern;
  };
  std::vector<PatternCount> patterns_;
  std::uint64_t pairs_ = 0;
  bool kept_ = false;
  std::vector<std::vector<Pair>> of_unit_;  ///< pattern: index into the unit's own list
  std::vector<std::vector<std::uint64_t>> unit_patterns_;
};

}  // namespace leye::linkage
