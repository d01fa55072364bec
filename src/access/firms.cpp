#include "access/firms.h"

namespace leye::access {

Result<AccountId> open_firm_account(store::Transaction& tx, NewAccount account, EmployerId employer,
                                    Instant now) {
  account.role = Role::kEmployerUser;
  account.rights = 0;
  LEYE_TRY(const auto id, create_account(tx, account, now));
  LEYE_CHECK(tx.execute("INSERT INTO account_employer (account_id, employer_id) VALUES (?, ?)", id,
                        employer));
  return id;
}

Result<std::optional<EmployerId>> firm_of_account(store::Reader& reader, AccountId id) {
  return reader.find<EmployerId>("SELECT employer_id FROM account_employer WHERE account_id = ?",
                                 id);
}

}  // namespace leye::access
