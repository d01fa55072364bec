// Second factors, PINs on bound phones, codes by SMS.
#include "access/second_factor.h"

#include <gtest/gtest.h>

#include "access/confirmations.h"
#include "access/devices.h"
#include "access/password.h"
#include "access/phone_codes.h"
#include "access/testing/sign_in_place.h"

namespace leye::access {
namespace {

using testing::is_good;

class Factors : public testing::SignInPlace {};
LEYE_ON_EACH_BACKEND(Factors);

TEST(Totp, GivesTheCodesOfRfc6238AndRfc4226) {
  const auto secret = store::as_bytes("12345678901234567890");
  const std::vector<std::pair<std::int64_t, std::string>> kRfc6238 = {
      {59, "94287082"},         {1111111109, "07081804"}, {1111111111, "14050471"},
      {1234567890, "89005924"}, {2000000000, "69279037"}, {20000000000, "65353130"}};
  for (const auto& [seconds, code] : kRfc6238)
    EXPECT_EQ(totp_code(secret, totp_step(Instant(seconds * 1'000'000)), 8), code) << seconds;
  const std::vector<std::string> kRfc4226 = {"755224", "287082", "359152", "969429", "338314",
                                             "254676", "287922", "162583", "399871", "520489"};
  for (std::size_t i = 0; i < kRfc4226.size(); ++i)
    EXPECT_EQ(totp_code(secret, static_cast<std::int64_t>(i)), kRfc4226[i]);
  const std::vector<std::pair<std::string, std::string>> kRfc4648 = {{"", ""},
                                                                     {"f", "MY"},
                                                                     {"fo", "MZXQ"},
                                                                     {"foo", "MZXW6"},
                                                                     {"foob", "MZXW6YQ"},
                                                                     {"fooba", "MZXW6YTB"},
                                                                     {"foobar", "MZXW6YTBOI"}};
  for (const auto& [plain, text] : kRfc4648) EXPECT_EQ(base32(store::as_bytes(plain)), text);
  EXPECT_EQ(otpauth_uri(secret, "wang.li"),
            "otpauth://totp/Leye:wang.li?secret=GEZDGNBVGY3TQOJQGEZDGNBVGY3TQOJQ&issuer=Leye&"
            "algorithm=SHA1&digits=6&period=30");
}

TEST_P(Factors, ASecondFactorIsAskedForAndEachCodeOpensOnce) {
  EXPECT_EQ(sign_in("correct horse")->strength, Strength::kPassword);
  std::vector<std::string> recovery;
  const auto secret = enrol(0, &recovery);
  EXPECT_EQ(why(sign_in("correct horse")), "access.code_needed");
  EXPECT_EQ(why(sign_in("wrong horse", "127.0.0.1", 1, code_at(secret, 1))), "access.sign_in");
  const auto in = sign_in("correct horse", "127.0.0.1", 1, code_at(secret, 1));
  ASSERT_TRUE(is_good(in));
  EXPECT_EQ(in->strength, Strength::kTwoFactor);
  EXPECT_EQ(who(in->token, 1)->standing->strength, Strength::kTwoFactor);
  EXPECT_EQ(why(sign_in("correct horse", "127.0.0.1", 1, code_at(secret, 1))), "access.code")
      << "replayed";
  EXPECT_EQ(why(sign_in("correct horse", "127.0.0.1", 5, code_at(secret, 3))), "access.code")
      << "too old";
  EXPECT_EQ(why(sign_in("correct horse", "127.0.0.1", -60, code_at(secret, -60))), "access.code")
      << "the clock went back";
  EXPECT_EQ(recovery.size(), 10U);
  EXPECT_EQ(why(sign_in("correct horse", "127.0.0.1", 6, recovery[3])), "ok");
  EXPECT_EQ(why(sign_in("correct horse", "127.0.0.1", 7, recovery[3])), "access.code");
  const auto stored = db().read(
      [](store::Reader& r) { return r.one<store::Bytes>("SELECT secret FROM second_factor"); });
  EXPECT_EQ(store::to_string(*stored).find(unbase32(secret)), std::string::npos);
  ASSERT_TRUE(write([&](store::Transaction& tx) { return drop_factor(tx, id_); }));
  EXPECT_EQ(who(in->token, 8).error().code, "access.session");
}

TEST_P(Factors, APinOpensAShiftOnItsPhoneAlone) {
  for (const char* weak : {"12345", "1234567", "111111", "123456", "654321", "12a456"})
    EXPECT_EQ(hash_pin(weak).error().code, "access.pin_weak") << weak;
  const auto bound = write([&](store::Transaction& tx) {
    return bind_device(tx, id_, "办公手机", *hash_pin("271828"), now_);
  });
  ASSERT_TRUE(is_good(bound));
  const auto with_pin = [&](std::string_view token, std::string_view pin) {
    return sign_in_with_pin(db(), token, pin, "10.0.0.7", at(1));
  };
  EXPECT_EQ(why(with_pin("no such phone", "271828")), "access.device_unknown");
  EXPECT_EQ(why(with_pin(bound->token, "271829")), "access.pin");
  const auto in = with_pin(bound->token, "271828");
  ASSERT_TRUE(is_good(in));
  EXPECT_EQ(who(in->token, 2)->standing->strength, Strength::kPin);
  for (int i = 0; i < 5; ++i) EXPECT_EQ(why(with_pin(bound->token, "271829")), "access.pin");
  EXPECT_EQ(why(with_pin(bound->token, "271828")), "access.device_unknown") << "tried too often";
  EXPECT_EQ(why(sign_in("correct horse")), "ok") << "only that phone is out";
  const auto second = write([&](store::Transaction& tx) {
    return bind_device(tx, id_, "新手机", *hash_pin("271828"), now_);
  });
  const auto shift = with_pin(second->token, "271828");
  ASSERT_TRUE(is_good(shift));
  const auto other = add("li.na", Role::kStreetWorker, "120104001");
  const auto revoke = [&](AccountId who) {
    return write([&](store::Transaction& tx) { return revoke_device(tx, who, second->id, now_); });
  };
  EXPECT_EQ(revoke(other).error().code, "access.device_unknown");
  EXPECT_TRUE(is_good(revoke(id_)));
  EXPECT_EQ(who(shift->token, 2).error().code, "access.session");
}

TEST_P(Factors, APhoneCodeIsGoodOnceForAWhileAndForItsPerson) {
  const auto person = PersonId::make();
  const auto make = [&](std::int64_t minutes) {
    return *write([&](store::Transaction& tx) { return make_phone_code(tx, person, at(minutes)); });
  };
  const auto spend = [&](const Uuid& challenge, std::string_view code, std::int64_t minutes) {
    return spend_phone_code(db(), challenge, code, at(minutes));
  };
  const auto first = make(0);
  EXPECT_EQ(spend(new_uuid(), first->code, 1).error().code, "access.code");
  EXPECT_EQ(*spend(first->challenge, first->code, 1), person);
  EXPECT_EQ(spend(first->challenge, first->code, 1).error().code, "access.code") << "used";
  const auto late = make(2);
  EXPECT_EQ(spend(late->challenge, late->code, 13).error().code, "access.code");
  const auto guessed = make(3);
  const std::string wrong = guessed->code == "000000" ? "000001" : "000000";
  for (int i = 0; i < 5; ++i)
    EXPECT_EQ(spend(guessed->challenge, wrong, 4).error().code, "access.code");
  EXPECT_EQ(spend(guessed->challenge, guessed->code, 4).error().code, "access.code");
  (void)make(5);
  (void)make(5);
  EXPECT_FALSE(make(6)) << "no more than five an hour";
  EXPECT_TRUE(make(70));
  const auto account = write([&](store::Transaction& tx) { return own_account(tx, person, now_); });
  ASSERT_TRUE(is_good(account));
  const auto again = write([&](store::Transaction& tx) { return own_account(tx, person, now_); });
  EXPECT_EQ(account->id, again->id);
  EXPECT_EQ(sign_in("-", "1.1.1.1", 0, "", "", account->login).error().code, "access.sign_in");
}

}  // namespace
}  // namespace leye::access
