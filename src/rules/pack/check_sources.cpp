#include <algorithm>
#include <array>
#include <set>

#include "rules/pack/loading.h"

namespace leye::rules {
namespace {

bool contains(const std::vector<std::string>& all, std::string_view one) {
  return std::find(all.begin(), all.end(), one) != all.end();
}

/// What a subject of a plain list reaches: the table of rules.md §5.1.1; a name outside that table
/// reaches, and is reached by, every other.
bool reaches_by_custom(std::string_view from, std::string_view to) {
  static constexpr std::array<std::string_view, 9> kKnown = {"person",   "employer",   "base",
                                                             "hire",     "internship", "business",
                                                             "training", "assessment", "loan"};
  const auto known = [](std::string_view s) {
    return std::find(kKnown.begin(), kKnown.end(), s) != kKnown.end();
  };
  if (!known(from) || !known(to)) return true;
  if (from == "person" || from == "employer") return false;
  if (from == "base") return to == "employer";
  return to == "person" || (to == "employer" && from != "business") ||
         (to == "base" && from == "internship") || (to == "business" && from == "loan");
}

bool may_read(const Environment& env, const std::string& subject, const FactDecl& fact) {
  if (contains(fact.on, subject)) return true;
  if (env.plain_subjects)
    return std::any_of(fact.on.begin(), fact.on.end(),
                       [&](const std::string& on) { return reaches_by_custom(subject, on); });
  const auto* decl = env.subject(subject);
  return decl == nullptr || std::any_of(fact.on.begin(), fact.on.end(), [&](const std::string& on) {
           return contains(decl->reaches, on);
         });
}

void check_fact(const RuleHead& head, const RuleExpression& e, const Node& node, Loading& loading) {
  const auto& env = loading.pack.environment;
  const auto& fact = env.facts[node.index];
  const Place place = e.expr->at(node.column);
  if (!may_read(env, head.applies_to, fact))
    loading.findings.add(
        "R232", place,
        {{"f", fact.name}, {"subject", fact.on.front()}, {"other", head.applies_to}});
  const std::string use(to_text(head.kind));
  if (!fact.use.empty() && !contains(fact.use, use))
    loading.findings.add("R433", place, {{"f", fact.name}, {"use", use}});
  if (head.anchor == kNoFact || e.condition == nullptr) return;
  const auto& anchor = env.facts[head.anchor].name;
  const bool copied =
      std::find(fact.anchored.begin(), fact.anchored.end(), head.anchor) != fact.anchored.end();
  if (e.condition->at_anchor && !copied && !fact.fixed && contains(fact.on, "person"))
    loading.findings.add("R453", place, {{"f", fact.name}, {"a", anchor}});
  if (!e.condition->at_given && copied)
    loading.unless_allowed(head, e.allow, "R454", place, {{"f", fact.name}, {"a", anchor}});
}

bool plain_number(std::int64_t n) {
  static constexpr std::array<std::int64_t, 7> kPlain = {0, 1, 12, 100, 10000, 1000000, 12000000};
  return std::find(kPlain.begin(), kPlain.end(), n) != kPlain.end();
}

void check_numbers(const RuleHead& head, const RuleExpression& e, Loading& loading) {
  if (head.kind != RuleKind::kPolicy) return;
  const Expression& expr = **e.expr;
  const auto report = [&](int column, std::int64_t n) {
    loading.unless_allowed(head, e.allow, "R420", e.expr->at(column), {{"n", std::to_string(n)}});
  };
  std::set<const Node*> in_money;
  for (const auto& node : expr.nodes()) {
    if (node.op != Op::kYuan && node.op != Op::kFen) continue;
    const auto& inner = expr.node(expr.children(node).front());
    in_money.insert(&inner);
    if (inner.op == Op::kConstant && inner.value.number != 0)
      report(node.column, inner.value.number);
  }
  for (const auto& node : expr.nodes()) {
    if (e.key == "amount" && node.op == Op::kConstant && node.type.is(Kind::kInt) &&
        !in_money.contains(&node) && !plain_number(node.value.number)) {
      report(node.column, node.value.number);
    }
  }
}

void check_closed_facts(Loading& loading) {
  for (const auto& fact : loading.pack.environment.facts) {
    if (!fact.closed || fact.derive || loading.given_facts.contains(fact.name)) continue;
    const bool complete = std::any_of(fact.sources.begin(), fact.sources.end(),
                                      [](const SourceDecl& s) { return s.complete; });
    if (!complete) loading.findings.add("R432", fact.place, {{"f", fact.name}});
  }
}

}  // namespace

void check_sources(Loading& loading) {
  for (const auto& rule : loading.pack.rules()) {
    const RuleHead& head = *rule.head();
    for (const auto& e : expressions_of(rule)) {
      for (const auto& node : (**e.expr).nodes())
        if (node.op == Op::kFact || node.op == Op::kHasFact) check_fact(head, e, node, loading);
      check_numbers(head, e, loading);
    }
  }
  check_closed_facts(loading);
}

}  // namespace leye::rules
