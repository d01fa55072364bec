#include "access/agreements.h"

#include <gtest/gtest.h>

#include "access/audit.h"
#include "access/exports.h"
#include "access/password.h"
#include "access/sessions.h"
#include "store/testing/each_backend.h"

namespace leye::access {
namespace {

using store::testing::is_good;

class Agreements : public store::testing::EachBackend {
 protected:
  void SetUp() override {
    EachBackend::SetUp();
    keys_ = *KeyRing::create(folder() / "master.key", "test");
    security_ = add("security", Role::kSecurityAdmin);
    worker_ = add("agency", Role::kAgencyWorker);
    auditor_ = add("auditor", Role::kAuditor);
  }
  template <class F>
  auto write(F&& f) {
    return db().write(std::forward<F>(f));
  }
  AccountId add(const std::string& login, Role role) {
    NewAccount a{login, "某某", role, "120104", 0, "zh-CN", *hash_password("correct horse")};
    return *write([&](store::Transaction& tx) { return create_account(tx, a, now_); });
  }
  Agreement wanted(AgreementKind kind = AgreementKind::kAgency) const {
    Agreement a;
    a.kind = kind;
    a.number = "2020-17";
    a.party = "河西区人社局";
    a.other_party = "某职业培训学校";
    a.purposes = 1U << static_cast<unsigned>(kind == AgreementKind::kAgency ? Purpose::kService
                                                                            : Purpose::kAudit);
    a.fields = 1U << static_cast<unsigned>(FieldClass::kName) |
               1U << static_cast<unsigned>(FieldClass::kPhone);
    a.valid = {ymd(2020, 11, 1), ymd(2020, 12, 31)};
    a.divisions = {"120104001", "120104002"};
    a.people = {kind == AgreementKind::kAgency ? worker_ : auditor_};
    return a;
  }
  Result<Uuid> draft(const Agreement& a) {
    return write([&](store::Transaction& tx) { return draft_agreement(tx, a, security_, now_); });
  }
  Agreement read(const Uuid& id) {
    return *db().read([&](store::Reader& r) { return agreement_of(r, id); });
  }
  Uuid signed_one(const Agreement& a) {
    const auto id = draft(a);
    EXPECT_TRUE(is_good(id));
    const auto done = write([&](store::Transaction& tx) {
      return sign_agreement(tx, *id, 1, digest_of("scan"), "application/pdf", ymd(2020, 10, 28));
    });
    EXPECT_TRUE(is_good(done));
    return *id;
  }
  std::string move(const Uuid& id, AgreementStep step, Date today) {
    const auto version = read(id).version;
    const auto done =
        write([&](store::Transaction& tx) { return move_agreement(tx, id, version, step, today); });
    return done ? "ok" : done.error().code;
  }
  std::string sign_in_on(Date today) {
    const auto in = sign_in(db(), *keys_, {"agency", "correct horse", "", "10.0.0.1", ""},
                            start_of(today), today);
    return in ? "ok" : in.error().code;
  }
  bool has_terms(Date today) {
    return db().read([&](store::Reader& r) { return terms_of(r, worker_, today); })->has_value();
  }

