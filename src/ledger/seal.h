#pragma once
#include <cstdint>
#include <optional>
#include <vector>

#include "core/date.h"
#include "ledger/subject.h"
#include "store/database.h"

namespace leye::ledger {

struct SealReport {
  std::int64_t seal = 0;  ///< the new one; 0 when nothing waited
  std::int64_t commands = 0;
  std::int64_t leaves = 0;
};
/// Stamps every command and leaf not yet sealed with the next seal and chains the leaves. The
/// server calls it every two seconds, commands at their end. Two processes may call it: the seal's
/// key lets one through, the other reports 0.
Result<SealReport> seal_pending(store::Database&, const Clock&);

/// "Known up to": the newest seal, 0 before the first.
Result<std::int64_t> latest_seal(store::Reader&);
/// Subjects changed by commands sealed after `since`, up to `until`.
Result<std::vector<Subject>> changed_between(store::Reader&, std::int64_t since,
                                             std::int64_t until);

}  // namespace leye::ledger
