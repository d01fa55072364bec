#include "ledger/tables.h"

#include "access/people_query.h"

namespace leye::ledger {

EntryTable table_of(SubjectKind kind) {
  switch (kind) {
    case SubjectKind::kEmployer:
      return {"employer_entry", "employer_id"};
    case SubjectKind::kUnit:
      return {"unit_entry", "unit_id"};
    case SubjectKind::kCampaign:
      return {"campaign_entry", "campaign_id"};
    default:
      return {"entry", "person_id"};
  }
}

std::string_view entry_columns() {
  return "e.entry_id, e.command_id, e.run_id, e.case_id, e.kind, e.occurred_on, e.recorded_at, "
         "e.recorded_by, e.unit, e.channel, e.effective, e.code, e.ref, e.n, e.fen, e.fact_from, "
         "e.fact_to, e.corrects, e.body, e.sealed IS NOT NULL";
}

Result<Entry> entry_from(const store::Row& row, SubjectKind subject) {
  Entry e;
  e.subject.kind = subject;
  LEYE_TRY(e.subject.id, row.get<Uuid>(0));
  LEYE_TRY(e.id, row.get<EntryId>(1));
  LEYE_TRY(e.command, row.get<std::optional<CommandId>>(2));
  LEYE_TRY(e.run, row.get<std::optional<RunId>>(3));
  LEYE_TRY(e.case_id, row.get<std::optional<CaseId>>(4));
  LEYE_TRY(const auto kind_code, row.text(5));
  const auto kind = kind_of(kind_code);
  if (!kind) return fail("entry.kind", to_text(e.id), {{"kind", std::string(kind_code)}});
  e.kind = *kind;
  LEYE_TRY(e.occurred_on, row.get<Date>(6));
  LEYE_TRY(e.recorded_at, row.get<Instant>(7));
  LEYE_TRY(e.recorded_by, row.get<std::optional<AccountId>>(8));
  LEYE_TRY(e.unit, row.get<std::optional<std::string>>(9));
  LEYE_TRY(e.channel, row.get<std::optional<std::string>>(10));
  LEYE_TRY(e.effective, row.get<std::optional<bool>>(11));
  LEYE_TRY(e.code, row.get<std::optional<std::string>>(12));
  LEYE_TRY(e.ref, row.get<std::optional<Uuid>>(13));
  LEYE_TRY(e.n, row.get<std::optional<std::int64_t>>(14));
  LEYE_TRY(e.fen, row.get<std::optional<Fen>>(15));
  LEYE_TRY(e.fact_from, row.get<std::optional<Date>>(16));
  LEYE_TRY(e.fact_to, row.get<std::optional<Date>>(17));
  LEYE_TRY(e.corrects, row.get<std::optional<EntryId>>(18));
  LEYE_TRY(auto body, row.get<std::optional<std::string>>(19));
  e.body = std::move(body).value_or(std::string());
  LEYE_TRY(e.has_sealed, row.get<bool>(20));
  return e;
}

std::string not_corrected(const EntryTable& t) {
  std::string sql = "NOT EXISTS (SELECT 1 FROM ";
  sql.append(t.table).append(" fix WHERE fix.").append(t.subject).append(" = e.");
  sql.append(t.subject).append(" AND fix.corrects = e.entry_id AND ");
  return sql.append(access::committed("fix.run_id")).append(")");
}

}  // namespace leye::ledger
