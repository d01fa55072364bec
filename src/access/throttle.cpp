#include "access/throttle.h"

#include <arpa/inet.h>
#include <sodium.h>

#include <algorithm>
#include <array>

#include "access/password.h"

namespace leye::access {
namespace {

std::string mark_of(const KeyRing& keys, std::string_view login, std::string_view nonce) {
  return to_text(keys.keyed_digest("known-browser", {login, nonce}));
}

std::chrono::microseconds wait_after(int failures, const ThrottleRules& rules) {
  const int over = std::clamp(failures - rules.free, 0, rules.doublings);
  return std::chrono::microseconds(rules.first) * (1 << over);
}

/// Minutes still to wait, 0 when none.
Result<std::int64_t> wait_of(store::Reader& reader, const Digest& source, Instant now,
                             const ThrottleRules& rules) {
  LEYE_TRY(const auto row,
           (reader.find<int, Instant>(
               "SELECT failures, last_at FROM sign_in_failure WHERE source = ?", source)));
  if (!row || std::get<0>(*row) < rules.free) return 0;
  // A clock that was moved back does not lengthen the wait.
  const auto last = std::min(std::get<1>(*row), now);
  const auto until = (last + wait_after(std::get<0>(*row), rules));
  if (until <= now) return 0;
  return (until.micros() - now.micros()) / 60'000'000 + 1;
}

}  // namespace

std::string network_of(std::string_view client) {
  const std::string text(client);
  std::array<std::uint8_t, 16> address{};
  if (::inet_pton(AF_INET, text.c_str(), address.data()) == 1)
    return text.substr(0, text.rfind('.')) + ".0/24";
  if (::inet_pton(AF_INET6, text.c_str(), address.data()) != 1) return text;
  return hex(std::span(address).first(8)) + "/64";
}

std::string known_browser_token(const KeyRing& keys, std::string_view login) {
  const auto nonce = new_token();
  return nonce + "." + mark_of(keys, login, nonce);
}

bool is_known_browser(const KeyRing& keys, std::string_view login, std::string_view token) {
  const auto dot = token.find('.');
  if (dot == std::string_view::npos) return false;
  const auto wanted = mark_of(keys, login, token.substr(0, dot));
  const auto mark = token.substr(dot + 1);
  return mark.size() == wanted.size() &&
         sodium_memcmp(mark.data(), wanted.data(), wanted.size()) == 0;
}

Digest throttle_source(std::string_view what, std::string_view where) {
  return Hasher().field("sign-in").field(what).field(where).finish();
}

Result<void> count_try(store::Database& db, const Digest& source, Instant now,
                       const ThrottleRules& rules) {
  const auto forget_before = (now + -std::chrono::microseconds(rules.forget));
  return db.write([&](store::Transaction& tx) -> Result<void> {
    LEYE_CHECK(tx.execute("DELETE FROM sign_in_failure WHERE last_at < ?", forget_before));
    LEYE_TRY(const auto wait, wait_of(tx, source, now, rules));
    if (wait > 0) return fail("access.locked", {}, {{"minutes", std::to_string(wait)}});
    LEYE_CHECK(tx.execute(
        "INSERT INTO sign_in_failure (source, failures, last_at) VALUES (?, ?, ?) ON CONFLICT "
        "(source) DO UPDATE SET failures = sign_in_failure.failures + 1, last_at = "
        "excluded.last_at",
        source, 1, now));
    return {};
  });
}

Result<void> forgive(store::Transaction& tx, const Digest& source) {
  LEYE_CHECK(tx.execute("DELETE FROM sign_in_failure WHERE source = ?", source));
  return {};
}

}  // namespace leye::access
