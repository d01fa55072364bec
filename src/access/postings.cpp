#include "access/accounts.h"

namespace leye::access {
namespace {

using PostingRow = std::tuple<Uuid, AccountId, std::string, std::string, Rights,
                              std::optional<AccountId>, Date, std::optional<Date>>;

Result<Posting> posting_from(const PostingRow& row) {
  Posting post;
  std::string role_code;
  std::tie(post.id, post.account, role_code, post.division, post.rights, post.stands_for, post.from,
           post.to) = row;
  const auto role = role_of(role_code);
  if (!role) return fail("access.role_unknown", {}, {{"role", role_code}});
  post.role = *role;
  return post;
}

Result<std::vector<Posting>> read(store::Reader& reader, const store::Sql& condition) {
  store::Sql sql{
      "SELECT posting_id, account_id, role, division, rights, stands_for, valid_from, "
      "valid_to FROM posting WHERE ended_at IS NULL",
      {}};
  sql.add(condition).add(" ORDER BY account_id, valid_from, posting_id");
  LEYE_TRY(const auto rows,
           (reader.query<Uuid, AccountId, std::string, std::string, Rights,
                         std::optional<AccountId>, Date, std::optional<Date>>(sql)));
  std::vector<Posting> posts;
  for (const auto& row : rows) {
    LEYE_TRY(auto post, posting_from(row));
    posts.push_back(std::move(post));
  }
  return posts;
}

/// No two roles of one account that do not go together, today or later.
Result<void> check_company(store::Reader& reader, const Posting& wanted, Date today) {
  const auto refuse = [&](Role other) {
    return fail("access.exclusive", {},
                {{"role", std::string(code(wanted.role))}, {"other", std::string(code(other))}});
  };
  LEYE_TRY(const auto account, account_of(reader, wanted.account));
  // An administrator's place is not stood in for, and an administrator stands in for nobody.
  if (!go_together(account.role, wanted.role) || is_administrator(wanted.role) ||
      is_public(wanted.role))
    return refuse(account.role);
  LEYE_TRY(const auto others, postings(reader, wanted.account));
  for (const auto& other : others)
    if ((!other.to || *other.to >= today) && !go_together(other.role, wanted.role))
      return refuse(other.role);
  return {};
}

}  // namespace

Result<Uuid> add_posting(store::Transaction& tx, const Posting& wanted, Date today) {
  if (wanted.to ? *wanted.to < wanted.from : wanted.stands_for.has_value())
    return fail("access.period");
  LEYE_CHECK(check_company(tx, wanted, today));
  const auto beyond = static_cast<Rights>(wanted.rights & ~rights_open_to(wanted.role));
  if (beyond != 0)
    return fail("access.right_with_role", {},
                {{"right", std::to_string(beyond)}, {"role", std::string(code(wanted.role))}});
  const auto id = new_uuid();
  LEYE_CHECK(
      tx.execute("INSERT INTO posting (posting_id, account_id, role, division, rights, "
                 "stands_for, valid_from, valid_to) VALUES (?, ?, ?, ?, ?, ?, ?, ?)",
                 id, wanted.account, code(wanted.role), wanted.division, wanted.rights,
                 wanted.stands_for, wanted.from, wanted.to));
  return id;
}

Result<Uuid> add_deputy(store::Transaction& tx, AccountId absent, AccountId deputy, Date from,
                        Date to, Date today) {
  LEYE_TRY(const auto place, account_of(tx, absent));
  if (absent == deputy) return fail("access.deputy_self");
  Posting post;
  post.account = deputy;
  post.role = place.role;
  post.division = place.division;
  post.rights = place.rights;
  post.stands_for = absent;
  post.from = from;
  post.to = to;
  return add_posting(tx, post, today);
}

Result<void> end_posting(store::Transaction& tx, const Uuid& posting, Instant now) {
  LEYE_TRY(const auto rows, tx.execute("UPDATE posting SET ended_at = ? WHERE posting_id = ? AND "
                                       "ended_at IS NULL",
                                       now, posting));
  if (rows == 0) return fail("access.posting_unknown");
  LEYE_CHECK(tx.execute("DELETE FROM session WHERE posting_id = ?", posting));
  return {};
}

Result<std::vector<Posting>> postings(store::Reader& reader, std::optional<AccountId> account) {
  if (!account) return read(reader, {});
  return read(reader, {" AND account_id = ?", {*account}});
}

Result<Posting> posting_of(store::Reader& reader, AccountId account, const Uuid& id, Date today) {
  LEYE_TRY(const auto found,
           read(reader, {" AND account_id = ? AND posting_id = ? AND valid_from <= ? AND (valid_to "
                         "IS NULL OR valid_to >= ?)",
                         {account, id, today, today}}));
  if (found.empty()) return fail("access.posting_unknown");
  return found.front();
}

}  // namespace leye::access
