#pragma once
#include "linkage/model.h"

namespace leye::linkage {

/// One candidate pair with its weight; left < right in record numbers.
struct Edge {
  std::uint32_t left = 0, right = 0;
  std::int64_t weight_q16 = 0;
  std::uint64_t pattern = 0;
};

/// One line of a waterfall; the sum of all lines is the pair's weight exactly.
struct WaterfallLine {
  std::string comparison;  ///< `prior` for the first
  std::string level;       ///< `missing`, `contained` … where it does not count
  std::int64_t weight_q16 = 0;
  std::int64_t tf_q16 = 0;  ///< of a term's own frequency, shown on its own line
  std::string left, right;  ///< the values compared
};

/// A model over records: weights of patterns and of frequent and rare values.
class Scorer {
 public:
  Scorer(const Config&, Records&, const Comparer&, const Model&);
  [[nodiscard]] std::int64_t of_pattern(std::uint64_t pattern) const;
  /// What the values' own frequency adds to the pattern's weight.
  [[nodiscard]] std::int64_t of_terms(std::uint64_t pattern, std::uint32_t l,
                                      std::uint32_t r) const;
  /// Most that `of_terms` can add to a pattern.
  [[nodiscard]] std::int64_t most_of_terms(std::uint64_t pattern) const;
  [[nodiscard]] std::int64_t weight(std::uint32_t l, std::uint32_t r, Comparer::Memo&) const;
  [[nodiscard]] std::vector<WaterfallLine> waterfall(const Config&, Records&, std::uint32_t l,
                                                     std::uint32_t r) const;

 private:
  struct Terms {
    std::size_t comparison = 0;
    std::uint32_t digit = 0;
    const PartTable* table = nullptr;
    std::vector<std::int32_t> bits;  ///< by value: −log2 max(tf, floor), in q16
    std::int32_t u_bits = 0;
    double weight = 1;
  };
  [[nodiscard]] std::int64_t of_term(const Terms&, std::uint32_t l, std::uint32_t r) const;

  const Records& records_;
  const Comparer& comparer_;
  std::int64_t prior_;
  std::vector<std::vector<std::int32_t>> weights_;  ///< comparison × digit
  std::vector<Terms> terms_;
};

}  // namespace leye::linkage
