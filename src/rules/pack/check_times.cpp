#include <algorithm>
#include <set>

#include "rules/pack/loading.h"

namespace leye::rules {
namespace {

constexpr Date kLast{Date::kMaxDays};

std::string until(Date last) { return last == kLast ? "further notice" : to_text(last); }

void check_validity(Loading& loading) {
  std::vector<const RuleHead*> seen;
  for (const auto& rule : loading.pack.rules()) {
    const RuleHead& head = *rule.head();
    if (head.valid_to && *head.valid_to < head.valid_from)
      loading.findings.add("R411", head.valid_from_place,
                           {{"a", to_text(head.valid_from)}, {"b", to_text(*head.valid_to)}});
    for (const auto* other : seen) {
      const bool same_code = !head.code.empty() && head.code == other->code;
      if (head.id != other->id && !same_code) continue;
      const Date from = std::max(head.valid_from, other->valid_from);
      const Date to = std::min(head.valid_to.value_or(kLast), other->valid_to.value_or(kLast));
      if (to < from) continue;
      loading.findings.add("R410", head.valid_from_place,
                           {{"id", head.id == other->id ? head.id : head.code},
                            {"d1", to_text(from)},
                            {"d2", until(to)},
                            {"file", other->id_place.file},
                            {"line", std::to_string(other->id_place.line)}});
    }
    seen.push_back(&head);
  }
}

void check_overlaps(Loading& loading) {
  for (const auto& param : loading.pack.environment.params) {
    for (std::size_t i = 0; i < param.rows.size(); ++i) {
      for (std::size_t k = 0; k < i; ++k) {
        const auto& a = param.rows[k];
        const auto& b = param.rows[i];
        const Date from = std::max(a.from, b.from);
        const Date to = std::min(a.to.value_or(kLast), b.to.value_or(kLast));
        if (from <= to)
          loading.findings.add("R422", b.place,
                               {{"p", param.name}, {"d1", to_text(from)}, {"d2", until(to)}});
      }
    }
  }
}

/// Days of `span` on which no row of the parameter holds.
std::vector<Period> gaps(const ParamDecl& param, const Period& span) {
  std::vector<const DatedRow*> rows;
  for (const auto& row : param.rows) rows.push_back(&row);
  std::sort(rows.begin(), rows.end(), [](auto* a, auto* b) { return a->from < b->from; });
  std::vector<Period> result;
  Date next = span.start;
  for (const auto* row : rows) {
    if (row->to && *row->to < next) continue;
    if (row->from > span.end) break;
    if (row->from > next) result.push_back({next, Date(row->from.days() - 1)});
    if (!row->to || *row->to >= span.end) return result;
    next = Date(row->to->days() + 1);
  }
  if (next <= span.end) result.push_back({next, span.end});
  return result;
}

/// Column of the name inside `param("…")`.
int name_column(const Expression& expr, const Node& node) {
  const auto& call = expr.syntax()[node.syntax];
  if (call.children.empty()) return node.column;
  return expr.syntax()[call.children.front()].column;
}

void check_gaps(Loading& loading) {
  for (const auto& rule : loading.pack.rules()) {
    const auto days = loading.days_of(*rule.head());
    if (!days) continue;
    for (const auto& [key, expr, allow, condition] : expressions_of(rule)) {
      for (const auto& node : (**expr).nodes()) {
        if (node.op != Op::kParam) continue;
        const auto& param = loading.pack.environment.params[node.index];
        for (const auto& gap : gaps(param, *days))
          loading.findings.add("R421", expr->at(name_column(**expr, node)),
                               {{"p", param.name},
                                {"d1", to_text(gap.start)},
                                {"d2", to_text(gap.end)},
                                {"rule", rule.head()->id}});
      }
    }
  }
}

void use_params(const Expression* expr, std::set<std::string>& used) {
  if (expr == nullptr) return;
  for (const auto& node : expr->nodes())
    if (node.op == Op::kParam || node.op == Op::kParamAt)
      used.insert(expr->environment().params[node.index].name);
}

std::set<std::string> used_params(const Pack& pack) {
  std::set<std::string> used;
  for (const auto& rule : pack.rules())
    for (const auto& e : expressions_of(rule)) use_params(e.expr->compiled.get(), used);
  for (const auto& supply : pack.supplies) {
    use_params(supply.expr.get(), used);
    use_params(supply.where.get(), used);
    use_params(supply.closed_for.get(), used);
  }
  for (const auto& policy : pack.policies) {
    for (const auto& need : policy.needs)
      if (need.deferrable) used.insert(need.within_days.empty() ? "defer_days" : need.within_days);
    used.insert(policy.notice_days);
    for (const auto& param : pack.environment.params)
      if (policy.content_zh.find("{param:" + param.name + "}") != std::string::npos)
        used.insert(param.name);
  }
  return used;
}

}  // namespace

void check_times(Loading& loading) {
  check_validity(loading);
  check_overlaps(loading);
  check_gaps(loading);
  const auto used = used_params(loading.pack);
  for (const auto& param : loading.pack.environment.params)
    if (!used.contains(param.name) && !loading.given_params.contains(param.name))
      loading.findings.add("R423", param.place, {{"p", param.name}});
}

}  // namespace leye::rules
