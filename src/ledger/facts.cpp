#include "ledger/facts.h"

#include <boost/json.hpp>

#include "ledger/entries.h"
#include "ledger/tables.h"

namespace leye::ledger {
namespace {

access::PeopleQuery standing(const access::SystemScope& scope) {
  access::PeopleQuery q(scope, {"e.person_id"});
  std::string text = "e.person_id, ";
  text.append(entry_columns());
  text.append(
      ", f.fact, f.version FROM stated_fact f JOIN entry e ON e.person_id = f.person_id AND "
      "e.entry_id = f.entry_id");
  q.select(text).where("f.replaced_by IS NULL");
  return q;
}

Result<StandingFact> fact_from(const store::Row& row) {
  StandingFact f;
  LEYE_TRY(f.entry, entry_from(row, SubjectKind::kPerson));
  LEYE_TRY(f.fact, row.get<std::string>(21));
  LEYE_TRY(f.version, row.get<std::int64_t>(22));
  return f;
}

}  // namespace

Result<Entry> state_fact(Act& act, const FactStatement& s) {
  NewEntry e;
  e.subject = of(s.person);
  e.kind = Kind::kFactStated;
  e.occurred_on = s.occurred_on;
  e.id = s.id;
  e.channel = s.channel;
  e.base_version = s.base_version;
  e.code = s.sealed ? s.fact : s.fact + "=" + s.value;
  boost::json::object body{{"v", 1}, {"fact", s.fact}};
  if (s.refused) body["refused"] = true;
  e.body = boost::json::serialize(body);
  if (s.sealed) {
    e.sealed = boost::json::serialize(boost::json::object{{"v", 1}, {"value", s.value}});
  } else {
    e.n = s.n;
    e.fen = s.fen;
    e.fact_from = s.date;
  }
  return act.record(std::move(e));
}

Result<std::vector<StandingFact>> standing_facts(store::Reader& reader,
                                                 const access::SystemScope& scope,
                                                 PersonId person) {
  LEYE_TRY(const auto ids, identity_of(reader, person));
  store::Sql in{"e.person_id IN (", {}};
  for (std::size_t i = 0; i < ids.size(); ++i) in.add(i == 0 ? "?" : ", ?", ids[i]);
  auto q = standing(scope);
  q.where(in.add(")")).order("f.fact, f.version, e.entry_id");
  std::vector<StandingFact> facts;
  LEYE_CHECK(reader.for_each(q.sql(), [&](const store::Row& row) -> Result<void> {
    LEYE_TRY(auto fact, fact_from(row));
    facts.push_back(std::move(fact));
    return {};
  }));
  return facts;
}

Result<void> for_each_standing_fact(
    store::Reader& reader, const access::SystemScope& scope,
    const std::function<Result<void>(PersonId, const StandingFact&)>& each) {
  auto q = standing(scope);
  q.order("e.person_id, f.fact, f.version, e.entry_id");
  return reader.for_each(q.sql(), [&](const store::Row& row) -> Result<void> {
    LEYE_TRY(const auto fact, fact_from(row));
    return each(PersonId(fact.entry.subject.id), fact);
  });
}

}  // namespace leye::ledger
