#include <algorithm>

#include "rules/engine/engine.h"

namespace leye::rules {

void Program::add(const Pack& pack) {
  for (const auto& policy : pack.policies) {
    if (!policy.head.in_force(terms_.context().as_of)) continue;
    ProgramRule rule;
    rule.id = policy.head.id;
    rule.subject = policy.head.applies_to;
    rule.policy = &policy;
    for (const auto& condition : policy.when) {
      rule.conditions.push_back(condition.id);
      rule.when.push_back(terms_.add(*condition.expr));
    }
    if (policy.amount) {
      rule.amount_expression = &*policy.amount->expr;
      rule.amount = terms_.add(*policy.amount->expr);
    }
    rules_.push_back(std::move(rule));
  }
}

void Program::add(std::string id, std::string subject, const Expression& condition) {
  ProgramRule rule;
  rule.conditions.push_back(id);
  rule.id = std::move(id);
  rule.subject = std::move(subject);
  rule.when.push_back(terms_.add(condition));
  rules_.push_back(std::move(rule));
}

std::string Program::meaning(const ProgramRule& rule) const {
  std::string out = rule.subject;
  for (const auto term : rule.when) out += '\n' + terms_.meaning(term);
  if (rule.amount != kNoTerm) out += "\n=" + terms_.meaning(rule.amount);
  return out;
}

std::set<std::string> Program::columns(const ProgramRule& rule) const {
  std::set<std::string> out;
  const auto add = [&](TermId term) {
    for (const auto id : terms_[term].leaves) {
      const Leaf& leaf = terms_.leaf(id);
      if (leaf.of_row) continue;
      const auto& facts = leaf.environment->facts;
      out.insert(leaf.anchor == kNoFact
                     ? facts[leaf.fact].name
                     : anchored_column(facts[leaf.fact].name, facts[leaf.anchor].name));
    }
  };
  for (const auto term : rule.when) add(term);
  if (rule.amount != kNoTerm) add(rule.amount);
  return out;
}

}  // namespace leye::rules
