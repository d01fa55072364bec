#include "registry/employers.h"

#include "ledger/entries.h"
#include "registry/sql.h"

namespace leye::registry {
namespace {

constexpr std::string_view kColumns =
    "d.employer_id, d.name, d.uscc, d.division, d.body FROM employer_detail d";

Result<EmployerRow> employer_from(const store::Row& row) {
  EmployerRow e;
  LEYE_TRY(e.id, row.get<EmployerId>(0));
  LEYE_TRY(e.name, row.get<std::optional<std::string>>(1));
  LEYE_TRY(e.uscc, row.get<std::optional<std::string>>(2));
  LEYE_TRY(e.division, row.get<std::optional<std::string>>(3));
  LEYE_TRY(auto body, row.get<std::optional<std::string>>(4));
  e.body = std::move(body).value_or(std::string());
  return e;
}

std::int64_t number_of(const ledger::Act& act) { return act.rank(); }

Result<Unit> unit_from(const store::Row& row) {
  Unit u;
  LEYE_TRY(u.id, row.get<UnitId>(0));
  LEYE_TRY(u.kind, row.get<std::string>(1));
  LEYE_TRY(u.person, row.get<std::optional<PersonId>>(2));
  LEYE_TRY(u.employer, row.get<std::optional<EmployerId>>(3));
  LEYE_TRY(u.record, row.get<std::optional<RecordId>>(4));
  return u;
}

std::string unit_columns() {
  return "u.unit_id, u.kind, " + root_of("u.person_id") +
         ", u.employer_id, u.record_id FROM unit u";
}

}  // namespace

EmployerId employer_id(std::string_view number) {
  return EmployerId(derived_uuid(0, Hasher().field("employer").field(number).finish()));
}

UnitId unit_id(std::string_view kind, RecordId record) {
  return UnitId(
      derived_uuid(0, Hasher().field("unit").field(kind).field(to_text(record)).finish()));
}

Result<void> put_employers(ledger::Act& act, std::span<const EmployerUpdate> updates) {
  auto& tx = act.tx();
  store::Values employers;
  store::Values identities;
  store::Values details;
  for (const auto& e : updates) {
    for (const store::Value& v :
         {store::Value(e.id), store::Value(act.run()), store::Value(act.today())})
      employers.push_back(v);
    for (const store::Value& v :
         {store::Value(e.number), store::Value(e.id), store::Value(act.run())})
      identities.push_back(v);
    for (const store::Value& v :
         {store::Value(e.id), store::Value(number_of(act)), store::Value(act.run()),
          store::Value(e.name), store::Value(e.uscc), store::Value(e.division),
          store::Value(store::or_null(e.body))})
      details.push_back(v);
  }
  // The id follows from the number: whoever wrote the row first, it is the same employer.
  LEYE_CHECK(
      tx.execute_each("INSERT INTO employer (employer_id, run_id, created_on) VALUES (?, ?, "
                      "?) ON CONFLICT (employer_id) DO NOTHING",
                      3, employers));
  LEYE_CHECK(
      tx.execute_each("INSERT INTO employer_identity (number, employer_id, run_id) VALUES "
                      "(?, ?, ?) ON CONFLICT (number) DO NOTHING",
                      3, identities));
  LEYE_CHECK(tx.execute_each(
      "INSERT INTO employer_detail (employer_id, number, run_id, name, uscc, division, body) "
      "VALUES "
      "(?, ?, ?, ?, ?, ?, ?) ON CONFLICT (employer_id, number) DO UPDATE SET run_id = "
      "excluded.run_id, name = excluded.name, uscc = excluded.uscc, division = excluded.division, "
      "body = excluded.body",
      7, details));
  return {};
}

Result<void> for_each_employer(store::Reader& reader,
                               const std::function<Result<void>(const EmployerRow&)>& each) {
  const store::Sql sql{"SELECT " + std::string(kColumns) + " WHERE " +
                           newest_detail("employer_detail", "employer_id") +
                           " ORDER BY d.employer_id",
                       {}};
  return reader.for_each(sql, [&](const store::Row& row) -> Result<void> {
    LEYE_TRY(const auto employer, employer_from(row));
    return each(employer);
  });
}

Result<std::map<EmployerId, EmployerRow>> employers_of(store::Reader& reader,
                                                       std::span<const EmployerId> ids) {
  std::map<EmployerId, EmployerRow> found;
  if (ids.empty()) return found;
  store::Sql sql{"SELECT " + std::string(kColumns) + " WHERE " +
                     newest_detail("employer_detail", "employer_id") + " AND d.employer_id IN (",
                 {}};
  for (std::size_t i = 0; i < ids.size(); ++i) sql.add(i == 0 ? "?" : ", ?", ids[i]);
  sql.add(")");
  LEYE_CHECK(reader.for_each(sql, [&](const store::Row& row) -> Result<void> {
    LEYE_TRY(auto employer, employer_from(row));
    found.emplace(employer.id, std::move(employer));
    return {};
  }));
  return found;
}

Result<void> put_units(ledger::Act& act, std::span<const Unit> units) {
  store::Values rows;
  for (const auto& u : units) {
    if (!u.person && !u.employer) return fail("unit.anchor", to_text(u.id));
    const Uuid anchor = u.person ? u.person->uuid() : u.employer->uuid();
    for (const store::Value& v :
         {store::Value(anchor), store::Value(u.id), store::Value(u.kind), store::Value(u.person),
          store::Value(u.employer), store::Value(u.record), store::Value(act.run())})
      rows.push_back(v);
  }
  // A unit of an undone run is taken over by the run that finds it again.
  LEYE_CHECK(act.tx().execute_each(
      "INSERT INTO unit (anchor_id, unit_id, kind, person_id, employer_id, record_id, run_id) "
      "VALUES (?, ?, ?, ?, ?, ?, ?) ON CONFLICT (anchor_id, unit_id) DO UPDATE SET run_id = "
      "excluded.run_id, employer_id = excluded.employer_id WHERE unit.run_id IN (SELECT "
      "run.run_id FROM run WHERE run.state <> 'committed')",
      7, rows));
  return {};
}

Result<void> for_each_unit(store::Reader& reader, const access::SystemScope& scope,
                           std::string_view kind,
                           const std::function<Result<void>(const Unit&)>& each) {
  access::PeopleQuery q(scope, {"u.person_id"});
  q.select(unit_columns()).where("u.kind = ?", kind).where(access::committed("u.run_id"));
  q.order("u.unit_id");
  return reader.for_each(q.sql(), [&](const store::Row& row) -> Result<void> {
    LEYE_TRY(const auto unit, unit_from(row));
    return each(unit);
  });
}

Result<std::vector<Unit>> units_of(store::Reader& reader, const access::SystemScope& scope,
                                   PersonId person) {
  LEYE_TRY(const auto ids, ledger::identity_of(reader, person));
  access::PeopleQuery q(scope, {"u.person_id"});
  store::Sql in{"u.person_id IN (", {}};
  for (std::size_t i = 0; i < ids.size(); ++i) in.add(i == 0 ? "?" : ", ?", ids[i]);
  q.select(unit_columns()).where(in.add(")")).where(access::committed("u.run_id"));
  q.order("u.kind, u.unit_id");
  std::vector<Unit> units;
  LEYE_CHECK(reader.for_each(q.sql(), [&](const store::Row& row) -> Result<void> {
    LEYE_TRY(auto unit, unit_from(row));
    units.push_back(std::move(unit));
    return {};
  }));
  return units;
}

}  // namespace leye::registry
