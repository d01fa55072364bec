#pragma once
#include <boost/json.hpp>

#include "benefits/benefits.h"
#include "facts/build.h"
#include "ledger/ledger_fixture.h"
#include "registry/registry.h"
#include "rules/pack/load.h"

namespace leye::benefits::testing {

// Two policies that pay one item for a quarter, one for a hire, one that another office pays.
inline const rules::PackFiles& pack_files() {
  static const rules::PackFiles files = {
      {"campaign.yaml",
       "kind: campaign\nid: t\nversion: 1\ntitle: {zh: 试}\nperiod: {from: 2020-10-01, to: "
       "2020-12-31}\n"},
      {"facts.yaml", R"(
kind: catalogue
subjects:
  person: {title: {zh: 人}}
  employer: {title: {zh: 单位}}
  hire: {title: {zh: 用工}, reaches: [person, employer]}
facts:
  - {name: person.poor, type: bool, world: open, sources: [{register: reg, column: poor}]}
  - {name: contract.long, type: bool, world: open, on: [hire], sources: [{register: filing, column: long}]}
)"},
      {"parameters/p.yaml", R"(
kind: parameters
params:
  - name: defer_days
    type: int
    rows: [{value: 30, valid_from: 2020-01-01, valid_to: null, certainty: order, cite: {note: 试}}]
  - name: bonus_fen
    type: money
    rows: [{value: 1000.00 元, valid_from: 2020-01-01, valid_to: null, certainty: assumed, cite: {note: 试}}]
)"},
      {"policies/first-subsidy.yaml", R"(
kind: policy
id: first-subsidy
code: A1
family: beside
title: {zh: 第一补贴}
cites: [{note: 试}]
applies_to: person
valid_from: 2020-01-01
valid_to: null
when: [{id: poor, title: {zh: 困难}, expr: person.poor, cite: {note: 试}}]
item: SI
amount: {expr: 'fen(100001)', payee: person, per: quarter}
needs:
  - {id: X1, title: {zh: 收据}, proves: [], deferrable: true, cite: {note: 试}}
  - {id: X2, title: {zh: 账户}, proves: [], deferrable: false, cite: {note: 试}}
)"},
      {"policies/second-subsidy.yaml", R"(
kind: policy
id: second-subsidy
code: B1
family: beside
title: {zh: 第二补贴}
cites: [{note: 试}]
applies_to: person
valid_from: 2020-01-01
valid_to: null
when: [{id: poor, title: {zh: 困难}, expr: person.poor, cite: {note: 试}}]
item: SI
amount: {expr: 'fen(60000)', payee: person, per: month}
)"},
      {"policies/hire-bonus.yaml", R"(
kind: policy
id: hire-bonus
code: C1
family: beside
title: {zh: 吸纳补贴}
cites: [{note: 试}]
applies_to: hire
valid_from: 2020-01-01
valid_to: null
when: [{id: long, title: {zh: 一年}, expr: contract.long, cite: {note: 试}}]
item: BONUS
amount: {expr: 'param("bonus_fen")', payee: employer, per: once}
)"},
      {"policies/elsewhere.yaml", R"(
kind: policy
id: elsewhere
code: D1
family: beside
title: {zh: 他处补贴}
cites: [{note: 试}]
applies_to: person
valid_from: 2020-01-01
valid_to: null
when: [{id: poor, title: {zh: 困难}, expr: person.poor, cite: {note: 试}}]
item: OTHER
amount: {expr: 'fen(500)', payee: person, per: once, paid_by: other}
)"},
  };
  return files;
}

/// A street with one person in need, the firm that hired her, and everybody of a back office.
class BenefitsTest : public ledger::LedgerTest {
 protected:
  void SetUp() override {
    LedgerTest::SetUp();
    const auto loaded = rules::load_files(pack_files());
    ASSERT_TRUE(loaded.pack) << loaded.diagnostics.back().line();
    pack_ = loaded.pack;
    ledger_.emplace(db(), *keys_, clock_);
    runs_.emplace(db(), *keys_, clock_);
    clerk_ = someone(access::Role::kWindowClerk, "window");
    reviewer1_ = someone(access::Role::kReviewer1, "reviewer1");
    reviewer2_ = someone(access::Role::kReviewer2, "reviewer2");
    payer_ = someone(access::Role::kPayer, "payer");
    signer_ = someone(access::Role::kPayer, "payer2");
    ASSERT_TRUE(store::testing::is_good(register_them()));
  }

