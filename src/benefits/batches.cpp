#include "benefits/batches.h"

#include <boost/json.hpp>

#include "benefits/acts.h"
#include "ledger/entries.h"

namespace leye::benefits {
namespace {

constexpr std::string_view kKind = "payment";

/// What the run was begun with; a run that died goes on with the same list.
struct Plan {
  std::int64_t number = 0;
  std::int64_t left_out = 0;
  std::vector<ApplicationId> list;
};

std::string to_body(const Plan& plan) {
  boost::json::array list;
  for (const auto& id : plan.list) list.push_back(boost::json::string(to_text(id)));
  return boost::json::serialize(boost::json::object{
      {"number", plan.number}, {"left_out", plan.left_out}, {"applications", std::move(list)}});
}

Result<Plan> plan_of(const std::string& body) {
  try {
    const auto object = boost::json::parse(body).as_object();
    Plan plan;
    plan.number = object.at("number").to_number<std::int64_t>();
    plan.left_out = object.at("left_out").to_number<std::int64_t>();
    for (const auto& id : object.at("applications").as_array())
      plan.list.push_back(ApplicationId::parse(id.as_string()).value());
    return plan;
  } catch (const std::exception&) {
    return fail("benefits.response");
  }
}

/// Months of the application are paid already, to her or to somebody merged into her.
Result<bool> paid_before(store::Reader& reader, const Application& a) {
  std::vector<PersonId> holders{PersonId(a.beneficiary.value_or(a.payee.id))};
  if (a.beneficiary || a.payee.kind == ledger::SubjectKind::kPerson) {
    LEYE_TRY(holders, ledger::identity_of(reader, holders.front()));
  }
  store::Sql sql{
      "SELECT count(*) FROM payment_guard g JOIN application_row w ON w.item = g.item AND w.month "
      "= "
      "g.month WHERE w.payee_id = ? AND w.application_id = ? AND g.holder_id IN (",
      {a.payee.id, a.id}};
  for (std::size_t i = 0; i < holders.size(); ++i) sql.add(i == 0 ? "?" : ", ?", holders[i]);
  LEYE_TRY(const auto taken, reader.one<std::int64_t>(sql.add(")")));
  return taken > 0;
}

Result<void> guard(store::Transaction& tx, const Application& a, BatchId batch) {
  LEYE_CHECK(tx.execute(
      "INSERT INTO payment_guard (holder_id, item, month, application_id, batch_id) SELECT ?, "
      "w.item, w.month, w.application_id, ? FROM application_row w WHERE w.payee_id = ? AND "
      "w.application_id = ?",
      a.beneficiary.value_or(a.payee.id), batch, a.payee.id, a.id));
  return {};
}

bool reviewed_by(const Progress& p, AccountId who) {
  return p.enterer == who || p.reviewer1 == who || p.reviewer2 == who;
}

Result<void> add_item(ledger::Act& act, const Application& a, BatchId batch, std::int64_t line) {
  LEYE_TRY(const bool paid, paid_before(act.tx(), a));
  if (paid || a.progress.stage != Stage::kApproved || reviewed_by(a.progress, *act.account()))
    return {};
  LEYE_CHECK(guard(act.tx(), a, batch));
  ledger::NewEntry entry;
  entry.subject = a.payee;
  entry.kind = ledger::Kind::kBatchItemAdded;
  entry.occurred_on = act.today();
  entry.id = detail::entry_id(a, entry.kind, act.today());
  entry.code = a.code;
  entry.ref = a.id.uuid();
  entry.fen = a.fen;
  entry.body = boost::json::serialize(
      boost::json::object{{"v", 1}, {"batch", to_text(batch)}, {"line", line}});
  LEYE_CHECK(act.record(std::move(entry)));
  LEYE_CHECK(act.tx().execute(
      "INSERT INTO payment_item (batch_id, line, payee_id, application_id, fen, state) VALUES (?, "
      "?, ?, ?, ?, 'waiting')",
      batch, line, a.payee.id, a.id, a.fen));
  return {};
}

/// In the commit: the batch appears, and its applications move with it.
Result<void> finish(ledger::Act& act, BatchId id, std::int64_t number,
                    const access::Account& payer) {
  LEYE_TRY(const auto totals, (act.tx().one<std::int64_t, std::int64_t>(
                                  "SELECT count(*), coalesce(sum(i.fen), 0) FROM payment_item i "
                                  "WHERE i.batch_id = ?",
                                  id)));
  const auto [items, fen] = totals;
  LEYE_CHECK(act.tx().execute(
      "UPDATE application SET stage = 'in_batch', payer = ?, version = version + 1 WHERE "
      "application_id IN (SELECT i.application_id FROM payment_item i WHERE i.batch_id = ?)",
      payer.id, id));
  LEYE_CHECK(act.tx().execute(
      "INSERT INTO payment_batch (batch_id, number, division, items, fen, made_by, made_on) VALUES "
      "(?, ?, ?, ?, ?, ?, ?)",
      id, number, payer.division, items, fen, payer.id, act.today()));
  return {};
}

Result<Plan> new_plan(store::Reader& reader, const access::Account& payer, Date today) {
  Plan plan;
  LEYE_TRY(const auto list, applications(reader, Stage::kApproved, payer.division, today));
  for (const auto& a : list) {
    LEYE_TRY(const bool paid, paid_before(reader, a));
    if (!paid && !reviewed_by(a.progress, payer.id)) plan.list.push_back(a.id);
  }
  plan.left_out = static_cast<std::int64_t>(list.size() - plan.list.size());
  LEYE_TRY(plan.number, reader.one<std::int64_t>("SELECT count(*) FROM payment_batch"));
  ++plan.number;
  return plan;
}

/// A payment run of this payer that died is gone on with; otherwise a new one.
Result<ledger::Run> begin(ledger::Runs& runs, const access::Account& payer) {
  const auto before =
      runs.db().read([&](store::Reader& reader) { return ledger::runs_of(reader, kKind, 10); });
  if (!before) return fail(before.error());
  for (const auto& run : *before)
    if (run.state == ledger::RunState::kPending && run.account == payer.id) return run;
  const Date today = runs.clock().today();
  const auto plan =
      runs.db().read([&](store::Reader& reader) { return new_plan(reader, payer, today); });
  if (!plan) return fail(plan.error());
  if (plan->list.empty()) return fail("benefits.nothing_to_pay");
  const std::string body = to_body(*plan);
  return runs.begin({std::string(kKind), digest_of(to_text(payer.id) + body), payer.id, body});
}

}  // namespace

Result<MadeBatch> make_batch(ledger::Runs& runs, const access::Account& payer,
                             std::string_view campaign) {
  const Date today = runs.clock().today();
  LEYE_CHECK(access::permit(payer, access::Action::kPay, {},
                            access::usual_purpose(access::Action::kPay), today));
  LEYE_TRY(const auto run, begin(runs, payer));
  LEYE_TRY(const auto plan, plan_of(run.body));
  const BatchId id(run.id.uuid());
  const auto slice = [&](ledger::Act& act, std::int64_t from, std::int64_t to) -> Result<void> {
    for (auto i = from; i < to; ++i) {
      const auto index = static_cast<std::size_t>(i);
      LEYE_TRY(const auto application, detail::locked(act.tx(), plan.list[index]));
      LEYE_CHECK(add_item(act, application, id, i + 1));
    }
    return {};
  };
  LEYE_CHECK(runs.slices(run, "items", static_cast<std::int64_t>(plan.list.size()), slice));
  const auto body =
      boost::json::serialize(boost::json::object{{"number", plan.number}, {"batch", to_text(id)}});
  LEYE_CHECK(runs.commit(run, ledger::campaign(campaign), body,
                         [&](ledger::Act& act) { return finish(act, id, plan.number, payer); }));
  MadeBatch made;
  const auto batch = runs.db().read([&](store::Reader& reader) { return batch_of(reader, id); });
  if (!batch) return fail(batch.error());
  made.batch = *batch;
  // Two plans of one batch may hold one month: the later line stays out.
  made.left_out = plan.left_out + static_cast<std::int64_t>(plan.list.size()) - made.batch.items;
  return made;
}

namespace {

Result<std::vector<Batch>> collect_batches(store::Reader& reader, const store::Sql& rest) {
  store::Sql sql{
      "SELECT b.batch_id, b.number, b.division, b.items, b.fen, b.made_by, b.signed_by, "
      "b.file, b.file_digest FROM payment_batch b",
      {}};
  std::vector<Batch> list;
  LEYE_CHECK(reader.for_each(sql.add(rest), [&](const store::Row& row) -> Result<void> {
    Batch b;
    LEYE_TRY(b.id, row.get<BatchId>(0));
    LEYE_TRY(b.number, row.get<std::int64_t>(1));
    LEYE_TRY(b.division, row.get<std::string>(2));
    LEYE_TRY(b.items, row.get<std::int64_t>(3));
    LEYE_TRY(b.fen, row.get<Fen>(4));
    LEYE_TRY(b.made_by, row.get<AccountId>(5));
    LEYE_TRY(b.signed_by, row.get<std::optional<AccountId>>(6));
    LEYE_TRY(b.file, row.get<std::optional<std::string>>(7));
    LEYE_TRY(b.digest, row.get<std::optional<Digest>>(8));
    list.push_back(std::move(b));
    return {};
  }));
  return list;
}

}  // namespace

Result<Batch> batch_of(store::Reader& reader, BatchId id) {
  LEYE_TRY(auto found, collect_batches(reader, {" WHERE b.batch_id = ?", {id}}));
  if (found.empty()) return fail("benefits.batch_unknown", to_text(id));
  return std::move(found.front());
}

Result<std::optional<Batch>> newest_batch(store::Reader& reader) {
  LEYE_TRY(auto found, collect_batches(reader, {" ORDER BY b.number DESC LIMIT 1", {}}));
  if (found.empty()) return std::optional<Batch>();
  return std::optional(std::move(found.front()));
}

Result<std::vector<ApplicationId>> items_of(store::Reader& reader, BatchId id) {
  return reader.query<ApplicationId>(
      "SELECT i.application_id FROM payment_item i WHERE i.batch_id = ? ORDER BY i.line", id);
}

}  // namespace leye::benefits
