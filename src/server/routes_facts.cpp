#include <algorithm>
#include <map>

#include "facts/read_population.h"
#include "facts/valuer.h"
#include "server/dto/catalogue.h"
#include "server/person_pages.h"

namespace leye::server {
namespace {

using rules::FactDecl;
using rules::TypeRef;

boost::json::value json_of(const rules::Environment& environment, const TypeRef& type,
                           const rules::Value& value) {
  switch (type.kind) {
    case rules::Kind::kBool:
      return value.number != 0;
    case rules::Kind::kInt:
    case rules::Kind::kMoney:
      return value.number;
    case rules::Kind::kString:
      return boost::json::value(value.text);
    default:
      return boost::json::value(environment.value_text(type, value));
  }
}

/// As a sentence would say it.
std::string words_of(const View& view, const TypeRef& type, const rules::Value& value) {
  const auto& environment = view.app.pack().environment;
  if (type.is(rules::Kind::kBool))
    return message(view.locale, value.number != 0 ? "fact.yes" : "fact.no");
  if (type.is(rules::Kind::kMoney)) return to_yuan(Fen(value.number));
  if (type.is(rules::Kind::kString)) return std::string(value.text);
  if (type.is(rules::Kind::kEnum) && view.locale == Locale::kZhCn) {
    const auto& words = environment.enums[type.index].value_zh;
    const auto ordinal = static_cast<std::size_t>(value.number);
    if (ordinal < words.size()) return words[ordinal];
  }
  return environment.value_text(type, value);
}

dto::FactState state_of(rules::FactState state) {
  switch (state) {
    case rules::FactState::kKnown:
      return dto::FactState::kKnown;
    case rules::FactState::kAbsent:
      return dto::FactState::kAbsent;
    case rules::FactState::kUnknown:
      return dto::FactState::kUnknown;
  }
  return dto::FactState::kUnknown;
}

using Standing = std::map<std::string, std::vector<ledger::StandingFact>>;

dto::Fact shown_fact(const View& view, rules::FactIndex index, const facts::Valuer& valuer,
                     const Standing& standing) {
  const auto& environment = view.app.pack().environment;
  const FactDecl& declared = environment.facts[index];
  const auto value = valuer.read(index, rules::kNoFact);
  const auto source = valuer.source(index);
  dto::Fact out;
  out.fact = declared.name;
  out.title = view.app.words(declared.title, view.locale);
  out.type = environment.type_name(declared.type);
  out.state = state_of(value.state);
  if (value.state == rules::FactState::kKnown) {
    out.value = json_of(environment, declared.type, value.value);
    out.text = words_of(view, declared.type, value.value);
  }
  if (!source.register_code.empty())
    out.source = message(view.locale, "register." + source.register_code);
  if (source.since) out.since = to_text(*source.since);
  out.ask = view.app.words(declared.ask, view.locale);
  const auto said = standing.find(declared.name);
  if (said == standing.end()) return out;
  for (const auto& one : said->second) {
    out.version = std::max(out.version, one.version);
    if (said->second.size() < 2) continue;
    const std::string code = one.entry.code.value_or("");
    out.conflict.push_back(
        {boost::json::value(code.substr(std::min(code.size(), declared.name.size() + 1))),
         message(view.locale, "register.ledger"), to_text(one.entry.occurred_on)});
  }
  return out;
}

bool is_shown(const View& view, const FactDecl& declared) {
  if (!declared.name.starts_with("person.") || declared.type.is_list()) return false;
  // Health and disability are for recognition staff; that something is held is not hinted at.
  return declared.sensitivity.empty() || view.permit.fields.reads(access::FieldClass::kHidden);
}

}  // namespace

Result<dto::Facts> facts_of(const View& view, PersonId id) {
  LEYE_TRY(const auto row, registry::person_of(view.reader, view.permit.scope, id));
  LEYE_TRY(const auto population, facts::read_population(view.reader, view.app.keys(),
                                                         {view.today, std::nullopt, row.id}));
  dto::Facts out;
  // Facts are for those who serve her; an agency is told what its task needs (work item).
  if (!view.permit.fields.reads(access::FieldClass::kServices)) return out;
  const auto* member = population.find("person", row.id.uuid());
  if (!member) return out;
  LEYE_TRY(const auto said,
           ledger::standing_facts(view.reader, access::SystemScope::for_snapshot(), row.id));
  Standing standing;
  for (const auto& one : said) standing[one.fact].push_back(one);
  const facts::Valuer valuer(view.app.pack(), population, "person", *member, view.today);
  const auto& declared = view.app.pack().environment.facts;
  for (std::size_t i = 0; i < declared.size(); ++i)
    if (is_shown(view, declared[i]))
      out.items.push_back(shown_fact(view, static_cast<rules::FactIndex>(i), valuer, standing));
  return out;
}

namespace {

std::vector<dto::Option> options_of(const rules::Environment& environment, const TypeRef& type,
                                    Locale locale) {
  std::vector<dto::Option> out;
  if (type.is(rules::Kind::kBool))
    return {{"true", message(locale, "fact.yes")}, {"false", message(locale, "fact.no")}};
  if (!type.is(rules::Kind::kEnum)) return out;
  const auto& declared = environment.enums[type.index];
  for (std::size_t i = 0; i < declared.values.size(); ++i) {
    const bool zh = locale == Locale::kZhCn && i < declared.value_zh.size();
    out.push_back({declared.values[i], zh ? declared.value_zh[i] : declared.values[i]});
  }
  return out;
}

std::vector<dto::Choice> choices(const std::vector<ContactList::Line>& lines, Locale locale) {
  std::vector<dto::Choice> out;
  for (const auto& line : lines) out.push_back({line.code, line.words(locale)});
  return out;
}

dto::Questions questions(const App& app, Locale locale) {
  dto::Questions out;
  const auto& environment = app.pack().environment;
  for (const auto& fact : environment.facts) {
    const std::string ask = app.words(fact.ask, locale);
    if (ask.empty() || !fact.name.starts_with("person.") || !fact.sensitivity.empty()) continue;
    out.facts.push_back({fact.name, app.words(fact.title, locale), ask,
                         environment.type_name(fact.type),
                         options_of(environment, fact.type, locale)});
  }
  out.channels = choices(app.contact_list().channels, locale);
  for (const auto& line : app.contact_list().results)
    out.results.push_back({line.code, line.words(locale), line.effective});
  out.statuses = choices(app.contact_list().statuses, locale);
  out.groups = choices(app.contact_list().groups, locale);
  return out;
}

}  // namespace

void add_fact_routes(Api& api, App* app) {
  api.add<dto::PersonPath, dto::Facts>(
      {"GET", "/persons/{person_id}/facts", "personFacts", "信息及来源", {}},
      Access::to(access::Action::kOpenPerson), [app](Call& call, const dto::PersonPath& path) {
        return app->db().read([&](store::Reader& reader) {
          return facts_of({*app, reader, *call.permit, call.today, call.locale}, path.person_id);
        });
      });

  api.add<dto::Nothing, dto::Questions>(
      {"GET", "/questions", "questions", "记录联系时问什么", {"C2.2.5"}}, Access::signed_in(),
      [app](Call& call, const dto::Nothing&) -> Result<dto::Questions> {
        return questions(*app, call.locale);
      });
}

}  // namespace leye::server
