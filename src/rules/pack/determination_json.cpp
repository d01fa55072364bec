#include <boost/json.hpp>
#include <set>

#include "rules/language/fact_table.h"
#include "rules/pack/determination.h"

namespace leye::rules {
namespace {

namespace json = boost::json;

const std::string& pick(const Words& words, Locale locale) {
  return locale == Locale::kEn && !words.en.empty() ? words.en : words.zh;
}

std::string_view state_text(FactState state) {
  switch (state) {
    case FactState::kKnown:
      return "known";
    case FactState::kAbsent:
      return "absent";
    case FactState::kUnknown:
      return "unknown";
  }
  return "unknown";
}

json::object write(const Cite& cite, const Pack& pack) {
  json::object out;
  if (!cite.clause.empty()) out["clause"] = cite.clause;
  if (const auto* clause = pack.clause(cite.clause)) {
    out["text"] = clause->text;
    out["doc"] = clause->doc;
  }
  if (!cite.doc.empty()) out["doc"] = cite.doc;
  if (!cite.place.empty()) out["place"] = cite.place;
  if (!cite.note.empty()) out["note"] = cite.note;
  if (!cite.certainty.empty()) out["certainty"] = cite.certainty;
  return out;
}

json::object write(const FactSeen& seen, const Environment& env, Locale locale) {
  const auto& fact = env.facts[seen.fact];
  json::object out{
      {"fact", fact.name}, {"title", pick(fact.title, locale)}, {"state", state_text(seen.state)}};
  if (seen.state == FactState::kKnown) {
    out["value"] = seen.value;
    out["type"] = env.type_name(fact.type);
    if (fact.type.is(Kind::kEnum) && seen.value.is_string()) {
      const auto& decl = env.enums[fact.type.index];
      for (std::size_t i = 0; i < decl.values.size() && i < decl.value_zh.size(); ++i)
        if (locale == Locale::kZhCn && seen.value.get_string() == decl.values[i])
          out["text"] = decl.value_zh[i];
    }
  }
  if (seen.at) out["at"] = leye::to_text(*seen.at);
  if (!seen.origin.source.empty()) out["source"] = seen.origin.source;
  if (seen.origin.since) out["since"] = leye::to_text(*seen.origin.since);
  if (seen.origin.conflict) out["conflict"] = true;
  return out;
}

/// The questions that would settle what is missing.
json::array asks(const std::vector<std::string>& missing, const Environment& env, Locale locale) {
  json::array out;
  for (const auto& name : missing) {
    const auto* fact = env.find_fact(name);
    if (fact == nullptr) continue;
    const std::string& ask = pick(fact->ask.zh.empty() ? fact->title : fact->ask, locale);
    out.push_back({{"fact", name}, {"title", pick(fact->title, locale)}, {"ask", ask}});
  }
  return out;
}

json::object write(const Reason& reason, const Pack& pack, Locale locale) {
  json::object out{{"id", reason.id},
                   {"title", pick(reason.title, locale)},
                   {"value", std::string(1, reason.value)}};
  if (!reason.missing.empty()) {
    out["missing"] = json::value_from(reason.missing);
    out["ask"] = asks(reason.missing, pack.environment, locale);
  }
  if (!reason.why.empty()) out["why"] = reason.why;
  if (reason.failure) {
    out["error"] = to_text(reason.failure->error);
    out["place"] = reason.failure->column;
  }
  if (reason.value == 'F' && !reason.fix.zh.empty()) out["fix"] = pick(reason.fix, locale);
  if (!reason.certainty.empty()) out["certainty"] = reason.certainty;
  if (reason.cite != nullptr) out["cite"] = write(*reason.cite, pack);
  json::array read;
  for (const auto& seen : reason.read) read.push_back(write(seen, pack.environment, locale));
  if (!read.empty()) out["read"] = std::move(read);
  return out;
}

json::object write(const ParamSeen& seen, const Environment& env, Locale locale) {
  const std::string from = leye::to_text(seen.row->from);
  return {{"name", seen.param->name},
          {"title", pick(seen.param->title, locale)},
          {"row", from + "…" + (seen.row->to ? leye::to_text(*seen.row->to) : std::string())},
          {"value", write_value(env, seen.param->type, view(seen.row->value))},
          {"certainty", seen.row->certainty},
          {"cite", seen.row->cite}};
}

void write_policy(const Determination& d, Locale locale, json::object& out) {
  if (d.amount) out["amount"] = d.amount->count();
  if (!d.amount_unknown.empty()) out["amount_unknown"] = json::value_from(d.amount_unknown);
  if (d.payment) out["payment"] = to_text(*d.payment);
  json::array papers;
  for (const auto& paper : d.papers) {
    const auto* declared = d.pack->paper(paper.id);
    json::object row{{"id", paper.id}, {"state", to_text(paper.state)}};
    if (declared != nullptr) row["title"] = pick(declared->title, locale);
    if (paper.due) row["due"] = leye::to_text(*paper.due);
    papers.push_back(std::move(row));
  }
  if (!papers.empty()) out["evidence"] = std::move(papers);
}

}  // namespace

json::object to_json(const Determination& d, Locale locale) {
  json::object out{{"rule", d.rule->id},     {"kind", to_text(d.rule->kind)},
                   {"code", d.rule->code},   {"title", pick(d.rule->title, locale)},
                   {"subject", d.subject},   {"as_of", leye::to_text(d.as_of)},
                   {"pack", d.pack->digest}, {"outcome", d.outcome}};
  json::array conditions;
  for (const auto& reason : d.reasons) conditions.push_back(write(reason, *d.pack, locale));
  out["conditions"] = std::move(conditions);
  out["failed"] = json::value_from(d.failed);
  out["missing"] = json::value_from(d.missing);
  if (!d.missing.empty()) out["ask"] = asks(d.missing, d.pack->environment, locale);
  json::array params;
  for (const auto& seen : d.params) params.push_back(write(seen, d.pack->environment, locale));
  out["params_used"] = std::move(params);
  out["assumed"] = d.assumed();
  json::array clauses;
  for (const auto& cite : d.rule->cites) clauses.push_back(write(cite, *d.pack));
  out["clauses"] = std::move(clauses);
  write_policy(d, locale, out);
  if (d.due) out["due"] = leye::to_text(*d.due);
  if (!d.branch.empty()) out["branch"] = d.branch;
  if (!d.plan.empty()) out["plan"] = json::value_from(d.plan);
  if (!d.possible.empty()) out["possible"] = json::value_from(d.possible);
  return out;
}

}  // namespace leye::rules
