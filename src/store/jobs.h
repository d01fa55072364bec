#pragma once
#include <chrono>
#include <optional>
#include <string>
#include <vector>

#include "core/date.h"
#include "core/ids.h"
#include "core/result.h"
#include "store/database.h"

namespace leye::store {

using JobId = Id<struct JobTag>;

/// Work to be done once, outside the transaction that asked for it.
struct NewJob {
  std::string kind;                 ///< who does it: `import.commit`, `outreach.send` …
  std::string key;                  ///< unique within the kind: the same key is enqueued once
  std::optional<std::string> body;  ///< JSON for the worker; no personal data in clear
  Instant run_at;                   ///< not before
  int max_attempts = 8;
};

/// A job taken by a worker. `lease` is the proof of it.
struct Job {
  JobId id;
  std::string kind;
  std::string key;
  std::optional<std::string> body;
  int attempt = 0;  ///< 1 at the first try
  int max_attempts = 0;
  Uuid lease;
};

struct DeadJob {
  JobId id;
  std::string kind;
  std::string key;
  int attempts = 0;
  std::string error;  ///< code and place of the last failure
  Instant since;
};

/// False if (kind, key) exists already, done or not.
Result<bool> enqueue(Transaction&, const NewJob&);
/// The most overdue job of these kinds, leased until now + `lease_time`: new ones and those whose
/// lease ran out. A job whose last lease ran out with no attempts left is moved to the dead letters
/// instead.
Result<std::optional<Job>> lease_job(Transaction&, const std::vector<std::string>& kinds,
                                     Instant now, std::chrono::seconds lease_time);
/// For long work: the lease runs until `until`. Error `store.lease_lost`.
Result<void> extend_lease(Transaction&, const Job&, Instant until);
/// In the transaction that writes the job's effect: so there is exactly one. Error
/// `store.lease_lost` if the lease ran out and another worker took the job; the effect is then
/// rolled back.
Result<void> complete_job(Transaction&, const Job&, Instant now);
/// Back into the queue after 10 s · 2^(attempt−1), at most an hour; after the last attempt a dead
/// letter.
Result<void> fail_job(Transaction&, const Job&, const Error&, Instant now);
/// Gives the lease back unused (shutdown); the attempt does not count.
Result<void> return_job(Transaction&, const Job&, Instant now);

Result<std::vector<DeadJob>> dead_jobs(Reader&);
/// Tries a dead letter again from the start. Error `store.no_row`.
Result<void> revive_job(Transaction&, JobId, Instant now);

}  // namespace leye::store
