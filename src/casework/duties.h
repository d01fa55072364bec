#pragma once
#include <optional>
#include <string>
#include <vector>

#include "ledger/tasks.h"
#include "rules/pack/determine.h"

namespace leye::casework {

/// What one standard owes one subject in the period that holds the day: an outcome, never stored
/// (rules.md §5.7, domain.md 5.5).
struct Duty {
  const rules::Standard* standard = nullptr;
  std::string period;  ///< `2020-11`, `2020-W44`, `2020-Q4`, `campaign`
  Period span;
  rules::DutyResult result;
};

/// Every standard in force for subjects of this kind, evaluated for one of them.
[[nodiscard]] std::vector<Duty> duties_of(const rules::Pack&, std::string_view subject_kind,
                                          const rules::FactSource&, Date as_of);

/// Name of the period as tasks are keyed by it.
[[nodiscard]] std::string period_name(std::string_view kind, const Period&);

/// Where the work lands: the office responsible, the place that sorts a walk, the groups.
struct Whereabouts {
  std::string division;
  std::optional<std::string> place;
  std::optional<std::string> tags;
};

/// The task a duty asks for: kind `duty` when it is unmet, kind `fact` (under its own key) when
/// facts are missing to say whether it is owed or met. Nothing when it is met, not owed, in error.
[[nodiscard]] std::optional<ledger::NewTask> task_for(const rules::Pack&, const Duty&,
                                                      const Uuid& subject, const Whereabouts&);

/// The two keys a duty's tasks stand under.
[[nodiscard]] std::string duty_key(const rules::Standard&);
[[nodiscard]] std::string fact_key(const rules::Standard&);

}  // namespace leye::casework
