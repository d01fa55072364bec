#include "ledger/seal.h"

#include "access/audit.h"

namespace leye::ledger {
namespace {

Result<SealReport> seal_once(store::Transaction& tx, const Clock& clock) {
  LEYE_TRY(const auto commands,
           tx.one<std::int64_t>("SELECT count(*) FROM command WHERE seal IS NULL"));
  LEYE_TRY(const auto leaves,
           tx.one<std::int64_t>("SELECT count(*) FROM audit_leaf WHERE seal IS NULL"));
  if (commands == 0 && leaves == 0) return SealReport{};
  SealReport report;
  LEYE_TRY(report.seal, latest_seal(tx));
  ++report.seal;
  LEYE_TRY(report.commands,
           tx.execute("UPDATE command SET seal = ? WHERE seal IS NULL", report.seal));
  LEYE_TRY(report.leaves, access::chain_leaves(tx, report.seal, report.commands, clock.now()));
  // A merge holds from the seal of its command to the seal of the one that ended it.
  LEYE_CHECK(tx.execute(
      "UPDATE person_alias SET from_seal = ? WHERE from_seal IS NULL AND from_command IN (SELECT "
      "command.command_id FROM command WHERE command.seal = ?)",
      report.seal, report.seal));
  LEYE_CHECK(tx.execute(
      "UPDATE person_alias SET to_seal = ? WHERE to_seal IS NULL AND to_command IN (SELECT "
      "command.command_id FROM command WHERE command.seal = ?)",
      report.seal, report.seal));
  return report;
}

}  // namespace

Result<SealReport> seal_pending(store::Database& db, const Clock& clock) {
  auto report = db.write([&](store::Transaction& tx) { return seal_once(tx, clock); });
  if (!report && store::is_unique_violation(report.error(), "seal")) return SealReport{};
  return report;
}

Result<std::int64_t> latest_seal(store::Reader& reader) {
  return reader.one<std::int64_t>("SELECT coalesce(max(seal), 0) FROM seal");
}

Result<std::vector<Subject>> changed_between(store::Reader& reader, std::int64_t since,
                                             std::int64_t until) {
  LEYE_TRY(const auto rows, (reader.query<std::string, Uuid>(
                                "SELECT DISTINCT ch.subject_kind, ch.subject_id FROM change ch "
                                "JOIN command c ON c.command_id = ch.command_id WHERE c.seal > ? "
                                "AND c.seal <= ? ORDER BY ch.subject_kind, ch.subject_id",
                                since, until)));
  std::vector<Subject> subjects;
  for (const auto& [kind, id] : rows)
    if (const auto known = subject_kind_of(kind)) subjects.push_back({*known, id});
  return subjects;
}

}  // namespace leye::ledger
