#include "access/accounts.h"

#include <algorithm>

#include "core/digest.h"

namespace leye::access {
namespace {

constexpr std::string_view kAccountColumns =
    "account_id, login, name, role, division, rights, locale FROM account WHERE closed_at IS NULL";

bool login_fits(std::string_view login) {
  return !login.empty() && login.size() <= 64 && std::ranges::all_of(login, [](char c) {
    return (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9') || c == '.' || c == '_' || c == '-';
  });
}

using AccountRow =
    std::tuple<AccountId, std::string, std::string, std::string, std::string, Rights, std::string>;
Result<Account> account_from(const AccountRow& row) {
  Account account;
  std::string role_code;
  std::tie(account.id, account.login, account.name, role_code, account.division, account.rights,
           account.locale) = row;
  const auto role = role_of(role_code);
  if (!role) return fail("access.role_unknown", account.login, {{"role", role_code}});
  account.role = *role;
  return account;
}

template <class... A>
Result<Account> find_account(store::Reader& reader, std::string_view condition,
                             const std::string& asked, const A&... values) {
  LEYE_TRY(auto row,
           (reader.find<AccountId, std::string, std::string, std::string, std::string, Rights,
                        std::string>(
               "SELECT " + std::string(kAccountColumns) + std::string(condition), values...)));
  if (!row) return fail("access.account_unknown", asked);
  return account_from(*row);
}

/// One row must have changed; its sessions end with it.
Result<void> changed(store::Transaction& tx, AccountId id, Result<std::int64_t> rows) {
  if (!rows) return fail(std::move(rows).error());
  if (*rows == 0) return fail("access.account_unknown", to_text(id));
  LEYE_CHECK(tx.execute("DELETE FROM session WHERE account_id = ?", id));
  return {};
}

Result<void> check_rights(Role role, Rights rights) {
  for (const auto right : {Right::kLinkReview, Right::kExport, Right::kRecognition})
    if (has(rights, right) && !has(rights_open_to(role), right))
      return fail("access.right_with_role", {},
                  {{"right", std::string(code(right))}, {"role", std::string(code(role))}});
  return {};
}

}  // namespace

Result<AccountId> create_account(store::Transaction& tx, const NewAccount& account, Instant now) {
  if (!login_fits(account.login)) return fail("access.login_format", account.login);
  LEYE_CHECK(check_rights(account.role, account.rights));
  const AccountId id(derived_uuid(0, Hasher().field("account").field(account.login).finish()));
  LEYE_TRY(const auto rows,
           tx.execute("INSERT INTO account (account_id, login, name, role, division, rights, "
                      "locale, password_hash, created_at, version) VALUES (?, ?, ?, ?, ?, ?, ?, ?, "
                      "?, ?) ON CONFLICT (login) DO NOTHING",
                      id, account.login, account.name, code(account.role), account.division,
                      account.rights, account.locale, account.password_hash, now, 1));
  if (rows == 0) return fail("access.login_taken", account.login);
  return id;
}

Result<Account> account_of(store::Reader& reader, AccountId id) {
  return find_account(reader, " AND account_id = ?", to_text(id), id);
}

Result<Account> account_of(store::Reader& reader, std::string_view login) {
  if (!login_fits(login)) return fail("access.account_unknown");
  return find_account(reader, " AND login = ?", std::string(login), login);
}

Result<std::vector<Account>> accounts(store::Reader& reader) {
  LEYE_TRY(auto rows, (reader.query<AccountId, std::string, std::string, std::string, std::string,
                                    Rights, std::string>("SELECT " + std::string(kAccountColumns) +
                                                         " ORDER BY login")));
  std::vector<Account> list;
  for (const auto& row : rows) {
    LEYE_TRY(auto account, account_from(row));
    list.push_back(std::move(account));
  }
  return list;
}

Result<void> set_password(store::Transaction& tx, AccountId id, std::string_view password_hash) {
  return changed(tx, id,
                 tx.execute("UPDATE account SET password_hash = ?, version = version + 1 WHERE "
                            "account_id = ? AND closed_at IS NULL",
                            password_hash, id));
}

Result<void> close_account(store::Transaction& tx, AccountId id, Instant now) {
  LEYE_CHECK(tx.execute(
      "UPDATE device SET revoked_at = ? WHERE account_id = ? AND revoked_at IS NULL", now, id));
  LEYE_CHECK(tx.execute("DELETE FROM account_person WHERE account_id = ?", id));
  LEYE_CHECK(tx.execute("DELETE FROM account_employer WHERE account_id = ?", id));
  return changed(tx, id,
                 tx.execute("UPDATE account SET closed_at = ?, version = version + 1 WHERE "
                            "account_id = ? AND closed_at IS NULL",
                            now, id));
}

Result<void> set_role(store::Transaction& tx, AccountId id, Role role, std::string_view division,
                      Date today) {
  LEYE_TRY(const auto account, account_of(tx, id));
  LEYE_CHECK(check_rights(role, account.rights));
  LEYE_TRY(const auto posts, postings(tx, id));
  for (const auto& post : posts)
    if ((!post.to || *post.to >= today) && !go_together(post.role, role))
      return fail("access.exclusive", {},
                  {{"role", std::string(code(role))}, {"other", std::string(code(post.role))}});
  return changed(tx, id,
                 tx.execute("UPDATE account SET role = ?, division = ?, version = version + 1 "
                            "WHERE account_id = ? AND closed_at IS NULL",
                            code(role), division, id));
}

Result<void> set_rights(store::Transaction& tx, AccountId id, Rights rights) {
  LEYE_TRY(const auto account, account_of(tx, id));
  LEYE_CHECK(check_rights(account.role, rights));
  return changed(tx, id,
                 tx.execute("UPDATE account SET rights = ?, version = version + 1 WHERE account_id "
                            "= ? AND closed_at IS NULL",
                            rights, id));
}

Result<Account> own_account(store::Transaction& tx, PersonId person, Instant now) {
  LEYE_TRY(const auto known,
           tx.find<AccountId>("SELECT account_id FROM account_person WHERE person_id = ?", person));
  if (known) return account_of(tx, *known);
  NewAccount account;
  // Random, so that an account says nothing of whose it is; no password opens it.
  account.login = "p-" + to_text(new_uuid());
  account.name = "本人";
  account.role = Role::kSeeker;
  account.division = "-";
  account.password_hash = "-";
  LEYE_TRY(const auto id, create_account(tx, account, now));
  LEYE_CHECK(
      tx.execute("INSERT INTO account_person (account_id, person_id) VALUES (?, ?)", id, person));
  return account_of(tx, id);
}

Result<std::optional<PersonId>> person_of_account(store::Reader& reader, AccountId id) {
  return reader.find<PersonId>("SELECT person_id FROM account_person WHERE account_id = ?", id);
}

}  // namespace leye::access
