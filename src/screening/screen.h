#pragma once
#include <filesystem>
#include <optional>
#include <string>
#include <vector>

#include "core/digest.h"
#include "facts/snapshot.h"
#include "rules/pack/determine.h"

namespace leye::screening {

/// What became of the subjects at one condition, in file order; `in` counts those not yet failed.
struct FunnelStep {
  std::string condition;
  std::int64_t in = 0, passed = 0, failed = 0, undetermined = 0, error = 0;
};

/// One policy over every subject of its kind.
struct RuleOutcomes {
  const rules::Policy* policy = nullptr;
  std::vector<rules::Eligibility> outcome;        ///< by row of the subject's table
  std::vector<std::optional<Fen>> amount;         ///< of the eligible
  std::vector<std::vector<std::string>> failed;   ///< condition ids, by row
  std::vector<std::vector<std::string>> missing;  ///< fact names, by row
  std::vector<rules::Payment> payment;
  std::vector<FunnelStep> funnel;
  [[nodiscard]] std::int64_t count(rules::Eligibility) const;
  [[nodiscard]] Fen total() const;  ///< of known amounts
};

struct Outcomes {
  Date as_of;
  std::string pack_digest;
  Digest snapshot_digest{};
  std::vector<RuleOutcomes> rules;  ///< policies in force, in order of id
};

/// Every policy of the pack over the snapshot. Counts add up: eligible + not_eligible +
/// undetermined
/// + error = subjects. Pure; equal inputs give equal outcomes whatever the number of threads.
[[nodiscard]] Outcomes screen(const rules::Pack&, const facts::Snapshot&, unsigned threads = 1);

/// SHA-256 over the lines of determinations.csv.
[[nodiscard]] Digest determinations_digest(const Outcomes&, const facts::Snapshot&);

/// Writes `determinations.csv` (rule, code, subject, outcome, failed, missing, amount_fen, payment;
/// sorted by rule, then subject), `funnel.csv` and `run.json` into `folder`, which must not hold
/// them yet. Returns the determinations digest. Error `file.unwritable`.
[[nodiscard]] Result<Digest> write_outcomes(const Outcomes&, const facts::Snapshot&,
                                            const std::filesystem::path& folder);

}  // namespace leye::screening
