#include "ledger/tasks.h"

#include <algorithm>
#include <set>

#include "ledger/task_rows.h"

namespace leye::ledger {
namespace {

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
  LEYE_TRY(auto found,
           collect_tasks(tx, {"SELECT " + std::string(kTaskColumns) +
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
  LEYE_TRY(auto found,
           collect_tasks(tx, {"SELECT " + std::string(kTaskColumns) +
                                  " WHERE t.subject_id = ? AND t.task_id = ? {for_update}",
                              {subject, id}}));
  if (found.empty()) return fail("task.unknown", to_text(id));
  return std::move(found.front());
}

}  // namespace

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

}  // namespace leye::ledger
