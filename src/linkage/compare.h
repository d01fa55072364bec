#pragma once
#include <array>
#include <cstdint>
#include <string>
#include <vector>

#include "linkage/records.h"

namespace leye::linkage {

/// The comparisons of a configuration, ready to run over records.
///
/// A pair's pattern is one number in mixed radix: for each comparison 0 (missing) or 1 + its level.
class Comparer {
 public:
  /// Remembers the levels of recent value pairs; one for each thread.
  struct Memo {
    struct Slot {
      std::uint64_t key = 0;
      std::uint32_t level = 0;
    };
    std::vector<std::vector<Slot>> of_comparison;
  };

  Comparer(const Config&, Records&);
  [[nodiscard]] Memo memo() const;

  [[nodiscard]] std::uint64_t pattern(std::uint32_t l, std::uint32_t r, Memo& memo) const;
  /// Calls `visit(comparison, digit)` for each comparison.
  template <class Visit>
  void levels_of(std::uint32_t l, std::uint32_t r, Memo& memo, Visit&& visit) const {
    const std::uint64_t code = pattern(l, r, memo);
    for (std::size_t c = 0; c < comparisons(); ++c) visit(c, digit(code, c));
  }
  /// 0 missing, else 1 + level, of one comparison within a pattern.
  [[nodiscard]] std::uint32_t digit(std::uint64_t pattern, std::size_t comparison) const {
    return static_cast<std::uint32_t>(pattern / radix_[comparison] % (levels_[comparison] + 1));
  }
  [[nodiscard]] std::size_t comparisons() const { return levels_.size(); }
  [[nodiscard]] std::uint32_t levels(std::size_t comparison) const { return levels_[comparison]; }
  /// Why a comparison of a pair does not count: `missing`, or what suppressed it.
  [[nodiscard]] std::string why_null(std::size_t comparison, std::uint32_t l,
                                     std::uint32_t r) const;

 private:
  struct Node {
    Op op = Op::kAll;
    bool cross = false;
    Relation relation = Relation::kNone;
    double bound = 0;
    std::uint16_t flag = 0;
    std::uint32_t slot_a = 0, slot_b = 0;
    const PartTable* a = nullptr;
    const PartTable* b = nullptr;
    std::vector<std::uint32_t> children;
    int cost = 0;
  };
  struct Comparison {
    std::vector<std::uint32_t> present;  ///< slots that must not be 0
    std::vector<std::uint32_t> from_id;  ///< flag slots: a date out of an id is no second witness
    std::vector<std::pair<std::size_t, std::uint64_t>> null_levels;  ///< comparison, levels as bits
    int null_if = -1;
    std::vector<int> conditions;  ///< by level; -1: else
    bool remembered = false;
    std::uint32_t memo_slot = 0;
  };

  std::uint32_t slot(const Config&, Records&, const Ref&);
  std::uint32_t flag_slot(std::size_t field);
  std::uint32_t compile(const Config&, Records&, const Condition&);
  void fill(const Config&, Records&);
  [[nodiscard]] const std::uint32_t* row(std::uint32_t record) const {
    return cells_.data() + std::size_t{record} * width_;
  }
  [[nodiscard]] bool missing(const Comparison&, const std::uint32_t* l, const std::uint32_t* r,
                             const std::uint32_t* digits) const;
  [[nodiscard]] std::uint32_t level(const Comparison&, const std::uint32_t* l,
                                    const std::uint32_t* r) const;
  [[nodiscard]] bool holds(const Node&, const std::uint32_t* l, const std::uint32_t* r) const;
  [[nodiscard]] bool holds_one(const Node&, const PartTable& a, std::uint32_t x, const PartTable& b,
                               std::uint32_t y) const;
  [[nodiscard]] bool holds_values(const Node&, const PartTable& a, std::uint32_t x,
                                  const PartTable& b, std::uint32_t y) const;

  std::vector<Ref> slots_;
  std::vector<std::pair<std::size_t, std::uint32_t>> flag_slots_;  ///< field → slot
  std::vector<Node> nodes_;
  std::vector<Comparison> comparisons_;
  std::vector<std::uint32_t> levels_;
  std::vector<std::uint64_t> radix_;
  std::vector<std::string> why_;
  std::size_t width_ = 0;
  std::vector<std::uint32_t> cells_;  ///< record × slot
};

}  // namespace leye::linkage
