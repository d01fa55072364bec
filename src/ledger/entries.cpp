#include "ledger/entries.h"

#include <algorithm>

#include "access/person_keys.h"
#include "ledger/tables.h"

namespace leye::ledger {
namespace {

std::string columns_from(const EntryTable& t) {
  std::string text = "e.";
  text.append(t.subject).append(", ").append(entry_columns());
  return text.append(" FROM ").append(t.table).append(" e");
}

void add_filter(access::PeopleQuery& q, const EntryTable& t, const EntryFilter& filter) {
  if (!filter.kinds.empty()) {
    store::Sql in{"e.kind IN (", {}};
    for (std::size_t i = 0; i < filter.kinds.size(); ++i)
      in.add(i == 0 ? "?" : ", ?", code(filter.kinds[i]));
    q.where(in.add(")"));
  }
  if (filter.until) q.where("e.occurred_on <= ?", *filter.until);
  if (filter.seal)
    q.where("e.command_id IN (SELECT command.command_id FROM command WHERE command.seal <= ?)",
            *filter.seal);
  if (filter.run) q.where("e.run_id = ?", *filter.run);
  q.where(access::committed("e.run_id"));
  if (!filter.corrected) q.where(not_corrected(t));
}

/// `e.person_id IN (?, …)`.
store::Sql any_of(const EntryTable& t, const std::vector<PersonId>& ids) {
  store::Sql in{"e." + std::string(t.subject) + " IN (", {}};
  for (std::size_t i = 0; i < ids.size(); ++i) in.add(i == 0 ? "?" : ", ?", ids[i]);
  return in.add(")");
}

Result<std::vector<Entry>> collect(store::Reader& reader, const store::Sql& sql, SubjectKind kind) {
  std::vector<Entry> entries;
  LEYE_CHECK(reader.for_each(sql, [&](const store::Row& row) -> Result<void> {
    LEYE_TRY(auto entry, entry_from(row, kind));
    entries.push_back(std::move(entry));
    return {};
  }));
  return entries;
}

}  // namespace

Result<void> for_each_entry(store::Reader& reader, const access::SystemScope& scope,
                            SubjectKind kind, const EntryFilter& filter,
                            const std::function<Result<void>(const Entry&)>& each) {
  const auto t = table_of(kind);
  const std::string subject = "e." + std::string(t.subject);
  access::PeopleQuery q(scope, {subject});
  q.select(columns_from(t));
  add_filter(q, t, filter);
  q.order(subject + ", e.occurred_on, e.recorded_at, e.entry_id");
  return reader.for_each(q.sql(), [&](const store::Row& row) -> Result<void> {
    LEYE_TRY(const auto entry, entry_from(row, kind));
    return each(entry);
  });
}

Result<std::vector<Entry>> entries_of(store::Reader& reader, const access::Scope& scope,
                                      PersonId person, const EntryFilter& filter,
                                      std::optional<EntryId> after, std::int64_t limit) {
  const auto t = table_of(SubjectKind::kPerson);
  LEYE_TRY(const auto ids, identity_of(reader, person));
  access::PeopleQuery q(scope, {"e.person_id"});
  q.select(columns_from(t)).where(any_of(t, ids));
  add_filter(q, t, filter);
  if (after) {
    store::Sql at{"SELECT e.occurred_on FROM entry e WHERE e.entry_id = ? AND ", {*after}};
    LEYE_TRY(const auto last, reader.find<Date>(at.add(any_of(t, ids))));
    if (last)
      q.where("e.occurred_on < ? OR (e.occurred_on = ? AND e.entry_id < ?)", *last, *last, *after);
  }
  q.order("e.occurred_on DESC, e.entry_id DESC").limit(limit);
  return collect(reader, q.sql(), SubjectKind::kPerson);
}

Result<std::vector<Entry>> entries_of(store::Reader& reader, const access::SystemScope& scope,
                                      const Subject& subject, const EntryFilter& filter) {
  const auto t = table_of(subject.kind);
  std::vector<PersonId> ids{PersonId(subject.id)};
  if (subject.kind == SubjectKind::kPerson) {
    LEYE_TRY(ids, identity_of(reader, PersonId(subject.id)));
  }
  access::PeopleQuery q(scope, {"e.person_id"});
  q.select(columns_from(t)).where(any_of(t, ids));
  add_filter(q, t, filter);
  q.order("e.occurred_on, e.recorded_at, e.entry_id");
  return collect(reader, q.sql(), subject.kind);
}

Result<Entry> entry_of(store::Reader& reader, const access::SystemScope& scope,
                       const Subject& subject, EntryId id) {
  const auto t = table_of(subject.kind);
  access::PeopleQuery q(scope, {"e.person_id"});
  q.select(columns_from(t)).where("e.entry_id = ?", id);
  q.where("e." + std::string(t.subject) + " = ?", subject.id);
  LEYE_TRY(auto found, collect(reader, q.sql(), subject.kind));
  if (found.empty()) return fail("entry.unknown", to_text(id));
  return std::move(found.front());
}

Result<std::string> open_sealed(store::Reader& reader, const access::KeyRing& keys,
                                const Subject& subject, EntryId id) {
  const auto t = table_of(subject.kind);
  const store::Sql sql{"SELECT sealed FROM " + std::string(t.table) + " WHERE entry_id = ? AND " +
                           std::string(t.subject) + " = ?",
                       {id, subject.id}};
  LEYE_TRY(const auto salt, access::person_salt(reader, subject.id));
  bool found = false;
  std::string plain;
  LEYE_CHECK(reader.for_each(sql, [&](const store::Row& row) -> Result<void> {
    found = true;
    LEYE_TRY(const auto sealed, access::sealed_at(row, 0));
    if (!sealed) return {};
    LEYE_TRY(plain, keys.open({t.table, "sealed", to_text(id), salt}, *sealed));
    return {};
  }));
  if (!found) return fail("entry.unknown", to_text(id));
  return plain;
}

Result<std::vector<PersonId>> identity_of(store::Reader& reader, PersonId person) {
  LEYE_TRY(const auto root,
           reader.find<PersonId>(
               "SELECT root FROM person_alias WHERE member = ? AND to_command IS NULL", person));
  std::vector<PersonId> ids{root.value_or(person)};
  LEYE_TRY(const auto members,
           reader.query<PersonId>("SELECT member FROM person_alias WHERE root = ? AND to_command "
                                  "IS NULL ORDER BY member",
                                  ids.front()));
  ids.insert(ids.end(), members.begin(), members.end());
  return ids;
}

}  // namespace leye::ledger
