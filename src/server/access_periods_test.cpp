// What a mandate says of the data's days, a firm's own file, a citizen's own copy: on both
// databases.
#include <gtest/gtest.h>

#include <fstream>
#include <iterator>

#include "access/firms.h"
#include "access/password.h"
#include "registry/employers.h"
#include "server/testing/served_place.h"

namespace leye::server::testing {
namespace {

class AccessPeriods : public ServedPlace {
 protected:
  /// Drafts the paper and signs it; its path.
  std::string signed_paper(const std::string& body, const std::string& security) {
    const auto drafted = post("/agreements", body, security);
    EXPECT_EQ(status_of_answer(drafted), 201) << drafted;
    const auto path = "/agreements/" + std::string(json_of(drafted).at("id").as_string());
    const auto done = post(path + ":sign", R"({"signed_on":"2020-10-28","scan":"JVBERi0xLjQ="})",
                           security + if_match(1));
    EXPECT_EQ(status_of_answer(done), 204) << done;
    return path;
  }
  void note_contact(const std::string& day) {
    const auto answer = post(person(mine_) + "/entries",
                             R"({"kind":"FollowUpDone","occurred_on":")" + day +
                                 R"(","channel":"phone","note":"已联系"})",
                             cookie_for("street_worker"));
    ASSERT_EQ(status_of_answer(answer), 201) << answer;
  }
};
LEYE_ON_EACH_BACKEND(AccessPeriods);

TEST_P(AccessPeriods, AMandateOpensTheDataOfItsDaysAlone) {
  note_contact("2020-11-02");
  note_contact("2020-11-18");
  const auto security = strong_cookie_for("security_admin");
  const auto paper = [&](const std::string& days) {
    return R"({"kind":"audit","number":"审2020-3","party":"市人社局","other_party":"市审计局",)"
           R"("purposes":["audit"],"fields":["name","services","entitlement","groups"],)"
           R"("divisions":[")" +
           district_ + R"("],"people":[")" + to_text(accounts_.at("auditor")) +
           R"("],"from":"2020-11-01","to":"2020-12-31")" + days + "}";
  };
  EXPECT_EQ(code_of(post("/agreements", paper(R"(,"data_from":"2020-11-10")"), security)),
            "access.period");
  EXPECT_EQ(code_of(post("/agreements",
                         paper(R"(,"data_from":"2020-11-10","data_to":"2020-11-01")"), security)),
            "access.period");
  const auto path =
      signed_paper(paper(R"(,"data_from":"2020-11-01","data_to":"2020-11-10")"), security);
  EXPECT_EQ(json_of(get(path, security)).at("data_to").as_string(), "2020-11-10");
  const auto auditor = strong_cookie_for("auditor");
  EXPECT_EQ(status_of_answer(get(person(mine_), auditor)), 200);
  const auto entries = json_of(get(person(mine_) + "/entries", auditor)).at("items").as_array();
  ASSERT_EQ(entries.size(), 1U) << "the contact of 18 November lies outside";
  EXPECT_EQ(entries[0].at("occurred_on").as_string(), "2020-11-02");
  const auto outcomes = person(mine_) + "/determinations";
  EXPECT_EQ(code_of(get(outcomes, auditor)), "access.mandate_period") << "today lies outside";
  EXPECT_EQ(status_of_answer(get(outcomes + "?as_of=2020-11-05", auditor)), 200);
  // Everything recorded here was recorded on 20 November.
  EXPECT_TRUE(json_of(get("/audit", auditor)).at("items").as_array().empty());
  EXPECT_FALSE(json_of(get("/audit", security)).at("items").as_array().empty());
}

TEST_P(AccessPeriods, OnlyAMandateHasDaysOfData) {
  const auto answer =
      post("/agreements",
           R"({"kind":"agency","number":"7","party":"a","other_party":"b","purposes":["service"],)"
           R"("fields":["name"],"divisions":[")" +
               district_ +
               R"("],"people":[],"from":"2020-11-01","to":"2020-12-05","data_from":"2020-11-01",)"
               R"("data_to":"2020-11-02"})",
           strong_cookie_for("security_admin"));
  EXPECT_EQ(code_of(answer), "access.period");
}

