#include "access/access.h"

#include <gtest/gtest.h>
#include <rapidcheck/gtest.h>
#include <sys/stat.h>

#include <array>
#include <filesystem>
#include <fstream>

namespace leye::access {
namespace {

class KeyFile : public ::testing::Test {
 protected:
  void SetUp() override {
    std::string pattern = (std::filesystem::temp_directory_path() / "leye-keys-XXXXXX").string();
    ASSERT_NE(::mkdtemp(pattern.data()), nullptr);
    folder_ = pattern;
  }
  void TearDown() override { std::filesystem::remove_all(folder_); }
  std::filesystem::path file() const { return folder_ / "keys" / "master.key"; }
  std::filesystem::path folder_;
};

TEST_F(KeyFile, IsReadableByItsOwnerAloneAndMissedWhenGone) {
  ASSERT_TRUE(KeyRing::create(file()));
  struct stat info {};
  ASSERT_EQ(::stat(file().c_str(), &info), 0);
  EXPECT_EQ(info.st_mode & 0777U, 0600U);
  EXPECT_EQ(KeyRing::create(file()).error().code, "access.key_exists");
  ASSERT_TRUE(KeyRing::open(file()));
  ::chmod(file().c_str(), 0644);
  EXPECT_EQ(KeyRing::open(file()).error().code, "access.key_mode");
  EXPECT_EQ(KeyRing::open(folder_ / "none").error().code, "access.key_missing");
  std::filesystem::remove(file());
  { std::ofstream(file()) << "leye-keys 1\n1 00ff\n"; }
  ::chmod(file().c_str(), 0600);
  EXPECT_EQ(KeyRing::open(file()).error().code, "access.key_format");
}

TEST_F(KeyFile, RotationKeepsOldValuesReadableAndIndexesEqual) {
  auto keys = *KeyRing::create(file());
  const Cell cell{"person_detail", "phone", "row-1"};
  const auto before = keys.seal(cell, "10012345678");
  const auto index = keys.blind(kIndexPhone, "10012345678");
  ASSERT_TRUE(keys.rotate());
  const auto after = keys.seal(cell, "10012345678");
  EXPECT_EQ(*KeyRing::key_of(before), 1U);
  EXPECT_EQ(*KeyRing::key_of(after), 2U);
  const auto again = *KeyRing::open(file());
  EXPECT_EQ(*again.open(cell, before), "10012345678");
  EXPECT_EQ(*again.open(cell, after), "10012345678");
  EXPECT_EQ(again.blind(kIndexPhone, "10012345678"), index);
}

KeyRing test_keys() {
  const auto file =
      std::filesystem::temp_directory_path() / ("leye-" + to_text(new_uuid())) / "master.key";
  auto keys = *KeyRing::create(file, "test");
  std::filesystem::remove_all(file.parent_path());
  return keys;
}

RC_GTEST_PROP(Seal, OpensOnlyWhereItWasSealedAndUnchanged, (const std::string& plain)) {
  const auto keys = test_keys();
  const Cell cell{"person", "citizen_id", "a"};
  auto sealed = keys.seal(cell, plain);
  RC_ASSERT(sealed.size() == plain.size() + 1 + 1 + 4 + 24 + 16);
  RC_ASSERT(sealed[0] == '\x01' && sealed[1] == '\x01');
  RC_ASSERT(*keys.open(cell, sealed) == plain);
  RC_ASSERT(keys.seal(cell, plain) != sealed);
  for (const auto& other : {Cell{"person", "citizen_id", "b"}, Cell{"person", "phone", "a"},
                            Cell{"employer", "citizen_id", "a"}, Cell{"personc", "itizen_id", "a"}})
    RC_ASSERT(!keys.open(other, sealed));
  const auto at = *rc::gen::inRange<std::size_t>(6, sealed.size());
  sealed[at] = static_cast<char>(sealed[at] ^ 1);
  RC_ASSERT(keys.open(cell, sealed).error().code == "seal.forged");
  RC_ASSERT(keys.open(cell, sealed.substr(0, 20)).error().code == "seal.format");
}

TEST(BlindIndex, FindsANumberHoweverItWasTyped) {
  const auto keys = test_keys();
  const auto key = blind_citizen_id(keys, "12900119750312001X");
  ASSERT_TRUE(key);
  EXPECT_EQ(blind_citizen_id(keys, " 129001 19750312 001x"), key);
  EXPECT_EQ(blind_citizen_id(keys, "１２９００１１９７５０３１２００１Ｘ"), key);
  EXPECT_NE(blind_citizen_id(keys, "129001197503120028"), key);
  EXPECT_FALSE(blind_citizen_id(keys, "  "));
  EXPECT_EQ(blind_phone(keys, "+86 100-1234-5678"), blind_phone(keys, "10012345678"));
  EXPECT_NE(blind_phone(keys, "10012345678"), keys.blind(kIndexCitizenId, "10012345678"));
}

TEST(Password, IsArgon2idAndTooShortIsRefused) {
  const auto hash = *hash_password("correct horse");
  EXPECT_TRUE(hash.starts_with("$argon2id$v=19$m=19456,t=2,p=1$"));
  EXPECT_TRUE(verify_password(hash, "correct horse"));
  EXPECT_FALSE(verify_password(hash, "correct horsf"));
  EXPECT_FALSE(verify_password("", "correct horse"));
  EXPECT_EQ(hash_password("short").error().code, "access.password_short");
  EXPECT_EQ(new_token().size(), 43U);
  EXPECT_NE(new_token(), new_token());
}

Account account(Role role) {
  Account a;
  a.id = AccountId::make();
  a.role = role;
  a.division = "120104000000";
  return a;
}

TEST(Decide, ACommunityWorkerSeesPolicyNamesButNoAmountAccountOrHealth) {
  const auto mask = fields_of(Role::kCommunityWorker);
  EXPECT_EQ(mask.of(FieldClass::kEntitlement), Reach::kNamesOnly);
  for (const auto field : {FieldClass::kAmount, FieldClass::kAccount, FieldClass::kHidden})
    EXPECT_EQ(mask.of(field), Reach::kNone);
  EXPECT_EQ(mask.of(FieldClass::kCitizenId), Reach::kMasked);
  EXPECT_TRUE(mask.reads(FieldClass::kPhone));
  Resource reveal;
  reveal.field = FieldClass::kCitizenId;
  reveal.reason = "核对";
  const auto why = decide(account(Role::kCommunityWorker), Action::kReveal, reveal,
                          Purpose::kService, ymd(2020, 11, 20));
  EXPECT_EQ(std::get<Deny>(why).why.code, "access.field_denied");
}

TEST(Decide, AWindowOpensAnybodyOneAtATimeWithAReason) {
  const auto clerk = account(Role::kWindowClerk);
  Resource r;
  const auto bare = decide(clerk, Action::kFindPerson, r, Purpose::kFind, ymd(2020, 11, 20));
  EXPECT_EQ(std::get<Deny>(bare).why.code, "access.reason_missing");
  r.reason = "领取失业金";
  r.person = PersonId::make();
  const auto decision = decide(clerk, Action::kFindPerson, r, Purpose::kFind, ymd(2020, 11, 20));
  const auto& scope = std::get<Permit>(decision).scope;
  const auto nowhere = [](std::string_view, std::string_view) { return false; };
  EXPECT_TRUE(scope.admits(*r.person, "120101000000", nowhere));
  EXPECT_FALSE(scope.admits(PersonId::make(), "120104000000", nowhere));
  EXPECT_FALSE(scope.within("120104000000", nowhere));
}

TEST(Roles, HaveTheCodesOfTheDomain) {
  for (std::size_t i = 0; i < kRoles; ++i) {
    const auto role = static_cast<Role>(i);
    EXPECT_EQ(role_of(code(role)), role);
  }
  EXPECT_FALSE(role_of("admin"));
  for (std::size_t i = 0; i < kActions; ++i) EXPECT_FALSE(code(static_cast<Action>(i)).empty());
}

}  // namespace
}  // namespace leye::access
