#include "benefits/entitlements.h"

#include <algorithm>
#include <boost/json.hpp>
#include <unordered_map>
#include <unordered_set>

#include "registry/registry.h"

namespace leye::benefits {
namespace {

using ledger::SubjectKind;

/// Who else a row of a subject's table leads to; the row's own id for its own kind.
class Reach {
 public:
  Reach(const facts::Snapshot& snapshot, const std::string& from, const std::string& to) {
    table_ = snapshot.table(from);
    same_ = from == to;
    if (same_ || table_ == nullptr) return;
    column_ = table_->find(facts::reach_column(to));
    target_ = snapshot.table(to);
  }
  [[nodiscard]] bool leads_anywhere() const { return same_ || column_ != nullptr; }
  [[nodiscard]] std::optional<Uuid> at(std::size_t row) const {
    if (table_ == nullptr) return std::nullopt;
    if (same_) return table_->ids()[row];
    if (column_ == nullptr || target_ == nullptr) return std::nullopt;
    if (column_->state(row) != columns::State::kKnown) return std::nullopt;
    return target_->ids()[static_cast<std::size_t>(column_->number(row))];
  }

 private:
  const columns::Table* table_ = nullptr;
  const columns::Table* target_ = nullptr;
  const columns::Column* column_ = nullptr;
  bool same_ = false;
};

std::string item_of(const rules::Policy& policy) {
  std::string text;
  for (const auto& item : policy.items) text += (text.empty() ? "" : "+") + item;
  return text.empty() ? policy.head.id : text;
}

std::string payer_of(const rules::Policy& policy) {
  const bool status = std::ranges::find(policy.items, "STATUS") != policy.items.end();
  if (!policy.amount || status) return "none";
  return policy.amount->paid_by;
}

std::vector<Entitlement> eligible_of(const screening::RuleOutcomes& rule,
                                     const facts::Snapshot& snapshot, FoundCounts& counts) {
  const auto& policy = *rule.policy;
  const std::string& kind = policy.head.applies_to;
  const Reach people(snapshot, kind, "person");
  const Reach employers(snapshot, kind, "employer");
  const bool to_employer =
      policy.amount ? policy.amount->payee == "employer" : !people.leads_anywhere();
  const auto* table = snapshot.table(kind);
  std::vector<Entitlement> list;
  for (std::size_t row = 0; row < rule.outcome.size(); ++row) {
    if (rule.outcome[row] != rules::Eligibility::kEligible) continue;
    ++counts.eligible;
    Entitlement e;
    const auto payee = to_employer ? employers.at(row) : people.at(row);
    if (!payee || (policy.amount && policy.amount->payee == "provider")) {
      ++counts.no_payee;
      continue;
    }
    e.payee = {to_employer ? SubjectKind::kEmployer : SubjectKind::kPerson, *payee};
    e.policy = policy.head.id;
    e.code = policy.head.code.empty() ? policy.head.id : policy.head.code;
    e.subject_kind = kind;
    e.subject = table->ids()[row];
    e.beneficiary = people.at(row);
    e.period = period_name(policy, snapshot.as_of);
    e.item = item_of(policy);
    e.fen = rule.amount[row];
    e.paid_by = payer_of(policy);
    list.push_back(std::move(e));
  }
  return list;
}

Uuid id_of(const Entitlement& e) {
  const auto digest = Hasher()
                          .field("entitlement")
                          .field(to_text(e.payee.id))
                          .field(e.policy)
                          .field(to_text(e.subject))
                          .field(e.period)
                          .finish();
  return derived_uuid(0, digest);
}

/// Offices by payee; an employer without one is served where the person works whom it is for.
struct Offices {
  std::unordered_map<Uuid, std::string> people;
  std::unordered_map<Uuid, std::string> employers;
  [[nodiscard]] std::optional<std::string> of(const Entitlement& e) const {
    if (e.payee.kind == SubjectKind::kEmployer) {
      const auto it = employers.find(e.payee.id);
      if (it != employers.end()) return it->second;
    }
    const auto it = people.find(e.beneficiary.value_or(e.payee.id));
    return it == people.end() ? std::nullopt : std::optional(it->second);
  }
};

Result<Offices> offices(store::Reader& reader, RunId run, Date on) {
  Offices out;
  LEYE_CHECK(registry::for_each_person(reader, access::SystemScope::for_run(run), on,
                                       [&](const registry::PersonRow& p) -> Result<void> {
                                         if (p.division) out.people[p.id.uuid()] = *p.division;
                                         return {};
                                       }));
  LEYE_CHECK(registry::for_each_employer(reader, [&](const registry::EmployerRow& e) {
    if (e.division) out.employers[e.id.uuid()] = *e.division;
    return Result<void>();
  }));
  return out;
}

Result<std::unordered_set<Uuid>> known(store::Reader& reader) {
  LEYE_TRY(const auto rows, reader.query<Uuid>("SELECT t.entitlement_id FROM entitlement t WHERE " +
                                               access::committed("t.run_id")));
  return std::unordered_set<Uuid>(rows.begin(), rows.end());
}

std::optional<Period> span_of(std::string_view period) {
  const auto months = months_of(period);
  const auto first = parse_month(months.front());
  const auto last = parse_month(months.back());
  if (!first || !last) return std::nullopt;
  return Period{first_day(*first), last_day(*last)};
}

Result<void> record(ledger::Act& act, const Entitlement& e, RunId screening) {
  ledger::NewEntry entry;
  entry.subject = e.payee;
  entry.kind = ledger::Kind::kEntitlementFound;
  entry.occurred_on = act.today();
  entry.code = e.code;
  entry.ref = e.subject;
  entry.fen = e.fen;
  if (const auto span = span_of(e.period)) {
    entry.fact_from = span->start;
    entry.fact_to = span->end;
  }
  boost::json::object body{{"v", 1},
                           {"entitlement", to_text(e.id)},
                           {"rule", e.policy},
                           {"period", e.period},
                           {"paid_by", e.paid_by},
                           {"pack", e.pack},
                           {"screening", to_text(screening)}};
  if (e.beneficiary) body["beneficiary"] = to_text(*e.beneficiary);
  entry.body = boost::json::serialize(body);
  LEYE_CHECK(act.record(std::move(entry)));
  // A row of a run that was undone is taken over by the run that finds it again.
  LEYE_CHECK(act.tx().execute(
      "INSERT INTO entitlement (payee_id, policy, subject_id, period, entitlement_id, payee_kind, "
      "subject_kind, beneficiary, division, code, item, fen, paid_by, pack, found_on, run_id) "
      "VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?) ON CONFLICT (payee_id, policy, "
      "subject_id, period) DO UPDATE SET run_id = excluded.run_id, division = excluded.division, "
      "fen = excluded.fen, pack = excluded.pack, found_on = excluded.found_on WHERE "
      "entitlement.run_id IN (SELECT run.run_id FROM run WHERE run.state <> 'committed')",
      e.payee.id, e.policy, e.subject, e.period, e.id, ledger::code(e.payee.kind), e.subject_kind,
      e.beneficiary, e.division, e.code, e.item, e.fen, e.paid_by, e.pack, e.found_on, act.run()));
  return {};
}

std::string summary_of(const FoundCounts& counts) {
  return boost::json::serialize(boost::json::object{{"eligible", counts.eligible},
                                                    {"found", counts.found},
                                                    {"unchanged", counts.unchanged},
                                                    {"no_payee", counts.no_payee}});
}

/// Everything the outcomes give, known or new, in order of id.
std::vector<Entitlement> all_of(const screening::Outcomes& outcomes,
                                const facts::Snapshot& snapshot, Date today, FoundCounts& counts) {
  std::vector<Entitlement> list;
  for (const auto& rule : outcomes.rules)
    for (auto& e : eligible_of(rule, snapshot, counts)) {
      e.id = id_of(e);
      e.pack = outcomes.pack_digest;
      e.found_on = today;
      list.push_back(std::move(e));
    }
  std::ranges::sort(list, {}, &Entitlement::id);
  return list;
}

}  // namespace

Result<FoundCounts> find_entitlements(ledger::Runs& runs, const rules::Pack& pack,
                                      const screening::Outcomes& outcomes,
                                      const facts::Snapshot& snapshot, RunId screening) {
  FoundCounts counts;
  const Date today = runs.clock().today();
  auto list = all_of(outcomes, snapshot, today, counts);
  Hasher input;
  input.field(to_text(screening)).field(outcomes.pack_digest);
  for (const auto& e : list) input.field(to_text(e.id));
  LEYE_TRY(auto run, runs.begin({"entitlements", input.finish(), std::nullopt, "{}"}));
  counts.run = run.id;
  counts.repeated = run.state == ledger::RunState::kCommitted;
  const auto before = runs.db().read([&](store::Reader& reader) { return known(reader); });
  if (!before) return fail(before.error());
  std::erase_if(list, [&](const Entitlement& e) { return before->contains(e.id); });
  counts.found = counts.repeated ? 0 : static_cast<std::int64_t>(list.size());
  counts.unchanged = counts.eligible - counts.no_payee - counts.found;
  if (counts.repeated) return counts;
  const auto where =
      runs.db().read([&](store::Reader& reader) { return offices(reader, run.id, today); });
  if (!where) return fail(where.error());
  for (auto& e : list) e.division = where->of(e);
  const auto slice = [&](ledger::Act& act, std::int64_t from, std::int64_t to) -> Result<void> {
    for (auto i = from; i < to; ++i)
      LEYE_CHECK(record(act, list[static_cast<std::size_t>(i)], screening));
    return {};
  };
  LEYE_CHECK(runs.slices(run, "entitlements", counts.found, slice));
  LEYE_CHECK(runs.commit(run, ledger::campaign(pack.campaign.id), summary_of(counts)));
  return counts;
}

namespace {

Result<Entitlement> entitlement_from(const store::Row& row) {
  Entitlement e;
  LEYE_TRY(e.id, row.get<Uuid>(0));
  LEYE_TRY(const auto kind, row.get<std::string>(1));
  LEYE_TRY(e.payee.id, row.get<Uuid>(2));
  e.payee.kind = ledger::subject_kind_of(kind).value_or(SubjectKind::kPerson);
  LEYE_TRY(e.policy, row.get<std::string>(3));
  LEYE_TRY(e.code, row.get<std::string>(4));
  LEYE_TRY(e.subject_kind, row.get<std::string>(5));
  LEYE_TRY(e.subject, row.get<Uuid>(6));
  LEYE_TRY(e.beneficiary, row.get<std::optional<Uuid>>(7));
  LEYE_TRY(e.period, row.get<std::string>(8));
  LEYE_TRY(e.division, row.get<std::optional<std::string>>(9));
  LEYE_TRY(e.item, row.get<std::string>(10));
  LEYE_TRY(e.fen, row.get<std::optional<Fen>>(11));
  LEYE_TRY(e.paid_by, row.get<std::string>(12));
  LEYE_TRY(e.pack, row.get<std::string>(13));
  LEYE_TRY(e.found_on, row.get<Date>(14));
  return e;
}

store::Sql select(std::string_view and_where) {
  return {
      "SELECT t.entitlement_id, t.payee_kind, t.payee_id, t.policy, t.code, t.subject_kind, "
      "t.subject_id, t.beneficiary, t.period, t.division, t.item, t.fen, t.paid_by, t.pack, "
      "t.found_on FROM entitlement t WHERE " +
          access::committed("t.run_id") + std::string(and_where),
      {}};
}

Result<std::vector<Entitlement>> collect_entitlements(store::Reader& reader,
                                                      const store::Sql& sql) {
  std::vector<Entitlement> list;
  LEYE_CHECK(reader.for_each(sql, [&](const store::Row& row) -> Result<void> {
    LEYE_TRY(auto e, entitlement_from(row));
    list.push_back(std::move(e));
    return {};
  }));
  return list;
}

}  // namespace

Result<std::vector<Entitlement>> entitlements(store::Reader& reader) {
  return collect_entitlements(reader, select(" ORDER BY t.entitlement_id"));
}

Result<Entitlement> entitlement_of(store::Reader& reader, const Uuid& id) {
  auto sql = select(" AND t.entitlement_id = ?");
  sql.values.emplace_back(id);
  LEYE_TRY(auto found, collect_entitlements(reader, sql));
  if (found.empty()) return fail("benefits.unknown", to_text(id));
  return std::move(found.front());
}

}  // namespace leye::benefits
