#pragma once
#include <optional>
#include <string_view>

#include "rules/engine/plan.h"
#include "rules/language/walk.h"

namespace leye::rules {

/// Asks the scalar evaluator what a term of one column gives for one cell.
class CellProbe {
 public:
  CellProbe(const Terms& terms, TermId term, const Slot& slot);
  [[nodiscard]] char letter_of(std::int64_t number) const;
  /// A dictionary's text; for an enum the value of that name.
  [[nodiscard]] char letter_of_text(std::string_view text) const;
  [[nodiscard]] char letter_when(FactState state) const;
  /// The number a term below gives; nothing when it is an error.
  [[nodiscard]] std::optional<std::int64_t> number(TermId term, std::int64_t of) const;

 private:
  [[nodiscard]] Operand evaluate(TermId term, const FactValue& cell) const;
  const Terms& terms_;
  TermId term_;
  const Leaf& leaf_;
  mutable std::vector<FactValue> row_;  ///< of a list, with the one field in it
};

/// Where a comparison of a monotone function of one column with a constant is true, within
/// [lowest, highest]; errors lie outside [first_valid, last_valid].
struct MonotoneRange {
  std::int64_t lowest = 0, highest = 0;
  std::int64_t first_valid = 0, last_valid = 0;
  std::int64_t first = 0, last = -1;  ///< empty when first > last
  bool inverted = false;              ///< true outside it
};
[[nodiscard]] std::optional<MonotoneRange> monotone_range(const Terms&, TermId, const CellProbe&,
                                                          std::int64_t lowest,
                                                          std::int64_t highest);
/// The range as distances from the column's base.
void settle_range(CellTest&, const MonotoneRange&, std::uint64_t base);

}  // namespace leye::rules
