#pragma once
#include <chrono>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "access/decide.h"
#include "store/database.h"

namespace leye::access {

struct NewAccount {
  std::string login;  ///< lower-case letters, digits, `.`, `_`, `-`
  std::string name;
  Role role = Role::kCommunityWorker;
  std::string division;
  Rights rights = 0;
  std::string locale = "zh-CN";
  std::string password_hash;  ///< of hash_password, made outside of the transaction
};
/// The id comes from the login, so that the same accounts have the same ids on every database.
/// Errors `access.login_format`, `access.login_taken`.
Result<AccountId> create_account(store::Transaction&, const NewAccount&, Instant now);
/// An account that may sign in. Error `access.account_unknown`.
Result<Account> account_of(store::Reader&, AccountId);
Result<Account> account_of(store::Reader&, std::string_view login);
Result<std::vector<Account>> accounts(store::Reader&);
/// Ends its sessions too. Error `access.account_unknown`.
Result<void> set_password(store::Transaction&, AccountId, std::string_view password_hash);
Result<void> close_account(store::Transaction&, AccountId, Instant now);

struct SessionRules {
  std::chrono::minutes idle{60};
  std::chrono::hours longest{12};
  int failures_allowed = 5;  ///< by one client for one login, then it waits
  std::chrono::minutes lock{15};
};
struct SignedIn {
  std::string token;  ///< for the cookie; only its digest is stored
  Account account;
  Instant expires_at;
};
/// `client` = the caller's address: failures are counted by (login, client), so that nobody can
/// shut another out. Unknown login and wrong password are the same error and take the same time.
/// Errors `access.sign_in`, `access.locked` {minutes}.
Result<SignedIn> sign_in(store::Database&, std::string_view login, std::string_view password,
                         std::string_view client, Instant now, const SessionRules& = {});
/// Whose session it is. Error `access.session` (none, idle too long, over, account closed).
Result<Account> session_account(store::Reader&, std::string_view token, Instant now,
                                const SessionRules& = {});
/// Moves the idle clock on, at most once a minute; true if it wrote. Call outside a transaction.
Result<bool> touch_session(store::Database&, std::string_view token, Instant now);
Result<void> sign_out(store::Transaction&, std::string_view token);

}  // namespace leye::access
