#pragma once
#include <cstdint>
#include <functional>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "ledger/command.h"

namespace leye::ledger {

enum class RunState : std::uint8_t { kPending, kCommitted, kUndone };
[[nodiscard]] std::string_view code(RunState);

/// An immutable, numbered execution: import, link, plan, screening, payment, report.
struct Run {
  RunId id;
  std::int64_t number = 0;  ///< grows by one; newer runs have higher numbers
  std::string kind;
  Digest input{};
  int attempt = 1;  ///< of this input; one more after each undo
  Date business_date;
  RunState state = RunState::kPending;
  std::optional<AccountId> account;
  std::string body;     ///< JSON given at the start
  std::string summary;  ///< JSON given at the commit
  Instant begun_at;
  std::optional<Instant> ended_at;
  bool settled = true;  ///< states of persons are up to date with it
};

struct RunRequest {
  std::string kind;
  Digest input{};  ///< of all that decides the outcome: file, mapping, pack, seal …
  std::optional<AccountId> account;
  std::string body;
};

/// Does bulk work in slices of at most 10 ms, each one transaction that also moves the run's
/// cursor. Rows carry `act.run()` and are not seen before the commit; after kill -9 the same
/// request goes on where the last slice ended.
///
///   ledger::Runs runs(db, keys, clock);
///   LEYE_TRY(auto run, runs.begin({"import", digest, account, body}));
///   if (run.state == ledger::RunState::kCommitted) return …;       // the same input again
///   LEYE_CHECK(runs.slices(run, "records", rows.size(), [&](Act& act, auto from, auto to) {…}));
///   LEYE_CHECK(runs.commit(run, campaign("tianjin-2020q4"), summary));
class Runs {
 public:
  Runs(store::Database& db, const access::KeyRing& keys, const Clock& clock)
      : db_(db), keys_(keys), clock_(clock) {}

  /// A new run; or the pending one of this kind and input, to go on with; or the committed one, to
  /// be left as it is. An undone one is begun anew with the next attempt. Ids follow from kind,
  /// input, attempt and business date, so that they are equal on every database.
  Result<Run> begin(const RunRequest&);

  using Slice = std::function<Result<void>(Act&, std::int64_t from, std::int64_t to)>;
  /// Calls `slice` for rows [from, to) until `total`. A slice may run twice after a conflict; its
  /// only effects are those on the act. Errors `run.not_pending`, `run.contended` (another process
  /// does the same run), and those of `slice`.
  Result<void> slices(const Run&, std::string_view phase, std::int64_t total, const Slice&);

  /// Makes the run's rows visible, with one leaf, one entry (`RunCommitted`, about `about`), and
  /// one outbox message `run.finished` {run, kind}; then brings the states of persons up to date
  /// that its entries moved. Safe to repeat after a crash. `more` may add to the commit's
  /// transaction.
  Result<Run> commit(const Run&, const Subject& about, const std::string& summary,
                     const std::function<Result<void>(Act&)>& more = nullptr);
  /// Hides the run's rows again (`RunUndone`). Errors `run.unknown`, `run.undone`.
  Result<Run> undo(RunId, const Subject& about, std::optional<AccountId>, std::string_view reason);

  [[nodiscard]] store::Database& db() { return db_; }
  [[nodiscard]] const access::KeyRing& keys() const { return keys_; }
  [[nodiscard]] const Clock& clock() const { return clock_; }

 private:
  Result<void> settle(RunId);
  Result<std::int64_t> next_row(const Run&, std::string_view phase);
  Result<void> slice(const Run&, std::string_view phase, std::int64_t from, std::int64_t to,
                     std::int64_t total, const Slice&);
  Result<Run> end(RunId, RunState, const Subject& about, std::optional<AccountId>, Kind,
                  const std::string& body, const std::function<Result<void>(Act&)>& more);
  store::Database& db_;
  const access::KeyRing& keys_;
  const Clock& clock_;
};

/// Error `run.unknown`.
Result<Run> run_of(store::Reader&, RunId);
/// Newest first; an empty kind means all.
Result<std::vector<Run>> runs_of(store::Reader&, std::string_view kind, std::int64_t limit);
/// The newest committed run of a kind.
Result<std::optional<Run>> latest_run(store::Reader&, std::string_view kind);

}  // namespace leye::ledger
