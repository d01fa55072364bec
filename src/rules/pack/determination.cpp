#include "rules/pack/determination.h"

#include <algorithm>
#include <boost/json.hpp>

#include "rules/language/fact_table.h"

namespace leye::rules {
namespace {

namespace json = boost::json;

/// Collects reasons and parameters while the expressions of one rule are explained.
class Explainer {
 public:
  Explainer(Determination& out, const FactSource& facts, const EvalContext& context,
            const OriginOf& origin)
      : out_(out), facts_(facts), context_(context), origin_(origin) {}

  Reason& add(std::string id, const Words& title, const PackExpression& expr) {
    Explanation explained = explain(*expr, facts_, context_);
    Reason reason;
    reason.id = std::move(id);
    reason.title = title;
    reason.value = letter(explained.outcome);
    reason.missing = explained.outcome.missing;
    reason.why = std::move(explained.why);
    if (explained.outcome.kind == OutcomeKind::kError)
      reason.failure = Failure{reason.id, explained.outcome.error, explained.outcome.column};
    for (const auto& read : explained.reads) reason.read.push_back(seen(read));
    for (const auto& use : explained.params) add_param(use);
    out_.reasons.push_back(std::move(reason));
    return out_.reasons.back();
  }
  /// Parameters of an expression whose reasons are not shown.
  void add_params(const PackExpression& expr) {
    for (const auto& use : explain(*expr, facts_, context_).params) add_param(use);
  }

 private:
  FactSeen seen(const FactRead& read) {
    FactSeen result;
    result.fact = read.fact;
    result.anchor = read.anchor;
    result.state = read.value.state;
    const auto& fact = out_.pack->environment.facts[read.fact];
    if (read.value.state == FactState::kKnown) {
      if (fact.type.is_list()) {
        result.value = json::object{{"rows", read.value.value.list->size()}};
      } else {
        result.value = write_value(out_.pack->environment, fact.type, read.value.value);
      }
    }
    if (read.anchor != kNoFact) {
      const FactValue day = facts_.read(read.anchor, kNoFact);
      if (day.state == FactState::kKnown)
        result.at = Date(static_cast<std::int32_t>(day.value.number) - 1);
    } else if (origin_) {
      result.origin = origin_(read.fact);
    }
    return result;
  }
  void add_param(const ParamUse& use) {
    const auto* param = &out_.pack->environment.params[use.param];
    const bool known = std::any_of(out_.params.begin(), out_.params.end(), [&](const ParamSeen& p) {
      return p.param == param && p.row == use.row;
    });
    if (!known && use.row != nullptr) out_.params.push_back({param, use.row});
  }

  Determination& out_;
  const FactSource& facts_;
  const EvalContext& context_;
  const OriginOf& origin_;
};

void explain_policy(const Policy& policy, const FactSource& facts, const EvalContext& context,
                    const std::vector<PaperHeld>& held, Explainer& explainer, Determination& out) {
  const PolicyResult result = determine(policy, facts, context);
  out.outcome = to_text(result.outcome);
  if (result.outcome == Eligibility::kNotInForce) return;
  for (const auto& condition : policy.when) {
    Reason& reason = explainer.add(condition.id, condition.title, condition.expr);
    reason.fix = condition.fix;
    reason.certainty = condition.certainty;
    reason.cite = &condition.cite;
  }
  if (policy.amount && result.outcome == Eligibility::kEligible)
    explainer.add_params(policy.amount->expr);
  out.failed = result.failed;
  out.missing = result.missing;
  out.amount = result.amount;
  out.amount_unknown = result.amount_unknown;
  out.payment = payment_of(*out.pack, policy, result, held, facts, context.as_of, out.papers);
}

void explain_standard(const Standard& standard, const FactSource& facts, const EvalContext& context,
                      Explainer& explainer, Determination& out) {
  const DutyResult result = determine(standard, facts, context);
  out.outcome = result.overdue ? "overdue" : to_text(result.outcome);
  out.missing = result.missing;
  out.due = result.due;
  if (result.outcome == DutyOutcome::kNotInForce) return;
  explainer.add("scope", {"是否在对象范围内", "in scope"}, standard.scope);
  if (result.outcome != DutyOutcome::kNotOwed)
    explainer.add("met", standard.head.title, standard.met);
}

void explain_indicator(const Indicator& indicator, const FactSource& facts,
                       const EvalContext& context, Explainer& explainer, Determination& out) {
  const IndicatorResult result = determine(indicator, facts, context);
  out.missing = result.missing;
  if (!result.in_force) {
    out.outcome = "not_in_force";
    return;
  }
  explainer.add("denominator", {"分母", "denominator"}, *indicator.denominator);
  if (result.numerator) explainer.add("numerator", {"分子", "numerator"}, *indicator.numerator);
  const char n = result.numerator.value_or('F');
  const bool error = result.denominator == 'E' || n == 'E';
  const bool unclear = result.denominator == 'U' || n == 'U';
  out.outcome = result.denominator == 'F' ? "not_in_denominator"
                : error                   ? "error"
                : unclear                 ? "undetermined"
                : n == 'T'                ? "counted"
                                          : "not_counted";
}

void explain_pathway(const Pathway& pathway, const FactSource& facts, const EvalContext& context,
                     Explainer& explainer, Determination& out) {
  const PathResult result = determine(pathway, facts, context);
  out.outcome = to_text(result.outcome);
  out.missing = result.missing;
  out.branch = result.branch;
  out.plan = result.plan;
  out.possible = result.possible;
  if (result.outcome == PathOutcome::kNotInForce) return;
  explainer.add("scope", {"是否在对象范围内", "in scope"}, pathway.scope);
  if (!out.reasons.back().missing.empty() || result.outcome == PathOutcome::kOutOfScope) return;
  for (const auto& branch : pathway.branches) {
    Reason& reason = explainer.add(branch.id, branch.title, branch.expr);
    reason.cite = &branch.cite;
    if (reason.value == 'T' || reason.value == 'E') return;
  }
}

}  // namespace

bool Determination::assumed() const {
  return std::any_of(params.begin(), params.end(),
                     [](const ParamSeen& p) { return p.row->certainty == "assumed"; });
}

Determination explain(const Pack& pack, const RuleRef& rule, const FactSource& facts,
                      const EvalContext& context, std::string subject,
                      const std::vector<PaperHeld>& papers, const OriginOf& origin) {
  Determination out;
  out.pack = &pack;
  out.rule = rule.head();
  out.subject = std::move(subject);
  out.as_of = context.as_of;
  Explainer explainer(out, facts, context, origin);
  if (rule.policy != nullptr) explain_policy(*rule.policy, facts, context, papers, explainer, out);
  if (rule.standard != nullptr) explain_standard(*rule.standard, facts, context, explainer, out);
  if (rule.indicator != nullptr) explain_indicator(*rule.indicator, facts, context, explainer, out);
  if (rule.pathway != nullptr) explain_pathway(*rule.pathway, facts, context, explainer, out);
  return out;
}

}  // namespace leye::rules
