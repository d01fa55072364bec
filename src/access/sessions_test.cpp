#include "access/sessions.h"

#include <gtest/gtest.h>

#include "access/confirmations.h"
#include "access/devices.h"
#include "access/password.h"
#include "access/phone_codes.h"
#include "access/second_factor.h"
#include "access/totp.h"
#include "store/testing/each_backend.h"

namespace leye::access {
namespace {

using store::testing::is_good;

class Sessions : public store::testing::EachBackend {
 protected:
  void SetUp() override {
    EachBackend::SetUp();
    keys_ = *KeyRing::create(folder() / "master.key", "test");
    id_ = add("wang.li", Role::kCommunityWorker, "120104001001");
  }
  template <class F>
  auto write(F&& f) {
    return db().write(std::forward<F>(f));
  }
  AccountId add(const std::string& login, Role role, const std::string& division,
                Rights rights = 0) {
    NewAccount a;
    a.login = login;
    a.name = "王丽";
    a.role = role;
    a.division = division;
    a.rights = rights;
    a.password_hash = *hash_password("correct horse");
    const auto id = write([&](store::Transaction& tx) { return create_account(tx, a, now_); });
    EXPECT_TRUE(is_good(id));
    return *id;
  }
  Result<SignedIn> sign_in(std::string_view password, std::string_view client = "127.0.0.1",
                           std::int64_t minutes = 0, std::string_view code = "",
                           std::string_view known = "", std::string_view login = "wang.li") {
    return access::sign_in(db(), *keys_, {login, password, code, client, known}, at(minutes),
                           kToday);
  }
  std::string why(const Result<SignedIn>& result) { return result ? "ok" : result.error().code; }
  Result<Account> who(std::string_view token, std::int64_t minutes = 0, Date today = kToday,
                      std::string notice = "") {
    return db().read([&](store::Reader& r) {
      return session_account(r, token, {at(minutes), today, "c", std::move(notice), true});
    });
  }
  Instant at(std::int64_t minutes) const { return Instant(now_.micros() + minutes * 60'000'000); }
  std::string code_at(const std::string& secret_base32, std::int64_t minutes) const {
    return totp_code(store::as_bytes(unbase32(secret_base32)), totp_step(at(minutes)));
  }
  static std::string unbase32(std::string_view text) {
    std::string out;
    std::uint32_t held = 0;
    int bits = 0;
    for (const char c : text) {
      held = held << 5 | static_cast<std::uint32_t>(c >= 'A' ? c - 'A' : c - '2' + 26);
      if ((bits += 5) < 8) continue;
      bits -= 8;
      out += static_cast<char>(held >> bits & 0xFFU);
    }
    return out;
  }
  /// A confirmed second factor; its secret.
  std::string enrol(std::int64_t minutes = 0, std::vector<std::string>* recovery = nullptr) {
    const auto begun = write([&](store::Transaction& tx) {
      return begin_factor(tx, *keys_, id_, "wang.li", at(minutes));
    });
    EXPECT_TRUE(is_good(begun));
    const auto codes = write([&](store::Transaction& tx) {
      return confirm_factor(tx, *keys_, id_, code_at(begun->secret, minutes), at(minutes));
    });
    EXPECT_TRUE(is_good(codes));
    if (recovery) *recovery = *codes;
    return begun->secret;
  }

