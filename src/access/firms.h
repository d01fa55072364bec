#pragma once
#include <optional>

#include "access/accounts.h"

namespace leye::access {

/// An account of a firm (`employer_user`); it sees that firm's file and nothing else. Errors of
/// `create_account`.
Result<AccountId> open_firm_account(store::Transaction&, NewAccount, EmployerId, Instant now);
/// Nothing for an account that is no firm's.
Result<std::optional<EmployerId>> firm_of_account(store::Reader&, AccountId);

}  // namespace leye::access
