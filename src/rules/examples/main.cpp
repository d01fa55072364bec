// The engine as a library: a catalogue, two rules, four people, and why the third is asked about.
#include <cstdio>

#include "rules/rules.h"

int main() {
  using namespace leye;
  const auto loaded = rules::load_files({}, {{"catalogue.yaml", R"(kind: catalogue
subjects: {person: {title: {zh: 个人}}}
facts:
  - {name: person.birth_date, type: date, world: closed, required: true}
  - {name: person.income, type: money, world: open}
)"}});
  const auto& catalogue = loaded.pack->environment;

  columns::TableBuilder people("person");
  auto& birth = people.add("person.birth_date", columns::Kind::kDate);
  auto& income = people.add("person.income", columns::Kind::kInt);
  for (int i = 0; i < 4; ++i) people.id(derived_uuid(i, {}));
  for (const int year : {1970, 1990, 2000, 2010}) birth.number(ymd(year, 3, 1).days());
  for (const int yuan : {1500, 4000}) income.number(yuan * 100);
  income.unknown();
  income.number(0);
  rules::Tables tables;
  tables.emplace("person", std::move(people).freeze());

  const auto adult = rules::compile("age(person.birth_date, as_of) >= 16", catalogue);
  const auto poor = rules::compile(
      "age(person.birth_date, as_of) >= 16 && person.income < yuan(2180)", catalogue);
  rules::Program program({ymd(2020, 10, 22), {}});
  program.add("adult", "person", *adult);
  program.add("poor", "person", *poor);
  for (const auto& rule : rules::screen(program, tables)) {
    std::printf("%-6s", rule.id.c_str());
    for (std::size_t row = 0; row < rule.rows; ++row) std::printf(" %c", rule.outcome.at(row));
    std::printf("\n");  // adult  T T T F      poor   T F U F
  }
  const rules::Binding binding(catalogue, tables, "person");
  rules::RowSource third(binding);
  third.at(2);
  for (const auto& fact : rules::evaluate(*poor, third, program.context()).missing)
    std::printf("ask for %s\n", fact.c_str());  // ask for person.income
}