  Instant now_ = start_of(ymd(2020, 10, 28));
  std::optional<KeyRing> keys_;
  AccountId security_, worker_, auditor_;
};
LEYE_ON_EACH_BACKEND(Agreements);

TEST_P(Agreements, W3_6_AccessOpensAndClosesWithThePaper) {
  EXPECT_EQ(sign_in_on(ymd(2020, 11, 10)), "access.agreement") << "no paper, no access";
  const auto id = draft(wanted());
  ASSERT_TRUE(is_good(id));
  EXPECT_EQ(sign_in_on(ymd(2020, 11, 10)), "access.agreement") << "not signed";
  ASSERT_TRUE(write([&](store::Transaction& tx) {
    return sign_agreement(tx, *id, 1, digest_of("scan"), "application/pdf", ymd(2020, 10, 28));
  }));
  EXPECT_EQ(sign_in_on(ymd(2020, 10, 31)), "access.agreement") << "a day early";
  EXPECT_EQ(sign_in_on(ymd(2020, 11, 1)), "ok");
  const auto in = sign_in(db(), *keys_, {"agency", "correct horse", "", "10.0.0.1", ""},
                          start_of(ymd(2020, 12, 31)), ymd(2020, 12, 31));
  ASSERT_TRUE(is_good(in));
  const auto who = [&](Instant now, Date today) {
    return db().read([&](store::Reader& r) {
      return session_account(r, in->token, {now, today, "c", "", true});
    });
  };
  const auto last = start_of(ymd(2020, 12, 31));
  const auto inside = who(Instant(last.micros() + 60'000'000), ymd(2020, 12, 31));
  ASSERT_TRUE(is_good(inside));
  EXPECT_EQ(inside->terms->divisions, (std::vector<std::string>{"120104001", "120104002"}));
  EXPECT_EQ(who(Instant(last.micros() + 120'000'000), ymd(2021, 1, 1)).error().code,
            "access.agreement")
      << "the session ends with the last day";
  EXPECT_EQ(sign_in_on(ymd(2021, 1, 1)), "access.agreement");
}

TEST_P(Agreements, TheirStepsAndTheirNamesTakeEffectAtOnce) {
  const auto id = signed_one(wanted());
  const auto today = ymd(2020, 12, 10);
  EXPECT_EQ(status(read(id), ymd(2020, 10, 30)), "waiting");
  EXPECT_EQ(status(read(id), today), "active");
  EXPECT_EQ(days_left(read(id), today), 21);
  EXPECT_EQ(days_left(read(id), ymd(2020, 12, 31)), 0);
  EXPECT_FALSE(days_left(read(id), ymd(2021, 1, 1)));
  EXPECT_EQ(status(read(id), ymd(2021, 1, 1)), "expired");
  EXPECT_EQ(move(id, AgreementStep::kResume, today), "access.agreement_state");
  EXPECT_EQ(move(id, AgreementStep::kDestroyed, today), "access.agreement_state") << "not ended";
  EXPECT_EQ(move(id, AgreementStep::kSuspend, today), "ok");
  EXPECT_FALSE(has_terms(today));
  EXPECT_EQ(move(id, AgreementStep::kResume, today), "ok");
  EXPECT_TRUE(has_terms(today));
  const auto unname = [&] {
    return write([&](store::Transaction& tx) { return unname_person(tx, id, worker_, now_); });
  };
  EXPECT_TRUE(is_good(unname()));
  EXPECT_FALSE(has_terms(today));
  EXPECT_EQ(unname().error().code, "access.agreement_unknown");
  ASSERT_TRUE(write([&](store::Transaction& tx) { return name_person(tx, id, worker_, now_); }));
  EXPECT_TRUE(has_terms(today));
  EXPECT_EQ(move(id, AgreementStep::kTerminate, today), "ok");
  EXPECT_FALSE(has_terms(today));
  EXPECT_EQ(move(id, AgreementStep::kTerminate, today), "access.agreement_state");
  EXPECT_EQ(move(id, AgreementStep::kDestroyed, today), "ok");
  EXPECT_EQ(status(read(id), today), "data_returned");
  const auto late = write([&](store::Transaction& tx) {
    return move_agreement(tx, id, 1, AgreementStep::kDestroyed, today);
  });
  EXPECT_FALSE(late) << "somebody else changed it meanwhile";
}

TEST_P(Agreements, RefuseWhatIsNotWrittenDownAndWhoDoesNotBelong) {
  auto none = wanted();
  none.purposes = 0;
  EXPECT_EQ(draft(none).error().code, "access.agreement_empty");
  none = wanted();
  none.divisions.clear();
  EXPECT_EQ(draft(none).error().code, "access.agreement_empty");
  none = wanted();
  none.valid = {ymd(2020, 12, 1), ymd(2020, 11, 30)};
  EXPECT_EQ(draft(none).error().code, "access.period");
  none = wanted();
  none.people = {auditor_};
  EXPECT_EQ(draft(none).error().code, "access.agreement_role");
  none = wanted(AgreementKind::kAudit);
  none.people = {worker_};
  EXPECT_EQ(draft(none).error().code, "access.agreement_role");
  none = wanted();
  none.people.clear();
  const auto id = draft(none);
  const auto sign = [&](std::int64_t version) {
    return write([&](store::Transaction& tx) {
      return sign_agreement(tx, *id, version, digest_of("s"), "image/png", ymd(2020, 10, 28));
    });
  };
  EXPECT_EQ(sign(1).error().code, "access.agreement_empty") << "nobody is named";
  const auto full = draft(wanted());
  const auto stale = write([&](store::Transaction& tx) {
    return sign_agreement(tx, *full, 7, digest_of("s"), "image/png", ymd(2020, 10, 28));
  });
  EXPECT_EQ(stale.error().code, "command.version");
}

TEST_P(Agreements, TellWhatTheAgencyRead) {
  const auto id = signed_one(wanted());
  const auto person = new_uuid();
  const auto leave = [&](const Uuid& subject, std::string action, Date on) {
    Leaf leaf;
    leaf.subject = subject;
    leaf.account = worker_;
    leaf.action = std::move(action);
    ASSERT_TRUE(
        write([&](store::Transaction& tx) { return leave_leaf(tx, *keys_, leaf, start_of(on)); }));
  };
  leave(person, "person.open", ymd(2020, 11, 3));
  leave(person, "person.open", ymd(2020, 11, 4));
  leave(new_uuid(), "person.open", ymd(2020, 12, 31));
  leave(Uuid{}, "work.list", ymd(2020, 11, 4));
  leave(person, "person.open", ymd(2020, 10, 1));
  const auto paper = read(id);
  const auto reads = db().read([&](store::Reader& r) { return reads_under(r, paper); });
  ASSERT_TRUE(is_good(reads));
  ASSERT_EQ(reads->size(), 2U);
  EXPECT_EQ(reads->at(0).action, "person.open");
  EXPECT_EQ(reads->at(0).acts, 3);
  EXPECT_EQ(reads->at(0).people, 2);
  EXPECT_EQ(reads->at(1).people, 0);
}

TEST_P(Agreements, W3_4_AnExportTakesTwoPeopleAndExpires) {
  ExportOrder o;
  o.id = new_uuid();
  o.account = worker_;
  o.list = "people";
  o.format = "csv";
  o.purpose = "service";
  o.reason = "给张三家送补贴告知书";
  o.filter = "{}";
  o.division = "120104";
  o.asked_at = now_;
  o.expires_on = ymd(2020, 11, 11);
  ASSERT_TRUE(write([&](store::Transaction& tx) { return ask_export(tx, *keys_, o); }));
  const auto kept = [&] {
    return *db().read([&](store::Reader& r) { return export_of(r, *keys_, o.id); });
  };
  EXPECT_EQ(kept().reason, o.reason);
  const auto decide = [&](AccountId by, std::int64_t version) {
    const auto order = kept();
    const auto done = write(
        [&](store::Transaction& tx) { return decide_export(tx, order, version, by, true, now_); });
    return done ? std::string("ok") : done.error().code;
  };
  const auto fetch = [&](AccountId by, Date today) {
    const auto may = check_fetch(kept(), by, today);
    return may ? std::string("ok") : may.error().code;
  };
  EXPECT_EQ(fetch(worker_, ymd(2020, 11, 1)), "access.export_waiting");
  EXPECT_EQ(decide(worker_, 1), "access.same_person");
  EXPECT_EQ(decide(security_, 9), "command.version");
  EXPECT_EQ(decide(security_, 1), "ok");
  EXPECT_EQ(decide(security_, 2), "access.export_state");
  EXPECT_EQ(fetch(security_, ymd(2020, 11, 1)), "access.export_unknown") << "somebody else's";
  EXPECT_EQ(fetch(worker_, ymd(2020, 11, 11)), "ok");
  EXPECT_EQ(fetch(worker_, ymd(2020, 11, 12)), "access.export_over");
  ASSERT_TRUE(
      write([&](store::Transaction& tx) { return keep_fetch(tx, o.id, 12, digest_of("file")); }));
  EXPECT_EQ(kept().rows, 12);
}

TEST(Export, NoCellIsAFormula) {
  for (const char* evil : {"=1+1", "+cmd|' /C calc'!A0", "-2+3", "@SUM(A1)", "\t=1", "\r=1", "\n=1",
                           "  =1", "＝1", "=HYPERLINK(\"http://x\")", "--1", "-.5e", "+", "-"})
    EXPECT_EQ(formula_safe(evil), std::string("'") + evil) << evil;
  for (const char* plain : {"", "王丽", "2020-11-20", "-12.50", "+86", "12", "a=b", "李-四", " x"})
    EXPECT_EQ(formula_safe(plain), plain) << plain;
}

}  // namespace
}  // namespace leye::access