TEST_P(AccessPeriods, AFirmSeesItsOwnFileAndNothingElse) {
  const auto own = registry::employer_id("91129004LY0000001A");
  const auto other = registry::employer_id("91129004LY0000002B");
  must(app_->db().write([&](store::Transaction& tx) -> Result<void> {
    for (const auto& [id, name] :
         {std::pair(own, "本单位有限公司"), std::pair(other, "别家有限公司")}) {
      LEYE_CHECK(tx.execute("INSERT INTO employer (employer_id, created_on) VALUES (?, ?)", id,
                            ymd(2020, 10, 1)));
      LEYE_CHECK(
          tx.execute("INSERT INTO employer_detail (employer_id, number, name, uscc, division) "
                     "VALUES (?, ?, ?, ?, ?)",
                     id, 1, name, "91129004LY0000001A", district_));
      LEYE_CHECK(tx.execute(
          "INSERT INTO application (payee_id, application_id, payee_kind, entitlement_id, policy, "
          "code, subject_kind, subject_id, beneficiary, period, division, pack, fen, submitted_on, "
          "stage, version) VALUES (?, ?, 'employer', ?, 'hiring-subsidy-one-off', 'P07', 'hire', "
          "?, "
          "?, '2020-11', ?, '1', ?, ?, 'submitted', ?)",
          id, new_uuid(), new_uuid(), new_uuid(), mine_, district_, Fen(100'000), ymd(2020, 11, 5),
          1));
    }
    access::NewAccount account;
    account.login = "firm1";
    account.name = "人事";
    account.division = district_;
    LEYE_TRY(account.password_hash, access::hash_password(password_of("firm1")));
    LEYE_CHECK(access::open_firm_account(tx, account, own, clock_.now()));
    return {};
  }));
  const auto firm = cookies_of(sign_in("firm1"));
  const auto file = get("/firm", firm);
  ASSERT_EQ(status_of_answer(file), 200) << file;
  const auto seen = json_of(file);
  EXPECT_EQ(seen.at("name").as_string(), "本单位有限公司");
  ASSERT_EQ(seen.at("applications").as_array().size(), 1U);
  EXPECT_EQ(seen.at("applications").at(0).at("amount_fen").as_int64(), 100'000);
  EXPECT_EQ(file.find(to_text(mine_)), std::string::npos) << "not whom it hired";
  EXPECT_EQ(leaves("firm.read", own.uuid()), 1);
  for (const char* path : {"/work-items", "/applications", "/me", "/me/file", "/audit",
                           "/indicators", "/screening", "/reports", "/accounts", "/agreements"})
    EXPECT_EQ(code_of(get(path, firm)), "access.denied") << path;
  EXPECT_EQ(code_of(post("/persons:search", "{}", firm)), "access.denied");
  EXPECT_GE(status_of_answer(get(person(mine_), firm)), 403);
  EXPECT_EQ(code_of(get("/firm", cookie_for("street_worker"))), "access.denied");
}

TEST_P(AccessPeriods, PIPL45_ACitizenTakesHerFileAlong) {
  note_contact("2020-11-18");
  const auto sent =
      post("/session:ask-code", R"({"citizen_id":"129001198006011000","phone":"13900000000"})", "");
  ASSERT_EQ(status_of_answer(sent), 202) << sent;
  const auto challenge = std::string(json_of(sent).at("challenge").as_string());
  std::ifstream in(app_->place().messages() / "codes" / (challenge + ".txt"));
  std::string text((std::istreambuf_iterator<char>(in)), std::istreambuf_iterator<char>());
  const auto at = text.find("验证码 ") + std::string("验证码 ").size();
  const auto me = cookies_of(
      post("/session:code",
           R"({"challenge":")" + challenge + R"(","code":")" + text.substr(at, 6) + "\"}", ""));
  const auto file = get("/me/file", me);
  ASSERT_EQ(status_of_answer(file), 200) << file;
  EXPECT_NE(file.find("Content-Disposition: attachment"), std::string::npos);
  const auto copy = boost::json::parse(body_of(file)).as_object();
  EXPECT_EQ(copy.at("person").at("id").as_string(), to_text(mine_));
  EXPECT_NE(boost::json::serialize(copy.at("entries")).find("2020-11-18"), std::string::npos);
  for (const char* part : {"facts", "determinations", "corrections", "looks"})
    EXPECT_TRUE(copy.at(part).at("items").is_array()) << part;
  EXPECT_EQ(leaves("own.copy", mine_.uuid()), 1);
}

}  // namespace
}  // namespace leye::server::testing
