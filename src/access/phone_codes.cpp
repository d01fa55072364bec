#include "access/phone_codes.h"

#include <sodium.h>

namespace leye::access {
namespace {

constexpr std::int64_t kMinute = 60'000'000;
constexpr std::int64_t kLives = 10 * kMinute;
constexpr int kTries = 5;
constexpr std::int64_t kAnHour = 5;

Digest digest_of_code(const Uuid& challenge, std::string_view code) {
  return Hasher().field("phone-code").field(to_text(challenge)).field(code).finish();
}

}  // namespace

Result<std::optional<PhoneCode>> make_phone_code(store::Transaction& tx, PersonId person,
                                                 Instant now) {
  LEYE_TRY(
      const auto sent,
      tx.one<std::int64_t>("SELECT count(*) FROM phone_code WHERE person_id = ? AND made_at > ?",
                           person, Instant(now.micros() - 60 * kMinute)));
  if (sent >= kAnHour) return std::optional<PhoneCode>();
  std::string digits = std::to_string(randombytes_uniform(1'000'000));
  digits.insert(0, 6 - digits.size(), '0');
  PhoneCode made{new_uuid(), std::move(digits)};
  LEYE_CHECK(tx.execute("DELETE FROM phone_code WHERE made_at < ?",
                        Instant(now.micros() - 24 * 60 * kMinute)));
  LEYE_CHECK(
      tx.execute("INSERT INTO phone_code (challenge_id, person_id, code_digest, tries, "
                 "made_at) VALUES (?, ?, ?, ?, ?)",
                 made.challenge, person, digest_of_code(made.challenge, made.code), 0, now));
  return std::optional(std::move(made));
}

Result<PersonId> spend_phone_code(store::Database& db, const Uuid& challenge, std::string_view code,
                                  Instant now) {
  const auto counted = db.write([&](store::Transaction& tx) {
    return tx.execute(
        "UPDATE phone_code SET tries = tries + 1 WHERE challenge_id = ? AND used_at "
        "IS NULL AND tries < ? AND made_at > ? AND made_at <= ?",
        challenge, kTries, Instant(now.micros() - kLives), now);
  });
  if (!counted) return fail(counted.error());
  if (*counted == 0) return fail("access.code");
  return db.write([&](store::Transaction& tx) -> Result<PersonId> {
    LEYE_TRY(const auto rows,
             tx.execute("UPDATE phone_code SET used_at = ? WHERE challenge_id = ? AND code_digest "
                        "= ? AND used_at IS NULL",
                        now, challenge, digest_of_code(challenge, code)));
    if (rows == 0) return fail("access.code");
    return tx.one<PersonId>("SELECT person_id FROM phone_code WHERE challenge_id = ?", challenge);
  });
}

}  // namespace leye::access
