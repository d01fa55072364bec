#include <algorithm>

#include "rules/pack/determine.h"

namespace leye::rules {
namespace {

/// A branch, or `otherwise`, that may still be taken.
struct Possible {
  std::string id;
  const std::vector<std::string>* plan;
};

std::vector<std::string> common_steps(const std::vector<Possible>& possible) {
  std::vector<std::string> result;
  if (possible.empty()) return result;
  for (const auto& step : *possible.front().plan) {
    const bool everywhere = std::all_of(possible.begin(), possible.end(), [&](const Possible& p) {
      return std::find(p.plan->begin(), p.plan->end(), step) != p.plan->end();
    });
    if (everywhere) result.push_back(step);
  }
  return result;
}

/// From the first undetermined branch on: every later T or U up to and including the first T,
/// `otherwise` when none is T.
std::vector<Possible> possible_from(const Pathway& pathway, std::size_t first,
                                    const FactSource& facts, const EvalContext& context) {
  std::vector<Possible> result;
  for (std::size_t i = first; i < pathway.branches.size(); ++i) {
    const Branch& branch = pathway.branches[i];
    const Outcome outcome = evaluate(*branch.expr, facts, context);
    if (outcome.kind == OutcomeKind::kError || outcome.is_false()) continue;
    result.push_back({branch.id, &branch.plan});
    if (outcome.is_true()) return result;
  }
  result.push_back({pathway.otherwise_id, &pathway.otherwise_plan});
  return result;
}

PathResult undetermined(const Pathway& pathway, std::size_t first, const Outcome& outcome,
                        const FactSource& facts, const EvalContext& context) {
  PathResult result;
  result.outcome = PathOutcome::kUndetermined;
  result.missing = outcome.missing;
  const auto possible = possible_from(pathway, first, facts, context);
  for (const auto& p : possible) result.possible.push_back(p.id);
  result.plan = common_steps(possible);
  return result;
}

}  // namespace

PathResult determine(const Pathway& pathway, const FactSource& facts, const EvalContext& context) {
  PathResult result;
  if (!pathway.head.in_force(context.as_of)) return result;
  const auto failed = [&](std::string part, const Outcome& outcome) {
    result.outcome = PathOutcome::kError;
    result.error = Failure{std::move(part), outcome.error, outcome.column};
    return result;
  };
  const Outcome scope = evaluate(*pathway.scope, facts, context);
  if (scope.kind == OutcomeKind::kError) return failed("scope", scope);
  if (scope.kind == OutcomeKind::kUnknown) {
    result.outcome = PathOutcome::kUndetermined;
    result.missing = scope.missing;
    return result;
  }
  if (scope.is_false()) {
    result.outcome = PathOutcome::kOutOfScope;
    return result;
  }
  for (std::size_t i = 0; i < pathway.branches.size(); ++i) {
    const Branch& branch = pathway.branches[i];
    const Outcome outcome = evaluate(*branch.expr, facts, context);
    if (outcome.kind == OutcomeKind::kError) return failed(branch.id, outcome);
    if (outcome.kind == OutcomeKind::kUnknown)
      return undetermined(pathway, i, outcome, facts, context);
    if (outcome.is_false()) continue;
    result.outcome = PathOutcome::kBranch;
    result.branch = branch.id;
    result.plan = branch.plan;
    return result;
  }
  result.outcome = PathOutcome::kBranch;
  result.branch = pathway.otherwise_id;
  result.plan = pathway.otherwise_plan;
  return result;
}

std::string_view to_text(PathOutcome outcome) {
  switch (outcome) {
    case PathOutcome::kBranch:
      return "branch";
    case PathOutcome::kOutOfScope:
      return "out_of_scope";
    case PathOutcome::kUndetermined:
      return "undetermined";
    case PathOutcome::kError:
      return "error";
    case PathOutcome::kNotInForce:
      return "not_in_force";
  }
  return "error";
}

}  // namespace leye::rules
