#include "access/accounts.h"

#include <algorithm>

#include "access/password.h"

namespace leye::access {
namespace {

constexpr std::string_view kColumns =
    "account_id, login, name, role, division, rights, locale FROM account WHERE closed_at IS NULL";

bool login_fits(std::string_view login) {
  return !login.empty() && login.size() <= 64 && std::ranges::all_of(login, [](char c) {
    return (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9') || c == '.' || c == '_' || c == '-';
  });
}

using AccountRow =
    std::tuple<AccountId, std::string, std::string, std::string, std::string, Rights, std::string>;
Result<Account> account_from(const AccountRow& row) {
  const auto& [id, login, name, role_code, division, rights, locale] = row;
  const auto role = role_of(role_code);
  if (!role) return fail("access.role_unknown", login, {{"role", role_code}});
  return Account{id, login, name, *role, division, rights, locale};
}

template <class... A>
Result<std::optional<Account>> find_account(store::Reader& reader, std::string_view condition,
                                            const A&... values) {
  LEYE_TRY(auto row, (reader.find<AccountId, std::string, std::string, std::string, std::string,
                                  Rights, std::string>(
                         "SELECT " + std::string(kColumns) + std::string(condition), values...)));
  if (!row) return std::optional<Account>();
  LEYE_TRY(auto account, account_from(*row));
  return std::optional(std::move(account));
}

Digest source_of(std::string_view login, std::string_view client) {
  return Hasher().field("sign-in").field(login).field(client).finish();
}

Instant plus(Instant at, std::chrono::microseconds by) { return Instant(at.micros() + by.count()); }

/// Minutes still to wait, 0 when none.
Result<std::int64_t> wait_of(store::Reader& reader, const Digest& source, Instant now,
                             const SessionRules& rules) {
  LEYE_TRY(auto row,
           (reader.find<int, Instant>(
               "SELECT failures, last_at FROM sign_in_failure WHERE source = ?", source)));
  if (!row || std::get<0>(*row) < rules.failures_allowed) return 0;
  const auto until = plus(std::get<1>(*row), rules.lock);
  if (until <= now) return 0;
  return (until.micros() - now.micros()) / 60'000'000 + 1;
}

Result<void> count_failure(store::Database& db, const Digest& source, Instant now,
                           const SessionRules& rules) {
  const auto forget_before = plus(now, -std::chrono::microseconds(rules.lock));
  return db.write([&](store::Transaction& tx) -> Result<void> {
    LEYE_CHECK(tx.execute("DELETE FROM sign_in_failure WHERE last_at < ?", forget_before));
    LEYE_CHECK(tx.execute(
        "INSERT INTO sign_in_failure (source, failures, last_at) VALUES (?, ?, ?) ON CONFLICT "
        "(source) DO UPDATE SET failures = sign_in_failure.failures + 1, last_at = "
        "excluded.last_at",
        source, 1, now));
    return {};
  });
}

}  // namespace

Result<AccountId> create_account(store::Transaction& tx, const NewAccount& account, Instant now) {
  if (!login_fits(account.login)) return fail("access.login_format", account.login);
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
  LEYE_TRY(auto account, find_account(reader, " AND account_id = ?", id));
  if (!account) return fail("access.account_unknown", to_text(id));
  return std::move(*account);
}

Result<Account> account_of(store::Reader& reader, std::string_view login) {
  LEYE_TRY(auto account, find_account(reader, " AND login = ?", login));
  if (!account) return fail("access.account_unknown", std::string(login));
  return std::move(*account);
}

Result<std::vector<Account>> accounts(store::Reader& reader) {
  LEYE_TRY(auto rows,
           (reader.query<AccountId, std::string, std::string, std::string, std::string, Rights,
                         std::string>("SELECT " + std::string(kColumns) + " ORDER BY login")));
  std::vector<Account> list;
  for (const auto& row : rows) {
    LEYE_TRY(auto account, account_from(row));
    list.push_back(std::move(account));
  }
  return list;
}

Result<void> set_password(store::Transaction& tx, AccountId id, std::string_view password_hash) {
  LEYE_TRY(const auto rows,
           tx.execute("UPDATE account SET password_hash = ?, version = version + 1 WHERE "
                      "account_id = ? AND closed_at IS NULL",
                      password_hash, id));
  if (rows == 0) return fail("access.account_unknown", to_text(id));
  LEYE_CHECK(tx.execute("DELETE FROM session WHERE account_id = ?", id));
  return {};
}

Result<void> close_account(store::Transaction& tx, AccountId id, Instant now) {
  LEYE_TRY(const auto rows,
           tx.execute("UPDATE account SET closed_at = ?, version = version + 1 WHERE account_id = "
                      "? AND closed_at IS NULL",
                      now, id));
  if (rows == 0) return fail("access.account_unknown", to_text(id));
  LEYE_CHECK(tx.execute("DELETE FROM session WHERE account_id = ?", id));
  return {};
}

Result<SignedIn> sign_in(store::Database& db, std::string_view login, std::string_view password,
                         std::string_view client, Instant now, const SessionRules& rules) {
  struct Known {
    std::optional<Account> account;
    std::string hash;
    std::int64_t wait = 0;
  };
  const auto source = source_of(login, client);
  LEYE_TRY(auto known, db.read([&](store::Reader& reader) -> Result<Known> {
    Known k;
    LEYE_TRY(k.wait, wait_of(reader, source, now, rules));
    if (!login_fits(login)) return k;
    LEYE_TRY(k.account, find_account(reader, " AND login = ?", login));
    if (!k.account) return k;
    LEYE_TRY(k.hash, reader.one<std::string>(
                         "SELECT password_hash FROM account WHERE account_id = ?", k.account->id));
    return k;
  }));
  if (known.wait > 0) return fail("access.locked", {}, {{"minutes", std::to_string(known.wait)}});
  if (!verify_password(known.hash, password)) {
    LEYE_CHECK(count_failure(db, source, now, rules));
    return fail("access.sign_in");
  }
  SignedIn in{new_token(), std::move(*known.account), plus(now, rules.longest)};
  const auto written = db.write([&](store::Transaction& tx) -> Result<void> {
    LEYE_CHECK(tx.execute("DELETE FROM sign_in_failure WHERE source = ?", source));
    LEYE_CHECK(tx.execute("DELETE FROM session WHERE expires_at < ?", now));
    LEYE_CHECK(
        tx.execute("INSERT INTO session (token_digest, account_id, created_at, seen_at, "
                   "expires_at) VALUES (?, ?, ?, ?, ?)",
                   token_digest(in.token), in.account.id, now, now, in.expires_at));
    return {};
  });
  LEYE_CHECK(written);
  return in;
}

Result<Account> session_account(store::Reader& reader, std::string_view token, Instant now,
                                const SessionRules& rules) {
  LEYE_TRY(auto row,
           (reader.find<AccountId, Instant, Instant>(
               "SELECT account_id, seen_at, expires_at FROM session WHERE token_digest = ?",
               token_digest(token))));
  if (!row) return fail("access.session");
  const auto& [id, seen, expires] = *row;
  if (expires <= now || plus(seen, rules.idle) <= now) return fail("access.session");
  LEYE_TRY(auto account, find_account(reader, " AND account_id = ?", id));
  if (!account) return fail("access.session");
  return std::move(*account);
}

Result<bool> touch_session(store::Database& db, std::string_view token, Instant now) {
  const auto digest = token_digest(token);
  LEYE_TRY(const auto seen, db.read([&](store::Reader& reader) {
    return reader.find<Instant>("SELECT seen_at FROM session WHERE token_digest = ?", digest);
  }));
  if (!seen || plus(*seen, std::chrono::minutes(1)) > now) return false;
  LEYE_CHECK(db.write([&](store::Transaction& tx) {
    return tx.execute("UPDATE session SET seen_at = ? WHERE token_digest = ?", now, digest);
  }));
  return true;
}

Result<void> sign_out(store::Transaction& tx, std::string_view token) {
  LEYE_CHECK(tx.execute("DELETE FROM session WHERE token_digest = ?", token_digest(token)));
  return {};
}

}  // namespace leye::access
