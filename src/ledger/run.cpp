#include "ledger/run.h"

#include <algorithm>
#include <array>
#include <boost/json.hpp>
#include <chrono>

#include "ledger/projection.h"

namespace leye::ledger {
namespace {

constexpr std::array<std::string_view, 3> kStates = {"pending", "committed", "undone"};
constexpr std::chrono::milliseconds kSliceTime{10};
constexpr std::int64_t kFirstSlice = 128;
constexpr std::int64_t kSmallestSlice = 32;
constexpr std::int64_t kLargestSlice = 2000;
constexpr std::int64_t kSettleBatch = 50;

constexpr std::string_view kRunColumns =
    "run_id, number, kind, input_digest, attempt, business_date, state, account_id, body, summary, "
    "begun_at, ended_at, settled FROM run";

Result<Run> run_from(const store::Row& row) {
  Run r;
  LEYE_TRY(r.id, row.get<RunId>(0));
  LEYE_TRY(r.number, row.get<std::int64_t>(1));
  LEYE_TRY(r.kind, row.get<std::string>(2));
  LEYE_TRY(r.input, row.get<Digest>(3));
  LEYE_TRY(r.attempt, row.get<int>(4));
  LEYE_TRY(r.business_date, row.get<Date>(5));
  LEYE_TRY(const auto state, row.get<std::string>(6));
  r.state = static_cast<RunState>(std::ranges::find(kStates, state) - kStates.begin());
  LEYE_TRY(r.account, row.get<std::optional<AccountId>>(7));
  LEYE_TRY(auto body, row.get<std::optional<std::string>>(8));
  r.body = std::move(body).value_or(std::string());
  LEYE_TRY(auto summary, row.get<std::optional<std::string>>(9));
  r.summary = std::move(summary).value_or(std::string());
  LEYE_TRY(r.begun_at, row.get<Instant>(10));
  LEYE_TRY(r.ended_at, row.get<std::optional<Instant>>(11));
  LEYE_TRY(r.settled, row.get<bool>(12));
  return r;
}

Result<std::vector<Run>> collect(store::Reader& reader, const store::Sql& sql) {
  std::vector<Run> runs;
  LEYE_CHECK(reader.for_each(sql, [&](const store::Row& row) -> Result<void> {
    LEYE_TRY(auto run, run_from(row));
    runs.push_back(std::move(run));
    return {};
  }));
  return runs;
}

template <class... A>
store::Sql select_runs(std::string_view rest, const A&... values) {
  store::Sql sql{"SELECT " + std::string(kRunColumns), {}};
  return sql.add(rest, values...);
}

RunId id_for(const RunRequest& request, int attempt, Date on) {
  Hasher h;
  h.field("run").field(request.kind).field(to_text(request.input)).add(attempt);
  return RunId(derived_uuid(start_of(on).micros() / 1000, h.finish()));
}

/// The command that commits a run. Its entries carry it from the first slice on.
CommandId commit_command(RunId id) { return command_id(std::nullopt, id.uuid()); }

Result<Run> insert_run(store::Transaction& tx, const RunRequest& request, int attempt,
                       const Clock& clock) {
  const auto today = clock.today();
  const auto id = id_for(request, attempt, today);
  LEYE_TRY(const auto last, tx.one<std::int64_t>("SELECT coalesce(max(number), 0) FROM run"));
  LEYE_CHECK(tx.execute(
      "INSERT INTO run (run_id, number, kind, input_digest, attempt, business_date, state, "
      "settled, account_id, body, begun_at) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
      id, last + 1, request.kind, request.input, attempt, today, code(RunState::kPending), true,
      request.account, store::or_null(request.body), clock.now()));
  return run_of(tx, id);
}

Result<Run> begin_once(store::Transaction& tx, const RunRequest& request, const Clock& clock) {
  LEYE_TRY(
      const auto before,
      collect(tx, select_runs(" WHERE kind = ? AND input_digest = ? ORDER BY attempt DESC LIMIT 1",
                              request.kind, request.input)));
  if (before.empty()) return insert_run(tx, request, 1, clock);
  if (before.front().state != RunState::kUndone) return before.front();
  return insert_run(tx, request, before.front().attempt + 1, clock);
}

Result<Run> mark_ended(store::Transaction& tx, RunId id, RunState state, std::string summary,
                       Instant now) {
  LEYE_TRY(auto run, run_of(tx, id));
  if (!summary.empty()) run.summary = std::move(summary);
  LEYE_CHECK(tx.execute(
      "UPDATE run SET state = ?, settled = ?, ended_at = ?, summary = ? WHERE run_id = ?",
      code(state), false, now, store::or_null(run.summary), id));
  return run;
}

/// The one entry of a run. A commit's has the command's id, so that it is the same everywhere.
NewEntry end_entry(const Run& run, const Subject& about, Kind kind, const std::string& body,
                   const Act& act) {
  NewEntry e;
  e.subject = about;
  e.kind = kind;
  e.occurred_on = act.today();
  e.code = run.kind;
  e.ref = run.id.uuid();
  e.n = run.number;
  e.body = body;
  if (kind == Kind::kRunCommitted) e.id = EntryId(act.command().uuid());
  return e;
}

}  // namespace

std::string_view code(RunState state) { return kStates[static_cast<std::size_t>(state)]; }

Result<Run> Runs::begin(const RunRequest& request) {
  const auto once = [&] {
    return db_.write([&](store::Transaction& tx) { return begin_once(tx, request, clock_); });
  };
  auto run = once();
  // Another run took the number at the same moment.
  for (int i = 0; i < 5 && !run && store::is_unique_violation(run.error(), "run"); ++i)
    run = once();
  if (!run) return run;
  if (!run->settled) LEYE_CHECK(settle(run->id));
  return run;
}

Result<std::int64_t> Runs::next_row(const Run& run, std::string_view phase) {
  return db_.write([&](store::Transaction& tx) -> Result<std::int64_t> {
    LEYE_CHECK(tx.execute(
        "INSERT INTO run_phase (run_id, phase, next_row, done) VALUES (?, ?, ?, ?) ON CONFLICT "
        "(run_id, phase) DO NOTHING",
        run.id, phase, 0, false));
    return tx.one<std::int64_t>("SELECT next_row FROM run_phase WHERE run_id = ? AND phase = ?",
                                run.id, phase);
  });
}

Result<void> Runs::slice(const Run& run, std::string_view phase, std::int64_t from, std::int64_t to,
                         std::int64_t total, const Slice& work) {
  return db_.write(
      [&](store::Transaction& tx) -> Result<void> {
        LEYE_TRY(const auto moved,
                 tx.execute("UPDATE run_phase SET next_row = ?, done = ? WHERE run_id = ? AND "
                            "phase = ? AND next_row = ?",
                            to, to == total, run.id, phase, from));
        if (moved == 0) return fail("run.contended", to_text(run.id));
        LEYE_TRY(const auto state,
                 tx.one<std::string>("SELECT state FROM run WHERE run_id = ?", run.id));
        if (state != code(RunState::kPending)) return fail("run.not_pending", to_text(run.id));
        Act act(tx, {&keys_,
                     clock_.now(),
                     run.business_date,
                     commit_command(run.id),
                     run.id,
                     run.account,
                     run.number * 1000,
                     {}});
        return from == to ? Result<void>() : work(act, from, to);
      },
      store::Lane::kBulk);
}

Result<void> Runs::slices(const Run& run, std::string_view phase, std::int64_t total,
                          const Slice& work) {
  LEYE_TRY(auto from, next_row(run, phase));
  auto size = kFirstSlice;
  std::chrono::steady_clock::duration took{};
  // The time of the work alone: waiting for the writer and for the disk is not held against it.
  const Slice timed = [&](Act& act, std::int64_t first, std::int64_t last) {
    const auto start = std::chrono::steady_clock::now();
    auto result = work(act, first, last);
    took = std::chrono::steady_clock::now() - start;
    return result;
  };
  do {
    const auto to = std::min(total, from + size);
    LEYE_CHECK(slice(run, phase, from, to, total, timed));
    // Keep slices near their time, so that people's saves get in between.
    if (took > kSliceTime) size = std::max(kSmallestSlice, size / 2);
    if (took < kSliceTime / 2) size = std::min(kLargestSlice, size * 2);
    from = to;
  } while (from < total);
  return {};
}

Result<Run> Runs::end(RunId id, RunState state, const Subject& about,
                      std::optional<AccountId> account, Kind kind, const std::string& body,
                      const std::function<Result<void>(Act&)>& more) {
  const bool commits = state == RunState::kCommitted;
  const auto command = commits ? commit_command(id) : command_id(account, new_uuid());
  const auto ended = db_.write([&](store::Transaction& tx) -> Result<void> {
    LEYE_TRY(const auto run,
             mark_ended(tx, id, state, commits ? body : std::string(), clock_.now()));
    Act act(tx, {&keys_, clock_.now(), clock_.today(), command, std::nullopt, account, 0, {}});
    LEYE_CHECK(act.record(end_entry(run, about, kind, body, act)));
    if (more) LEYE_CHECK(more(act));
    LEYE_TRY(const auto version, close_act(act, about));
    Command c;
    c.account = account;
    c.action = commits ? "run.commit" : "run.undo";
    c.subject = about;
    c.run = id;
    LEYE_CHECK(close_command(act, c, {200, {}, version, false}));
    return store::publish(
        tx, {new_uuid(), commits ? "run.finished" : "run.undone", id.uuid(),
             boost::json::serialize(boost::json::object{{"kind", run.kind}}), clock_.now()});
  });
  LEYE_CHECK(ended);
  LEYE_CHECK(settle(id));
  return db_.read([&](store::Reader& reader) { return run_of(reader, id); });
}

Result<Run> Runs::commit(const Run& run, const Subject& about, const std::string& summary,
                         const std::function<Result<void>(Act&)>& more) {
  struct Now {
    Run run;
    std::int64_t open_phases;
  };
  LEYE_TRY(const auto now, db_.read([&](store::Reader& reader) -> Result<Now> {
    LEYE_TRY(auto r, run_of(reader, run.id));
    LEYE_TRY(const auto open,
             reader.one<std::int64_t>(
                 "SELECT count(*) FROM run_phase WHERE run_id = ? AND done = ?", run.id, false));
    return Now{std::move(r), open};
  }));
  if (now.run.state == RunState::kUndone) return fail("run.undone", to_text(run.id));
  if (now.open_phases > 0) return fail("run.unfinished", to_text(run.id));
  if (now.run.state == RunState::kCommitted) {
    if (!now.run.settled) LEYE_CHECK(settle(run.id));
    return now.run;
  }
  return end(run.id, RunState::kCommitted, about, run.account, Kind::kRunCommitted, summary, more);
}

Result<Run> Runs::undo(RunId id, const Subject& about, std::optional<AccountId> account,
                       std::string_view reason) {
  LEYE_TRY(const auto run, db_.read([&](store::Reader& reader) { return run_of(reader, id); }));
  if (run.state == RunState::kUndone) return fail("run.undone", to_text(id));
  const auto body = boost::json::serialize(boost::json::object{{"v", 1}, {"reason", reason}});
  return end(id, RunState::kUndone, about, account, Kind::kRunUndone, body, nullptr);
}

Result<void> Runs::settle(RunId id) {
  const auto scope = access::SystemScope::for_run(id);
  LEYE_TRY(const auto people, db_.read([&](store::Reader& reader) -> Result<std::vector<PersonId>> {
    access::PeopleQuery q(scope, {"e.person_id"});
    q.select("DISTINCT e.person_id FROM entry e").where("e.run_id = ?", id).order("e.person_id");
    return reader.query<PersonId>(q.sql());
  }));
  for (std::size_t from = 0; from < people.size(); from += kSettleBatch) {
    const auto to = std::min(people.size(), from + kSettleBatch);
    const auto projected = db_.write(
        [&](store::Transaction& tx) -> Result<void> {
          for (auto i = from; i < to; ++i) LEYE_CHECK(project(tx, scope, people[i]));
          return {};
        },
        store::Lane::kBulk);
    LEYE_CHECK(projected);
  }
  LEYE_CHECK(db_.write([&](store::Transaction& tx) {
    return tx.execute("UPDATE run SET settled = ? WHERE run_id = ?", true, id);
  }));
  return {};
}

Result<Run> run_of(store::Reader& reader, RunId id) {
  LEYE_TRY(auto found, collect(reader, select_runs(" WHERE run_id = ?", id)));
  if (found.empty()) return fail("run.unknown", to_text(id));
  return std::move(found.front());
}

Result<std::vector<Run>> runs_of(store::Reader& reader, std::string_view kind, std::int64_t limit) {
  if (kind.empty()) return collect(reader, select_runs(" ORDER BY number DESC LIMIT ?", limit));
  return collect(reader, select_runs(" WHERE kind = ? ORDER BY number DESC LIMIT ?", kind, limit));
}

Result<std::optional<Run>> latest_run(store::Reader& reader, std::string_view kind) {
  LEYE_TRY(auto found,
           collect(reader, select_runs(" WHERE kind = ? AND state = 'committed' ORDER BY number "
                                       "DESC LIMIT 1",
                                       kind)));
  if (found.empty()) return std::optional<Run>();
  return std::optional(std::move(found.front()));
}

}  // namespace leye::ledger
