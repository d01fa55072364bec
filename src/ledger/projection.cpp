#include "ledger/projection.h"

#include <algorithm>
#include <array>
#include <map>

#include "ledger/entries.h"
#include "ledger/tables.h"

namespace leye::ledger {
namespace {

constexpr std::array kMachines = {Machine::kPersonCase, Machine::kRegistration};

EntryFilter machine_filter(Machine machine) {
  EntryFilter filter;
  for (std::size_t i = 0; i < kind_count(); ++i)
    if (machine_of(static_cast<Kind>(i)) == machine) filter.kinds.push_back(static_cast<Kind>(i));
  return filter;
}

constexpr std::string_view kStateColumns =
    "s.person_id, s.machine, s.spell, s.state, s.opened_on, s.since, s.closed_on, s.code, s.unit, "
    "s.entry_id FROM machine_state s";

Result<State> state_from(const store::Row& row) {
  State s;
  LEYE_TRY(const auto machine, row.text(1));
  s.machine = machine == code(Machine::kPersonCase) ? Machine::kPersonCase : Machine::kRegistration;
  LEYE_TRY(s.spell.number, row.get<int>(2));
  LEYE_TRY(s.spell.state, row.get<std::string>(3));
  LEYE_TRY(s.spell.opened_on, row.get<Date>(4));
  LEYE_TRY(s.spell.since, row.get<Date>(5));
  LEYE_TRY(s.spell.closed_on, row.get<std::optional<Date>>(6));
  LEYE_TRY(s.spell.code, row.get<std::optional<std::string>>(7));
  LEYE_TRY(s.spell.unit, row.get<std::optional<std::string>>(8));
  LEYE_TRY(s.spell.last, row.get<EntryId>(9));
  return s;
}

Result<void> store_spells(store::Transaction& tx, PersonId person, Machine machine,
                          const std::vector<Spell>& spells) {
  LEYE_CHECK(tx.execute("DELETE FROM machine_state WHERE person_id = ? AND machine = ?", person,
                        code(machine)));
  for (const auto& s : spells)
    LEYE_CHECK(
        tx.execute("INSERT INTO machine_state (person_id, machine, spell, state, opened_on, since, "
                   "closed_on, code, unit, entry_id) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
                   person, code(machine), s.number, s.state, s.opened_on, s.since, s.closed_on,
                   s.code, s.unit, s.last));
  return {};
}

/// Refuses an entry that does not fit, or that makes entries not fit which did.
Result<void> check_fit(Machine machine, const std::vector<Entry>& entries, const Replay& now,
                       const Entry& fresh) {
  if (fresh.corrects || machine_of(fresh.kind) != machine) return {};
  std::vector<Entry> before;
  std::ranges::copy_if(entries, std::back_inserter(before),
                       [&](const Entry& e) { return e.id != fresh.id; });
  const auto old = replay(machine, before);
  if (now.refused.size() <= old.refused.size()) return {};
  const auto* current = old.current();
  return fail("entry.state", {},
              {{"kind", std::string(code(fresh.kind))},
               {"state", current == nullptr ? "-" : current->state}});
}

Result<void> project_machine(store::Transaction& tx, const access::SystemScope& scope,
                             PersonId root, Machine machine, const Entry* fresh) {
  LEYE_TRY(const auto entries, entries_of(tx, scope, of(root), machine_filter(machine)));
  const auto now = replay(machine, entries);
  if (fresh != nullptr) LEYE_CHECK(check_fit(machine, entries, now, *fresh));
  return store_spells(tx, root, machine, now.spells);
}

}  // namespace

Result<void> project(store::Transaction& tx, const access::SystemScope& scope, PersonId person,
                     const Entry* fresh) {
  LEYE_TRY(const auto ids, identity_of(tx, person));
  for (std::size_t i = 1; i < ids.size(); ++i)
    LEYE_CHECK(tx.execute("DELETE FROM machine_state WHERE person_id = ?", ids[i]));
  const bool correction =
      fresh != nullptr && (fresh->corrects || fresh->kind == Kind::kEntryWithdrawn);
  for (const auto machine : kMachines) {
    if (fresh != nullptr && !correction && machine_of(fresh->kind) != machine) continue;
    LEYE_CHECK(project_machine(tx, scope, ids.front(), machine, fresh));
  }
  return {};
}

Result<void> project_fact(Act& act, const Entry& entry, std::optional<std::int64_t> base_version) {
  auto& tx = act.tx();
  if (entry.corrects)
    LEYE_CHECK(
        tx.execute("UPDATE stated_fact SET replaced_by = ? WHERE person_id = ? AND "
                   "entry_id = ?",
                   entry.id, entry.subject.id, *entry.corrects));
  if (entry.kind != Kind::kFactStated) return {};
  const auto said = entry.code.value_or(std::string());
  const auto fact = said.substr(0, said.find('='));
  LEYE_TRY(const auto version, version_of(tx, entry.subject.id));
  // Made in knowledge of all that was said up to `base`: those are replaced. What was said since by
  // somebody else stays beside it, unless it says the same.
  const auto base = base_version.value_or(version + 1);
  LEYE_CHECK(tx.execute(
      "UPDATE stated_fact SET replaced_by = ? WHERE person_id = ? AND fact = ? AND replaced_by IS "
      "NULL AND (version <= ? OR entry_id IN (SELECT entry.entry_id FROM entry WHERE "
      "entry.person_id = ? AND entry.code = ? AND entry.sealed IS NULL))",
      entry.id, entry.subject.id, fact, base, entry.subject.id, said));
  LEYE_CHECK(
      tx.execute("INSERT INTO stated_fact (person_id, fact, entry_id, version) VALUES (?, ?, ?, ?)",
                 entry.subject.id, fact, entry.id, version + 1));
  return {};
}

Result<std::vector<State>> states_of(store::Reader& reader, PersonId person) {
  LEYE_TRY(const auto ids, identity_of(reader, person));
  std::vector<State> states;
  const store::Sql sql{
      "SELECT " + std::string(kStateColumns) + " WHERE s.person_id = ? ORDER BY s.machine, s.spell",
      {ids.front()}};
  LEYE_CHECK(reader.for_each(sql, [&](const store::Row& row) -> Result<void> {
    LEYE_TRY(auto state, state_from(row));
    states.push_back(std::move(state));
    return {};
  }));
  return states;
}

Result<void> for_each_state(store::Reader& reader, const access::SystemScope& scope,
                            Machine machine,
                            const std::function<Result<void>(PersonId, const Spell&)>& each) {
  access::PeopleQuery q(scope, {"s.person_id"});
  q.select(kStateColumns).where("s.machine = ?", code(machine));
  q.where(
      "NOT EXISTS (SELECT 1 FROM machine_state l WHERE l.person_id = s.person_id AND l.machine "
      "= s.machine AND l.spell > s.spell)");
  q.order("s.person_id");
  return reader.for_each(q.sql(), [&](const store::Row& row) -> Result<void> {
    LEYE_TRY(const auto person, row.get<PersonId>(0));
    LEYE_TRY(const auto state, state_from(row));
    return each(person, state.spell);
  });
}

namespace {

using ByPerson = std::map<PersonId, std::vector<Entry>>;

/// The entries that move a machine, each under the root it is read as.
Result<ByPerson> entries_by_root(store::Reader& reader, const access::SystemScope& scope,
                                 Machine machine) {
  LEYE_TRY(const auto aliases, reader.query<PersonId, PersonId>(
                                   "SELECT member, root FROM person_alias WHERE to_command IS "
                                   "NULL"));
  std::map<PersonId, PersonId> root_of;
  for (const auto& [member, root] : aliases) root_of.emplace(member, root);
  ByPerson entries;
  LEYE_CHECK(for_each_entry(reader, scope, SubjectKind::kPerson, machine_filter(machine),
                            [&](const Entry& e) -> Result<void> {
                              const PersonId id(e.subject.id);
                              const auto root = root_of.find(id);
                              entries[root == root_of.end() ? id : root->second].push_back(e);
                              return {};
                            }));
  return entries;
}

Result<std::map<PersonId, std::vector<Spell>>> stored_spells(store::Reader& reader,
                                                             const access::SystemScope& scope,
                                                             Machine machine) {
  std::map<PersonId, std::vector<Spell>> stored;
  access::PeopleQuery q(scope, {"s.person_id"});
  q.select(kStateColumns).where("s.machine = ?", code(machine)).order("s.person_id, s.spell");
  LEYE_CHECK(reader.for_each(q.sql(), [&](const store::Row& row) -> Result<void> {
    LEYE_TRY(const auto person, row.get<PersonId>(0));
    LEYE_TRY(auto state, state_from(row));
    stored[person].push_back(std::move(state.spell));
    return {};
  }));
  return stored;
}

}  // namespace

Result<std::int64_t> projection_differences(store::Reader& reader,
                                            const access::SystemScope& scope) {
  std::int64_t differences = 0;
  for (const auto machine : kMachines) {
    LEYE_TRY(const auto entries, entries_by_root(reader, scope, machine));
    LEYE_TRY(auto stored, stored_spells(reader, scope, machine));
    for (const auto& [person, list] : entries)
      if (replay(machine, list).spells != stored[person]) ++differences;
    for (const auto& [person, spells] : stored)
      if (!spells.empty() && entries.count(person) == 0) ++differences;
  }
  return differences;
}

}  // namespace leye::ledger
