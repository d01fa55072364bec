#pragma once
#include <chrono>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "access/accounts.h"
#include "access/keys.h"
#include "access/throttle.h"

namespace leye::access {

struct SessionRules {
  std::chrono::minutes idle{60};
  std::chrono::hours longest{12};  ///< also a shift on a bound phone
  std::chrono::minutes fresh{10};  ///< after this a dangerous act asks for the credentials again
  std::chrono::minutes skew{5};    ///< how far a clock may go back before sessions end
  ThrottleRules throttle;
};

/// What a session is judged by at this moment.
struct Moment {
  Instant now;
  Date today;
  std::string campaign;           ///< whose confidentiality text must be confirmed
  std::string notice;             ///< digest of that text; empty: none is asked
  bool second_factor_due = true;  ///< the place asks for a second factor
};

struct Credentials {
  std::string_view login;
  std::string_view password;
  std::string_view code;    ///< one-time or recovery code; empty: none given
  std::string_view client;  ///< the caller's address
  std::string_view known;   ///< what the browser kept of an earlier sign-in
};
struct SignedIn {
  std::string token;  ///< for the cookie; only its digest is stored
  Account account;
  Instant expires_at;
  Strength strength = Strength::kPassword;
};
/// Unknown login and wrong password are the same error and take the same time. With a confirmed
/// second factor the code is asked for after the password is right. Errors `access.sign_in`,
/// `access.locked` {minutes}, `access.code_needed`, `access.code`, `access.agreement` (an agency's
/// account outside of its agreement).
Result<SignedIn> sign_in(store::Database&, const KeyRing&, const Credentials&, Instant now,
                         Date today, const SessionRules& = {});
/// A new session for somebody whose identity was shown by other means (PIN, code to the phone).
Result<SignedIn> open_session(store::Transaction&, Account, Strength, std::string_view client,
                              Instant now, std::optional<Uuid> device = std::nullopt,
                              const SessionRules& = {});
/// Shows the credentials again in this session: dangerous acts are open for some minutes. The
/// session goes on under the new token that is returned, the old one is void. Errors as of sign_in.
Result<std::string> show_again(store::Database&, const KeyRing&, std::string_view token,
                               const Credentials&, Instant now, const SessionRules& = {});

/// Whose session it is, with her standing, post and terms. Errors `access.session` (none, idle too
/// long, over, account or device closed, clock moved back), `access.agreement`.
Result<Account> session_account(store::Reader&, std::string_view token, const Moment&,
                                const SessionRules& = {});
/// Moves the idle clock on, at most once a minute; true if it wrote. Call outside a transaction.
Result<bool> touch_session(store::Database&, std::string_view token, Instant now);
/// Acts in this post from now on; nothing: in the account's own. Error `access.posting_unknown`.
Result<void> take_post(store::Transaction&, std::string_view token, AccountId,
                       std::optional<Uuid> posting, Date today);
Result<void> sign_out(store::Transaction&, std::string_view token);

struct OpenSession {
  Uuid id;
  std::string network;
  Strength strength = Strength::kPassword;
  std::optional<Uuid> device;
  Instant created_at;
  Instant seen_at;
  Instant expires_at;
  bool current = false;
};
/// Newest first.
Result<std::vector<OpenSession>> sessions(store::Reader&, AccountId, std::string_view token,
                                          Instant now);
/// Error `access.session_unknown`: none of this account's.
Result<void> end_session(store::Transaction&, AccountId, const Uuid& session);
/// All but the one with this token. Number ended.
Result<std::int64_t> end_other_sessions(store::Transaction&, AccountId, std::string_view token);

}  // namespace leye::access
