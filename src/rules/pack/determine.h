#pragma once
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "core/date.h"
#include "core/fen.h"
#include "rules/pack/pack.h"

namespace leye::rules {

/// Outcome of a policy for a subject (rules.md D5, §3.3).
enum class Eligibility { kEligible, kNotEligible, kUndetermined, kError, kNotInForce };
[[nodiscard]] std::string_view to_text(Eligibility);  ///< `eligible` … `not_in_force`

/// Where an evaluation failed: condition id (empty: the amount), error, column of the expression.
struct Failure {
  std::string condition;
  EvalError error = EvalError::kNone;
  int column = 0;
};

/// State of a paper (policies.md §6).
enum class PaperState { kMissing, kFromRegister, kProvided, kCommitted, kOverdue, kRefuted };
[[nodiscard]] std::string_view to_text(PaperState);
[[nodiscard]] std::optional<PaperState> paper_state(std::string_view text);

struct PaperHeld {
  std::string id;
  PaperState state = PaperState::kMissing;
  std::optional<Date> due;  ///< of a committed one
};

/// Can money move? (rules.md §5.3)
enum class Payment { kNone, kPayable, kPayableDeferred, kBlocked };
[[nodiscard]] std::string_view to_text(Payment);

struct PolicyResult {
  Eligibility outcome = Eligibility::kNotInForce;
  std::vector<char> conditions;             ///< T F U E, in file order; empty when not in force
  std::vector<std::string> failed;          ///< condition ids, file order
  std::vector<std::string> missing;         ///< fact names, sorted
  std::optional<Failure> error;             ///< the first one, when the outcome is kError
  std::vector<Failure> also_error;          ///< beside an undetermined outcome
  std::optional<Fen> amount;                ///< only when eligible
  std::vector<std::string> amount_unknown;  ///< eligible, but the amount needs these facts
};
/// One policy for one subject on a day. With `period` for expressions that read it.
[[nodiscard]] PolicyResult determine(const Policy&, const FactSource&, const EvalContext&);

/// Payment for a result and the papers held: a paper all of whose facts are known from a register
/// counts as held. Fills `papers` with the state of each needed paper, and due dates of deferred
/// ones (`within_days`, else `defer_days`, from as_of).
[[nodiscard]] Payment payment_of(const Pack&, const Policy&, const PolicyResult&,
                                 const std::vector<PaperHeld>& held, const FactSource&, Date as_of,
                                 std::vector<PaperHeld>& papers);

/// Outcome of a duty (rules.md §5.7).
enum class DutyOutcome { kNotOwed, kMet, kUnmet, kUndetermined, kError, kNotInForce };
[[nodiscard]] std::string_view to_text(DutyOutcome);

struct DutyResult {
  DutyOutcome outcome = DutyOutcome::kNotInForce;
  std::vector<std::string> missing;
  std::optional<Date> due;
  bool overdue = false;  ///< unmet and as_of > due
  std::optional<Failure> error;
};
[[nodiscard]] DutyResult determine(const Standard&, const FactSource&, const EvalContext&);

/// One subject's place in an indicator (rules.md §5.8): T, F, U or E each.
struct IndicatorResult {
  bool in_force = false;
  char denominator = 'F';
  std::optional<char> numerator;  ///< nothing when the denominator is F
  std::vector<std::string> missing;
};
[[nodiscard]] IndicatorResult determine(const Indicator&, const FactSource&, const EvalContext&);

enum class PathOutcome { kBranch, kOutOfScope, kUndetermined, kError, kNotInForce };
[[nodiscard]] std::string_view to_text(PathOutcome);

struct PathResult {
  PathOutcome outcome = PathOutcome::kNotInForce;
  std::string branch;
  std::vector<std::string> plan;      ///< of the branch, or what all possible branches share
  std::vector<std::string> possible;  ///< branch ids, when undetermined
  std::vector<std::string> missing;
  std::optional<Failure> error;
};
[[nodiscard]] PathResult determine(const Pathway&, const FactSource&, const EvalContext&);

/// The period of a standard or indicator that holds `as_of`: its month, ISO week, quarter, or the
/// campaign.
[[nodiscard]] std::optional<Period> period_of(const Pack&, std::string_view period, Date as_of);

}  // namespace leye::rules
