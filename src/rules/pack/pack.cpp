#include "rules/pack/pack.h"

#include <algorithm>

namespace leye::rules {

std::string Cite::text() const {
  if (!clause.empty()) return clause;
  if (!doc.empty()) return place.empty() ? doc : doc + " " + place;
  return note;
}

Place PackExpression::at(int column) const {
  if (runs.empty()) return {file, 1, 1};
  const auto index = static_cast<std::size_t>(std::max(column, 1) - 1);
  auto run = std::upper_bound(runs.begin(), runs.end(), index,
                              [](std::size_t i, const auto& r) { return i < r.first; });
  if (run != runs.begin()) --run;
  return {run->second.file, run->second.line,
          run->second.column + static_cast<int>(index - run->first)};
}

std::string_view to_text(RuleKind kind) {
  switch (kind) {
    case RuleKind::kPolicy:
      return "policy";
    case RuleKind::kStandard:
      return "standard";
    case RuleKind::kIndicator:
      return "indicator";
    case RuleKind::kPathway:
      return "pathway";
  }
  return "policy";
}

const RuleHead* RuleRef::head() const {
  if (policy != nullptr) return &policy->head;
  if (standard != nullptr) return &standard->head;
  if (indicator != nullptr) return &indicator->head;
  if (pathway != nullptr) return &pathway->head;
  return nullptr;
}

std::vector<RuleRef> Pack::rules() const {
  std::vector<RuleRef> all;
  for (const auto& p : policies) all.push_back({.policy = &p});
  for (const auto& s : standards) all.push_back({.standard = &s});
  for (const auto& i : indicators) all.push_back({.indicator = &i});
  for (const auto& p : pathways) all.push_back({.pathway = &p});
  return all;
}

RuleRef Pack::find(std::string_view id_or_code, Date as_of) const {
  RuleRef last;
  for (const auto& rule : rules()) {
    const RuleHead& head = *rule.head();
    if (head.id != id_or_code && (head.code.empty() || head.code != id_or_code)) continue;
    if (head.in_force(as_of)) return rule;
    last = rule;
  }
  return last;
}

const Clause* Pack::clause(std::string_view id) const {
  const auto found =
      std::find_if(clauses.begin(), clauses.end(), [&](const Clause& c) { return c.id == id; });
  return found == clauses.end() ? nullptr : &*found;
}

const Paper* Pack::paper(std::string_view id) const {
  const auto found =
      std::find_if(papers.begin(), papers.end(), [&](const Paper& p) { return p.id == id; });
  return found == papers.end() ? nullptr : &*found;
}

}  // namespace leye::rules
