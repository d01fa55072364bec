#include "access/own_file.h"

namespace leye::access {
namespace {

constexpr std::string_view kCorrectionColumns =
    "c.correction_id, c.person_id, c.field, c.wanted, c.asked_by, c.asked_at, c.due_on, c.state, "
    "c.answer, c.decided_by, c.decided_at, c.version FROM correction c";

Result<std::string> opened(const KeyRing& keys, std::string_view column, const Uuid& id,
                           const store::Bytes& sealed) {
  return keys.open({"correction", column, to_text(id)}, store::to_string(sealed));
}

Result<Correction> correction_from(const store::Row& row, const KeyRing& keys) {
  Correction c;
  LEYE_TRY(c.id, row.get<Uuid>(0));
  LEYE_TRY(c.person, row.get<PersonId>(1));
  LEYE_TRY(c.field, row.get<std::string>(2));
  LEYE_TRY(const auto wanted, row.get<store::Bytes>(3));
  LEYE_TRY(c.wanted, opened(keys, "wanted", c.id, wanted));
  LEYE_TRY(c.asked_by, row.get<AccountId>(4));
  LEYE_TRY(c.asked_at, row.get<Instant>(5));
  LEYE_TRY(c.due_on, row.get<Date>(6));
  LEYE_TRY(c.state, row.get<std::string>(7));
  LEYE_TRY(const auto answer, row.get<std::optional<store::Bytes>>(8));
  if (answer) {
    LEYE_TRY(c.answer, opened(keys, "answer", c.id, *answer));
  }
  LEYE_TRY(c.decided_by, row.get<std::optional<AccountId>>(9));
  LEYE_TRY(c.decided_at, row.get<std::optional<Instant>>(10));
  LEYE_TRY(c.version, row.get<std::int64_t>(11));
  return c;
}

Result<std::vector<Correction>> read(store::Reader& reader, const KeyRing& keys, PeopleQuery& q) {
  std::vector<Correction> out;
  q.order("c.due_on, c.correction_id").limit(500);
  LEYE_CHECK(reader.for_each(q.sql(), [&](const store::Row& row) -> Result<void> {
    LEYE_TRY(auto one, correction_from(row, keys));
    out.push_back(std::move(one));
    return {};
  }));
  return out;
}

}  // namespace

Result<void> ask_correction(store::Transaction& tx, const KeyRing& keys, const Correction& c) {
  const auto sealed = keys.seal({"correction", "wanted", to_text(c.id)}, c.wanted);
  LEYE_CHECK(
      tx.execute("INSERT INTO correction (person_id, correction_id, field, wanted, asked_by, "
                 "asked_at, due_on, state, version) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)",
                 c.person, c.id, c.field, store::as_bytes(sealed), c.asked_by, c.asked_at, c.due_on,
                 "asked", 1));
  return {};
}

Result<std::vector<Correction>> corrections(store::Reader& reader, const KeyRing& keys,
                                            const Scope& scope, bool only_open) {
  PeopleQuery q(scope, {"c.person_id"});
  q.select(kCorrectionColumns);
  if (only_open) q.where("c.state = 'asked'");
  return read(reader, keys, q);
}

Result<Correction> correction_of(store::Reader& reader, const KeyRing& keys, const Scope& scope,
                                 const Uuid& id) {
  PeopleQuery q(scope, {"c.person_id"});
  q.select(kCorrectionColumns).where("c.correction_id = ?", id);
  LEYE_TRY(auto found, read(reader, keys, q));
  if (found.empty()) return fail("access.correction_unknown");
  return std::move(found.front());
}

Result<void> decide_correction(store::Transaction& tx, const KeyRing& keys, const Correction& c,
                               std::int64_t version, AccountId by, bool accept,
                               const std::string& answer, Instant now) {
  if (c.state != "asked") return fail("access.correction_state");
  if (!accept && answer.empty()) return fail("access.answer_missing", "/answer");
  std::optional<store::Bytes> sealed;
  if (!answer.empty()) {
    const auto text = keys.seal({"correction", "answer", to_text(c.id)}, answer);
    sealed.emplace(text.begin(), text.end());
  }
  LEYE_TRY(
      const auto rows,
      tx.execute("UPDATE correction SET state = ?, answer = ?, decided_by = ?, decided_at = ?, "
                 "version = version + 1 WHERE person_id = ? AND correction_id = ? AND version "
                 "= ?",
                 accept ? "accepted" : "refused", sealed, by, now, c.person, c.id, version));
  if (rows == 0) return fail("command.version", {}, {{"version", std::to_string(c.version)}});
  return {};
}

Result<void> choose_messages(store::Transaction& tx, PersonId person, bool wanted,
                             std::string_view version, Instant now) {
  LEYE_CHECK(tx.execute(
      "INSERT INTO message_choice (person_id, chosen_at, wanted, version) VALUES (?, ?, ?, ?) ON "
      "CONFLICT (person_id, chosen_at) DO UPDATE SET wanted = excluded.wanted",
      person, now, wanted, version));
  return {};
}

Result<bool> wants_messages(store::Reader& reader, PersonId person) {
  LEYE_TRY(const auto wanted,
           reader.find<bool>("SELECT wanted FROM message_choice WHERE person_id = ? ORDER BY "
                             "chosen_at DESC LIMIT 1",
                             person));
  return wanted.value_or(true);
}

Result<std::vector<PersonId>> who_object(store::Reader& reader, const SystemScope& scope) {
  PeopleQuery q(scope, {"m.person_id"});
  q.select("m.person_id FROM message_choice m")
      .where("NOT m.wanted")
      .where(
          "NOT EXISTS (SELECT 1 FROM message_choice later WHERE later.person_id = m.person_id AND "
          "later.chosen_at > m.chosen_at)")
      .order("m.person_id");
  return reader.query<PersonId>(q.sql());
}

}  // namespace leye::access
