#pragma once
#include <boost/json/object.hpp>
#include <filesystem>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "facts/snapshot.h"
#include "ledger/run.h"
#include "rules/pack/pack.h"
#include "screening/screen.h"

namespace leye::screening {

/// Counts of one policy in a run, for pages and summaries.
struct RuleSummary {
  std::string rule;
  std::string code;
  std::string subject;
  std::int64_t eligible = 0, not_eligible = 0, undetermined = 0, error = 0;
  Fen amount;
  std::vector<std::pair<std::string, std::int64_t>>
      missing_top;  ///< fact → subjects it would decide
};

/// A committed screening run.
struct Screening {
  RunId id;
  std::int64_t number = 0;
  Date as_of;
  std::int64_t seal = 0;
  std::string pack_digest;
  std::string snapshot_digest;
  std::string determinations_digest;
  std::int64_t changed = 0;  ///< rows of run_diff
  Instant finished_at;
  std::vector<RuleSummary> rules;
  std::filesystem::path folder;    ///< determinations.csv, funnel.csv, run.json
  std::filesystem::path snapshot;  ///< for read_snapshot
};

/// Screening runs of one data folder. Files of a run are written before its commit, so that a
/// committed run always has them; a run that died is done again from its beginning.
class Screenings {
 public:
  Screenings(ledger::Runs& runs, std::filesystem::path data)
      : runs_(runs), data_(std::move(data)) {}

  /// Builds the snapshot of `as_of` from what is sealed now, screens it, stores files and
  /// `run_diff`. The same pack, facts and day again give the run that exists.
  Result<Screening> run(const rules::Pack&, Date as_of, unsigned threads = 2);
  /// The newest run, or the newest of a day. Error `run.missing`.
  Result<Screening> newest(store::Reader&, std::optional<Date> as_of) const;
  /// Error `columns.file_damaged` …; snapshots may have been deleted by age: `file.unreadable`.
  Result<facts::Snapshot> snapshot_of(const Screening&) const;

 private:
  ledger::Runs& runs_;
  std::filesystem::path data_;
};

/// The summary as JSON, as commands print it and the run keeps it.
[[nodiscard]] boost::json::object to_json(const Screening&);

}  // namespace leye::screening
