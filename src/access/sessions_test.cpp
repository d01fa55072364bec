#include "access/sessions.h"

#include <gtest/gtest.h>

#include "access/confirmations.h"
#include "access/password.h"
#include "access/testing/sign_in_place.h"

namespace leye::access {
namespace {

using testing::is_good;

class Sessions : public testing::SignInPlace {};
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
