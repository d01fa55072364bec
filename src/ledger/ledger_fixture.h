#pragma once
#include <gtest/gtest.h>

#include <string>

#include "ledger/ledger.h"
#include "store/testing/each_backend.h"

namespace leye::ledger {

using store::testing::is_good;

/// A database with two streets below a district, and someone to write.
class LedgerTest : public store::testing::EachBackend {
 protected:
  void SetUp() override {
    EachBackend::SetUp();
    keys_ = *access::KeyRing::create(folder() / "master.key", "test");
    worker_.id = AccountId::make();
    worker_.role = access::Role::kStreetWorker;
    worker_.division = kStreet;
    store::testing::run_script(
        db(),
        "INSERT INTO division_closure (ancestor, descendant, valid_from) SELECT '120104', "
        "'120104', " +
            day_text() + " UNION ALL SELECT '120104', '120104001', " + day_text() +
            " UNION ALL SELECT '120104', '120104002', " + day_text() +
            " UNION ALL SELECT '120104001', '120104001', " + day_text() +
            " UNION ALL SELECT '120104002', '120104002', " + day_text());
  }
  /// A day long before, as the database writes one.
  [[nodiscard]] std::string day_text() const {
    return db_backend() == store::Backend::kSqlite ? "0" : "DATE '1970-01-01'";
  }
  [[nodiscard]] store::Backend db_backend() const { return GetParam(); }

  Command command(const Subject& subject, std::string action = "entry.record") {
    Command c;
    c.account = worker_.id;
    c.key = new_uuid();
    c.action = std::move(action);
    c.body = digest_of("body");
    c.subject = subject;
    c.unit = worker_.division;
    return c;
  }
  NewEntry entry(const Subject& subject, Kind kind, std::string code = {}) {
    NewEntry e;
    e.subject = subject;
    e.kind = kind;
    e.occurred_on = clock_.today();
    if (!code.empty()) e.code = std::move(code);
    return e;
  }
  /// Records one entry as a command of its own.
  Result<Response> say(Ledger& ledger, NewEntry e) {
    return ledger.perform(command(e.subject), [&](Act& act) -> Result<Response> {
      LEYE_CHECK(act.record(e));
      return Response{201, "", 0, false};
    });
  }
  template <class F>
  Result<Response> act(Ledger& ledger, const Subject& subject, F&& change) {
    return ledger.perform(command(subject), [&](Act& a) -> Result<Response> {
      LEYE_CHECK(change(a));
      return Response{};
    });
  }
  access::Scope scope() {
    return std::get<access::Permit>(access::decide(worker_, access::Action::kListWork, {},
                                                   access::Purpose::kService, clock_.today()))
        .scope;
  }
  std::int64_t count(const std::string& from) {
    return *db().read(
        [&](store::Reader& r) { return r.one<std::int64_t>("SELECT count(*) FROM " + from); });
  }

  static constexpr const char* kDistrict = "120104";
  static constexpr const char* kStreet = "120104001";
  static constexpr const char* kOtherStreet = "120104002";
  ManualClock clock_{Instant(start_of(ymd(2020, 11, 20)).micros() + 9 * 3'600'000'000LL)};
  std::optional<access::KeyRing> keys_;
  access::Account worker_;
  access::SystemScope system_ = access::SystemScope::for_snapshot();
};

}  // namespace leye::ledger
