#include "facts/read_population.h"
#include "facts/valuer.h"
#include "rules/pack/determination.h"
#include "server/person_pages.h"

namespace leye::server {
namespace {

using access::FieldClass;
using access::Reach;

/// What of a determination this permit shows: a community worker sees names and missing facts, not
/// amounts and not what was read (domain.md §4).
struct Shown {
  bool trace;
  bool amount;
};

dto::FactRead fact_read(const View& view, const rules::FactSeen& seen) {
  static constexpr const char* kStates[] = {"known", "absent", "unknown"};
  dto::FactRead out;
  out.fact = view.app.pack().environment.facts[seen.fact].name;
  out.state = kStates[static_cast<std::size_t>(seen.state)];
  out.value = seen.value;
  if (!seen.origin.source.empty())
    out.source = message(view.locale, "register." + seen.origin.source);
  if (seen.origin.since) out.since = to_text(*seen.origin.since);
  return out;
}

/// The question behind the first missing fact.
std::string ask_of(const View& view, const std::vector<std::string>& missing) {
  for (const auto& name : missing)
    if (const auto* fact = view.app.pack().environment.find_fact(name)) {
      const auto ask = view.app.words(fact->ask, view.locale);
      return ask.empty() ? view.app.words(fact->title, view.locale) : ask;
    }
  return {};
}

dto::Condition condition(const View& view, const rules::Reason& reason, const Shown& shown) {
  dto::Condition out;
  out.id = reason.id;
  out.title = view.app.words(reason.title, view.locale);
  out.value = std::string(1, reason.value);
  out.ask = ask_of(view, reason.missing);
  out.fix = view.app.words(reason.fix, view.locale);
  out.missing = reason.missing;
  if (!shown.trace) return out;
  out.why = reason.why;
  const auto& facts = view.app.pack().environment.facts;
  for (const auto& seen : reason.read)
    if (facts[seen.fact].sensitivity.empty() || view.permit.fields.reads(FieldClass::kHidden))
      out.read.push_back(fact_read(view, seen));
  return out;
}

std::vector<dto::ParameterUsed> parameters(const View& view, const rules::Determination& from) {
  std::vector<dto::ParameterUsed> out;
  for (const auto& seen : from.params) {
    const auto& environment = view.app.pack().environment;
    const std::string text = environment.value_text(seen.param->type, rules::view(seen.row->value));
    out.push_back({view.app.words(seen.param->title, view.locale),
                   to_text(seen.row->from) + (seen.row->to ? "—" + to_text(*seen.row->to) : "—"),
                   boost::json::value(text), seen.row->certainty});
  }
  return out;
}

dto::Determination determination(const View& view, const rules::Determination& from,
                                 const Shown& shown) {
  dto::Determination out;
  out.rule = from.rule->id;
  out.code = from.rule->code;
  out.title = view.app.words(from.rule->title, view.locale);
  out.subject = from.subject;
  out.outcome = from.outcome;
  for (const auto& reason : from.reasons) out.conditions.push_back(condition(view, reason, shown));
  out.failed = from.failed;
  out.missing = from.missing;
  if (shown.amount) out.amount_fen = from.amount;
  if (from.payment) out.payment = std::string(rules::to_text(*from.payment));
  if (shown.trace) out.params_used = parameters(view, from);
  for (const auto& cite : from.rule->cites)
    out.clauses.push_back({cite.clause.empty() ? cite.doc : cite.clause,
                           cite.clause.empty() ? cite.place : view.app.clause_text(cite.clause)});
  for (const auto& paper : from.papers) {
    dto::EvidenceState one{paper.id, std::string(rules::to_text(paper.state)), std::nullopt};
    if (paper.due) one.due = to_text(*paper.due);
    out.evidence.push_back(std::move(one));
  }
  return out;
}

}  // namespace

Result<dto::Determinations> determinations(const View& view, PersonId id, Date as_of) {
  LEYE_TRY(const auto row, registry::person_of(view.reader, view.permit.scope, id));
  LEYE_TRY(const auto population,
           facts::read_population(view.reader, view.app.keys(), {as_of, std::nullopt, row.id}));
  const Reach entitlement = view.permit.fields.of(FieldClass::kEntitlement);
  const Shown shown{entitlement >= Reach::kRead, view.permit.fields.reads(FieldClass::kAmount)};
  dto::Determinations out;
  out.as_of = as_of;
  out.pack = view.app.signed_pack().version;
  if (const auto run = view.app.screenings().newest(view.reader, std::nullopt))
    out.run_id = run->id;
  for (const auto& policy : view.app.pack().policies) {
    const auto members = population.members.find(policy.head.applies_to);
    if (!policy.head.in_force(as_of) || members == population.members.end()) continue;
    const auto rule = view.app.pack().find(policy.head.id, as_of);
    for (const auto& member : members->second) {
      const facts::Valuer facts(view.app.pack(), population, policy.head.applies_to, member, as_of);
      const auto origin = [&](rules::FactIndex fact) {
        const auto source = facts.source(fact);
        return rules::Origin{source.register_code, source.since, source.conflict};
      };
      const auto made = rules::explain(view.app.pack(), rule, facts, {as_of, std::nullopt},
                                       to_text(member.id), {}, origin);
      out.items.push_back(determination(view, made, shown));
    }
  }
  return out;
}

namespace {

Result<dto::Screening> screened(const View& view) {
  LEYE_TRY(const auto run, view.app.screenings().newest(view.reader, std::nullopt));
  dto::Screening out;
  out.run = {run.id, run.seal, run.as_of, run.finished_at};
  for (const auto& rule : run.rules) {
    dto::Screened one;
    one.rule = rule.rule;
    one.code = rule.code;
    const auto ref = view.app.pack().find(rule.rule, run.as_of);
    if (ref) one.title = view.app.words(ref.head()->title, view.locale);
    one.eligible = rule.eligible;
    one.not_eligible = rule.not_eligible;
    one.undetermined = rule.undetermined;
    one.error = rule.error;
    one.amount_fen = rule.amount;
    for (const auto& [fact, count] : rule.missing_top) {
      const auto* declared = view.app.pack().environment.find_fact(fact);
      one.missing_top.push_back(
          {fact, declared ? view.app.words(declared->title, view.locale) : fact, count});
    }
    out.items.push_back(std::move(one));
  }
  return out;
}

}  // namespace

void add_outcome_routes(Api& api, App* app) {
  api.add<dto::OutcomeQuery, dto::Determinations>(
      {"GET",
       "/persons/{person_id}/determinations",
       "personDeterminations",
       "可享政策",
       {"C1.3.3"}},
      Access::to(access::Action::kSeeOutcomes),
      [app](Call& call, const dto::OutcomeQuery& query) -> Result<dto::Determinations> {
        LEYE_CHECK(call.within_mandate(query.as_of.value_or(call.today)));
        LEYE_TRY(auto out, app->db().read([&](store::Reader& reader) {
          return determinations({*app, reader, *call.permit, call.today, call.locale},
                                query.person_id, query.as_of.value_or(call.today));
        }));
        auto leaf =
            access::open_leaf(call.permit->scope, access::Action::kSeeOutcomes, query.person_id);
        leaf.account = call.account->id;
        LEYE_CHECK(app->leave(leaf, call.now));
        return out;
      });

  api.add<dto::Nothing, dto::Screening>(
      {"GET", "/screening", "screening", "政策筛查", {"C1.3.3"}},
      Access::to(access::Action::kSeeScreening), [app](Call& call, const dto::Nothing&) {
        return app->db().read([&](store::Reader& reader) {
          return screened({*app, reader, *call.permit, call.today, call.locale});
        });
      });
}

}  // namespace leye::server
