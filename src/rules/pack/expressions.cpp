#include "rules/pack/loading.h"

namespace leye::rules {
namespace {

using All = std::vector<RuleExpression>;

void add(All& all, std::string_view key, const PackExpression& expr, const Allow* allow = nullptr,
         const Condition* condition = nullptr) {
  if (expr.compiled) all.push_back({key, &expr, allow, condition});
}
void add(All& all, std::string_view key, const std::optional<PackExpression>& expr) {
  if (expr) add(all, key, *expr);
}

void of_policy(const Policy& policy, All& all) {
  for (const auto& condition : policy.when)
    add(all, "when", condition.expr, &condition.allow, &condition);
  if (policy.amount) {
    add(all, "amount", policy.amount->expr);
    add(all, "months", policy.amount->months);
    add(all, "max_periods", policy.amount->max_periods);
    for (const auto& [item, expr] : policy.amount->parts) add(all, "amount", expr);
  }
  for (const auto& conflict : policy.conflicts) add(all, "cap", conflict.cap);
  for (const auto& out : policy.exits) add(all, "exits", out.expr);
}

void of_standard(const Standard& standard, All& all) {
  add(all, "scope", standard.scope);
  add(all, "met", standard.met);
  add(all, "due", standard.due);
  add(all, "open_from", standard.task.open_from);
  add(all, "urgent_from", standard.task.urgent_from);
}

}  // namespace

std::vector<RuleExpression> expressions_of(const RuleRef& rule) {
  All all;
  if (rule.policy != nullptr) of_policy(*rule.policy, all);
  if (rule.standard != nullptr) of_standard(*rule.standard, all);
  if (rule.indicator != nullptr) {
    add(all, "denominator", rule.indicator->denominator);
    add(all, "numerator", rule.indicator->numerator);
  }
  if (rule.pathway != nullptr) {
    add(all, "scope", rule.pathway->scope);
    for (const auto& branch : rule.pathway->branches)
      add(all, "branches", branch.expr, &branch.allow);
  }
  return all;
}

void check_allows(Loading& loading) {
  const auto unused = [&](const Allow& allow, const Place& place) {
    for (const auto& [code, reason] : allow)
      if (!loading.used_allows.contains({&allow, code}))
        loading.findings.add("R499", place, {{"code", code}});
  };
  for (const auto& rule : loading.pack.rules()) {
    unused(rule.head()->allow, rule.head()->place);
    if (rule.policy != nullptr)
      for (const auto& condition : rule.policy->when) unused(condition.allow, condition.place);
    if (rule.pathway == nullptr) continue;
    for (const auto& branch : rule.pathway->branches) unused(branch.allow, branch.place);
    unused(rule.pathway->otherwise_allow, rule.pathway->otherwise_place);
  }
}

}  // namespace leye::rules
