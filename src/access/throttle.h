#pragma once
#include <chrono>
#include <string>
#include <string_view>

#include "access/keys.h"
#include "core/date.h"
#include "store/database.h"

namespace leye::access {

/// Slows down whoever guesses, and nobody else: failures are counted by (what is guessed, network
/// it comes from). A browser that has signed in to the account before is counted by itself, so that
/// a colleague in the same office, or an attacker behind the same address, shuts nobody out. There
/// is no lock on the account.
struct ThrottleRules {
  int free = 5;                    ///< failures before the first wait
  std::chrono::minutes first{15};  ///< doubled with each further failure …
  int doublings = 5;               ///< … so often
  std::chrono::hours forget{24};   ///< after the last failure
};

/// The network of an address: the first three numbers of IPv4, the first 64 bits of IPv6, else the
/// text itself.
[[nodiscard]] std::string network_of(std::string_view client);

/// Kept by a browser after a sign-in; says nothing about anybody.
[[nodiscard]] std::string known_browser_token(const KeyRing&, std::string_view login);
[[nodiscard]] bool is_known_browser(const KeyRing&, std::string_view login, std::string_view token);

/// Who is counted: `what` (a login, a device …) from `where` (network or known browser).
[[nodiscard]] Digest throttle_source(std::string_view what, std::string_view where);

/// Counts one try before it is judged, so that many at once are counted each. Error `access.locked`
/// {minutes} while it has to wait; then nothing is counted.
Result<void> count_try(store::Database&, const Digest& source, Instant now,
                       const ThrottleRules& = {});
/// It was no guess: forgets the tries of the source.
Result<void> forgive(store::Transaction&, const Digest& source);

}  // namespace leye::access
