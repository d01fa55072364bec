#include "server/pathway_view.h"

#include <algorithm>

#include "facts/read_population.h"
#include "facts/valuer.h"
#include "rules/pack/determine.h"

namespace leye::server {
namespace {

std::string title_of(const View& view, const rules::Pathway& pathway, const std::string& branch) {
  for (const auto& one : pathway.branches)
    if (one.id == branch) return view.app.words(one.title, view.locale);
  return branch == pathway.otherwise_id ? view.app.words(pathway.otherwise_title, view.locale)
                                        : std::string();
}

/// The branch's own clause, else the first one of the pathway.
std::string clause_of(const rules::Pathway& pathway, const std::string& branch) {
  for (const auto& one : pathway.branches)
    if (one.id == branch && !one.cite.clause.empty()) return one.cite.clause;
  return pathway.head.cites.empty() ? std::string() : pathway.head.cites.front().clause;
}

dto::Path shown_path(const View& view, const rules::Pathway& pathway,
                     const rules::PathResult& result) {
  dto::Path out;
  out.rule = pathway.head.id;
  out.outcome = std::string(rules::to_text(result.outcome));
  out.branch = result.branch;
  out.title = title_of(view, pathway, result.branch);
  out.clause = clause_of(pathway, result.branch);
  for (const auto& branch : result.possible)
    out.possible.push_back({branch, title_of(view, pathway, branch)});
  for (const auto& name : result.missing) {
    const auto* fact = view.app.pack().environment.find_fact(name);
    // That a health fact is held or missing is not hinted at.
    if (!fact ||
        (!fact->sensitivity.empty() && !view.permit.fields.reads(access::FieldClass::kHidden)))
      continue;
    const auto ask = view.app.words(fact->ask, view.locale);
    out.missing.push_back({name, ask.empty() ? view.app.words(fact->title, view.locale) : ask});
  }
  return out;
}

}  // namespace

std::string branch_title(const View& view, const std::string& branch) {
  for (const auto& pathway : view.app.pack().pathways)
    if (auto title = title_of(view, pathway, branch); !title.empty()) return title;
  return {};
}

Result<std::vector<dto::Path>> paths_of(const View& view, PersonId id) {
  std::vector<dto::Path> out;
  if (view.permit.fields.of(access::FieldClass::kEntitlement) < access::Reach::kNamesOnly)
    return out;
  const auto& pack = view.app.pack();
  const auto applies = [&](const rules::Pathway& one) {
    return one.head.applies_to == "person" && one.head.in_force(view.today);
  };
  if (std::none_of(pack.pathways.begin(), pack.pathways.end(), applies)) return out;
  LEYE_TRY(const auto population,
           facts::read_population(view.reader, view.app.keys(), {view.today, std::nullopt, id}));
  const auto* member = population.find("person", id.uuid());
  if (!member) return out;
  const facts::Valuer valuer(pack, population, "person", *member, view.today);
  for (const auto& pathway : pack.pathways) {
    if (!applies(pathway)) continue;
    const auto result = rules::determine(pathway, valuer, {view.today, pack.campaign.period});
    if (result.outcome == rules::PathOutcome::kOutOfScope ||
        result.outcome == rules::PathOutcome::kNotInForce)
      continue;
    out.push_back(shown_path(view, pathway, result));
  }
  return out;
}

}  // namespace leye::server
