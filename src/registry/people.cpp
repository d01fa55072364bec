#include "registry/people.h"

#include "access/person_keys.h"
#include "ledger/projection.h"
#include "registry/sql.h"

namespace leye::registry {
namespace {

/// One sealed column of a person's details.
std::optional<store::Bytes> sealed(const ledger::Act& act, std::string_view column, PersonId id,
                                   std::string_view salt, const std::optional<std::string>& plain) {
  if (!plain || plain->empty()) return std::nullopt;
  return bytes_of(act.keys().seal({"person_detail", column, to_text(id), salt}, *plain));
}

std::optional<access::BlindKey> id_key(const ledger::Act& act, const PersonUpdate& p) {
  return p.citizen_id ? access::blind_citizen_id(act.keys(), *p.citizen_id) : std::nullopt;
}

/// One person an id: the row of an undone run is taken over, a visible one of somebody else is an
/// error. While a rotation moves the index, the id is claimed under the old key and the new.
Result<void> claim(ledger::Act& act, std::string_view citizen_id, PersonId person) {
  for (const auto& key : access::blind_citizen_ids(act.keys(), citizen_id)) {
    LEYE_TRY(
        const auto rows,
        act.tx().execute(
            "INSERT INTO person_identity (id_hash, person_id, run_id) VALUES (?, ?, ?) ON "
            "CONFLICT (id_hash) DO UPDATE SET person_id = excluded.person_id, run_id = "
            "excluded.run_id WHERE person_identity.run_id IN (SELECT run.run_id FROM run WHERE "
            "run.state = 'undone')",
            key, person, act.run()));
    if (rows > 0) continue;
    LEYE_TRY(const auto owner, act.tx().one<PersonId>(
                                   "SELECT person_id FROM person_identity WHERE id_hash = ?", key));
    if (owner != person) return fail("person.identity_taken", to_text(person));
  }
  return {};
}

template <class... A>
void append(store::Values& values, const A&... more) {
  (values.emplace_back(more), ...);
}

struct Rows {
  store::Values people;
  store::Values details;
  store::Values offices;
};

void add_rows(ledger::Act& act, const PersonUpdate& p, std::int64_t number, std::string_view salt,
              Rows& rows) {
  if (p.is_new) append(rows.people, p.id, act.run(), act.today());
  std::optional<access::BlindKey> phone_key;
  if (p.phone) phone_key = access::blind_phone(act.keys(), *p.phone);
  append(rows.details, p.id, number, act.run(), p.name, p.sex, p.birth, p.place, p.tags,
         sealed(act, "citizen_id", p.id, salt, p.citizen_id),
         sealed(act, "phone", p.id, salt, p.phone), sealed(act, "address", p.id, salt, p.address),
         id_key(act, p), phone_key);
  if (p.division)
    append(rows.offices, p.id, *p.division, p.division_from, std::optional<Date>(), act.run());
}

constexpr std::string_view kPutOffice =
    "INSERT INTO responsibility (person_id, division, valid_from, valid_to, run_id) VALUES (?, ?, "
    "?, ?, ?) ON CONFLICT (person_id, valid_from) DO UPDATE SET division = excluded.division, "
    "valid_to = excluded.valid_to, run_id = excluded.run_id";

}  // namespace

PersonId new_person_id(const access::KeyRing& keys, Date business_date, const Digest& file,
                       std::string_view register_code, int attempt, std::int64_t row) {
  const auto digest = keys.keyed_digest(
      "person", {to_text(file), register_code, std::to_string(attempt), std::to_string(row)});
  return PersonId(derived_uuid(start_of(business_date).micros() / 1000, digest));
}

Result<void> put_people(ledger::Act& act, std::span<const PersonUpdate> updates) {
  auto& tx = act.tx();
  Rows rows;
  std::vector<Uuid> ids;
  for (const auto& p : updates) ids.push_back(p.id.uuid());
  LEYE_TRY(const auto salts, access::person_salts(tx, ids));
  for (const auto& p : updates) {
    std::int64_t number = act.rank();
    if (!act.run()) {
      LEYE_TRY(const auto last,
               tx.one<std::int64_t>(
                   "SELECT coalesce(max(number), 0) FROM person_detail WHERE person_id = ?", p.id));
      number = last + 1;
      act.touch(ledger::of(p.id));
    }
    if (p.citizen_id) LEYE_CHECK(claim(act, *p.citizen_id, p.id));
    add_rows(act, p, number, salts.at(p.id.uuid()), rows);
  }
  LEYE_CHECK(tx.execute_each(
      "INSERT INTO person (person_id, run_id, created_on) VALUES (?, ?, ?) ON CONFLICT (person_id) "
      "DO UPDATE SET run_id = excluded.run_id WHERE person.run_id IN (SELECT run.run_id FROM run "
      "WHERE run.state = 'undone')",
      3, rows.people));
  LEYE_CHECK(tx.execute_each(
      "INSERT INTO person_detail (person_id, number, run_id, name, sex, birth, place, tags, "
      "citizen_id, phone, address, id_key, phone_key) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, "
      "?)",
      13, rows.details));
  LEYE_CHECK(tx.execute_each(kPutOffice, 5, rows.offices));
  return {};
}

Result<void> set_responsible(ledger::Act& act, PersonId person, std::string_view division,
                             Date from) {
  act.touch(ledger::of(person));
  LEYE_CHECK(
      act.tx().execute(kPutOffice, person, division, from, std::optional<Date>(), act.run()));
  return {};
}

Result<void> merge(ledger::Act& act, PersonId root, PersonId member, std::string_view body) {
  if (root == member) return fail("person.merge_self", to_text(root));
  LEYE_TRY(const auto taken,
           act.tx().find<PersonId>("SELECT member FROM person_alias WHERE (member = ? OR member = "
                                   "?) AND to_command IS NULL",
                                   root, member));
  if (taken) return fail("person.merged_already", to_text(*taken));
  // Chains stay flat: whoever was read as the member is read as the root.
  LEYE_TRY(const auto below,
           act.tx().query<PersonId>("SELECT member FROM person_alias WHERE root = ? AND to_command "
                                    "IS NULL",
                                    member));
  if (!below.empty()) return fail("person.has_members", to_text(member));
  LEYE_CHECK(
      act.tx().execute("INSERT INTO person_alias (member, from_command, root) VALUES (?, ?, ?)",
                       member, act.command(), root));
  ledger::NewEntry e;
  e.subject = ledger::of(root);
  e.kind = ledger::Kind::kIdentityMerged;
  e.occurred_on = act.today();
  e.ref = member.uuid();
  e.body = body;
  LEYE_CHECK(act.record(std::move(e)));
  act.touch(ledger::of(member));
  return ledger::project(act.tx(), act.scope(), root);
}

Result<void> split(ledger::Act& act, PersonId member, std::string_view body) {
  LEYE_TRY(const auto root,
           act.tx().find<PersonId>("SELECT root FROM person_alias WHERE member = ? AND to_command "
                                   "IS NULL {for_update}",
                                   member));
  if (!root) return fail("person.not_merged", to_text(member));
  LEYE_CHECK(act.tx().execute(
      "UPDATE person_alias SET to_command = ? WHERE member = ? AND to_command IS NULL",
      act.command(), member));
  ledger::NewEntry e;
  e.subject = ledger::of(*root);
  e.kind = ledger::Kind::kIdentitySplit;
  e.occurred_on = act.today();
  e.ref = member.uuid();
  e.body = body;
  LEYE_CHECK(act.record(std::move(e)));
  act.touch(ledger::of(member));
  LEYE_CHECK(ledger::project(act.tx(), act.scope(), *root));
  return ledger::project(act.tx(), act.scope(), member);
}

}  // namespace leye::registry
