#pragma once
#include <cstdint>
#include <optional>
#include <set>
#include <string>
#include <vector>

#include "rules/language/expression.h"

namespace leye::rules::logic {

/// One literal of a term: a restriction of one variable. A variable is a fact, or any other
/// expression taken as opaque under its canonical form.
struct Literal {
  std::string variable;
  bool is_range = false;
  std::int64_t low = INT64_MIN;  ///< is_range: both ends included
  std::int64_t high = INT64_MAX;
  bool outside = false;  ///< values: everything but these
  std::set<std::string> values;
  std::string phrase;  ///< `> 9`, `one of junior, senior`
};

using Term = std::vector<Literal>;
/// A disjunction of conjunctions, over known facts. It holds wherever the expression may hold
/// during `days` (dates counted from as_of are widened), so an empty one proves a contradiction.
using NormalForm = std::vector<Term>;

inline constexpr std::size_t kMaxTerms = 256;

/// The normal form of a checked bool expression (of its negation), with parameters as in force on
/// `days.start` and as_of anywhere in `days`. Nothing when it has more than kMaxTerms terms.
[[nodiscard]] std::optional<NormalForm> normal_form(const Expression& expr, bool negated,
                                                    const Period& days);

/// Both at once. Nothing when too large.
[[nodiscard]] std::optional<NormalForm> both(const NormalForm& a, const NormalForm& b);

/// Why a term can never hold: `person.insured_months cannot be > 9 and < 3`; nothing if it can.
[[nodiscard]] std::optional<std::string> conflict(const Term& term);
/// Why none of the terms can hold (the first term's reason), or nothing.
[[nodiscard]] std::optional<std::string> contradiction(const NormalForm& form);

/// Smallest and largest value of a number without facts, as_of anywhere in `days`.
struct Bounds {
  std::int64_t low;
  std::int64_t high;
  [[nodiscard]] bool exact() const { return low == high; }
};
[[nodiscard]] std::optional<Bounds> bounds(const Expression& expr, const Node& node,
                                           const Period& days);

}  // namespace leye::rules::logic
