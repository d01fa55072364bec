#pragma once
#include <set>
#include <vector>

#include "rules/engine/binding.h"
#include "rules/language/testing/random.h"

namespace leye::rules::testing {

/// How far apart the values of a random table lie: each asks other loops.
enum class Spread { kNarrow, kWide, kExtreme };

/// Rows of the suite's `t.*` facts, known, absent or unknown, as a snapshot's tables.
[[nodiscard]] Tables random_tables(Random&, const Environment&, std::size_t rows, Spread,
                                   int unknown_percent);

/// The same rows for the same seed, but for one column, in which some rows have other values: which
/// rows and which column is said in `rows_changed` and `columns_changed`.
[[nodiscard]] Tables edited_tables(Random& same, Random& choose, const Environment&,
                                   std::size_t rows, Spread, int unknown_percent,
                                   std::vector<std::uint32_t>& rows_changed,
                                   std::set<std::string>& columns_changed);

}  // namespace leye::rules::testing
