#pragma once
#include <boost/json/object.hpp>
#include <filesystem>
#include <map>
#include <string>
#include <vector>

#include "core/fen.h"
#include "facts/snapshot.h"
#include "rules/engine/engine.h"
#include "rules/pack/determine.h"

namespace leye::screening {

/// What a change of pack does to a group of subjects.
struct Moved {
  std::int64_t gains = 0;          ///< → eligible
  std::int64_t losses = 0;         ///< eligible →
  std::int64_t newly_unclear = 0;  ///< decided → undetermined
  Fen before, after;               ///< Σ known amounts of the eligible
};

struct MovedSubject {
  std::uint32_t row = 0;
  rules::Eligibility before = rules::Eligibility::kNotInForce;
  rules::Eligibility after = rules::Eligibility::kNotInForce;
};

/// One policy under two packs over one snapshot. A pack that has no such policy in force pays
/// nobody by it.
struct PolicyChange {
  std::string rule;
  std::string code;
  std::string subject;
  Moved all;
  std::int64_t undetermined_before = 0, undetermined_after = 0;
  /// With every undetermined subject at the greatest amount anyone gets: the most it can cost.
  Fen most_before, most_after;
  /// `district`, `sex`, `employer_size`, `month` → value → what moved; facts not known: `—`.
  std::map<std::string, std::map<std::string, Moved>> by;
  std::vector<MovedSubject> subjects;  ///< whose outcome changed, by row
};

struct WhatIf {
  Date as_of;
  std::vector<PolicyChange> policies;  ///< of either pack, by id
};

/// Both packs in one pass over the snapshot: what they share is worked out once. Month of a
/// subject: that of the policy's anchor date, else that of the snapshot's day. Error
/// `money.overflow`.
[[nodiscard]] Result<WhatIf> what_if(const rules::Pack& before, const rules::Pack& after,
                                     const facts::Snapshot&, unsigned threads = 1);

/// Counts and costs, without the list of subjects.
[[nodiscard]] boost::json::object to_json(const WhatIf&);
/// A workbook of three sheets: policies, groups, subjects. Errors as of XlsxWriter.
[[nodiscard]] Result<void> write_workbook(const WhatIf&, const facts::Snapshot&,
                                          const std::filesystem::path&);

}  // namespace leye::screening
