#include "access/second_factor.h"

#include <sodium.h>

#include <algorithm>

#include "access/seal.h"
#include "access/totp.h"

namespace leye::access {
namespace {

constexpr int kRecoveryCodes = 10;
constexpr std::int64_t kStepsAside = 1;

struct Factor {
  std::string secret;
  std::int64_t last_step = 0;
  bool confirmed = false;
};

Result<std::optional<Factor>> factor_of(store::Reader& reader, const KeyRing& keys, AccountId id) {
  LEYE_TRY(
      const auto row,
      (reader.find<store::Bytes, std::int64_t, std::optional<Instant>>(
          "SELECT secret, last_step, confirmed_at FROM second_factor WHERE account_id = ?", id)));
  if (!row) return std::optional<Factor>();
  const auto row_id = to_text(id);
  LEYE_TRY(auto secret,
           keys.open({"second_factor", "secret", row_id}, store::to_string(std::get<0>(*row))));
  return std::optional(Factor{std::move(secret), std::get<1>(*row), std::get<2>(*row).has_value()});
}

/// The step whose code this is, if it is near and not used yet.
std::optional<std::int64_t> step_of(const Factor& factor, std::string_view code, Instant now) {
  const auto here = totp_step(now);
  const auto secret = store::as_bytes(factor.secret);
  std::optional<std::int64_t> found;
  for (auto step = here - kStepsAside; step <= here + kStepsAside; ++step) {
    const auto wanted = totp_code(secret, step);
    const bool same =
        code.size() == wanted.size() && sodium_memcmp(code.data(), wanted.data(), 6) == 0;
    if (same && step > factor.last_step) found = step;
  }
  return found;
}

Digest recovery_digest(AccountId id, std::string_view code) {
  return Hasher().field("recovery").field(to_text(id)).field(code).finish();
}

/// 80 random bits in groups of four: `ABCD-EFGH-IJKL-MNOP`.
std::string new_recovery_code() {
  std::array<std::uint8_t, 10> raw{};
  randombytes_buf(raw.data(), raw.size());
  const auto letters = base32(raw);
  std::string code;
  for (std::size_t i = 0; i < letters.size(); ++i) {
    if (i > 0 && i % 4 == 0) code += '-';
    code += letters[i];
  }
  return code;
}

Result<std::vector<std::string>> new_recovery_codes(store::Transaction& tx, AccountId id) {
  LEYE_CHECK(tx.execute("DELETE FROM recovery_code WHERE account_id = ?", id));
  std::vector<std::string> codes;
  for (int i = 0; i < kRecoveryCodes; ++i) {
    codes.push_back(new_recovery_code());
    LEYE_CHECK(tx.execute("INSERT INTO recovery_code (account_id, code_digest) VALUES (?, ?)", id,
                          recovery_digest(id, codes.back())));
  }
  return codes;
}

/// Marks the step as used; false if another request was faster.
Result<bool> take_step(store::Transaction& tx, AccountId id, std::int64_t step) {
  LEYE_TRY(
      const auto rows,
      tx.execute("UPDATE second_factor SET last_step = ? WHERE account_id = ? AND last_step < ?",
                 step, id, step));
  return rows == 1;
}

}  // namespace

Result<Enrolment> begin_factor(store::Transaction& tx, const KeyRing& keys, AccountId id,
                               std::string_view login, Instant now) {
  LEYE_TRY(const bool exists, has_factor(tx, id));
  if (exists) return fail("access.factor_exists");
  const auto secret = new_totp_secret();
  const auto sealed = keys.seal({"second_factor", "secret", to_text(id)},
                                {reinterpret_cast<const char*>(secret.data()), secret.size()});
  LEYE_CHECK(tx.execute("DELETE FROM second_factor WHERE account_id = ?", id));
  LEYE_CHECK(tx.execute(
      "INSERT INTO second_factor (account_id, secret, made_at, last_step) VALUES (?, ?, ?, ?)", id,
      store::as_bytes(sealed), now, std::int64_t{0}));
  return Enrolment{otpauth_uri(secret, login), base32(secret)};
}

Result<std::vector<std::string>> confirm_factor(store::Transaction& tx, const KeyRing& keys,
                                                AccountId id, std::string_view code, Instant now) {
  LEYE_TRY(const auto factor, factor_of(tx, keys, id));
  if (!factor) return fail("access.factor_missing");
  if (factor->confirmed) return fail("access.factor_exists");
  const auto step = step_of(*factor, code, now);
  if (!step) return fail("access.code");
  LEYE_TRY(const bool taken, take_step(tx, id, *step));
  if (!taken) return fail("access.code");
  LEYE_CHECK(tx.execute("UPDATE second_factor SET confirmed_at = ? WHERE account_id = ?", now, id));
  return new_recovery_codes(tx, id);
}

Result<bool> has_factor(store::Reader& reader, AccountId id) {
  LEYE_TRY(const auto n,
           reader.one<std::int64_t>("SELECT count(*) FROM second_factor WHERE account_id = ? AND "
                                    "confirmed_at IS NOT NULL",
                                    id));
  return n > 0;
}

Result<bool> spend_code(store::Transaction& tx, const KeyRing& keys, AccountId id,
                        std::string_view code, Instant now) {
  LEYE_TRY(const auto factor, factor_of(tx, keys, id));
  if (!factor || !factor->confirmed) return false;
  if (const auto step = step_of(*factor, code, now)) return take_step(tx, id, *step);
  std::string spelled;
  for (const char c : code) spelled += c >= 'a' && c <= 'z' ? static_cast<char>(c - 32) : c;
  LEYE_TRY(const auto rows,
           tx.execute("UPDATE recovery_code SET used_at = ? WHERE account_id = ? AND code_digest = "
                      "? AND used_at IS NULL",
                      now, id, recovery_digest(id, spelled)));
  return rows == 1;
}

Result<void> drop_factor(store::Transaction& tx, AccountId id) {
  LEYE_CHECK(tx.execute("DELETE FROM second_factor WHERE account_id = ?", id));
  LEYE_CHECK(tx.execute("DELETE FROM recovery_code WHERE account_id = ?", id));
  LEYE_CHECK(tx.execute("DELETE FROM session WHERE account_id = ?", id));
  return {};
}

}  // namespace leye::access
