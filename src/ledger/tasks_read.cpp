#include <array>

#include "ledger/task_rows.h"

namespace leye::ledger {
namespace {

constexpr std::array<std::string_view, 6> kStates = {"proposed", "assigned", "in_progress",
                                                     "done",     "returned", "cancelled"};

}  // namespace

std::string_view code(TaskState state) { return kStates[static_cast<std::size_t>(state)]; }
std::optional<TaskState> task_state_of(std::string_view text) {
  for (std::size_t i = 0; i < kStates.size(); ++i)
    if (kStates[i] == text) return static_cast<TaskState>(i);
  return std::nullopt;
}

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

Result<std::vector<Task>> collect_tasks(store::Reader& reader, const store::Sql& sql) {
  std::vector<Task> tasks;
  LEYE_CHECK(reader.for_each(sql, [&](const store::Row& row) -> Result<void> {
    LEYE_TRY(auto task, task_from(row));
    tasks.push_back(std::move(task));
    return {};
  }));
  return tasks;
}

Result<Task> task_of(store::Reader& reader, const Uuid& subject, TaskId id) {
  LEYE_TRY(auto found, collect_tasks(reader, {"SELECT " + std::string(kTaskColumns) +
                                                  " WHERE t.subject_id = ? AND t.task_id = ? AND " +
                                                  access::committed("t.run_id"),
                                              {subject, id}}));
  if (found.empty()) return fail("task.unknown", to_text(id));
  return std::move(found.front());
}

Result<std::vector<Task>> tasks_of(store::Reader& reader, const access::SystemScope& scope,
                                   const Uuid& subject) {
  access::PeopleQuery q(scope, {"t.person_id"});
  q.select(kTaskColumns).where("t.subject_id = ?", subject).where(access::committed("t.run_id"));
  q.order("CASE WHEN t.closed_on IS NULL THEN 0 ELSE 1 END, t.due_on, t.task_id");
  return collect_tasks(reader, q.sql());
}

Result<std::vector<Task>> tasks_about(store::Reader& reader, const access::Scope& scope,
                                      PersonId person) {
  access::PeopleQuery q(scope, {"t.person_id", "t.division"});
  q.select(kTaskColumns).where("t.person_id = ?", person).where(access::committed("t.run_id"));
  q.order("CASE WHEN t.closed_on IS NULL THEN 0 ELSE 1 END, t.due_on, t.task_id");
  return collect_tasks(reader, q.sql());
}

Result<void> for_each_task(store::Reader& reader, const access::SystemScope& scope,
                           std::string_view standard, std::optional<std::string_view> period,
                           const std::function<Result<void>(const Task&)>& each) {
  access::PeopleQuery q(scope, {"t.person_id"});
  q.select(kTaskColumns).where("t.standard = ?", standard).where(access::committed("t.run_id"));
  if (period) q.where("t.period = ?", *period);
  q.order("t.subject_id, t.period");
  return reader.for_each(q.sql(), [&](const store::Row& row) -> Result<void> {
    LEYE_TRY(const auto task, task_from(row));
    return each(task);
  });
}

}  // namespace leye::ledger
