#include <boost/json.hpp>

#include "cli/commands.h"
#include "cli/opened.h"
#include "facts/read_population.h"
#include "facts/valuer.h"
#include "rules/rules.h"

namespace leye::cli {
namespace {

std::string text_of(const boost::json::object& determination) {
  const auto text = [&](std::string_view key) {
    const auto* value = determination.if_contains(key);
    return value != nullptr && value->is_string() ? std::string(value->as_string()) : std::string();
  };
  std::string out = text("code") + " " + text("rule") + "  " + text("outcome") + "\n";
  if (const auto* conditions = determination.if_contains("conditions");
      conditions != nullptr && conditions->is_array())
    for (const auto& item : conditions->as_array()) {
      const auto& condition = item.as_object();
      const auto part = [&](std::string_view key) {
        const auto* value = condition.if_contains(key);
        return value != nullptr && value->is_string() ? std::string(value->as_string())
                                                      : std::string();
      };
      out += "  " + part("value") + "  " + part("title") + "  " + part("why") + "\n";
    }
  return out;
}

/// Every subject through which the person may be owed something: herself, her hires, her firms.
Result<Exit> explain_command(const Arguments& arguments) {
  LEYE_TRY(const auto opened, open_place(arguments));
  const auto person = PersonId::parse(arguments.text("person"));
  if (!person) return fail("person.unknown", "--person");
  LEYE_TRY(const auto asked, arguments.date("as-of"));
  const Date as_of = asked.value_or(opened->today());
  const auto population = opened->place->db().read([&](store::Reader& reader) {
    return facts::read_population(reader, opened->place->keys(), {as_of, std::nullopt, *person});
  });
  if (!population) return fail(population.error());
  const auto people = population->members.find("person");
  if (people == population->members.end() || people->second.empty())
    return fail("person.unknown", "--person");
  boost::json::array list;
  std::string text;
  const rules::Pack& pack = *opened->pack;
  for (const auto& policy : pack.policies) {
    if (arguments.has("policy") && policy.head.id != arguments.text("policy") &&
        policy.head.code != arguments.text("policy"))
      continue;
    const auto members = population->members.find(policy.head.applies_to);
    if (members == population->members.end()) continue;
    for (const auto& member : members->second) {
      const facts::Valuer facts(pack, *population, policy.head.applies_to, member, as_of);
      rules::RuleRef rule;
      rule.policy = &policy;
      const auto determination = rules::explain(
          pack, rule, facts, {as_of, pack.campaign.period}, to_text(member.id), {},
          [&](rules::FactIndex fact) {
            const auto source = facts.source(fact);
            return rules::Origin{source.register_code, source.since, source.conflict};
          });
      auto shown = rules::to_json(determination, arguments.locale);
      text += text_of(shown);
      list.push_back(std::move(shown));
    }
  }
  print(arguments, {{"as_of", to_text(as_of)}, {"determinations", std::move(list)}}, text);
  return Exit::kDone;
}

}  // namespace

std::vector<Command> explain_commands() {
  return {{"explain",
           "why: one person, every policy, each condition with its fact and clause",
           {},
           {data_option(),
            {"person", "ID", "as printed by lists", true},
            {"policy", "P", "one policy by id or code"},
            {"as-of", "DATE", "day asked about"},
            today_option()},
           explain_command}};
}

}  // namespace leye::cli
