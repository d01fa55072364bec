#include "access/devices.h"

#include <algorithm>

#include "access/password.h"

namespace leye::access {
namespace {

constexpr int kTries = 5;

bool is_weak(std::string_view pin) {
  const bool digits =
      pin.size() == 6 && std::ranges::all_of(pin, [](char c) { return c >= '0' && c <= '9'; });
  if (!digits) return true;
  const auto stepped = [&](int step) {
    for (std::size_t i = 1; i < pin.size(); ++i)
      if (pin[i] - pin[i - 1] != step) return false;
    return true;
  };
  return stepped(0) || stepped(1) || stepped(-1);
}

struct Bound {
  Uuid id;
  AccountId account;
  std::string hash;
};

/// Counts the try before the PIN is looked at; the fifth wrong one is the last.
Result<std::optional<Bound>> count_pin(store::Database& db, const Digest& token) {
  return db.write([&](store::Transaction& tx) -> Result<std::optional<Bound>> {
    LEYE_TRY(const auto rows,
             tx.execute("UPDATE device SET failures = failures + 1 WHERE token_digest = ? AND "
                        "revoked_at IS NULL AND failures < ?",
                        token, kTries));
    if (rows == 0) return std::optional<Bound>();
    LEYE_TRY(
        const auto row,
        (tx.one<Uuid, AccountId, std::string>(
            "SELECT device_id, account_id, pin_hash FROM device WHERE token_digest = ?", token)));
    return std::optional(Bound{std::get<0>(row), std::get<1>(row), std::get<2>(row)});
  });
}

}  // namespace

Result<std::string> hash_pin(std::string_view pin) {
  if (is_weak(pin)) return fail("access.pin_weak");
  return hash_password("pin:" + std::string(pin));
}

Result<BoundDevice> bind_device(store::Transaction& tx, AccountId account, std::string_view label,
                                std::string_view pin_hash, Instant now) {
  BoundDevice bound{new_uuid(), new_token()};
  LEYE_CHECK(tx.execute(
      "INSERT INTO device (device_id, account_id, token_digest, label, pin_hash, failures, "
      "bound_at) VALUES (?, ?, ?, ?, ?, ?, ?)",
      bound.id, account, token_digest(bound.token), label, pin_hash, 0, now));
  return bound;
}

Result<std::vector<Device>> devices(store::Reader& reader, AccountId account) {
  LEYE_TRY(const auto rows,
           (reader.query<Uuid, std::string, Instant, std::optional<Instant>>(
               "SELECT device_id, label, bound_at, used_at FROM device WHERE account_id = ? AND "
               "revoked_at IS NULL ORDER BY bound_at DESC, device_id",
               account)));
  std::vector<Device> out;
  for (const auto& [id, label, bound, used] : rows) out.push_back({id, label, bound, used});
  return out;
}

Result<void> revoke_device(store::Transaction& tx, AccountId account, const Uuid& device,
                           Instant now) {
  LEYE_TRY(const auto rows, tx.execute("UPDATE device SET revoked_at = ? WHERE device_id = ? AND "
                                       "account_id = ? AND revoked_at IS NULL",
                                       now, device, account));
  if (rows == 0) return fail("access.device_unknown");
  LEYE_CHECK(tx.execute("DELETE FROM session WHERE device_id = ?", device));
  return {};
}

Result<SignedIn> sign_in_with_pin(store::Database& db, std::string_view device_token,
                                  std::string_view pin, std::string_view client, Instant now,
                                  const SessionRules& rules) {
  LEYE_TRY(const auto bound, count_pin(db, token_digest(device_token)));
  if (!bound) return fail("access.device_unknown");
  if (!verify_password(bound->hash, "pin:" + std::string(pin))) return fail("access.pin");
  return db.write([&](store::Transaction& tx) -> Result<SignedIn> {
    auto account = account_of(tx, bound->account);
    if (!account) return fail("access.device_unknown");
    LEYE_CHECK(tx.execute("UPDATE device SET failures = ?, used_at = ? WHERE device_id = ?", 0, now,
                          bound->id));
    return open_session(tx, std::move(*account), Strength::kPin, client, now, bound->id, rules);
  });
}

}  // namespace leye::access
