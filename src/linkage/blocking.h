#pragma once
#include <cstdint>
#include <functional>
#include <string>
#include <vector>

#include "linkage/records.h"

namespace leye::linkage {

/// What one rule costs, told before anything is compared (linkage.md §9).
struct RuleCount {
  std::string id;
  std::uint64_t pairs = 0;         ///< of this rule alone, after caps
  std::uint64_t fresh = 0;         ///< of no earlier rule; filled by `count_fresh`
  std::uint64_t null_records = 0;  ///< without a key
  std::uint64_t largest = 0;       ///< pairs of the largest block
  std::string largest_key;         ///< its value
  std::uint64_t skipped_blocks = 0;
  std::uint64_t skipped_pairs = 0;  ///< over the cap even when refined
};

/// Records that share a key: [begin, middle) of the left side, [middle, end) of the right; within a
/// register all in [begin, end).
struct Block {
  std::uint32_t begin = 0, middle = 0, end = 0;
};

/// The pairs of all rules, each under the first rule that holds for it.
class Blocking {
 public:
  /// Error `linkage.too_many_pairs` with the rule and its largest block.
  [[nodiscard]] static Result<Blocking> make(const Config&, Records&);

  [[nodiscard]] const std::vector<RuleCount>& counts() const { return counts_; }
  /// Blocks of one rule in pieces of about `unit` pairs.
  struct Unit {
    std::uint32_t rule = 0, first = 0, last = 0;
    std::uint64_t pairs = 0;
  };
  [[nodiscard]] std::vector<Unit> units(std::uint64_t unit) const;
  /// Calls `visit(left, right)` for each pair that the unit's rule owns.
  template <class Visit>
  void each_pair(const Unit& unit, Visit&& visit) const {
    const Rule& rule = rules_[unit.rule];
    for (std::uint32_t b = unit.first; b < unit.last; ++b) {
      const Block& block = rule.blocks[b];
      const std::uint32_t lefts = within_ ? block.end : block.middle;
      for (std::uint32_t i = block.begin; i < lefts; ++i)
        for (std::uint32_t j = within_ ? i + 1 : block.middle; j < block.end; ++j)
          if (owns(unit.rule, rule.records[i], rule.records[j], rule.key_of_block(b)))
            visit(rule.records[i], rule.records[j]);
    }
  }
  /// Does some rule put the two records into one block?
  [[nodiscard]] bool holds(std::uint32_t l, std::uint32_t r) const {
    for (std::uint32_t rule = 0; rule < rules_.size(); ++rule) {
      const std::uint32_t key = keys_[std::size_t{l} * width_ + rule];
      if (rules_[rule].many ? smallest_shared(rules_[rule], l, r) != 0
                            : key != 0 && key == keys_[std::size_t{r} * width_ + rule])
        return true;
    }
    return false;
  }
  /// Fills `fresh` by enumerating.
  void count_fresh();

 private:
  struct Rule {
    std::vector<std::uint32_t> records;
    std::vector<Block> blocks;
    std::vector<std::uint32_t> keys;  ///< of blocks; only where a record may have several
    bool many = false;
    std::vector<std::uint32_t> begin, of_record;  ///< many: keys of a record, sorted
    [[nodiscard]] std::uint32_t key_of_block(std::uint32_t b) const { return many ? keys[b] : 0; }
  };
  struct Entries;

  Result<void> add_rule(const Config&, Records&, const BlockingRule&);
  void add_all(const Records&);
  void keep_keys(const Entries&, Rule&, std::uint32_t records);
  [[nodiscard]] std::uint32_t smallest_shared(const Rule&, std::uint32_t l, std::uint32_t r) const;
  [[nodiscard]] bool owns(std::uint32_t rule, std::uint32_t l, std::uint32_t r,
                          std::uint32_t key) const {
    const std::uint32_t* of_l = keys_.data() + std::size_t{l} * width_;
    const std::uint32_t* of_r = keys_.data() + std::size_t{r} * width_;
    for (std::uint32_t earlier = 0; earlier < rule; ++earlier) {
      if (of_l[earlier] != of_r[earlier] || of_l[earlier] == 0) continue;
      if (!any_many_ || !rules_[earlier].many) return false;
    }
    return !any_many_ || owns_among_sets(rule, l, r, key);
  }
  [[nodiscard]] bool owns_among_sets(std::uint32_t rule, std::uint32_t l, std::uint32_t r,
                                     std::uint32_t key) const;

  bool within_ = true;
  bool any_many_ = false;
  std::size_t width_ = 0;
  std::vector<std::uint32_t> keys_;  ///< record × rule; 0: no key, or its block is skipped
  std::vector<Rule> rules_;
  std::vector<RuleCount> counts_;
};

}  // namespace leye::linkage
