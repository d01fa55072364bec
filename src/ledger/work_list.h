#pragma once
#include <array>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "ledger/tasks.h"

namespace leye::ledger {

/// Chips of the work list. Each is a condition, so a task may count under two of them; the count of
/// a chip always equals the length of its list.
enum class Chip : std::uint8_t {
  kOverdue,  ///< open, due before today
  kToday,    ///< open, due today
  kHelp,     ///< open help request
  kFact,     ///< open task to ask for a missing fact
  kMonth,    ///< open duty due by the end of this month
  kDone,     ///< done this month
  kOpen,     ///< everything open
};
[[nodiscard]] std::string_view code(Chip);
[[nodiscard]] std::optional<Chip> chip_of(std::string_view);

enum class WorkSort : std::uint8_t { kDue, kPlace, kOldest };

struct WorkFilter {
  Chip chip = Chip::kOpen;
  std::optional<std::string> tag;   ///< one target group
  std::optional<std::string> text;  ///< part of a person's name or of a building
  std::optional<AccountId> owner;   ///< her own only
  std::optional<std::string> standard;
  WorkSort sort = WorkSort::kDue;
};

struct WorkItem {
  TaskId task;
  std::string division;
  std::string subject_kind;
  Uuid subject;
  std::optional<PersonId> person;
  std::string kind;
  std::optional<std::string> standard;
  std::optional<std::string> clause;
  std::optional<std::string> period;
  Date due_on;
  TaskState state = TaskState::kAssigned;
  std::optional<std::string> place;
  std::optional<std::string> tags;
  std::optional<AccountId> owner;
  Date opened_on;
  std::optional<Date> closed_on;
  std::int64_t version = 1;
};

struct WorkPage {
  std::vector<WorkItem> items;
  std::optional<TaskId> next;  ///< give it back as `after`; nothing on the last page
  Digest query{};              ///< for the list leaf
};
/// One page of what the scope sees, in a total order (sort key, then id).
Result<WorkPage> work_items(store::Reader&, const access::Scope&, const WorkFilter&, Date today,
                            std::optional<TaskId> after, std::int64_t limit);

struct WorkCounts {
  std::array<std::int64_t, 7> of{};  ///< by Chip
  std::int64_t people = 0;           ///< with a duty due this month, open or done
  std::int64_t contacted = 0;        ///< of them, all done
  [[nodiscard]] std::int64_t at(Chip c) const { return of[static_cast<std::size_t>(c)]; }
};
/// For all chips at once; the filter's chip is ignored.
Result<WorkCounts> work_counts(store::Reader&, const access::Scope&, const WorkFilter&, Date today);

}  // namespace leye::ledger
