#pragma once
#include <string_view>
#include <vector>

#include "ledger/tasks.h"

namespace leye::ledger {

/// What `task_from` reads, in its order, and the table as `t`.
inline constexpr std::string_view kTaskColumns =
    "t.task_id, t.subject_kind, t.subject_id, t.person_id, t.kind, t.standard, t.clause, t.period, "
    "t.cause, t.due_on, t.state, t.division, t.place, t.tags, t.owner, t.opened_on, t.closed_on, "
    "t.closed_by, t.close_reason, t.run_id, t.body, t.version FROM task t";
[[nodiscard]] Result<Task> task_from(const store::Row&);
Result<std::vector<Task>> collect_tasks(store::Reader&, const store::Sql&);

}  // namespace leye::ledger
