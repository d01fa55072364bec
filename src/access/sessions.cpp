#include "access/sessions.h"

#include "access/agreements.h"
#include "access/confirmations.h"
#include "access/firms.h"
#include "access/password.h"
#include "access/second_factor.h"

namespace leye::access {
namespace {

/// An account that is nobody's is judged like any other, so that the time tells nothing.
struct Known {
  std::optional<Account> account;
  std::string hash;
  bool factor = false;
};

Result<Known> known_as(store::Reader& reader, std::string_view login) {
  Known known;
  auto account = account_of(reader, login);
  if (!account && account.error().code == "access.account_unknown") return known;
  if (!account) return fail(std::move(account).error());
  known.account = std::move(*account);
  LEYE_TRY(known.hash,
           reader.one<std::string>("SELECT password_hash FROM account WHERE account_id = ?",
                                   known.account->id));
  LEYE_TRY(known.factor, has_factor(reader, known.account->id));
  return known;
}

Digest source_of(const KeyRing& keys, const Credentials& c) {
  if (!c.known.empty() && is_known_browser(keys, c.login, c.known))
    return throttle_source(c.login, c.known);
  return throttle_source(c.login, network_of(c.client));
}

/// The factors shown: how strong they are, or what is wrong with them.
Result<Strength> judge(store::Transaction& tx, const KeyRing& keys, const Known& known,
                       const Credentials& c, Instant now) {
  if (!known.factor) return Strength::kPassword;
  if (c.code.empty()) return fail("access.code_needed");
  LEYE_TRY(const bool right, spend_code(tx, keys, known.account->id, c.code, now));
  if (!right) return fail("access.code");
  return Strength::kTwoFactor;
}

struct SessionRow {
  AccountId account;
  std::optional<Uuid> posting;
  std::optional<Uuid> device;
  Strength strength = Strength::kPassword;
  Instant shown;
  Instant seen;
  Instant expires;
};

Result<SessionRow> session_row(store::Reader& reader, std::string_view token) {
  LEYE_TRY(const auto row,
           (reader.find<AccountId, std::optional<Uuid>, std::optional<Uuid>, std::string, Instant,
                        Instant, Instant>(
               "SELECT account_id, posting_id, device_id, strength, shown_at, seen_at, expires_at "
               "FROM session WHERE token_digest = ? AND session_id IS NOT NULL",
               token_digest(token))));
  if (!row) return fail("access.session");
  SessionRow s;
  std::string strength;
  std::tie(s.account, s.posting, s.device, strength, s.shown, s.seen, s.expires) = *row;
  const auto known = strength_of(strength);
  if (!known) return fail("access.session");
  s.strength = *known;
  return s;
}

/// Acts in a post: its role, office and rights, under the account's own id.
Result<void> put_on(store::Reader& reader, const Uuid& posting, Date today, Account& account) {
  auto post = posting_of(reader, account.id, posting, today);
  if (!post) return fail("access.session");
  if (!go_together(account.role, post->role)) return fail("access.session");
  account.role = post->role;
  account.division = post->division;
  account.rights = post->rights;
  account.stands_for = post->stands_for;
  account.posting = post->id;
  return {};
}

Result<void> add_terms(store::Reader& reader, Date today, Account& account) {
  if (account.role != Role::kAgencyWorker && account.role != Role::kAuditor) return {};
  LEYE_TRY(account.terms, terms_of(reader, account.id, today));
  // An auditor without a mandate still reads the audit; an agency has nothing to do here.
  if (account.role == Role::kAgencyWorker && !account.terms) return fail("access.agreement");
  return {};
}

}  // namespace

Result<SignedIn> open_session(store::Transaction& tx, Account account, Strength strength,
                              std::string_view client, Instant now, std::optional<Uuid> device,
                              const SessionRules& rules) {
  SignedIn in{new_token(), std::move(account), (now + rules.longest), strength};
  LEYE_CHECK(tx.execute("DELETE FROM session WHERE expires_at < ?", now));
  LEYE_CHECK(tx.execute(
      "INSERT INTO session (token_digest, session_id, account_id, device_id, strength, shown_at, "
      "network, created_at, seen_at, expires_at) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
      token_digest(in.token), new_uuid(), in.account.id, device, code(strength), now,
      network_of(client.empty() ? "-" : client), now, now, in.expires_at));
  return in;
}

Result<SignedIn> sign_in(store::Database& db, const KeyRing& keys, const Credentials& c,
                         Instant now, Date today, const SessionRules& rules) {
  const auto source = source_of(keys, c);
  LEYE_CHECK(count_try(db, source, now, rules.throttle));
  LEYE_TRY(auto known, db.read([&](store::Reader& reader) { return known_as(reader, c.login); }));
  if (!verify_password(known.hash, c.password) || !known.account) return fail("access.sign_in");
  return db.write([&](store::Transaction& tx) -> Result<SignedIn> {
    LEYE_TRY(const auto strength, judge(tx, keys, known, c, now));
    LEYE_CHECK(add_terms(tx, today, *known.account));
    LEYE_CHECK(forgive(tx, source));
    return open_session(tx, *known.account, strength, c.client, now, std::nullopt, rules);
  });
}

Result<std::string> show_again(store::Database& db, const KeyRing& keys, std::string_view token,
                               const Credentials& c, Instant now, const SessionRules& rules) {
  const auto source = source_of(keys, c);
  LEYE_CHECK(count_try(db, source, now, rules.throttle));
  LEYE_TRY(auto known, db.read([&](store::Reader& reader) { return known_as(reader, c.login); }));
  if (!verify_password(known.hash, c.password) || !known.account) return fail("access.sign_in");
  return db.write([&](store::Transaction& tx) -> Result<std::string> {
    LEYE_TRY(const auto strength, judge(tx, keys, known, c, now));
    LEYE_CHECK(forgive(tx, source));
    auto renewed = new_token();
    LEYE_TRY(const auto rows,
             tx.execute("UPDATE session SET token_digest = ?, shown_at = ?, strength = ? WHERE "
                        "token_digest = ? AND account_id = ?",
                        token_digest(renewed), now, code(strength), token_digest(token),
                        known.account->id));
    if (rows == 0) return fail("access.session");
    return renewed;
  });
}

Result<Account> session_account(store::Reader& reader, std::string_view token, const Moment& m,
                                const SessionRules& rules) {
  LEYE_TRY(const auto s, session_row(reader, token));
  const bool over = s.expires <= m.now || (s.seen + rules.idle) <= m.now;
  const bool clock_back = (m.now + rules.skew) < s.seen;
  if (over || clock_back) return fail("access.session");
  auto account = account_of(reader, s.account);
  if (!account) return fail("access.session");
  if (s.posting) LEYE_CHECK(put_on(reader, *s.posting, m.today, *account));
  LEYE_CHECK(add_terms(reader, m.today, *account));
  if (is_public(account->role)) {
    LEYE_TRY(account->person, person_of_account(reader, account->id));
    LEYE_TRY(account->employer, firm_of_account(reader, account->id));
  }
  Standing standing;
  standing.strength = s.strength;
  standing.fresh = m.now < (s.shown + rules.fresh);
  standing.second_factor_due = m.second_factor_due;
  LEYE_TRY(standing.confirmed, has_confirmed(reader, account->id, m.campaign, m.notice));
  account->standing = standing;
  return std::move(*account);
}

Result<bool> touch_session(store::Database& db, std::string_view token, Instant now) {
  const auto digest = token_digest(token);
  LEYE_TRY(const auto seen, db.read([&](store::Reader& reader) {
    return reader.find<Instant>("SELECT seen_at FROM session WHERE token_digest = ?", digest);
  }));
  if (!seen || (*seen + std::chrono::minutes(1)) > now) return false;
  LEYE_CHECK(db.write([&](store::Transaction& tx) {
    return tx.execute("UPDATE session SET seen_at = ? WHERE token_digest = ?", now, digest);
  }));
  return true;
}

Result<void> take_post(store::Transaction& tx, std::string_view token, AccountId account,
                       std::optional<Uuid> posting, Date today) {
  if (posting) LEYE_CHECK(posting_of(tx, account, *posting, today));
  LEYE_TRY(const auto rows,
           tx.execute("UPDATE session SET posting_id = ? WHERE token_digest = ? AND account_id = ?",
                      posting, token_digest(token), account));
  if (rows == 0) return fail("access.session");
  return {};
}

Result<void> sign_out(store::Transaction& tx, std::string_view token) {
  LEYE_CHECK(tx.execute("DELETE FROM session WHERE token_digest = ?", token_digest(token)));
  return {};
}

Result<std::vector<OpenSession>> sessions(store::Reader& reader, AccountId account,
                                          std::string_view token, Instant now) {
  LEYE_TRY(const auto rows,
           (reader.query<Uuid, std::string, std::string, std::optional<Uuid>, Instant, Instant,
                         Instant, Digest>(
               "SELECT session_id, network, strength, device_id, created_at, seen_at, expires_at, "
               "token_digest FROM session WHERE account_id = ? AND expires_at > ? AND session_id "
               "IS NOT NULL ORDER BY created_at DESC, session_id",
               account, now)));
  std::vector<OpenSession> out;
  for (const auto& [id, network, strength, device, created, seen, expires, digest] : rows)
    out.push_back({id, network, strength_of(strength).value_or(Strength::kPassword), device,
                   created, seen, expires, digest == token_digest(token)});
  return out;
}

Result<void> end_session(store::Transaction& tx, AccountId account, const Uuid& session) {
  LEYE_TRY(
      const auto rows,
      tx.execute("DELETE FROM session WHERE account_id = ? AND session_id = ?", account, session));
  if (rows == 0) return fail("access.session_unknown");
  return {};
}

Result<std::int64_t> end_other_sessions(store::Transaction& tx, AccountId account,
                                        std::string_view token) {
  return tx.execute("DELETE FROM session WHERE account_id = ? AND token_digest <> ?", account,
                    token_digest(token));
}

}  // namespace leye::access