  access::Account someone(access::Role role, std::string login) {
    access::Account account;
    account.id = AccountId(derived_uuid(0, digest_of(login)));
    account.login = std::move(login);
    account.role = role;
    account.division = kDistrict;
    return account;
  }

  Result<void> register_them() {
    const auto done = act(*ledger_, ledger::of(person_), [&](ledger::Act& a) -> Result<void> {
      registry::PersonUpdate p;
      p.id = person_;
      p.is_new = true;
      p.name = "张三";
      p.division = kStreet;
      p.division_from = ymd(2020, 1, 1);
      LEYE_CHECK(registry::put_people(a, std::span(&p, 1)));
      registry::EmployerUpdate e;
      e.id = employer_;
      e.number = "试验公司";
      e.name = "试验公司";
      e.division = kStreet;
      return registry::put_employers(a, std::span(&e, 1));
    });
    if (!done) return fail(done.error());
    return {};
  }

  /// What screening sees: the person, and her contract with the firm.
  [[nodiscard]] facts::Snapshot snapshot(bool poor = true) {
    facts::Population population;
    facts::Member person;
    person.id = person_.uuid();
    population.cells.push_back({{"poor", poor ? "true" : "false"}});
    person.rows["reg"].push_back({RecordId(), &population.cells.back()});
    facts::Member employer;
    employer.id = employer_.uuid();
    facts::Member hire;
    hire.id = hire_;
    hire.reaches = {person_.uuid(), employer_.uuid()};
    population.cells.push_back({{"long", "true"}});
    hire.rows["filing"].push_back({RecordId(), &population.cells.back()});
    population.members["person"].push_back(std::move(person));
    population.members["employer"].push_back(std::move(employer));
    population.members["hire"].push_back(std::move(hire));
    return facts::build_snapshot(*pack_, population, clock_.today(), 0);
  }

  Result<FoundCounts> find(std::string_view run = "screening") {
    const auto seen = snapshot();
    return find_entitlements(*runs_, *pack_, screening::screen(*pack_, seen), seen,
                             RunId(derived_uuid(0, digest_of(run))));
  }
  Entitlement entitlement(std::string_view code) {
    const auto all = *db().read([](store::Reader& r) { return entitlements(r); });
    for (const auto& e : all)
      if (e.code == code) return e;
    ADD_FAILURE() << "no entitlement of " << code;
    return {};
  }
  Hand by(const access::Account& account) { return {*ledger_, account, new_uuid()}; }
  RuleCheck check(bool poor = true) { return {pack_, snapshot(poor)}; }

  /// Through both reviews.
  ApplicationId approved(std::string_view code) {
    const auto e = entitlement(code);
    const auto submitted = submit(by(clerk_), e.id);
    EXPECT_TRUE(store::testing::is_good(submitted));
    const auto id = application_id(e.id);
    EXPECT_TRUE(store::testing::is_good(accept(by(clerk_), id)));
    EXPECT_TRUE(store::testing::is_good(pass_first(by(reviewer1_), id, check())));
    EXPECT_TRUE(store::testing::is_good(pass_second(by(reviewer2_), id)));
    return id;
  }
  Stage stage(ApplicationId id) {
    return db().read([&](store::Reader& r) { return application_of(r, id); })->progress.stage;
  }
  std::int64_t differences() {
    return *db().read([](store::Reader& r) { return projection_differences(r); });
  }

  std::shared_ptr<const rules::Pack> pack_;
  std::optional<ledger::Ledger> ledger_;
  std::optional<ledger::Runs> runs_;
  access::Account clerk_, reviewer1_, reviewer2_, payer_, signer_;
  PersonId person_{derived_uuid(1, digest_of("person"))};
  EmployerId employer_ = registry::employer_id("试验公司");
  Uuid hire_ = derived_uuid(2, digest_of("hire"));
};

}  // namespace leye::benefits::testing
