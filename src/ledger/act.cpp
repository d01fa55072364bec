#include "ledger/act.h"

#include <array>

#include "access/person_keys.h"
#include "ledger/entries.h"
#include "ledger/projection.h"
#include "ledger/tables.h"

namespace leye::ledger {
namespace {

std::string place(const NewEntry& e) { return std::string(code(e.kind)); }

/// A run's entries get the same ids whenever and wherever the run is done.
EntryId derived_id(const NewEntry& e, const RunId& run, Date today) {
  Hasher h;
  h.field("entry").field(to_text(run)).field(to_text(e.subject.id)).field(code(e.kind));
  h.field(e.code.value_or(std::string())).field(e.ref ? to_text(*e.ref) : std::string());
  h.add(e.occurred_on.days()).add(e.fact_from ? e.fact_from->days() : 0);
  return EntryId(derived_uuid(start_of(today).micros() / 1000, h.finish()));
}

Result<void> insert(store::Transaction& tx, const Entry& e,
                    const std::optional<store::Bytes>& sealed) {
  const auto t = table_of(e.subject.kind);
  std::string sql = "INSERT INTO ";
  sql.append(t.table).append(" (").append(t.subject);
  sql.append(
      ", entry_id, command_id, run_id, case_id, kind, occurred_on, recorded_at, recorded_by, unit, "
      "channel, effective, code, ref, n, fen, fact_from, fact_to, corrects, body, sealed) VALUES "
      "(?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)");
  auto rows =
      tx.execute(sql, e.subject.id, e.id, e.command, e.run, e.case_id, code(e.kind), e.occurred_on,
                 e.recorded_at, e.recorded_by, e.unit, e.channel, e.effective, e.code, e.ref, e.n,
                 e.fen, e.fact_from, e.fact_to, e.corrects, store::or_null(e.body), sealed);
  if (!rows && store::is_unique_violation(rows.error())) return fail("entry.exists", to_text(e.id));
  LEYE_CHECK(std::move(rows));
  return {};
}

Entry entry_of_new(NewEntry e, const Act& act) {
  Entry out;
  out.subject = e.subject;
  out.id = e.id ? *e.id : act.run() ? derived_id(e, *act.run(), act.today()) : EntryId::make();
  out.command = act.command();
  out.run = act.run();
  out.case_id = e.case_id;
  out.kind = e.kind;
  out.occurred_on = e.occurred_on;
  out.recorded_at = act.now();
  out.recorded_by = act.account();
  out.unit = e.unit ? std::move(e.unit) : store::or_null(act.unit());
  out.channel = std::move(e.channel);
  out.effective = e.effective;
  out.code = std::move(e.code);
  out.ref = e.ref;
  out.n = e.n;
  out.fen = e.fen;
  out.fact_from = e.fact_from;
  out.fact_to = e.fact_to;
  out.corrects = e.corrects;
  out.body = std::move(e.body);
  out.has_sealed = !e.sealed.empty();
  return out;
}

}  // namespace

Result<void> Act::check(const NewEntry& e) {
  if (!may_concern(e.kind, e.subject.kind))
    return fail("entry.subject", place(e),
                {{"subject", std::string(ledger::code(e.subject.kind))}});
  if (e.occurred_on > today())
    return fail("entry.future", place(e), {{"date", to_text(e.occurred_on)}});
  if (e.kind == Kind::kFactStated && (frame_.run || !e.code || e.code->empty()))
    return fail("entry.fact", place(e));
  if (e.kind == Kind::kEntryWithdrawn && !e.corrects)
    return fail("entry.corrects_unknown", place(e));
  if (!e.corrects) return {};
  const auto t = table_of(e.subject.kind);
  auto old = entry_of(tx_, scope(), e.subject, *e.corrects);
  if (!old) return fail("entry.corrects_unknown", place(e));
  if (e.kind != Kind::kEntryWithdrawn && old->kind != e.kind)
    return fail("entry.corrects_kind", place(e), {{"kind", std::string(ledger::code(old->kind))}});
  LEYE_TRY(const auto done,
           tx_.find<EntryId>("SELECT e.entry_id FROM " + std::string(t.table) + " e WHERE e." +
                                 std::string(t.subject) + " = ? AND e.corrects = ? AND " +
                                 access::committed("e.run_id"),
                             e.subject.id, *e.corrects));
  if (done) return fail("entry.corrected_already", place(e));
  return {};
}

Result<Entry> Act::record(NewEntry e) {
  LEYE_CHECK(check(e));
  const auto base_version = e.base_version;
  const auto plain = std::move(e.sealed);
  e.sealed = plain.empty() ? "" : "sealed";
  auto entry = entry_of_new(std::move(e), *this);
  std::optional<store::Bytes> sealed;
  if (!plain.empty()) {
    std::string salt;
    if (entry.subject.kind == SubjectKind::kPerson) {
      const std::array person{entry.subject.id};
      LEYE_TRY(const auto salts, access::person_salts(tx_, person));
      salt = salts.at(entry.subject.id);
    }
    const auto bytes =
        keys().seal({table_of(entry.subject.kind).table, "sealed", to_text(entry.id), salt}, plain);
    sealed.emplace(bytes.begin(), bytes.end());
  }
  LEYE_CHECK(insert(tx_, entry, sealed));
  touch(entry.subject);
  entries_.push_back(entry);
  if (frame_.run) return entry;  // projected and published when the run is committed
  if (entry.subject.kind == SubjectKind::kPerson) {
    const bool moves = machine_of(entry.kind) != Machine::kNone || entry.corrects;
    if (moves) LEYE_CHECK(project(tx_, scope(), PersonId(entry.subject.id), &entry));
    LEYE_CHECK(project_fact(*this, entry, base_version));
  }
  LEYE_CHECK(store::publish(tx_, {entry.id.uuid(), std::string(ledger::code(entry.kind)),
                                  entry.subject.id, std::nullopt, now()}));
  return entry;
}

Result<void> Act::leave(access::Leaf leaf) {
  leaf.command = command();
  if (!leaf.account) leaf.account = account();
  LEYE_CHECK(access::leave_leaf(tx_, keys(), leaf, now()));
  return {};
}

Result<std::int64_t> version_of(store::Reader& reader, const Uuid& subject) {
  LEYE_TRY(const auto version,
           reader.find<std::int64_t>("SELECT version FROM subject_version WHERE subject_id = ?",
                                     subject));
  return version.value_or(0);
}

}  // namespace leye::ledger
