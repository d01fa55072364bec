#include "registry/erasure.h"

#include <gtest/gtest.h>

#include <boost/json.hpp>
#include <fstream>

#include "access/person_keys.h"
#include "ledger/ledger.h"
#include "registry/registry.h"
#include "store/testing/each_backend.h"

namespace leye::registry {
namespace {

using store::testing::is_good;

class Erasure : public store::testing::EachBackend {
 protected:
  void SetUp() override {
    EachBackend::SetUp();
    keys_ = *access::KeyRing::create(folder() / "master.key");
    terms_ = *Terms::load(std::filesystem::path(LEYE_SOURCE_DIR) / "data/privacy/retention.json");
    who_ = add("林小芳", "129001197503120010");
    other_ = add("王建国", "129001198001011234");
  }
  PersonId add(const std::string& name, const std::string& citizen_id) {
    ledger::Runs runs(db(), *keys_, clock_);
    const auto run = runs.begin({"link", digest_of(name), {}, {}});
    PersonUpdate p;
    p.id = PersonId::make();
    p.is_new = true;
    p.name = name;
    p.citizen_id = citizen_id;
    p.phone = "10012345678";
    p.address = "学府街道 1 号";
    p.division = "120104";
    p.division_from = ymd(2020, 10, 1);
    EXPECT_TRUE(is_good(run));
    EXPECT_TRUE(is_good(runs.slices(*run, "rows", 1, [&](ledger::Act& act, auto, auto) {
      const std::array one{p};
      return put_people(act, one);
    })));
    EXPECT_TRUE(is_good(runs.commit(*run, ledger::campaign("test"), "{}")));
    ledger::Ledger ledger(db(), *keys_, clock_);
    ledger::Command command;
    command.key = new_uuid();
    command.action = "entry.record";
    command.body = digest_of(name);
    command.subject = ledger::of(p.id);
    const auto said = ledger.perform(command, [&](ledger::Act& act) -> Result<ledger::Response> {
      ledger::NewEntry e;
      e.subject = ledger::of(p.id);
      e.kind = ledger::Kind::kFollowUpDone;
      e.occurred_on = clock_.today();
      e.channel = "phone";
      e.effective = true;
      e.code = "employed";
      e.sealed = R"({"v":1,"note":"家里的事"})";
      LEYE_CHECK(act.record(e));
      return ledger::Response{201, "答复", 0, false};
    });
    EXPECT_TRUE(is_good(said));
    return p.id;
  }
  Result<Erased> erase(PersonId person) {
    return db().write([&](store::Transaction& tx) {
      return erase_person(tx, *keys_, terms_, person, std::nullopt, "本人申请", clock_.now(),
                          clock_.today(), Locale::kZhCn);
    });
  }
  std::int64_t count(const std::string& from) {
    return *db().read(
        [&](store::Reader& r) { return r.one<std::int64_t>("SELECT count(*) FROM " + from); });
  }
  std::string literal(const PersonId& id) const {
    return GetParam() == store::Backend::kSqlite ? "x'" + hex(id.uuid().bytes) + "'"
                                                 : "'" + to_text(id) + "'";
  }

