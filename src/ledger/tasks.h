#pragma once
#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "ledger/act.h"

namespace leye::ledger {

/// `proposed → assigned → in_progress → done | returned | cancelled` (domain.md §5.7).
enum class TaskState : std::uint8_t {
  kProposed,
  kAssigned,
  kInProgress,
  kDone,
  kReturned,
  kCancelled,
};
[[nodiscard]] std::string_view code(TaskState);
[[nodiscard]] std::optional<TaskState> task_state_of(std::string_view);
[[nodiscard]] constexpr bool is_open(TaskState s) { return s <= TaskState::kInProgress; }

/// A piece of work. `task` is led by its subject; the copy for lists, `work_item`, is led by the
/// division and written by the same calls.
struct NewTask {
  std::string subject_kind = "person";  ///< any rule subject: person, employer, hire, vacancy …
  Uuid subject;
  std::optional<PersonId> person;  ///< whom one speaks to; the subject itself for persons
  std::string kind;                ///< `duty`, `fact`, `help`, `review`, `evidence` …
  std::optional<std::string> standard;
  std::optional<std::string> clause;
  std::optional<std::string> period;  ///< `2020-11`, `campaign` …: with a standard, unique
  Date due_on;
  std::string division;
  std::optional<std::string> place;  ///< sorts the list so that one walk serves one building
  std::optional<std::string> tags;   ///< target groups as `|grad|hard|`
  std::optional<AccountId> owner;
  std::optional<Uuid> cause;  ///< determination, request or entry that made it
  std::string body;           ///< JSON (missing facts to ask …); may be empty
};

struct Task {
  TaskId id;
  NewTask what;
  TaskState state = TaskState::kAssigned;
  Date opened_on;
  std::optional<Date> closed_on;
  std::optional<EntryId> closed_by;  ///< the entry that proves it
  std::optional<std::string> close_reason;
  std::optional<RunId> run;
  std::int64_t version = 1;
};

enum class Opened : std::uint8_t { kCreated, kReopened, kUnchanged };
/// Opens a task, or finds the one that its (standard, subject, period) names already. One closed
/// before is opened again (its proof was withdrawn). In a command leaves `TaskAssigned`; in a run
/// no entry. What a run opens is seen when the run is committed.
struct OpenResult {
  TaskId id;
  Opened result = Opened::kCreated;
};
Result<OpenResult> open_task(Act&, const NewTask&);

/// Many duties at once, for runs: the same as `open_task` for each, with one look and one write.
/// Every task must name a standard and a period. Number opened.
Result<std::int64_t> open_tasks(Act&, std::span<const NewTask>);

/// Closes with the entry that proves it (`TaskDone`). False if it was closed already.
Result<bool> close_task(Act&, const Uuid& subject, TaskId, EntryId proof);
/// The task of a duty, if one is open: `close_duty(act, person, "monthly-follow-up", "2020-11",
/// e)`.
Result<bool> close_duty(Act&, const Uuid& subject, std::string_view standard,
                        std::string_view period, EntryId proof);
/// Closes a duty's task that is due no more, without a proof (`TaskCancelled(reason)`).
Result<bool> cancel_task(Act&, const Uuid& subject, TaskId, std::string_view reason);
/// To another office or owner; the history stays (`TaskReassigned`). Errors `task.unknown`,
/// `task.closed`.
Result<void> reassign_task(Act&, const Uuid& subject, TaskId, std::string_view division,
                           std::optional<AccountId> owner);

/// Error `task.unknown`.
Result<Task> task_of(store::Reader&, const Uuid& subject, TaskId);
/// All visible tasks of a subject, open ones first, by due date.
Result<std::vector<Task>> tasks_of(store::Reader&, const access::SystemScope&, const Uuid& subject);
/// Every task that one talks to this person about.
Result<std::vector<Task>> tasks_about(store::Reader&, const access::Scope&, PersonId);
/// Set-wise: visible tasks of a standard and period (all periods when empty), by subject. For
/// `leye plan`, which compares them with the duties.
Result<void> for_each_task(store::Reader&, const access::SystemScope&, std::string_view standard,
                           std::optional<std::string_view> period,
                           const std::function<Result<void>(const Task&)>& each);

/// The id of a duty's task: the same from `leye plan` and from AfterEntry, on every database.
[[nodiscard]] TaskId duty_task_id(const Uuid& subject, std::string_view standard,
                                  std::string_view period);

}  // namespace leye::ledger
