#include "registry/links.h"

#include <algorithm>

#include "ledger/entries.h"
#include "registry/sql.h"

namespace leye::registry {
namespace {

/// Visible, and not ended by a command nor by a committed run.
std::string in_force() {
  return access::committed("l.run_id") +
         " AND l.ended_command IS NULL AND (l.ended_run IS NULL OR l.ended_run NOT IN (SELECT "
         "run.run_id FROM run WHERE run.state = 'committed'))";
}

}  // namespace

Result<void> put_links(ledger::Act& act, std::span<const Link> links) {
  store::RowBatch batch("link", {"subject_id", "record_id", "number", "subject_kind", "tier",
                                 "score", "run_id", "command_id"});
  std::optional<CommandId> command;
  std::int64_t number = act.rank();
  if (!act.run()) {
    command = act.command();
    LEYE_TRY(const auto last,
             act.tx().one<std::int64_t>("SELECT coalesce(max(number), 0) FROM link"));
    number = last + 1;
  }
  for (const auto& l : links)
    batch.add(l.subject, l.record, number, l.subject_kind, l.tier, l.score, act.run(), command);
  if (batch.rows() == 0) return {};
  return act.tx().copy_in(batch);
}

Result<bool> end_link(ledger::Act& act, RecordId record, const Uuid& subject) {
  std::optional<CommandId> command;
  if (!act.run()) command = act.command();
  LEYE_TRY(const auto rows,
           act.tx().execute("UPDATE link SET ended_run = ?, ended_command = ? WHERE record_id = ? "
                            "AND subject_id = ? AND ended_command IS NULL AND (ended_run IS NULL "
                            "OR ended_run NOT IN (SELECT run.run_id FROM run WHERE run.state = "
                            "'committed'))",
                            act.run(), command, record, subject));
  return rows > 0;
}

Result<void> for_each_link(store::Reader& reader, const access::SystemScope& scope,
                           std::string_view subject_kind,
                           const std::function<Result<void>(const Link&)>& each) {
  access::PeopleQuery q(scope, {"l.subject_id"});
  const std::string subject = subject_kind == "person" ? root_of("l.subject_id") : "l.subject_id";
  q.select("l.record_id, " + subject + ", l.tier, l.score FROM link l");
  q.where("l.subject_kind = ?", subject_kind).where(in_force());
  q.order("l.record_id, l.subject_id");
  return reader.for_each(q.sql(), [&](const store::Row& row) -> Result<void> {
    Link link;
    link.subject_kind = subject_kind;
    LEYE_TRY(link.record, row.get<RecordId>(0));
    LEYE_TRY(link.subject, row.get<Uuid>(1));
    LEYE_TRY(link.tier, row.get<std::string>(2));
    LEYE_TRY(link.score, row.get<std::optional<int>>(3));
    return each(link);
  });
}

Result<std::vector<LinkView>> links_of(store::Reader& reader, const access::Scope& scope,
                                       PersonId person) {
  LEYE_TRY(const auto ids, ledger::identity_of(reader, person));
  access::PeopleQuery q(scope, {"l.subject_id"});
  q.select(
      "DISTINCT r.register, l.record_id, l.tier, i.business_date FROM link l JOIN record r ON "
      "r.record_id = l.record_id JOIN run i ON i.run_id = r.run_id");
  store::Sql in{"l.subject_id IN (", {}};
  for (std::size_t i = 0; i < ids.size(); ++i) in.add(i == 0 ? "?" : ", ?", ids[i]);
  q.where(in.add(")")).where(in_force()).where(access::committed("r.run_id"));
  q.where(
      "r.version = (SELECT min(f.version) FROM record f WHERE f.register = r.register AND "
      "f.record_key = r.record_key AND " +
      access::committed("f.run_id") + ")");
  q.order("r.register, l.record_id");
  LEYE_TRY(auto rows, reader.query<std::string, RecordId, std::string, Date>(q.sql()));
  std::vector<LinkView> views;
  for (auto& [code, record, tier, since] : rows)
    views.push_back({std::move(code), record, std::move(tier), since});
  return views;
}

}  // namespace leye::registry