  ManualClock clock_{Instant(start_of(ymd(2020, 11, 20)).micros() + 9 * 3'600'000'000LL)};
  std::optional<access::KeyRing> keys_;
  Terms terms_;
  PersonId who_, other_;
};
LEYE_ON_EACH_BACKEND(Erasure);

TEST_P(Erasure, DestroysThePersonsKeyAndLeavesEveryCountAsItWas) {
  const auto kept = db().read([&](store::Reader& r) {
    return r.one<store::Bytes, store::Bytes>(
        "SELECT d.phone, k.salt FROM person_detail d JOIN person_key k ON k.person_id = "
        "d.person_id WHERE d.person_id = ?",
        who_);
  });
  ASSERT_TRUE(is_good(kept));
  const auto phone = store::to_string(std::get<0>(*kept));
  const access::Cell cell{"person_detail", "phone", to_text(who_)};
  // An old copy of the value does not open with the master key alone.
  EXPECT_TRUE(access::KeyRing::is_personal(phone));
  EXPECT_EQ(keys_->open(cell, phone).error().code, "seal.key_destroyed");
  const std::vector<std::string> counted = {"person",  "person_detail",  "entry",
                                            "command", "responsibility", "machine_state"};
  std::vector<std::int64_t> before;
  for (const auto& table : counted) before.push_back(count(table));

  const auto erased = erase(who_);
  ASSERT_TRUE(is_good(erased));
  ASSERT_EQ(erased->people.size(), 1U);
  EXPECT_EQ(erased->entries, 1);
  for (std::size_t i = 0; i < counted.size(); ++i) EXPECT_EQ(count(counted[i]), before[i]);
  const std::string is_her = " WHERE person_id = " + literal(who_);
  EXPECT_EQ(count("person_key" + is_her), 0);
  EXPECT_EQ(count("person_identity" + is_her), 0);
  EXPECT_EQ(count("entry" + is_her + " AND sealed IS NOT NULL"), 0);
  EXPECT_EQ(count("person_detail" + is_her +
                  " AND (name IS NOT NULL OR phone IS NOT NULL OR id_key IS NOT NULL)"),
            0);
  EXPECT_EQ(count("audit_leaf WHERE action = 'person.erase'"), 1);
  EXPECT_EQ(count("erasure"), 1);
  // Nobody else is touched, and the number may come again as another person.
  EXPECT_EQ(count("person_identity WHERE person_id = " + literal(other_)), 1);
  EXPECT_FALSE(*db().read(
      [&](store::Reader& r) { return person_by_citizen_id(r, *keys_, "129001197503120010"); }));
  EXPECT_EQ(erase(PersonId::make()).error().code, "person.unknown");
  // What a backup brings back goes again; who is erased stays so.
  const std::array list{who_, other_};
  EXPECT_EQ(
      *db().write([&](store::Transaction& tx) { return erase_again(tx, list, clock_.now()); }), 1);
  EXPECT_EQ(count("person_key"), 0);
  EXPECT_EQ(count("erasure"), 2);
}

TEST_P(Erasure, WhatWasAppliedForIsKeptAndTheRefusalNamesTheLaw) {
  ASSERT_TRUE(is_good(db().write([&](store::Transaction& tx) {
    return tx.execute(
        "INSERT INTO application (payee_id, application_id, payee_kind, entitlement_id, policy, "
        "code, subject_kind, subject_id, period, pack, fen, submitted_on, stage, version) VALUES "
        "(?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
        who_, new_uuid(), "person", new_uuid(), "p", "P01", "person", who_, "once", "x", Fen(1),
        ymd(2020, 11, 1), "paid", 1);
  })));
  const auto refused = erase(who_);
  ASSERT_FALSE(refused);
  EXPECT_EQ(refused.error().code, "refused.retention");
  EXPECT_NE(describe(refused.error(), Locale::kZhCn).find("会计档案管理办法"), std::string::npos);
  EXPECT_EQ(count("person_key"), 2);
  // After the term nothing stands in the way.
  clock_.set(start_of(ymd(2051, 1, 1)));
  EXPECT_TRUE(is_good(erase(who_)));
}

TEST_P(Erasure, AHoldKeepsAFileUntilItEndsOrIsLifted) {
  const auto hold = [&](Date until) {
    return db().write([&](store::Transaction& tx) {
      return place_hold(tx, who_, clock_.today(), until, "《审计法》第三十四条");
    });
  };
  ASSERT_TRUE(is_good(hold(ymd(2020, 11, 19))));
  ASSERT_TRUE(is_good(hold(ymd(2020, 12, 31))));
  const auto refused = erase(who_);
  ASSERT_FALSE(refused);
  EXPECT_EQ(refused.error().code, "refused.hold");
  EXPECT_NE(describe(refused.error(), Locale::kZhCn).find("审计法"), std::string::npos);
  ASSERT_EQ(*db().write([&](store::Transaction& tx) { return lift_holds(tx, who_); }), 2);
  EXPECT_TRUE(is_good(erase(who_)));
}

TEST_P(Erasure, AnswersAndSessionsGoWhenTheirTermIsOver) {
  const auto swept = [&](Date today, bool apply) {
    return *db().write([&](store::Transaction& tx) { return sweep(tx, terms_, today, apply); });
  };
  EXPECT_EQ(swept(ymd(2020, 12, 19), true).answers, 0);
  EXPECT_EQ(swept(ymd(2021, 1, 10), false).answers, 2);
  EXPECT_EQ(count("command WHERE response IS NOT NULL"), 2);
  EXPECT_EQ(swept(ymd(2021, 1, 10), true).answers, 2);
  EXPECT_EQ(count("command WHERE response IS NOT NULL"), 0);
}

}  // namespace
}  // namespace leye::registry
