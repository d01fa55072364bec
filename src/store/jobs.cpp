#include "store/jobs.h"

#include <algorithm>

namespace leye::store {
namespace {

constexpr std::int64_t kSecond = 1'000'000;
constexpr std::int64_t kFirstPause = 10 * kSecond;
constexpr std::int64_t kLongestPause = 3600 * kSecond;

std::int64_t pause_after(int attempt) {
  const int doublings = std::clamp(attempt - 1, 0, 20);
  return std::min(kFirstPause << doublings, kLongestPause);
}

/// One row, or the lease belongs to somebody else by now.
Result<void> expect_own(const Result<std::int64_t>& rows, const Job& job) {
  if (!rows) return fail(rows.error());
  if (*rows == 1) return {};
  return fail("store.lease_lost", {}, {{"kind", job.kind}, {"key", job.key}});
}

Result<std::optional<Job>> most_overdue(Transaction& tx, const std::vector<std::string>& kinds,
                                        Instant now) {
  Sql sql{
      "SELECT job_id, kind, job_key, body, attempt, max_attempts, lease FROM job "
      "WHERE state IN ('waiting', 'leased') AND run_at <= ? AND kind IN (",
      {now}};
  for (std::size_t i = 0; i < kinds.size(); ++i) sql.add(i == 0 ? "?" : ", ?", kinds[i]);
  sql.add(") ORDER BY run_at, job_id LIMIT 1 {skip_locked}");
  LEYE_TRY(auto row, tx.find<JobId, std::string, std::string, std::optional<std::string>, int, int,
                             std::optional<Uuid>>(sql));
  if (!row) return std::nullopt;
  auto& [id, kind, key, body, attempt, max_attempts, lease] = *row;
  return Job{id,      std::move(kind), std::move(key),        std::move(body),
             attempt, max_attempts,    lease.value_or(Uuid{})};
}

Result<void> bury(Transaction& tx, const Job& job, std::string_view error, Instant now) {
  LEYE_CHECK(tx.execute(
      "UPDATE job SET state = 'dead', lease = NULL, error = ?, run_at = ? WHERE job_id = ?", error,
      now, job.id));
  return {};
}

}  // namespace

Result<bool> enqueue(Transaction& tx, const NewJob& job) {
  LEYE_TRY(const auto rows,
           tx.execute("INSERT INTO job (job_id, kind, job_key, body, state, run_at, attempt, "
                      "max_attempts) VALUES (?, ?, ?, ?, 'waiting', ?, 0, ?) "
                      "ON CONFLICT (kind, job_key) DO NOTHING",
                      new_uuid(), job.kind, job.key, job.body, job.run_at, job.max_attempts));
  return rows == 1;
}

Result<std::optional<Job>> lease_job(Transaction& tx, const std::vector<std::string>& kinds,
                                     Instant now, std::chrono::seconds lease_time) {
  if (kinds.empty()) return std::nullopt;
  for (;;) {
    LEYE_TRY(auto job, most_overdue(tx, kinds, now));
    if (!job) return std::nullopt;
    if (job->attempt >= job->max_attempts) {
      LEYE_CHECK(bury(tx, *job, "store.lease_lost", now));
      continue;
    }
    ++job->attempt;
    job->lease = new_uuid();
    LEYE_CHECK(tx.execute(
        "UPDATE job SET state = 'leased', lease = ?, attempt = ?, run_at = ? WHERE job_id = ?",
        job->lease, job->attempt, Instant(now.micros() + lease_time.count() * kSecond), job->id));
    return job;
  }
}

Result<void> extend_lease(Transaction& tx, const Job& job, Instant until) {
  return expect_own(tx.execute("UPDATE job SET run_at = ? WHERE job_id = ? AND lease = ?", until,
                               job.id, job.lease),
                    job);
}

Result<void> complete_job(Transaction& tx, const Job& job, Instant now) {
  return expect_own(tx.execute("UPDATE job SET state = 'done', lease = NULL, error = NULL, "
                               "run_at = ? WHERE job_id = ? AND lease = ?",
                               now, job.id, job.lease),
                    job);
}

Result<void> fail_job(Transaction& tx, const Job& job, const Error& error, Instant now) {
  const std::string text = error.where.empty() ? error.code : error.code + " " + error.where;
  const bool dead = job.attempt >= job.max_attempts;
  const Instant next(dead ? now.micros() : now.micros() + pause_after(job.attempt));
  return expect_own(tx.execute("UPDATE job SET state = ?, lease = NULL, error = ?, run_at = ? "
                               "WHERE job_id = ? AND lease = ?",
                               dead ? "dead" : "waiting", text, next, job.id, job.lease),
                    job);
}

Result<void> return_job(Transaction& tx, const Job& job, Instant now) {
  return expect_own(tx.execute("UPDATE job SET state = 'waiting', lease = NULL, run_at = ?, "
                               "attempt = attempt - 1 WHERE job_id = ? AND lease = ?",
                               now, job.id, job.lease),
                    job);
}

Result<std::vector<DeadJob>> dead_jobs(Reader& reader) {
  LEYE_TRY(auto rows,
           reader.query<JobId, std::string, std::string, int, std::optional<std::string>, Instant>(
               "SELECT job_id, kind, job_key, attempt, error, run_at FROM job "
               "WHERE state = 'dead' ORDER BY run_at, job_id"));
  std::vector<DeadJob> dead;
  for (auto& [id, kind, key, attempts, error, since] : rows)
    dead.push_back({id, std::move(kind), std::move(key), attempts, error.value_or(""), since});
  return dead;
}

Result<void> revive_job(Transaction& tx, JobId id, Instant now) {
  LEYE_TRY(const auto rows, tx.execute("UPDATE job SET state = 'waiting', attempt = 0, run_at = ? "
                                       "WHERE job_id = ? AND state = 'dead'",
                                       now, id));
  if (rows == 0) return fail("store.no_row", "job");
  return {};
}

}  // namespace leye::store
