#include "access/accounts.h"

#include <gtest/gtest.h>

#include "access/access.h"
#include "store/testing/each_backend.h"

namespace leye::access {
namespace {

using store::testing::is_good;

class Accounts : public store::testing::EachBackend {
 protected:
  void SetUp() override {
    EachBackend::SetUp();
    keys_ = *KeyRing::create(folder() / "master.key", "test");
    NewAccount a;
    a.login = "wang.li";
    a.name = "王丽";
    a.role = Role::kCommunityWorker;
    a.division = "120104001001";
    a.password_hash = *hash_password("correct horse");
    id_ = *db().write([&](store::Transaction& tx) { return create_account(tx, a, now_); });
  }
  Instant after_minutes(std::int64_t minutes) const {
    return Instant(now_.micros() + minutes * 60'000'000);
  }
  Instant now_ = start_of(ymd(2020, 11, 20));
  std::optional<KeyRing> keys_;
  AccountId id_;
};
LEYE_ON_EACH_BACKEND(Accounts);

TEST_P(Accounts, SignInGivesATokenThatIsStoredHashedAndEnds) {
  const auto in = sign_in(db(), "wang.li", "correct horse", "127.0.0.1", now_);
  ASSERT_TRUE(is_good(in));
  EXPECT_EQ(in->account.id, id_);
  EXPECT_EQ(in->account.division, "120104001001");
  const auto who = [&](Instant at) {
    return db().read([&](store::Reader& r) { return session_account(r, in->token, at); });
  };
  EXPECT_EQ(who(after_minutes(59))->login, "wang.li");
  EXPECT_EQ(who(after_minutes(61)).error().code, "access.session");
  EXPECT_TRUE(*touch_session(db(), in->token, after_minutes(30)));
  EXPECT_TRUE(is_good(who(after_minutes(61))));
  EXPECT_EQ(who(after_minutes(12 * 60)).error().code, "access.session");
  const auto stored = db().read(
      [](store::Reader& r) { return r.one<store::Bytes>("SELECT token_digest FROM session"); });
  EXPECT_NE(store::to_string(*stored), in->token);
  ASSERT_TRUE(db().write([&](store::Transaction& tx) { return sign_out(tx, in->token); }));
  EXPECT_EQ(who(now_).error().code, "access.session");
}

TEST_P(Accounts, WhoGuessesLocksOnlyHimselfOut) {
  for (int i = 0; i < 5; ++i)
    EXPECT_EQ(sign_in(db(), "wang.li", "wrong", "6.6.6.6", now_).error().code, "access.sign_in");
  EXPECT_EQ(sign_in(db(), "wang.li", "correct horse", "6.6.6.6", now_).error().code,
            "access.locked");
  EXPECT_TRUE(is_good(sign_in(db(), "wang.li", "correct horse", "127.0.0.1", now_)));
  EXPECT_TRUE(is_good(sign_in(db(), "wang.li", "correct horse", "6.6.6.6", after_minutes(16))));
  EXPECT_EQ(sign_in(db(), "nobody", "correct horse", "6.6.6.6", now_).error().code,
            "access.sign_in");
}

TEST_P(Accounts, AClosedAccountLosesItsSessions) {
  const auto in = sign_in(db(), "wang.li", "correct horse", "127.0.0.1", now_);
  ASSERT_TRUE(db().write([&](store::Transaction& tx) { return close_account(tx, id_, now_); }));
  EXPECT_EQ(
      db().read([&](store::Reader& r) { return session_account(r, in->token, now_); }).error().code,
      "access.session");
  EXPECT_EQ(sign_in(db(), "wang.li", "correct horse", "127.0.0.1", now_).error().code,
            "access.sign_in");
}

TEST_P(Accounts, TheAuditChainBreaksWhenALeafChanges) {
  const auto leave = [&](const std::string& action) {
    Leaf leaf;
    leaf.subject = new_uuid();
    leaf.action = action;
    leaf.account = id_;
    leaf.reason = "电话核实张三";
    ASSERT_TRUE(
        db().write([&](store::Transaction& tx) { return leave_leaf(tx, *keys_, leaf, now_); }));
  };
  for (std::int64_t seal = 1; seal <= 3; ++seal) {
    leave("person.open");
    leave("person.reveal");
    ASSERT_EQ(*db().write([&](store::Transaction& tx) { return chain_leaves(tx, seal, 0, now_); }),
              2);
  }
  const auto report = db().read([](store::Reader& r) { return verify_audit(r); });
  ASSERT_TRUE(is_good(report));
  EXPECT_EQ(report->leaves, 6);
  store::testing::run_script(
      db(),
      "UPDATE audit_leaf SET action = 'person.list' WHERE seal = 2 AND action = 'person.open'");
  const auto broken = db().read([](store::Reader& r) { return verify_audit(r); });
  ASSERT_EQ(broken.error().code, "audit.broken");
  EXPECT_EQ(broken.error().args.front().second, "2");
}

TEST(Vault, KeepsBytesSealedOnDisk) {
  const auto folder = std::filesystem::temp_directory_path() / ("leye-" + to_text(new_uuid()));
  const auto keys = *KeyRing::create(folder / "master.key");
  const store::BlobStore blobs(folder);
  const auto digest = put_sealed(blobs, keys, "upload", "身份证复印件");
  ASSERT_TRUE(is_good(digest));
  EXPECT_EQ(blobs.get(*digest)->find("身份证"), std::string::npos);
  EXPECT_EQ(*get_sealed(blobs, keys, "upload", *digest), "身份证复印件");
  EXPECT_EQ(get_sealed(blobs, keys, "paper", *digest).error().code, "seal.forged");
  std::filesystem::remove_all(folder);
}

}  // namespace
}  // namespace leye::access
