#include <gtest/gtest.h>

#include <iostream>
#include <map>
#include <set>

#include "rules/language/expression.h"
#include "rules/language/fact_table.h"
#include "rules/language/testing/suite.h"

namespace leye::rules {
namespace {

namespace json = boost::json;

/// The names a case binds, as open facts. Nothing when one of them cannot be a name here.
std::optional<Environment> environment_of(const json::object& line) {
  Environment env;
  const auto* vars = line.if_contains("vars");
  if (vars == nullptr) return env;
  for (const auto& [name, var] : vars->as_object()) {
    FactDecl fact;
    fact.name = name;
    fact.type = *env.parse_type(std::string_view(var.at("type").as_string()));
    env.facts.push_back(std::move(fact));
  }
  env.index();
  return env;
}

FactTable facts_of(const json::object& line, const Environment& env) {
  FactTable facts(env);
  for (FactIndex i = 0; i < env.facts.size(); ++i) {
    const auto* value = line.at("vars").at(env.facts[i].name).as_object().if_contains("value");
    if (value == nullptr) continue;
    const auto read = read_fact_value(env, env.facts[i].type, *value, facts, "");
    EXPECT_TRUE(read);
    facts.set(i, *read);
  }
  return facts;
}

// Every expression of CEL's own suite: what is accepted must give CEL's answer, what is not must be
// refused with a reason. tests/data/rules/cel_subset.jsonl lists the 293 that must be accepted.
TEST(Cel, ConformanceSuiteOfTheLanguageDefinition) {
  std::set<std::string> wanted;
  for (const auto& line : testing::suite_lines("cel_subset.jsonl"))
    wanted.insert(
        json::serialize(json::array{line.at("section"), line.at("name"), line.at("expr")}));
  std::map<std::string, int> refused;
  std::size_t accepted = 0;
  std::size_t passed = 0;
  for (const auto& line : testing::suite_lines("cel_spec.jsonl")) {
    const auto key =
        json::serialize(json::array{line.at("section"), line.at("name"), line.at("expr")});
    if (line.contains("other")) {
      EXPECT_EQ(wanted.count(key), 0U) << key;
      ++refused["container or types outside the subset"];
      continue;
    }
    const auto env = environment_of(line);
    const auto expression = compile(std::string_view(line.at("expr").as_string()), *env);
    if (!expression) {
      EXPECT_EQ(wanted.count(key), 0U) << key << " refused: " << expression.error().fixture;
      ++refused[expression.error().code];
      continue;
    }
    ++accepted;
    EXPECT_EQ(wanted.count(key), 1U) << key << " accepted";
    const auto facts = facts_of(line, *env);
    const auto o = evaluate(*expression, facts, {});
    const bool good = line.contains("error")
                          ? o.kind == OutcomeKind::kError
                          : o.kind == OutcomeKind::kValue &&
                                write_value(*env, expression->type(), o.value) == line.at("value");
    EXPECT_TRUE(good) << key;
    passed += good ? 1 : 0;
  }
  EXPECT_EQ(accepted, wanted.size());
  EXPECT_EQ(passed, wanted.size());
  std::cout << "cel-spec: " << accepted << " accepted, " << passed << " passed, refused:";
  for (const auto& [code, count] : refused) std::cout << ' ' << code << ' ' << count << ';';
  std::cout << '\n';
}

}  // namespace
}  // namespace leye::rules
