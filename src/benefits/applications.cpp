#include "benefits/applications.h"

#include "benefits/acts.h"
#include "ledger/entries.h"

namespace leye::benefits {
namespace {

Result<Application> application_from(const store::Row& row) {
  Application a;
  LEYE_TRY(a.id, row.get<ApplicationId>(0));
  LEYE_TRY(const auto kind, row.get<std::string>(1));
  LEYE_TRY(a.payee.id, row.get<Uuid>(2));
  a.payee.kind = ledger::subject_kind_of(kind).value_or(ledger::SubjectKind::kPerson);
  LEYE_TRY(a.entitlement, row.get<Uuid>(3));
  LEYE_TRY(a.policy, row.get<std::string>(4));
  LEYE_TRY(a.code, row.get<std::string>(5));
  LEYE_TRY(a.subject_kind, row.get<std::string>(6));
  LEYE_TRY(a.subject, row.get<Uuid>(7));
  LEYE_TRY(a.beneficiary, row.get<std::optional<Uuid>>(8));
  LEYE_TRY(a.period, row.get<std::string>(9));
  LEYE_TRY(a.division, row.get<std::optional<std::string>>(10));
  LEYE_TRY(a.fen, row.get<Fen>(11));
  LEYE_TRY(a.submitted_on, row.get<Date>(12));
  LEYE_TRY(const auto stage, row.get<std::string>(13));
  a.progress.stage = stage_of_code(stage).value_or(Stage::kNone);
  LEYE_TRY(a.progress.deferred_until, row.get<std::optional<Date>>(14));
  LEYE_TRY(a.progress.enterer, row.get<std::optional<AccountId>>(15));
  LEYE_TRY(a.progress.reviewer1, row.get<std::optional<AccountId>>(16));
  LEYE_TRY(a.progress.reviewer2, row.get<std::optional<AccountId>>(17));
  LEYE_TRY(a.progress.payer, row.get<std::optional<AccountId>>(18));
  LEYE_TRY(a.version, row.get<std::int64_t>(19));
  return a;
}

store::Sql select() {
  return {
      "SELECT a.application_id, a.payee_kind, a.payee_id, a.entitlement_id, a.policy, a.code, "
      "a.subject_kind, a.subject_id, a.beneficiary, a.period, a.division, a.fen, "
      "a.submitted_on, a.stage, a.deferred_until, a.enterer, a.reviewer1, a.reviewer2, "
      "a.payer, a.version FROM application a WHERE 1 = 1",
      {}};
}

Result<std::vector<Application>> collect_applications(store::Reader& reader,
                                                      const store::Sql& sql) {
  std::vector<Application> list;
  LEYE_CHECK(reader.for_each(sql, [&](const store::Row& row) -> Result<void> {
    LEYE_TRY(auto application, application_from(row));
    list.push_back(std::move(application));
    return {};
  }));
  return list;
}

Result<Application> only(store::Reader& reader, ApplicationId id, std::string_view lock) {
  auto sql = select();
  sql.add(" AND a.application_id = ?", id).add(lock);
  LEYE_TRY(auto found, collect_applications(reader, sql));
  if (found.empty()) return fail("benefits.application_unknown", to_text(id));
  return std::move(found.front());
}

}  // namespace

Result<Application> detail::locked(store::Transaction& tx, ApplicationId id) {
  return only(tx, id, " {for_update}");
}

Result<Application> application_of(store::Reader& reader, ApplicationId id) {
  return only(reader, id, "");
}

Result<std::vector<Application>> applications(store::Reader& reader, std::optional<Stage> stage,
                                              const std::optional<std::string>& division, Date on) {
  auto sql = select();
  if (stage) sql.add(" AND a.stage = ?", code(*stage));
  if (division)
    sql.add(
        " AND a.division IN (SELECT c.descendant FROM division_closure c WHERE c.ancestor = ? AND "
        "c.valid_from <= ? AND (c.valid_to IS NULL OR c.valid_to >= ?))",
        *division, on, on);
  return collect_applications(reader, sql.add(" ORDER BY a.application_id"));
}

Result<std::vector<Application>> applications_of(store::Reader& reader,
                                                 const ledger::Subject& payee) {
  auto sql = select();
  sql.add(" AND a.payee_id = ?", payee.id).add(" AND a.payee_kind = ?", ledger::code(payee.kind));
  return collect_applications(reader, sql.add(" ORDER BY a.application_id"));
}

Result<std::int64_t> projection_differences(store::Reader& reader) {
  LEYE_TRY(const auto all, applications(reader));
  std::int64_t differences = 0;
  for (const auto& application : all) {
    LEYE_TRY(auto entries, ledger::entries_of(reader, access::SystemScope::for_snapshot(),
                                              application.payee, {}));
    std::erase_if(entries, [&](const ledger::Entry& e) { return e.ref != application.id.uuid(); });
    if (progress_of(entries) != application.progress) ++differences;
  }
  return differences;
}

}  // namespace leye::benefits
