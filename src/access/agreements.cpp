#include "access/agreements.h"

#include <algorithm>
#include <array>

#include "access/accounts.h"

namespace leye::access {
namespace {

constexpr std::array<std::string_view, 2> kKinds = {"agency", "audit"};
constexpr std::array<std::string_view, 4> kStates = {"drafted", "active", "suspended",
                                                     "terminated"};
std::string_view code(AgreementState state) { return kStates[static_cast<std::size_t>(state)]; }

constexpr std::string_view kAgreementColumns =
    "SELECT a.agreement_id, a.kind, a.number, a.party, a.other_party, a.purposes, a.fields, "
    "a.valid_from, a.valid_to, a.state, a.scan, a.scan_type, a.signed_on, a.ended_on, "
    "a.destroyed_on, a.version, a.data_from, a.data_to FROM agreement a";

Result<Agreement> agreement_from(const store::Row& row) {
  Agreement a;
  LEYE_TRY(a.id, row.get<Uuid>(0));
  LEYE_TRY(const auto kind, row.get<std::string>(1));
  a.kind = kind == kKinds[1] ? AgreementKind::kAudit : AgreementKind::kAgency;
  LEYE_TRY(a.number, row.get<std::string>(2));
  LEYE_TRY(a.party, row.get<std::string>(3));
  LEYE_TRY(a.other_party, row.get<std::string>(4));
  LEYE_TRY(a.purposes, row.get<std::uint32_t>(5));
  LEYE_TRY(a.fields, row.get<std::uint32_t>(6));
  LEYE_TRY(a.valid.start, row.get<Date>(7));
  LEYE_TRY(a.valid.end, row.get<Date>(8));
  LEYE_TRY(const auto state, row.get<std::string>(9));
  const auto at = std::find(kStates.begin(), kStates.end(), state);
  a.state = static_cast<AgreementState>(at - kStates.begin());
  LEYE_TRY(a.scan, row.get<std::optional<Digest>>(10));
  LEYE_TRY(auto type, row.get<std::optional<std::string>>(11));
  a.scan_type = std::move(type).value_or(std::string());
  LEYE_TRY(a.signed_on, row.get<std::optional<Date>>(12));
  LEYE_TRY(a.ended_on, row.get<std::optional<Date>>(13));
  LEYE_TRY(a.destroyed_on, row.get<std::optional<Date>>(14));
  LEYE_TRY(a.version, row.get<std::int64_t>(15));
  LEYE_TRY(const auto data_from, row.get<std::optional<Date>>(16));
  LEYE_TRY(const auto data_to, row.get<std::optional<Date>>(17));
  if (data_from && data_to) a.data = Period{*data_from, *data_to};
  return a;
}

/// With divisions and named people.
Result<std::vector<Agreement>> read(store::Reader& reader, const store::Sql& rest) {
  std::vector<Agreement> list;
  store::Sql sql{std::string(kAgreementColumns), {}};
  sql.add(rest);
  LEYE_CHECK(reader.for_each(sql, [&](const store::Row& row) -> Result<void> {
    LEYE_TRY(auto one, agreement_from(row));
    list.push_back(std::move(one));
    return {};
  }));
  for (auto& one : list) {
    LEYE_TRY(one.divisions,
             reader.query<std::string>("SELECT division FROM agreement_division WHERE agreement_id "
                                       "= ? ORDER BY division",
                                       one.id));
    LEYE_TRY(one.people, reader.query<AccountId>(
                             "SELECT account_id FROM agreement_account WHERE agreement_id = ? AND "
                             "removed_at IS NULL ORDER BY account_id",
                             one.id));
  }
  return list;
}

Result<void> check_draft(const Agreement& a) {
  if (a.valid.end < a.valid.start) return fail("access.period");
  // An agency's agreement says whom it serves; only a mandate says of when it reads.
  if (a.data && (a.kind != AgreementKind::kAudit || a.data->end < a.data->start))
    return fail("access.period", "data_from");
  const auto empty = [](std::string what) {
    return fail("access.agreement_empty", {}, {{"what", std::move(what)}});
  };
  if (a.purposes == 0) return empty("purposes");
  if (a.fields == 0) return empty("fields");
  if (a.divisions.empty()) return empty("divisions");
  return {};
}

/// An agreement names agency workers, a mandate auditors: nobody gets in by the wrong paper.
Result<void> check_person(store::Reader& reader, AgreementKind kind, AccountId id) {
  LEYE_TRY(const auto account, account_of(reader, id));
  const auto wanted = kind == AgreementKind::kAudit ? Role::kAuditor : Role::kAgencyWorker;
  if (account.role != wanted) return fail("access.agreement_role", {}, {{"login", account.login}});
  return {};
}

Result<void> touch(store::Transaction& tx, const Uuid& id, std::int64_t version,
                   const store::Sql& set) {
  store::Sql sql{"UPDATE agreement SET version = version + 1, ", {}};
  sql.add(set).add(" WHERE agreement_id = ? AND version = ?", id, version);
  LEYE_TRY(const auto rows, tx.execute(sql));
  if (rows == 0) return fail("command.version", {}, {{"version", std::to_string(version)}});
  return {};
}

/// A change to what people may do reaches them at once.
Result<void> end_sessions(store::Transaction& tx, const Uuid& id) {
  LEYE_CHECK(
      tx.execute("DELETE FROM session WHERE account_id IN (SELECT account_id FROM "
                 "agreement_account WHERE agreement_id = ?)",
                 id));
  return {};
}

}  // namespace

std::string_view code(AgreementKind kind) { return kKinds[static_cast<std::size_t>(kind)]; }

std::string_view status(const Agreement& a, Date today) {
  if (a.destroyed_on) return "data_returned";
  if (a.state != AgreementState::kActive) return code(a.state);
  if (today < a.valid.start) return "waiting";
  return today > a.valid.end ? "expired" : "active";
}

std::optional<std::int64_t> days_left(const Agreement& a, Date today) {
  if (status(a, today) != "active") return std::nullopt;
  return days_between(today, a.valid.end);
}

Result<Uuid> draft_agreement(store::Transaction& tx, const Agreement& a, AccountId by,
                             Instant now) {
  LEYE_CHECK(check_draft(a));
  const auto id = new_uuid();
  LEYE_CHECK(tx.execute(
      "INSERT INTO agreement (agreement_id, kind, number, party, other_party, purposes, fields, "
      "valid_from, valid_to, data_from, data_to, state, made_by, made_at, version) VALUES (?, ?, "
      "?, "
      "?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
      id, code(a.kind), a.number, a.party, a.other_party, a.purposes, a.fields, a.valid.start,
      a.valid.end, a.data ? std::optional(a.data->start) : std::nullopt,
      a.data ? std::optional(a.data->end) : std::nullopt, code(AgreementState::kDrafted), by, now,
      1));
  for (const auto& division : a.divisions)
    LEYE_CHECK(
        tx.execute("INSERT INTO agreement_division (agreement_id, division) VALUES (?, ?) ON "
                   "CONFLICT (agreement_id, division) DO NOTHING",
                   id, division));
  for (const auto& person : a.people) LEYE_CHECK(name_person(tx, id, person, now));
  return id;
}

Result<Agreement> agreement_of(store::Reader& reader, const Uuid& id) {
  LEYE_TRY(auto found, read(reader, {" WHERE a.agreement_id = ?", {id}}));
  if (found.empty()) return fail("access.agreement_unknown");
  return std::move(found.front());
}

Result<std::vector<Agreement>> agreements(store::Reader& reader) {
  return read(reader, {" ORDER BY a.valid_to, a.number, a.agreement_id", {}});
}

Result<void> sign_agreement(store::Transaction& tx, const Uuid& id, std::int64_t version,
                            const Digest& scan, std::string_view media_type, Date signed_on) {
  LEYE_TRY(const auto a, agreement_of(tx, id));
  if (a.state != AgreementState::kDrafted) return fail("access.agreement_state");
  if (a.people.empty()) return fail("access.agreement_empty", {}, {{"what", "people"}});
  return touch(tx, id, version,
               {"state = ?, scan = ?, scan_type = ?, signed_on = ?",
                {code(AgreementState::kActive), scan, media_type, signed_on}});
}

Result<void> move_agreement(store::Transaction& tx, const Uuid& id, std::int64_t version,
                            AgreementStep step, Date today) {
  LEYE_TRY(const auto a, agreement_of(tx, id));
  const auto now_is = status(a, today);
  LEYE_CHECK(end_sessions(tx, id));
  const auto to = [&](bool allowed, AgreementState state, bool ends) -> Result<void> {
    if (!allowed) return fail("access.agreement_state");
    std::optional<Date> ended;
    if (ends) ended = today;
    return touch(tx, id, version, {"state = ?, ended_on = ?", {code(state), ended}});
  };
  switch (step) {
    case AgreementStep::kSuspend:
      return to(a.state == AgreementState::kActive, AgreementState::kSuspended, false);
    case AgreementStep::kResume:
      return to(a.state == AgreementState::kSuspended, AgreementState::kActive, false);
    case AgreementStep::kTerminate:
      return to(now_is != "terminated" && now_is != "data_returned", AgreementState::kTerminated,
                true);
    case AgreementStep::kDestroyed:
      break;
  }
  if (now_is != "terminated" && now_is != "expired") return fail("access.agreement_state");
  return touch(tx, id, version, {"destroyed_on = ?", {today}});
}

Result<void> name_person(store::Transaction& tx, const Uuid& id, AccountId account, Instant now) {
  LEYE_TRY(const auto kind,
           tx.find<std::string>("SELECT kind FROM agreement WHERE agreement_id = ?", id));
  if (!kind) return fail("access.agreement_unknown");
  LEYE_CHECK(check_person(tx, *kind == kKinds[1] ? AgreementKind::kAudit : AgreementKind::kAgency,
                          account));
  LEYE_CHECK(tx.execute(
      "INSERT INTO agreement_account (agreement_id, account_id, named_at) VALUES (?, ?, ?) ON "
      "CONFLICT (agreement_id, account_id) DO UPDATE SET named_at = excluded.named_at, removed_at "
      "= NULL",
      id, account, now));
  return {};
}

Result<void> unname_person(store::Transaction& tx, const Uuid& id, AccountId account, Instant now) {
  LEYE_TRY(const auto rows,
           tx.execute("UPDATE agreement_account SET removed_at = ? WHERE agreement_id = ? AND "
                      "account_id = ? AND removed_at IS NULL",
                      now, id, account));
  if (rows == 0) return fail("access.agreement_unknown");
  LEYE_CHECK(tx.execute("DELETE FROM session WHERE account_id = ?", account));
  return {};
}

Result<std::optional<Terms>> terms_of(store::Reader& reader, AccountId account, Date today) {
  LEYE_TRY(const auto found,
           read(reader, {" JOIN agreement_account p ON p.agreement_id = a.agreement_id WHERE "
                         "p.account_id = ? AND p.removed_at IS NULL AND a.state = 'active' AND "
                         "a.valid_from <= ? AND a.valid_to >= ? ORDER BY a.valid_to DESC, "
                         "a.agreement_id LIMIT 1",
                         {account, today, today}}));
  if (found.empty()) return std::optional<Terms>();
  const auto& a = found.front();
  return std::optional(Terms{a.id, a.valid, a.purposes, a.fields, a.divisions, a.data});
}

Result<std::vector<ReadCount>> reads_under(store::Reader& reader, const Agreement& a) {
  LEYE_TRY(const auto rows,
           (reader.query<AccountId, std::string, std::int64_t, std::int64_t, Instant, Instant>(
               "SELECT l.account_id, l.action, count(*), count(DISTINCT CASE WHEN l.subject_id <> "
               "? THEN l.subject_id END), min(l.at), max(l.at) FROM audit_leaf l JOIN "
               "agreement_account p ON p.account_id = l.account_id WHERE p.agreement_id = ? AND "
               "l.at >= ? AND l.at < ? GROUP BY l.account_id, l.action ORDER BY l.account_id, "
               "l.action",
               Uuid{}, a.id, start_of(a.valid.start),
               start_of(add_days(a.valid.end, 1).value_or(a.valid.end)))));
  std::vector<ReadCount> out;
  for (const auto& [account, action, acts, people, first, last] : rows)
    out.push_back({account, action, acts, people, first, last});
  return out;
}

}  // namespace leye::access
