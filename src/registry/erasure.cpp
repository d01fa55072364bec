#include "registry/erasure.h"

#include <boost/json.hpp>
#include <fstream>
#include <sstream>

#include "access/audit.h"
#include "access/person_keys.h"
#include "ledger/entries.h"

namespace leye::registry {
namespace {

namespace json = boost::json;

std::string text_at(const json::object& object, std::string_view name) {
  const auto* value = object.if_contains(name);
  return value != nullptr && value->is_string() ? std::string(value->as_string()) : std::string();
}

int number_at(const json::object& object, std::string_view name) {
  const auto* value = object.if_contains(name);
  return value != nullptr && value->is_int64() ? static_cast<int>(value->as_int64()) : 0;
}

tl::unexpected<Error> kept(const char* code, std::string_view law, Date until) {
  return tl::unexpected(Error{code, {}, {{"law", std::string(law)}, {"until", to_text(until)}}});
}

/// Texts of a record that say who or where somebody is; codes, dates and amounts stay.
std::string without_person(const std::string& payload) {
  boost::system::error_code bad;
  auto value = json::parse(payload, bad);
  if (bad || !value.is_object()) return "{}";
  for (const char* name : {"name", "school", "major", "contact", "legal_person", "spouse"})
    value.as_object().erase(name);
  return json::serialize(value);
}

Result<std::int64_t> empty_records(store::Transaction& tx, const Uuid& person) {
  LEYE_TRY(const auto rows, (tx.query<std::string, std::string, int, std::string>(
                                "SELECT r.register, r.record_key, r.version, r.payload FROM record "
                                "r WHERE r.record_id IN (SELECT l.record_id FROM link l WHERE "
                                "l.subject_id = ? AND l.subject_kind = 'person')",
                                person)));
  for (const auto& [register_code, key, version, payload] : rows)
    LEYE_CHECK(tx.execute(
        "UPDATE record SET sealed = NULL, id_key = NULL, phone_key = NULL, payload = ? WHERE "
        "register = ? AND record_key = ? AND version = ?",
        without_person(payload), register_code, key, version));
  return static_cast<std::int64_t>(rows.size());
}

Result<void> erase_one(store::Transaction& tx, const Uuid& person, Erased& erased) {
  LEYE_CHECK(access::destroy_salt(tx, person));
  LEYE_TRY(const auto details,
           tx.execute("UPDATE person_detail SET name = NULL, place = NULL, citizen_id = NULL, "
                      "phone = NULL, address = NULL, id_key = NULL, phone_key = NULL WHERE "
                      "person_id = ?",
                      person));
  LEYE_CHECK(tx.execute("DELETE FROM person_identity WHERE person_id = ?", person));
  LEYE_TRY(const auto records, empty_records(tx, person));
  LEYE_TRY(const auto entries,
           tx.execute("UPDATE entry SET sealed = NULL WHERE person_id = ? AND sealed IS NOT NULL",
                      person));
  LEYE_CHECK(tx.execute("UPDATE command SET response = NULL WHERE subject_id = ?", person));
  LEYE_TRY(auto files,
           tx.query<std::string>("SELECT file FROM message WHERE recipient_id = ?", person));
  erased.details += details;
  erased.records += records;
  erased.entries += entries;
  erased.files.insert(erased.files.end(), files.begin(), files.end());
  return {};
}

Result<void> note(store::Transaction& tx, PersonId id, Instant now, std::optional<AccountId> by) {
  LEYE_CHECK(tx.execute(
      "INSERT INTO erasure (person_id, erased_at, account_id) VALUES (?, ?, ?) ON CONFLICT "
      "(person_id) DO NOTHING",
      id, now, by));
  return {};
}

}  // namespace

Date Term::until(Date from) const {
  return add_days(from, days > 0 ? days : years * 366).value_or(from);
}

Result<Terms> Terms::load(const std::filesystem::path& path) {
  std::ifstream in(path, std::ios::binary);
  std::ostringstream text;
  text << in.rdbuf();
  if (!in) return fail("file.unreadable", path.string());
  boost::system::error_code bad;
  const auto value = json::parse(text.str(), bad);
  const auto* kinds = !bad && value.is_object() ? value.as_object().if_contains("kinds") : nullptr;
  if (kinds == nullptr || !kinds->is_object()) return fail("retention.format", path.string());
  Terms terms;
  for (const char* kind :
       {"payment", "evidence", "audit", "upload", "message", "answer", "session"}) {
    const auto* one = kinds->as_object().if_contains(kind);
    const auto* law =
        one != nullptr && one->is_object() ? one->as_object().if_contains("law") : nullptr;
    if (law == nullptr || !law->is_object())
      return fail("retention.format", path.string() + ": " + kind);
    Term term{number_at(one->as_object(), "days"), number_at(one->as_object(), "years"),
              text_at(law->as_object(), "zh"), text_at(law->as_object(), "en")};
    if (term.days + term.years <= 0 || term.law_zh.empty() || term.law_en.empty())
      return fail("retention.format", path.string() + ": " + kind);
    terms.terms_.emplace(kind, std::move(term));
  }
  return terms;
}

Result<void> may_erase(store::Reader& reader, const Terms& terms, PersonId person, Date today,
                       Locale locale) {
  LEYE_TRY(const auto ids, ledger::identity_of(reader, person));
  for (const auto& id : ids) {
    LEYE_TRY(const auto hold, (reader.find<std::string, Date>(
                                  "SELECT law, until FROM person_hold WHERE person_id = ? AND "
                                  "until >= ? ORDER BY until DESC LIMIT 1",
                                  id, today)));
    if (hold) return kept("refused.hold", std::get<0>(*hold), std::get<1>(*hold));
    LEYE_TRY(const auto paid,
             reader.one<std::optional<Date>>(
                 "SELECT max(b.made_on) FROM payment_item i JOIN payment_batch b ON b.batch_id = "
                 "i.batch_id JOIN application a ON a.application_id = i.application_id WHERE "
                 "i.payee_id = ? OR a.beneficiary = ?",
                 id, id));
    const auto& payment = terms.of("payment");
    if (paid && payment.until(*paid) >= today)
      return kept("refused.retention", payment.law(locale), payment.until(*paid));
    LEYE_TRY(const auto applied,
             reader.one<std::optional<Date>>("SELECT max(submitted_on) FROM application WHERE "
                                             "payee_id = ? OR beneficiary = ?",
                                             id, id));
    const auto& evidence = terms.of("evidence");
    if (applied && evidence.until(*applied) >= today)
      return kept("refused.retention", evidence.law(locale), evidence.until(*applied));
  }
  return {};
}

Result<Uuid> place_hold(store::Transaction& tx, PersonId person, Date today, Date until,
                        std::string_view law) {
  const auto id = new_uuid();
  LEYE_CHECK(tx.execute(
      "INSERT INTO person_hold (person_id, hold_id, placed_on, until, law) VALUES (?, ?, ?, ?, ?)",
      person, id, today, until, law));
  return id;
}

Result<std::int64_t> lift_holds(store::Transaction& tx, PersonId person) {
  return tx.execute("DELETE FROM person_hold WHERE person_id = ?", person);
}

Result<Erased> erase_person(store::Transaction& tx, const access::KeyRing& keys, const Terms& terms,
                            PersonId person, std::optional<AccountId> by, std::string reason,
                            Instant now, Date today, Locale locale) {
  LEYE_TRY(const auto known,
           tx.find<PersonId>("SELECT person_id FROM person WHERE person_id = ?", person));
  if (!known) return fail("person.unknown", to_text(person));
  LEYE_CHECK(may_erase(tx, terms, person, today, locale));
  LEYE_TRY(const auto ids, ledger::identity_of(tx, person));
  Erased erased;
  for (const auto& id : ids) {
    LEYE_CHECK(erase_one(tx, id.uuid(), erased));
    LEYE_CHECK(note(tx, id, now, by));
    erased.people.push_back(id);
  }
  access::Leaf leaf;
  leaf.subject = person.uuid();
  leaf.account = by;
  leaf.action = "person.erase";
  leaf.purpose = "administer";
  leaf.count = erased.details + erased.records;
  leaf.reason = std::move(reason);
  LEYE_CHECK(access::leave_leaf(tx, keys, leaf, now));
  return erased;
}

Result<std::int64_t> erase_again(store::Transaction& tx, std::span<const PersonId> people,
                                 Instant now) {
  std::int64_t again = 0;
  for (const auto& person : people) {
    LEYE_TRY(const auto done,
             tx.find<PersonId>("SELECT person_id FROM erasure WHERE person_id = ?", person));
    if (done) continue;
    Erased erased;
    LEYE_CHECK(erase_one(tx, person.uuid(), erased));
    LEYE_CHECK(note(tx, person, now, std::nullopt));
    ++again;
  }
  return again;
}

Result<Swept> sweep(store::Transaction& tx, const Terms& terms, Date today, bool apply) {
  Swept swept;
  const auto before = [&](std::string_view kind) {
    const auto& term = terms.of(kind);
    return start_of(
        add_days(today, -(term.days > 0 ? term.days : term.years * 366)).value_or(today));
  };
  LEYE_TRY(swept.sessions, tx.one<std::int64_t>("SELECT count(*) FROM session WHERE expires_at < ?",
                                                before("session")));
  LEYE_TRY(swept.answers,
           tx.one<std::int64_t>(
               "SELECT count(*) FROM command WHERE response IS NOT NULL AND recorded_at < ?",
               before("answer")));
  if (!apply) return swept;
  LEYE_CHECK(tx.execute("DELETE FROM session WHERE expires_at < ?", before("session")));
  LEYE_CHECK(tx.execute(
      "UPDATE command SET response = NULL WHERE response IS NOT NULL AND recorded_at < ?",
      before("answer")));
  return swept;
}

}  // namespace leye::registry
