#pragma once
#include "facts/population.h"
#include "facts/snapshot.h"
#include "rules/pack/pack.h"

namespace leye::facts {

/// Every fact the pack declares, for every subject of the population, on `as_of`: own facts,
/// reached rows, and copies on the day before each anchor. Deterministic: equal inputs give equal
/// digests.
[[nodiscard]] Snapshot build_snapshot(const rules::Pack&, const Population&, Date as_of,
                                      std::int64_t seal);

}  // namespace leye::facts
