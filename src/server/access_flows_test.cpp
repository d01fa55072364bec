// Signing in, confirming, revealing, finding and standing in, over the wire and on both databases.
#include <gtest/gtest.h>

#include "server/testing/served_place.h"

namespace leye::server::testing {
namespace {

class AccessFlows : public ServedPlace {};
LEYE_ON_EACH_BACKEND(AccessFlows);

TEST_P(AccessFlows, W3_7_TheTextIsConfirmedBeforeTheFirstPageWithPeople) {
  const auto mine = cookie_for("street_worker", false);
  EXPECT_EQ(code_of(get(person(mine_), mine)), "access.confidentiality");
  EXPECT_EQ(code_of(get("/work-items", mine)), "access.confidentiality");
  EXPECT_EQ(status_of_answer(get("/session", mine)), 200);
  EXPECT_FALSE(json_of(get("/session", mine)).at("standing").at("confirmed").as_bool());
  const auto notice = json_of(get("/notices/confidentiality", ""));
  EXPECT_NE(notice.at("text").as_string().find("保密"), std::string::npos);
  const auto wrong = post("/notices/confidentiality:confirm",
                          R"({"digest":")" + std::string(64, '0') + "\"}", mine);
  EXPECT_EQ(code_of(wrong), "notice.changed");
  const auto confirmed =
      post("/notices/confidentiality:confirm",
           R"({"digest":")" + std::string(notice.at("digest").as_string()) + "\"}", mine);
  EXPECT_EQ(status_of_answer(confirmed), 204) << confirmed;
  EXPECT_EQ(status_of_answer(get(person(mine_), mine)), 200);
  EXPECT_EQ(code_of(get(person(mine_), cookie_for("community_worker", false))),
            "access.confidentiality")
      << "each for herself";
}

TEST_P(AccessFlows, ARevealAsksForTwoFactorsAndAReason) {
  const auto weak = cookie_for("street_worker");
  const std::string body = R"({"field":"phone","purpose":"service","reason":"预约入户时间"})";
  EXPECT_EQ(code_of(post(person(mine_) + ":reveal", body, weak)), "access.second_factor");
  const auto begun = post("/second-factor", "{}", weak);
  ASSERT_EQ(status_of_answer(begun), 200) << begun;
  const auto secret = std::string(json_of(begun).at("secret").as_string());
  EXPECT_EQ(json_of(begun).at("uri").as_string().find("otpauth://totp/Leye:street_worker"), 0U);
  EXPECT_EQ(code_of(post("/second-factor:confirm", R"({"code":"000000"})", weak)), "access.code");
  const auto done = post("/second-factor:confirm", R"({"code":")" + code_now(secret) + "\"}", weak);
  ASSERT_EQ(status_of_answer(done), 200) << done;
  EXPECT_EQ(json_of(done).at("recovery_codes").as_array().size(), 10U);
  EXPECT_EQ(code_of(sign_in("street_worker")), "access.code_needed");
  later(1);
  const auto code = code_now(secret);
  const auto in = sign_in("street_worker", R"(,"code":")" + code + "\"");
  ASSERT_EQ(status_of_answer(in), 200) << in;
  EXPECT_EQ(json_of(in).at("standing").at("strength").as_string(), "two_factor");
  EXPECT_EQ(code_of(sign_in("street_worker", R"(,"code":")" + code + "\"")), "access.code")
      << "replayed";
  const auto strong = cookies_of(in);
  const auto shown = post(person(mine_) + ":reveal", body, strong);
  ASSERT_EQ(status_of_answer(shown), 200) << shown;
  EXPECT_EQ(json_of(shown).at("value").as_string(), "13900000000");
  EXPECT_EQ(code_of(post(person(other_) + ":reveal", body, strong)), "person.unknown");
  EXPECT_EQ(leaves("person.reveal", mine_.uuid()), 1);
}

TEST_P(AccessFlows, GuessingShutsNobodyElseOut) {
  const auto known = cookies_of(sign_in("payer"));
  for (int i = 0; i < 5; ++i)
    EXPECT_EQ(code_of(post("/session", R"({"account":"payer","password":"wrong guess"})", "")),
              "access.sign_in");
  EXPECT_EQ(code_of(sign_in("payer")), "access.locked");
  EXPECT_EQ(status_of_answer(sign_in("payer", "", known)), 200) << "her own browser";
  EXPECT_EQ(status_of_answer(sign_in("reviewer1")), 200) << "nobody else";
}

TEST_P(AccessFlows, DangerousActsAskAgainAndSessionsAreHers) {
  const auto first = strong_cookie_for("security_admin");
  EXPECT_EQ(status_of_answer(get("/accounts", first)), 200);
  later(11);
  EXPECT_EQ(code_of(get("/accounts", first)), "access.confirm_again");
  EXPECT_EQ(code_of(post("/session:again", R"({"password":"wrong guess"})", first)),
            "access.sign_in");
  const auto again =
      post("/session:again", R"({"password":")" + password_of("security_admin") + "\"}", first);
  ASSERT_EQ(status_of_answer(again), 200) << again;
  EXPECT_EQ(status_of_answer(get("/session", first)), 401) << "the token was renewed";
  const auto renewed = cookies_of(again);
  const auto list = json_of(get("/sessions", renewed)).at("items").as_array();
  ASSERT_EQ(list.size(), 1U);
  const auto id = std::string(list[0].at("id").as_string());
  EXPECT_EQ(code_of(remove("/sessions/" + id, cookie_for("payer"))), "access.session_unknown");
  EXPECT_EQ(status_of_answer(remove("/sessions/" + id, renewed)), 204);
  EXPECT_EQ(status_of_answer(get("/session", renewed)), 401);
}

