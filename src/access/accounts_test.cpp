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
  Instant now_ = start_of(ymd(2020, 11, 20));
  std::optional<KeyRing> keys_;
  AccountId id_;
};
LEYE_ON_EACH_BACKEND(Accounts);

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
