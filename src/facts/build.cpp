#include "facts/build.h"

#include <algorithm>

#include "facts/valuer.h"

namespace leye::facts {
namespace {

struct Planned {
  rules::FactIndex fact;
  rules::FactIndex anchor;
};

/// The columns of a subject's table: its own facts, then the anchored copies.
std::vector<Planned> plan(const rules::Environment& environment,
                          const rules::SubjectDecl& subject) {
  std::vector<Planned> columns;
  for (rules::FactIndex i = 0; i < environment.facts.size(); ++i) {
    const auto& on = environment.facts[i].on;
    if (std::find(on.begin(), on.end(), subject.name) != on.end())
      columns.push_back({i, rules::kNoFact});
  }
  for (rules::FactIndex i = 0; i < environment.facts.size(); ++i)
    for (const auto anchor : environment.facts[i].anchored)
      if (std::find(subject.anchors.begin(), subject.anchors.end(),
                    environment.facts[anchor].name) != subject.anchors.end())
        columns.push_back({i, anchor});
  return columns;
}

void add_reaches(columns::TableBuilder& table, const rules::SubjectDecl& subject,
                 const std::vector<Member>& members, const Population& population) {
  for (std::size_t r = 0; r < subject.reaches.size(); ++r) {
    auto& link = table.add(reach_column(subject.reaches[r]), columns::Kind::kInt);
    const auto targets = population.members.find(subject.reaches[r]);
    for (const auto& member : members) {
      const auto id = r < member.reaches.size() ? member.reaches[r] : std::nullopt;
      const Member* target = id && targets != population.members.end()
                                 ? population.find(subject.reaches[r], *id)
                                 : nullptr;
      if (target == nullptr)
        link.unknown();
      else
        link.number(target - targets->second.data());
    }
  }
}

}  // namespace

Snapshot build_snapshot(const rules::Pack& pack, const Population& population, Date as_of,
                        std::int64_t seal) {
  Snapshot snapshot;
  snapshot.as_of = as_of;
  snapshot.seal = seal;
  snapshot.catalogue_digest = pack.digest;
  static const std::vector<Member> kNone;
  for (const auto& subject : pack.environment.subjects) {
    const auto found = population.members.find(subject.name);
    const auto& members = found == population.members.end() ? kNone : found->second;
    columns::TableBuilder table(subject.name);
    for (const auto& member : members) table.id(member.id);
    add_reaches(table, subject, members, population);
    const auto columns = plan(pack.environment, subject);
    std::vector<columns::ColumnBuilder*> builders;
    for (const auto& column : columns) {
      const auto& fact = pack.environment.facts[column.fact];
      const auto name =
          column.anchor == rules::kNoFact
              ? fact.name
              : anchored_column(fact.name, pack.environment.facts[column.anchor].name);
      builders.push_back(&add_column(table, name, pack.environment, fact.type));
    }
    for (const auto& member : members) {
      const Valuer valuer(pack, population, subject.name, member, as_of);
      for (std::size_t i = 0; i < columns.size(); ++i)
        append(*builders[i], pack.environment, pack.environment.facts[columns[i].fact].type,
               valuer.read(columns[i].fact, columns[i].anchor));
    }
    snapshot.tables.emplace(subject.name, std::move(table).freeze());
  }
  return snapshot;
}

}  // namespace leye::facts
