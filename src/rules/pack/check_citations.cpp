#include "rules/pack/loading.h"

namespace leye::rules {
namespace {

void check_clause(const Cite& cite, Loading& loading) {
  if (cite.clause.empty() || loading.pack.clause(cite.clause) != nullptr) return;
  loading.findings.add("R402", cite.at, {{"c", cite.clause}});
}

void need_cite(const Cite& cite, const Place& place, Loading& loading) {
  if (cite.text().empty() && !loading.is_given(place.file)) loading.findings.add("R401", place);
  check_clause(cite, loading);
}

void need_key(std::string_view key, std::string_view example, const Place& place,
              Loading& loading) {
  loading.findings.add("R437", place,
                       {{"key", std::string(key)}, {"example", std::string(example)}});
}

void check_policy(const Policy& policy, Loading& loading) {
  for (const auto& condition : policy.when) {
    need_cite(condition.cite, condition.place, loading);
  }
  for (const auto& need : policy.needs) check_clause(need.cite, loading);
  for (const auto& conflict : policy.conflicts) check_clause(conflict.cite, loading);
  for (const auto& out : policy.exits) check_clause(out.cite, loading);
  if (!loading.strict) return;
  if (policy.head.family.empty()) need_key("family", "hiring_subsidy", policy.head.place, loading);
  if (policy.items.empty()) need_key("item", "HIRE_BONUS", policy.head.place, loading);
}

}  // namespace

void check_citations(Loading& loading) {
  const Pack& pack = loading.pack;
  for (const auto& rule : pack.rules()) {
    const RuleHead& head = *rule.head();
    if (loading.is_given(head.place.file)) continue;
    if (head.cites.empty()) loading.findings.add("R401", head.place);
    for (const auto& cite : head.cites) check_clause(cite, loading);
    if (loading.strict && head.code.empty()) need_key("code", "P05", head.place, loading);
    if (rule.policy != nullptr) check_policy(*rule.policy, loading);
    if (rule.pathway != nullptr)
      for (const auto& branch : rule.pathway->branches)
        need_cite(branch.cite, branch.place, loading);
  }
}

}  // namespace leye::rules