TEST_P(AccessFlows, APinOpensAShiftButNoReveal) {
  const auto strong = strong_cookie_for("community_worker");
  EXPECT_EQ(code_of(post("/devices", R"({"label":"手机","pin":"123456"})", strong)),
            "access.pin_weak");
  EXPECT_EQ(code_of(post("/devices", R"({"label":"手机","pin":"271828"})",
                         cookie_for("community_worker"))),
            "access.second_factor")
      << "bound with two factors only";
  const auto bound = post("/devices", R"({"label":"手机","pin":"271828"})", strong);
  ASSERT_EQ(status_of_answer(bound), 204) << bound;
  const auto device = cookies_of(bound);
  EXPECT_EQ(code_of(post("/session:pin", R"({"pin":"271828"})", "")), "access.device_unknown");
  EXPECT_EQ(code_of(post("/session:pin", R"({"pin":"271829"})", device)), "access.pin");
  const auto in = post("/session:pin", R"({"pin":"271828"})", device);
  ASSERT_EQ(status_of_answer(in), 200) << in;
  const auto shift = cookies_of(in);
  EXPECT_EQ(status_of_answer(get(person(mine_), shift)), 200);
  EXPECT_EQ(code_of(post(person(mine_) + ":reveal",
                         R"({"field":"phone","purpose":"service","reason":"核对"})", shift)),
            "access.desk");
}

TEST_P(AccessFlows, AWindowFindsAnybodyByFullIdAndReasonAndListsNobodyElse) {
  const auto clerk = cookie_for("window_clerk");
  EXPECT_EQ(code_of(get(person(other_), clerk)), "person.unknown");
  const auto listed = json_of(post("/persons:search", R"({"name":"王外区"})", clerk));
  EXPECT_TRUE(listed.at("items").as_array().empty());
  const std::string id = R"("citizen_id":"129001198006011002")";
  EXPECT_TRUE(
      json_of(post("/persons:search", "{" + id + "}", clerk)).at("items").as_array().empty())
      << "without a reason it is a list of the own office";
  const auto found =
      json_of(post("/persons:search", "{" + id + R"(,"reason":"领取失业金"})", clerk));
  ASSERT_EQ(found.at("items").as_array().size(), 1U);
  EXPECT_EQ(leaves("person.find", other_.uuid()), 1);
  EXPECT_EQ(status_of_answer(get(person(other_), clerk)), 200);
  EXPECT_EQ(code_of(get(person(other_), cookie_for("street_worker"))), "person.unknown");
  later(31);
  EXPECT_EQ(code_of(get(person(other_), clerk)), "person.unknown") << "the visit is over";
  EXPECT_EQ(
      code_of(post("/persons:search", "{" + id + R"(,"reason":"x"})", cookie_for("street_worker"))),
      "access.denied");
}

TEST_P(AccessFlows, InjectionAndDepthAreText) {
  const auto street = cookie_for("street_worker");
  for (const char* evil : {"' OR '1'='1", "%'; DROP TABLE person; --", "\\\\' UNION SELECT 1 --",
                           "'||(SELECT password_hash FROM account)||'"}) {
    const auto body = boost::json::serialize(boost::json::object{{"name", evil}});
    const auto answer = post("/persons:search", body, street);
    EXPECT_EQ(status_of_answer(answer), 200) << evil;
    EXPECT_EQ(json_of(answer).at("total").as_int64(), 0) << evil;
  }
  EXPECT_EQ(json_of(post("/persons:search", "{}", street)).at("total").as_int64(), 2);
  const auto deep = std::string(5000, '[') + std::string(5000, ']');
  EXPECT_GE(status_of_answer(post("/persons:search", deep, street)), 400);
  EXPECT_EQ(status_of_answer(post("/persons:search",
                                  R"({"name":")" + std::string(300'000, 'a') + "\"}", street)),
            413);
}

TEST_P(AccessFlows, ADeputyTakesThePostForItsDays) {
  const auto security = strong_cookie_for("security_admin");
  const auto body = R"({"absent":")" + to_text(accounts_.at("street_worker")) + R"(","deputy":")" +
                    to_text(accounts_.at("community_worker")) +
                    R"(","from":"2020-11-20","to":"2020-11-21"})";
  const auto made = post("/postings:deputy", body, security);
  ASSERT_EQ(status_of_answer(made), 201) << made;
  const auto worker = cookie_for("community_worker");
  EXPECT_EQ(code_of(get(person(neighbour_), worker)), "person.unknown");
  const auto posts = json_of(get("/session", worker)).at("posts").as_array();
  ASSERT_EQ(posts.size(), 1U);
  const auto taken = post(
      "/session:post", R"({"post":")" + std::string(posts[0].at("id").as_string()) + "\"}", worker);
  ASSERT_EQ(status_of_answer(taken), 200) << taken;
  EXPECT_EQ(status_of_answer(get(person(neighbour_), worker)), 200);
  const auto admin = R"({"account":")" + to_text(accounts_.at("street_worker")) +
                     R"(","role":"operator","division":"120000","from":"2020-11-20"})";
  EXPECT_EQ(code_of(post("/postings", admin, security)), "access.exclusive");
  clock_.set(start_of(ymd(2020, 11, 22)));
  EXPECT_EQ(status_of_answer(get(person(neighbour_), worker)), 401);
}

}  // namespace
}  // namespace leye::server::testing