  static inline const Date kToday = ymd(2020, 11, 20);
  Instant now_ = start_of(kToday);
  std::optional<KeyRing> keys_;
  AccountId id_;
};
LEYE_ON_EACH_BACKEND(Sessions);

TEST_P(Sessions, ATokenIsStoredHashedAndEnds) {
  const auto in = sign_in("correct horse");
  ASSERT_TRUE(is_good(in));
  EXPECT_EQ(in->account.id, id_);
  EXPECT_EQ(who(in->token, 59)->login, "wang.li");
  EXPECT_EQ(who(in->token, 61).error().code, "access.session");
  EXPECT_TRUE(*touch_session(db(), in->token, at(30)));
  EXPECT_TRUE(is_good(who(in->token, 61)));
  EXPECT_EQ(who(in->token, 12 * 60).error().code, "access.session");
  const auto stored = db().read(
      [](store::Reader& r) { return r.one<store::Bytes>("SELECT token_digest FROM session"); });
  EXPECT_NE(store::to_string(*stored), in->token);
  ASSERT_TRUE(write([&](store::Transaction& tx) { return sign_out(tx, in->token); }));
  EXPECT_EQ(who(in->token).error().code, "access.session");
}

TEST_P(Sessions, ForgedForeignAndSwappedTokensOpenNothing) {
  const auto in = sign_in("correct horse");
  auto forged = in->token;
  forged[5] = forged[5] == 'A' ? 'B' : 'A';
  for (const std::string& token : {forged, std::string(), in->token.substr(1), in->token + "A",
                                   std::string(43, 'A'), std::string(100'000, 'x')})
    EXPECT_EQ(who(token).error().code, "access.session");
  // What the database holds is no token either.
  const auto stored = db().read(
      [](store::Reader& r) { return r.one<store::Bytes>("SELECT token_digest FROM session"); });
  EXPECT_EQ(who(store::to_string(*stored)).error().code, "access.session");
  EXPECT_EQ(who(hex(*stored)).error().code, "access.session");
}

TEST_P(Sessions, AClockMovedBackEndsThem) {
  const auto in = sign_in("correct horse");
  EXPECT_TRUE(is_good(who(in->token, -4)));
  EXPECT_EQ(who(in->token, -6).error().code, "access.session");
  EXPECT_EQ(who(in->token, -24 * 60).error().code, "access.session");
}

TEST_P(Sessions, WhoGuessesWaitsLongerEachTimeAndNobodyElseDoes) {
  for (int i = 0; i < 5; ++i) EXPECT_EQ(why(sign_in("wrong", "6.6.6.6")), "access.sign_in");
  EXPECT_EQ(why(sign_in("correct horse", "6.6.6.6")), "access.locked");
  EXPECT_EQ(why(sign_in("correct horse", "6.6.6.99")), "access.locked") << "the same network";
  EXPECT_EQ(why(sign_in("correct horse")), "ok") << "the account itself is not locked";
  EXPECT_EQ(why(sign_in("wrong", "6.6.6.6", 16)), "access.sign_in");
  EXPECT_EQ(why(sign_in("correct horse", "6.6.6.6", 16 + 29)), "access.locked");
  EXPECT_EQ(why(sign_in("wrong", "6.6.6.6", 16 + 31)), "access.sign_in");
  EXPECT_EQ(why(sign_in("correct horse", "6.6.6.6", 16 + 31 + 59)), "access.locked");
  EXPECT_EQ(why(sign_in("correct horse", "6.6.6.6", 16 + 31 + 61)), "ok");
  EXPECT_EQ(why(sign_in("wrong", "6.6.6.6", 16 + 31 + 62)), "access.sign_in") << "forgiven";
  EXPECT_EQ(why(sign_in("correct horse", "9.9.9.9", 0, "", "", "nobody")), "access.sign_in");
}

TEST_P(Sessions, AKnownBrowserIsCountedByItself) {
  const auto known = known_browser_token(*keys_, "wang.li");
  for (int i = 0; i < 6; ++i) (void)sign_in("wrong");
  EXPECT_EQ(why(sign_in("correct horse")), "access.locked");
  EXPECT_EQ(why(sign_in("correct horse", "127.0.0.1", 0, "", known)), "ok");
  EXPECT_EQ(why(sign_in("correct horse", "127.0.0.1", 0, "",
                        known_browser_token(*keys_, "someone.else"))),
            "access.locked");
  EXPECT_EQ(why(sign_in("correct horse", "127.0.0.1", 0, "", known + "0")), "access.locked");
}

TEST(Network, IsTheOfficeAndNotTheMachine) {
  EXPECT_EQ(network_of("10.1.2.3"), network_of("10.1.2.200"));
  EXPECT_NE(network_of("10.1.2.3"), network_of("10.1.3.3"));
  EXPECT_EQ(network_of("2001:db8:1:2::1"), network_of("2001:db8:1:2:ffff::9"));
  EXPECT_NE(network_of("2001:db8:1:2::1"), network_of("2001:db8:1:3::1"));
  EXPECT_EQ(network_of("unix"), "unix");
}

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

TEST_P(Sessions, ASecondFactorIsAskedForAndEachCodeOpensOnce) {
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

TEST_P(Sessions, ShowingThePasswordAgainOpensDangerousActsForAWhile) {
  const auto in = sign_in("correct horse");
  EXPECT_TRUE(who(in->token, 9)->standing->fresh);
  EXPECT_FALSE(who(in->token, 11)->standing->fresh);
  const auto again = [&](std::string_view password) {
    return show_again(db(), *keys_, in->token, {"wang.li", password, "", "127.0.0.1", ""}, at(20));
  };
  EXPECT_EQ(again("wrong").error().code, "access.sign_in");
  const auto renewed = again("correct horse");
  ASSERT_TRUE(is_good(renewed));
  EXPECT_TRUE(who(*renewed, 25)->standing->fresh);
  EXPECT_EQ(who(in->token, 25).error().code, "access.session") << "the old token is void";
}

TEST_P(Sessions, AreListedAndEndedByTheirOwner) {
  const auto one = sign_in("correct horse");
  const auto two = sign_in("correct horse", "10.0.0.7", 1);
  const auto other = add("li.na", Role::kStreetWorker, "120104001");
  const auto all = db().read([&](store::Reader& r) { return sessions(r, id_, one->token, at(2)); });
  ASSERT_EQ(all->size(), 2U);
  EXPECT_EQ(all->at(0).network, "10.0.0.0/24");
  EXPECT_FALSE(all->at(0).current);
  EXPECT_TRUE(all->at(1).current);
  const auto end = [&](AccountId who) {
    return write([&](store::Transaction& tx) { return end_session(tx, who, all->at(0).id); });
  };
  EXPECT_EQ(end(other).error().code, "access.session_unknown") << "somebody else's";
  EXPECT_TRUE(is_good(end(id_)));
  EXPECT_EQ(who(two->token, 2).error().code, "access.session");
  (void)sign_in("correct horse", "10.0.0.8", 2);
  EXPECT_EQ(*write([&](store::Transaction& tx) { return end_other_sessions(tx, id_, one->token); }),
            1);
  EXPECT_TRUE(is_good(who(one->token, 3)));
}

TEST_P(Sessions, AClosedAccountLosesThem) {
  const auto in = sign_in("correct horse");
  ASSERT_TRUE(write([&](store::Transaction& tx) { return close_account(tx, id_, now_); }));
  EXPECT_EQ(who(in->token).error().code, "access.session");
  EXPECT_EQ(why(sign_in("correct horse")), "access.sign_in");
}

TEST_P(Sessions, APinOpensAShiftOnItsPhoneAlone) {
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

TEST_P(Sessions, APhoneCodeIsGoodOnceForAWhileAndForItsPerson) {
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

TEST_P(Sessions, ADeputyStandsInForAWhileUnderHerOwnName) {
  const auto deputy = add("li.na", Role::kCommunityWorker, "120104001002");
  const auto absent =
      add("chief", Role::kStreetWorker, "120104001", static_cast<Rights>(Right::kExport));
  const auto stand_in = [&](AccountId away, AccountId who, Date from, Date to) {
    return write(
        [&](store::Transaction& tx) { return add_deputy(tx, away, who, from, to, kToday); });
  };
  const auto post = stand_in(absent, deputy, kToday, ymd(2020, 11, 22));
  ASSERT_TRUE(is_good(post));
  const auto in = sign_in("correct horse", "127.0.0.1", 0, "", "", "li.na");
  EXPECT_EQ(who(in->token)->division, "120104001002") << "nothing changes by itself";
  ASSERT_TRUE(write(
      [&](store::Transaction& tx) { return take_post(tx, in->token, deputy, *post, kToday); }));
  const auto acting = who(in->token);
  EXPECT_EQ(acting->role, Role::kStreetWorker);
  EXPECT_EQ(acting->division, "120104001");
  EXPECT_EQ(acting->id, deputy);
  EXPECT_EQ(acting->stands_for, absent);
  EXPECT_TRUE(has(acting->rights, Right::kExport));
  EXPECT_EQ(who(in->token, 0, ymd(2020, 11, 23)).error().code, "access.session") << "leave is over";
  const auto take = [&](AccountId account) {
    return write(
        [&](store::Transaction& tx) { return take_post(tx, in->token, account, *post, kToday); });
  };
  EXPECT_EQ(take(id_).error().code, "access.posting_unknown") << "somebody else's post";
  EXPECT_EQ(stand_in(absent, absent, kToday, kToday).error().code, "access.deputy_self");
  EXPECT_EQ(stand_in(absent, deputy, kToday, ymd(2020, 11, 1)).error().code, "access.period");
  ASSERT_TRUE(write([&](store::Transaction& tx) { return end_posting(tx, *post, now_); }));
  EXPECT_EQ(who(in->token).error().code, "access.session");
}

TEST_P(Sessions, TheThreeAdministratorsAreThreeAccounts) {
  const std::array kThree = {Role::kOperator, Role::kSecurityAdmin, Role::kAuditor};
  for (const auto mine : kThree) {
    const auto id = add("admin." + std::to_string(static_cast<int>(mine)), mine, "120000");
    for (std::size_t k = 0; k < kRoles; ++k) {
      Posting post;
      post.account = id;
      post.role = static_cast<Role>(k);
      post.division = "120000";
      post.from = kToday;
      const auto added =
          write([&](store::Transaction& tx) { return add_posting(tx, post, kToday); });
      EXPECT_EQ(added.error().code, "access.exclusive") << code(mine) << " " << code(post.role);
      post.account = id_;
      const auto worker =
          write([&](store::Transaction& tx) { return add_posting(tx, post, kToday); });
      if (is_administrator(post.role)) {
        EXPECT_EQ(worker.error().code, "access.exclusive");
      }
      if (worker) {
        const auto end =
            write([&](store::Transaction& tx) { return end_posting(tx, *worker, now_); });
        EXPECT_TRUE(is_good(end));
      }
    }
    const auto rights = write([&](store::Transaction& tx) {
      return set_rights(tx, id, static_cast<Rights>(Right::kExport));
    });
    EXPECT_EQ(rights.error().code, "access.right_with_role");
    const auto stand_in = write(
        [&](store::Transaction& tx) { return add_deputy(tx, id, id_, kToday, kToday, kToday); });
    EXPECT_EQ(stand_in.error().code, "access.exclusive");
  }
  const auto payer = add("payer", Role::kPayer, "120104");
  const auto link = write([&](store::Transaction& tx) {
    return set_rights(tx, payer, static_cast<Rights>(Right::kLinkReview));
  });
  EXPECT_EQ(link.error().code, "access.right_with_role") << "link review never with the payer";
}

TEST_P(Sessions, W3_7_AWordingIsConfirmedPerCampaignAndANewOneAnew) {
  const auto in = sign_in("correct horse");
  const auto text = digest_of("保密承诺");
  const auto confirmed = [&](const Digest& wording) {
    return who(in->token, 0, kToday, to_text(wording))->standing->confirmed;
  };
  EXPECT_FALSE(confirmed(text));
  for (int i = 0; i < 2; ++i)
    ASSERT_TRUE(write([&](store::Transaction& tx) {
      return confirm(tx, id_, "confidentiality", "c", "1", text, now_);
    }));
  EXPECT_TRUE(confirmed(text));
  EXPECT_FALSE(confirmed(digest_of("保密承诺（修订）")));
  ASSERT_TRUE(write([&](store::Transaction& tx) {
    return confirm(tx, id_, "confidentiality", "last year", "2", digest_of("x"), now_);
  }));
  EXPECT_FALSE(confirmed(digest_of("x"))) << "of another campaign";
}

TEST_P(Sessions, AVisitAtTheWindowEnds) {
  const auto person = PersonId::make();
  const auto visiting = [&](PersonId who, std::int64_t minutes) {
    return *db().read([&](store::Reader& r) { return is_visiting(r, id_, who, at(minutes)); });
  };
  ASSERT_TRUE(write([&](store::Transaction& tx) { return begin_visit(tx, id_, person, at(30)); }));
  EXPECT_TRUE(visiting(person, 29));
  EXPECT_FALSE(visiting(person, 30));
  EXPECT_FALSE(visiting(PersonId::make(), 1));
}

}  // namespace
}  // namespace leye::access
