#pragma once
#include <cstdint>
#include <initializer_list>
#include <string>

#include "rules/language/expression.h"
#include "rules/language/fact_table.h"

namespace leye::rules::testing {

/// splitmix64: the same draws on every machine.
class Random {
 public:
  explicit Random(std::uint64_t seed) : state_(seed) {}
  std::uint64_t next();
  int below(int n) { return static_cast<int>(next() % static_cast<std::uint64_t>(n)); }
  bool chance(int percent) { return below(100) < percent; }
  const char* pick(std::initializer_list<const char*> of) {
    return of.begin()[below(static_cast<int>(of.size()))];
  }

 private:
  std::uint64_t state_;
};

/// A bool expression over the suite's `t.*` facts that types.
[[nodiscard]] std::string random_expression(Random&, const Environment&);
/// Known or absent.
[[nodiscard]] FactValue random_value(Random&, const Environment&, FactIndex, FactTable& owner);
/// Every `t.*` fact known, absent or unknown; lists partly open.
void fill_randomly(FactTable&, const Environment&, Random&);
/// Answers every unknown that the expression may read: facts, fields, rows of open lists.
void settle_unknowns(FactTable&, const Environment&, const Expression&, Random&);
/// The expression as text with every operand in parentheses.
[[nodiscard]] std::string source(const Syntax&);

}  // namespace leye::rules::testing
