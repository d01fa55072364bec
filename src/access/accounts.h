#pragma once
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
/// Errors `access.login_format`, `access.login_taken`, `access.right_with_role`.
Result<AccountId> create_account(store::Transaction&, const NewAccount&, Instant now);
/// An account that may sign in. Error `access.account_unknown`.
Result<Account> account_of(store::Reader&, AccountId);
Result<Account> account_of(store::Reader&, std::string_view login);
Result<std::vector<Account>> accounts(store::Reader&);
/// The changes below end the account's sessions. Error `access.account_unknown` of each.
Result<void> set_password(store::Transaction&, AccountId, std::string_view password_hash);
Result<void> close_account(store::Transaction&, AccountId, Instant now);
/// Another role or office. Errors `access.exclusive`: not with the posts the account holds;
/// `access.right_with_role`: rights the new role may not have stay behind only if taken away first.
Result<void> set_role(store::Transaction&, AccountId, Role, std::string_view division, Date today);
/// Error `access.right_with_role` {right, role}.
Result<void> set_rights(store::Transaction&, AccountId, Rights);

/// A further post beside the account's own: a second role in a small unit, or the place of somebody
/// on leave (`stands_for`, with a last day). One is used at a time; the four eyes look at the
/// account, never at the post.
struct Posting {
  Uuid id;
  AccountId account;
  Role role = Role::kCommunityWorker;
  std::string division;
  Rights rights = 0;
  std::optional<AccountId> stands_for;
  Date from;
  std::optional<Date> to;
};
/// Errors `access.account_unknown`, `access.exclusive` {role, other}, `access.right_with_role`,
/// `access.period` (ends before it begins; a deputy without a last day).
Result<Uuid> add_posting(store::Transaction&, const Posting&, Date today);
/// `deputy` gets the place of `absent` from one day to another: her role, office and rights.
Result<Uuid> add_deputy(store::Transaction&, AccountId absent, AccountId deputy, Date from, Date to,
                        Date today);
/// Error `access.posting_unknown`.
Result<void> end_posting(store::Transaction&, const Uuid& posting, Instant now);
/// Not ended ones, by account and first day.
Result<std::vector<Posting>> postings(store::Reader&, std::optional<AccountId>);
/// The post if it holds today. Error `access.posting_unknown`.
Result<Posting> posting_of(store::Reader&, AccountId, const Uuid&, Date today);

/// The account of a citizen's own file; opened when she first shows that phone and number are hers.
Result<Account> own_account(store::Transaction&, PersonId, Instant now);
Result<std::optional<PersonId>> person_of_account(store::Reader&, AccountId);

}  // namespace leye::access
