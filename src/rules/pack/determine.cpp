#include "rules/pack/determine.h"

#include <algorithm>
#include <set>

namespace leye::rules {
namespace {

void merge(std::set<std::string>& into, const std::vector<std::string>& from) {
  into.insert(from.begin(), from.end());
}

std::vector<std::string> listed(const std::set<std::string>& set) {
  return {set.begin(), set.end()};
}

Failure failure(std::string condition, const Outcome& outcome) {
  return {std::move(condition), outcome.error, outcome.column};
}

void add_amount(const Policy& policy, const FactSource& facts, const EvalContext& context,
                PolicyResult& result) {
  if (!policy.amount) return;
  const Outcome amount = evaluate(*policy.amount->expr, facts, context);
  if (amount.kind == OutcomeKind::kUnknown) {
    result.amount_unknown = amount.missing;
  } else if (amount.kind == OutcomeKind::kError || amount.value.number < 0) {
    result.outcome = Eligibility::kError;
    result.error = failure("", amount);
  } else {
    result.amount = Fen(amount.value.number);
  }
}

}  // namespace

PolicyResult determine(const Policy& policy, const FactSource& facts, const EvalContext& context) {
  PolicyResult result;
  if (!policy.head.in_force(context.as_of)) return result;
  std::set<std::string> missing;
  std::vector<Failure> errors;
  for (const auto& condition : policy.when) {
    const Outcome outcome = evaluate(*condition.expr, facts, context);
    result.conditions.push_back(letter(outcome));
    if (outcome.is_false()) result.failed.push_back(condition.id);
    if (outcome.kind == OutcomeKind::kUnknown) merge(missing, outcome.missing);
    if (outcome.kind == OutcomeKind::kError) errors.push_back(failure(condition.id, outcome));
  }
  if (!result.failed.empty()) {
    result.outcome = Eligibility::kNotEligible;
  } else if (!missing.empty()) {
    result.outcome = Eligibility::kUndetermined;
    result.missing = listed(missing);
    result.also_error = std::move(errors);
  } else if (!errors.empty()) {
    result.outcome = Eligibility::kError;
    result.error = errors.front();
  } else {
    result.outcome = Eligibility::kEligible;
    add_amount(policy, facts, context, result);
  }
  return result;
}

DutyResult determine(const Standard& standard, const FactSource& facts,
                     const EvalContext& context) {
  DutyResult result;
  if (!standard.head.in_force(context.as_of)) return result;
  const auto settle = [&](const Outcome& outcome, std::string part) {
    if (outcome.kind == OutcomeKind::kUnknown) {
      result.outcome = DutyOutcome::kUndetermined;
      result.missing = outcome.missing;
      return true;
    }
    if (outcome.kind != OutcomeKind::kError) return false;
    result.outcome = DutyOutcome::kError;
    result.error = failure(std::move(part), outcome);
    return true;
  };
  const Outcome scope = evaluate(*standard.scope, facts, context);
  if (scope.is_false()) {
    result.outcome = DutyOutcome::kNotOwed;
    return result;
  }
  if (standard.due) {
    const Outcome due = evaluate(**standard.due, facts, context);
    if (due.kind == OutcomeKind::kValue)
      result.due = Date(static_cast<std::int32_t>(due.value.number));
  }
  if (settle(scope, "scope")) return result;
  const Outcome met = evaluate(*standard.met, facts, context);
  if (settle(met, "met")) return result;
  result.outcome = met.is_true() ? DutyOutcome::kMet : DutyOutcome::kUnmet;
  result.overdue = !met.is_true() && result.due && context.as_of > *result.due;
  return result;
}

IndicatorResult determine(const Indicator& indicator, const FactSource& facts,
                          const EvalContext& context) {
  IndicatorResult result;
  result.in_force = indicator.head.in_force(context.as_of);
  if (!result.in_force) return result;
  std::set<std::string> missing;
  const Outcome denominator = evaluate(**indicator.denominator, facts, context);
  result.denominator = letter(denominator);
  if (denominator.kind == OutcomeKind::kUnknown) merge(missing, denominator.missing);
  if (!denominator.is_false()) {
    const Outcome numerator = evaluate(**indicator.numerator, facts, context);
    result.numerator = letter(numerator);
    if (numerator.kind == OutcomeKind::kUnknown) merge(missing, numerator.missing);
  }
  result.missing = listed(missing);
  return result;
}

std::optional<Period> period_of(const Pack& pack, std::string_view period, Date as_of) {
  if (period == "month") return leye::period_of(month_of(as_of));
  if (period == "quarter") return quarter_of(as_of);
  if (period == "week") {
    const Date start = monday(week_of(as_of));
    return Period{start, Date(start.days() + 6)};
  }
  return pack.campaign.period;
}

std::string_view to_text(Eligibility outcome) {
  switch (outcome) {
    case Eligibility::kEligible:
      return "eligible";
    case Eligibility::kNotEligible:
      return "not_eligible";
    case Eligibility::kUndetermined:
      return "undetermined";
    case Eligibility::kError:
      return "error";
    case Eligibility::kNotInForce:
      return "not_in_force";
  }
  return "error";
}

std::string_view to_text(DutyOutcome outcome) {
  switch (outcome) {
    case DutyOutcome::kNotOwed:
      return "not_owed";
    case DutyOutcome::kMet:
      return "met";
    case DutyOutcome::kUnmet:
      return "unmet";
    case DutyOutcome::kUndetermined:
      return "undetermined";
    case DutyOutcome::kError:
      return "error";
    case DutyOutcome::kNotInForce:
      return "not_in_force";
  }
  return "error";
}

}  // namespace leye::rules
