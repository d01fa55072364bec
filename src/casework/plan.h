#pragma once
#include <cstdint>

#include "facts/snapshot.h"
#include "ledger/run.h"
#include "rules/pack/pack.h"

namespace leye::casework {

struct PlanCounts {
  std::int64_t created = 0;    ///< tasks opened, reopened ones too
  std::int64_t closed = 0;     ///< met, or no longer owed
  std::int64_t unchanged = 0;  ///< open and still due
};

/// Duties → tasks for the business date: evaluates every standard for everybody, set-wise, and
/// opens and closes tasks by key. Idempotent: a second call on unchanged facts changes nothing.
/// Agrees with `Casework` (AfterEntry) for every subject and standard (property test).
[[nodiscard]] Result<PlanCounts> plan(ledger::Runs&, const rules::Pack&, Date today);

}  // namespace leye::casework
