#include "ledger/tasks.h"

#include <algorithm>
#include <array>
#include <set>

namespace leye::ledger {
namespace {

constexpr std::array<std::string_view, 6> kStates = {"proposed", "assigned", "in_progress",
                                                     "done",     "returned", "cancelled"};

constexpr std::string_view kColumns =
    "t.task_id, t.subject_kind, t.subject_id, t.person_id, t.kind, t.standard, t.clause, t.period, "
    "t.cause, t.due_on, t.state, t.division, t.place, t.tags, t.owner, t.opened_on, t.closed_on, "
    "t.closed_by, t.close_reason, t.run_id, t.body, t.version FROM task t";

Result<Task> task_from(const store::Row& row) {
  Task t;
  auto& w = t.what;
  LEYE_TRY(t.id, row.get<TaskId>(0));
  LEYE_TRY(w.subject_kind, row.get<std::string>(1));
  LEYE_TRY(w.subject, row.get<Uuid>(2));
  LEYE_TRY(w.person, row.get<std::optional<PersonId>>(3));
  LEYE_TRY(w.kind, row.get<std::string>(4));
  LEYE_TRY(w.standard, row.get<std::optional<std::string>>(5));
  LEYE_TRY(w.clause, row.get<std::optional<std::string>>(6));
  LEYE_TRY(w.period, row.get<std::optional<std::string>>(7));
  LEYE_TRY(w.cause, row.get<std::optional<Uuid>>(8));
  LEYE_TRY(w.due_on, row.get<Date>(9));
  LEYE_TRY(const auto state, row.get<std::string>(10));
  t.state = task_state_of(state).value_or(TaskState::kCancelled);
  LEYE_TRY(w.division, row.get<std::string>(11));
  LEYE_TRY(w.place, row.get<std::optional<std::string>>(12));
  LEYE_TRY(w.tags, row.get<std::optional<std::string>>(13));
  LEYE_TRY(w.owner, row.get<std::optional<AccountId>>(14));
  LEYE_TRY(t.opened_on, row.get<Date>(15));
  LEYE_TRY(t.closed_on, row.get<std::optional<Date>>(16));
  LEYE_TRY(t.closed_by, row.get<std::optional<EntryId>>(17));
  LEYE_TRY(t.close_reason, row.get<std::optional<std::string>>(18));
  LEYE_TRY(t.run, row.get<std::optional<RunId>>(19));
  LEYE_TRY(auto body, row.get<std::optional<std::string>>(20));
  w.body = std::move(body).value_or(std::string());
  LEYE_TRY(t.version, row.get<std::int64_t>(21));
  return t;
}

Result<std::vector<Task>> collect(store::Reader& reader, const store::Sql& sql) {
  std::vector<Task> tasks;
  LEYE_CHECK(reader.for_each(sql, [&](const store::Row& row) -> Result<void> {
    LEYE_TRY(auto task, task_from(row));
    tasks.push_back(std::move(task));
    return {};
  }));
  return tasks;
}

/// Columns of both tables, in the order `add_rows` gives them.
store::RowBatch task_batch() {
  return {"task", {"subject_id",   "task_id", "subject_kind", "person_id", "kind",      "standard",
                   "clause",       "period",  "cause",        "due_on",    "state",     "division",
                   "place",        "tags",    "owner",        "opened_on", "closed_on", "closed_by",
                   "close_reason", "run_id",  "body",         "version"}};
}
store::RowBatch item_batch() {
  return {"work_item",
          {"division", "task_id", "subject_id", "subject_kind", "person_id", "kind", "standard",
           "clause", "period", "due_on", "state", "place", "tags", "owner", "opened_on",
           "closed_on", "run_id", "version"}};
}
void add_rows(store::RowBatch& tasks, store::RowBatch& items, const Task& t) {
  const auto& w = t.what;
  tasks.add(w.subject, t.id, w.subject_kind, w.person, w.kind, w.standard, w.clause, w.period,
            w.cause, w.due_on, code(t.state), w.division, w.place, w.tags, w.owner, t.opened_on,
            t.closed_on, t.closed_by, t.close_reason, t.run, store::or_null(w.body), t.version);
  items.add(w.division, t.id, w.subject, w.subject_kind, w.person, w.kind, w.standard, w.clause,
            w.period, w.due_on, code(t.state), w.place, w.tags, w.owner, t.opened_on, t.closed_on,
            t.run, t.version);
}

std::string insert_text(const store::RowBatch& batch) {
  std::string sql = "INSERT INTO " + batch.table() + " (";
  std::string marks;
  for (const auto& column : batch.columns()) {
    sql.append(marks.empty() ? "" : ", ").append(column);
    marks.append(marks.empty() ? "?" : ", ?");
  }
  return sql.append(") VALUES (").append(marks).append(")");
}

/// Writes the task's row and its copy for lists anew.
Result<void> write(store::Transaction& tx, const Task& t, bool fresh) {
  if (!fresh) {
    LEYE_CHECK(
        tx.execute("DELETE FROM task WHERE subject_id = ? AND task_id = ?", t.what.subject, t.id));
    LEYE_CHECK(tx.execute("DELETE FROM work_item WHERE task_id = ?", t.id));
  }
  auto tasks = task_batch();
  auto items = item_batch();
  add_rows(tasks, items, t);
  for (const auto* batch : {&tasks, &items})
    LEYE_CHECK(tx.execute(
        store::Sql{insert_text(*batch), {batch->values().begin(), batch->values().end()}}));
  return {};
}

/// The subject whose timeline tells of the task: the person, or the employer or unit itself.
std::optional<Subject> teller(const NewTask& w) {
  if (w.person) return of(*w.person);
  const auto kind = subject_kind_of(w.subject_kind);
  return kind ? std::optional(Subject{*kind, w.subject}) : std::nullopt;
}

Result<void> tell(Act& act, const Task& t, Kind kind, std::optional<EntryId>* id = nullptr) {
  if (act.run()) return {};
  const auto subject = teller(t.what);
  if (!subject) return {};
  NewEntry e;
  e.subject = *subject;
  e.kind = kind;
  e.occurred_on = act.today();
  e.ref = t.id.uuid();
  e.code = kind == Kind::kTaskCancelled ? t.close_reason
           : t.what.standard            ? t.what.standard
                                        : std::optional(t.what.kind);
  LEYE_TRY(const auto entry, act.record(std::move(e)));
  if (id != nullptr) *id = entry.id;
  return {};
}

struct Existing {
  Task task;
  bool visible = true;
};
/// The task that (standard, subject, period) names, also one of a run that is not committed.
Result<std::optional<Existing>> existing(store::Transaction& tx, const NewTask& w) {
  if (!w.standard || !w.period) return std::optional<Existing>();
  LEYE_TRY(auto found, collect(tx, {"SELECT " + std::string(kColumns) +
                                        " WHERE t.subject_id = ? AND t.standard = ? AND t.period "
                                        "= ?",
                                    {w.subject, *w.standard, *w.period}}));
  if (found.empty()) return std::optional<Existing>();
  Existing e{std::move(found.front()), true};
  if (e.task.run) {
    LEYE_TRY(const auto state,
             tx.find<std::string>("SELECT state FROM run WHERE run_id = ?", *e.task.run));
    e.visible = state == "committed";
  }
  return std::optional(std::move(e));
}

Result<Task> locked(store::Transaction& tx, const Uuid& subject, TaskId id) {
  LEYE_TRY(auto found, collect(tx, {"SELECT " + std::string(kColumns) +
                                        " WHERE t.subject_id = ? AND t.task_id = ? {for_update}",
                                    {subject, id}}));
  if (found.empty()) return fail("task.unknown", to_text(id));
  return std::move(found.front());
}

}  // namespace

std::string_view code(TaskState state) { return kStates[static_cast<std::size_t>(state)]; }
std::optional<TaskState> task_state_of(std::string_view text) {
  for (std::size_t i = 0; i < kStates.size(); ++i)
    if (kStates[i] == text) return static_cast<TaskState>(i);
  return std::nullopt;
}

TaskId duty_task_id(const Uuid& subject, std::string_view standard, std::string_view period) {
  return TaskId(derived_uuid(
      0, Hasher().field("task").field(to_text(subject)).field(standard).field(period).finish()));
}

namespace {
Task fresh_task(const Act& act, const NewTask& what, TaskId id) {
  Task t;
  t.id = id;
  t.what = what;
  if (!t.what.person && t.what.subject_kind == "person") t.what.person = PersonId(t.what.subject);
  t.opened_on = act.today();
  t.run = act.run();
  return t;
}
}  // namespace

Result<OpenResult> open_task(Act& act, const NewTask& what) {
  LEYE_TRY(auto old, existing(act.tx(), what));
  if (old && old->visible && is_open(old->task.state))
    return OpenResult{old->task.id, Opened::kUnchanged};
  auto t = fresh_task(act, what, TaskId());
  const bool reopened = old && old->visible;
  if (old) {
    // What people closed with a proof stays closed for a run; only an act opens that again.
    if (reopened && act.run() && old->task.state != TaskState::kCancelled)
      return OpenResult{old->task.id, Opened::kUnchanged};
    if (reopened) t.run = old->task.run;
    t.id = old->task.id;
    t.version = old->task.version + 1;
    if (reopened) t.opened_on = old->task.opened_on;
  } else if (what.standard && what.period) {
    t.id = duty_task_id(what.subject, *what.standard, *what.period);
  } else {
    t.id = TaskId::make();
  }
  LEYE_CHECK(write(act.tx(), t, !old));
  LEYE_CHECK(tell(act, t, Kind::kTaskAssigned));
  act.opened_tasks.push_back(t.id);
  return OpenResult{t.id, reopened ? Opened::kReopened : Opened::kCreated};
}

Result<std::int64_t> open_tasks(Act& act, std::span<const NewTask> wanted) {
  std::set<TaskId> known;
  constexpr std::size_t kAtOnce = 300;
  for (std::size_t from = 0; from < wanted.size(); from += kAtOnce) {
    const auto part = wanted.subspan(from, std::min(kAtOnce, wanted.size() - from));
    store::Sql sql{"WITH wanted (id, subject) AS (VALUES ", {}};
    for (const auto& w : part)
      sql.add(&w == part.data() ? "(?, ?)" : ", (?, ?)",
              duty_task_id(w.subject, w.standard.value_or(""), w.period.value_or("")), w.subject);
    sql.add(
        ") SELECT t.task_id FROM wanted CROSS JOIN task t WHERE t.subject_id = "
        "wanted.subject AND t.task_id = wanted.id");
    LEYE_TRY(const auto found, act.tx().query<TaskId>(sql));
    known.insert(found.begin(), found.end());
  }
  std::int64_t opened = 0;
  auto tasks = task_batch();
  auto items = item_batch();
  for (const auto& w : wanted) {
    if (!w.standard || !w.period) return fail("task.no_duty", to_text(w.subject));
    const auto id = duty_task_id(w.subject, *w.standard, *w.period);
    if (!act.run() || !known.insert(id).second) {
      LEYE_TRY(const auto one, open_task(act, w));
      if (one.result != Opened::kUnchanged) ++opened;
      continue;
    }
    add_rows(tasks, items, fresh_task(act, w, id));
    ++opened;
  }
  if (tasks.rows() == 0) return opened;
  LEYE_CHECK(act.tx().copy_in(tasks));
  LEYE_CHECK(act.tx().copy_in(items));
  return opened;
}

Result<bool> close_task(Act& act, const Uuid& subject, TaskId id, EntryId proof) {
  LEYE_TRY(auto t, locked(act.tx(), subject, id));
  if (!is_open(t.state)) return false;
  t.state = TaskState::kDone;
  t.closed_on = act.today();
  t.closed_by = proof;
  ++t.version;
  LEYE_CHECK(write(act.tx(), t, false));
  LEYE_CHECK(tell(act, t, Kind::kTaskDone));
  act.closed_tasks.push_back(id);
  return true;
}

Result<bool> close_duty(Act& act, const Uuid& subject, std::string_view standard,
                        std::string_view period, EntryId proof) {
  LEYE_TRY(const auto id,
           act.tx().find<TaskId>("SELECT task_id FROM task WHERE subject_id = ? AND standard = ? "
                                 "AND period = ? AND " +
                                     access::committed("task.run_id"),
                                 subject, standard, period));
  if (!id) return false;
  return close_task(act, subject, *id, proof);
}

Result<bool> cancel_task(Act& act, const Uuid& subject, TaskId id, std::string_view reason) {
  LEYE_TRY(auto t, locked(act.tx(), subject, id));
  if (!is_open(t.state)) return false;
  t.state = TaskState::kCancelled;
  t.closed_on = act.today();
  t.close_reason = std::string(reason);
  ++t.version;
  LEYE_CHECK(write(act.tx(), t, false));
  LEYE_CHECK(tell(act, t, Kind::kTaskCancelled));
  act.closed_tasks.push_back(id);
  return true;
}

Result<void> reassign_task(Act& act, const Uuid& subject, TaskId id, std::string_view division,
                           std::optional<AccountId> owner) {
  LEYE_TRY(auto t, locked(act.tx(), subject, id));
  if (!is_open(t.state)) return fail("task.closed", to_text(id));
  const auto before = t.what;
  t.what.division = std::string(division);
  t.what.owner = owner;
  ++t.version;
  LEYE_CHECK(write(act.tx(), t, false));
  std::optional<EntryId> entry;
  LEYE_CHECK(tell(act, t, Kind::kTaskReassigned, &entry));
  if (!entry) return {};
  LEYE_CHECK(act.tx().execute(
      "INSERT INTO task_history (subject_id, task_id, entry_id, at, from_division, to_division, "
      "from_owner, to_owner) VALUES (?, ?, ?, ?, ?, ?, ?, ?)",
      subject, id, *entry, act.now(), before.division, t.what.division, before.owner, owner));
  return {};
}

Result<Task> task_of(store::Reader& reader, const Uuid& subject, TaskId id) {
  LEYE_TRY(auto found, collect(reader, {"SELECT " + std::string(kColumns) +
                                            " WHERE t.subject_id = ? AND t.task_id = ? AND " +
                                            access::committed("t.run_id"),
                                        {subject, id}}));
  if (found.empty()) return fail("task.unknown", to_text(id));
  return std::move(found.front());
}

Result<std::vector<Task>> tasks_of(store::Reader& reader, const access::SystemScope& scope,
                                   const Uuid& subject) {
  access::PeopleQuery q(scope, {"t.person_id"});
  q.select(kColumns).where("t.subject_id = ?", subject).where(access::committed("t.run_id"));
  q.order("CASE WHEN t.closed_on IS NULL THEN 0 ELSE 1 END, t.due_on, t.task_id");
  return collect(reader, q.sql());
}

Result<std::vector<Task>> tasks_about(store::Reader& reader, const access::Scope& scope,
                                      PersonId person) {
  access::PeopleQuery q(scope, {"t.person_id", "t.division"});
  q.select(kColumns).where("t.person_id = ?", person).where(access::committed("t.run_id"));
  q.order("CASE WHEN t.closed_on IS NULL THEN 0 ELSE 1 END, t.due_on, t.task_id");
  return collect(reader, q.sql());
}

Result<void> for_each_task(store::Reader& reader, const access::SystemScope& scope,
                           std::string_view standard, std::optional<std::string_view> period,
                           const std::function<Result<void>(const Task&)>& each) {
  access::PeopleQuery q(scope, {"t.person_id"});
  q.select(kColumns).where("t.standard = ?", standard).where(access::committed("t.run_id"));
  if (period) q.where("t.period = ?", *period);
  q.order("t.subject_id, t.period");
  return reader.for_each(q.sql(), [&](const store::Row& row) -> Result<void> {
    LEYE_TRY(const auto task, task_from(row));
    return each(task);
  });
}

}  // namespace leye::ledger
