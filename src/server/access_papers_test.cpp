// Exports, agreements and a citizen's own file, over the wire and on both databases.
#include <gtest/gtest.h>
#include <sodium.h>

#include <filesystem>
#include <fstream>
#include <sstream>

#include "server/testing/served_place.h"

namespace leye::server::testing {
namespace {

namespace fs = std::filesystem;

class AccessPapers : public ServedPlace {};
LEYE_ON_EACH_BACKEND(AccessPapers);

TEST_P(AccessPapers, W3_4_AnExportTakesTwoPeopleAndCarriesNoFormula) {
  add_account("exporter", access::Role::kStreetWorker, street_,
              static_cast<access::Rights>(access::Right::kExport));
  const auto mine = strong_cookie_for("exporter");
  const std::string order = R"({"list":"people","format":"csv","reason":"入户送告知书"})";
  EXPECT_EQ(code_of(post("/exports", order, strong_cookie_for("street_worker"))), "access.denied");
  EXPECT_EQ(code_of(post("/exports", order, cookie_for("exporter"))), "access.second_factor");
  const auto asked = post("/exports", order, mine);
  ASSERT_EQ(status_of_answer(asked), 201) << asked;
  const auto id = std::string(json_of(asked).at("id").as_string());
  EXPECT_EQ(code_of(get("/exports/" + id + "/file", mine)), "access.export_waiting");
  const auto decide = [&](const std::string& cookie) {
    return code_of(post("/exports/" + id + ":decide", R"({"approve":true})", cookie + if_match(1)));
  };
  EXPECT_EQ(decide(mine), "access.denied");
  EXPECT_EQ(decide(strong_cookie_for("district_manager")), "204");
  const auto file = get("/exports/" + id + "/file", mine);
  ASSERT_EQ(status_of_answer(file), 200) << file;
  EXPECT_NE(file.find("exporter"), std::string::npos) << "who";
  EXPECT_NE(file.find("2020-11-20T09:00"), std::string::npos) << "when";
  EXPECT_NE(file.find("'=李建国"), std::string::npos) << "no formula";
  EXPECT_EQ(file.find(",=李建国"), std::string::npos);
  EXPECT_EQ(file.find("13900000000"), std::string::npos) << "masked";
  EXPECT_EQ(file.find("王外区"), std::string::npos) << "outside of the office";
  EXPECT_EQ(leaves("export.ask", mine_.uuid()), 1) << "under each person's name";
  EXPECT_EQ(code_of(get("/exports/" + id + "/file", strong_cookie_for("district_manager"))),
            "access.export_unknown");
  later(15 * 24 * 60);
  EXPECT_EQ(code_of(get("/exports/" + id + "/file", strong_cookie_for("exporter"))),
            "access.export_over");
}

TEST_P(AccessPapers, W3_4_AWorkbookNamesItsColumnsInClearOnlyWhereAsked) {
  add_account("exporter", access::Role::kStreetWorker, street_,
              static_cast<access::Rights>(access::Right::kExport));
  const auto mine = strong_cookie_for("exporter");
  for (const std::string list : {"people", "work_list"}) {
    const auto asked = post(
        "/exports",
        R"({"list":")" + list + R"(","format":"xlsx","reason":"核对","clear":["phone"]})", mine);
    ASSERT_EQ(status_of_answer(asked), 201) << asked;
    const auto id = std::string(json_of(asked).at("id").as_string());
    const auto decided = post("/exports/" + id + ":decide", R"({"approve":true})",
                              strong_cookie_for("security_admin") + if_match(1));
    ASSERT_EQ(status_of_answer(decided), 204) << decided;
    const auto file = get("/exports/" + id + "/file", mine);
    ASSERT_EQ(status_of_answer(file), 200) << file;
    EXPECT_EQ(body_of(file).substr(0, 2), "PK");
  }
  EXPECT_EQ(code_of(post("/exports",
                         R"({"list":"people","format":"csv","reason":"核对","division":")" +
                             other_district_ + "\"}",
                         mine)),
            "division.not_found");
}

TEST_P(AccessPapers, W3_6_AnAgencyWorksUnderItsAgreementAndSeesOnlyWhomItServes) {
  EXPECT_EQ(code_of(sign_in("agency_worker")), "access.agreement");
  const auto security = strong_cookie_for("security_admin");
  const auto account = to_text(accounts_.at("agency_worker"));
  const auto drafted = post(
      "/agreements",
      R"({"kind":"agency","number":"2020-17","party":"区人社局","other_party":"某培训学校",)"
      R"("purposes":["service"],"fields":["name","phone","groups","services","notes"],"divisions":[")" +
          district_ + R"("],"people":[")" + account +
          R"("],"from":"2020-11-01","to":"2020-12-05"})",
      security);
  ASSERT_EQ(status_of_answer(drafted), 201) << drafted;
  const auto path = "/agreements/" + std::string(json_of(drafted).at("id").as_string());
  const auto sign = [&](const std::string& bytes) {
    std::string text(sodium_base64_ENCODED_LEN(bytes.size(), sodium_base64_VARIANT_ORIGINAL), '\0');
    sodium_bin2base64(text.data(), text.size(),
                      reinterpret_cast<const unsigned char*>(bytes.data()), bytes.size(),
                      sodium_base64_VARIANT_ORIGINAL);
    text.pop_back();
    return post(path + ":sign", R"({"signed_on":"2020-10-28","scan":")" + text + "\"}",
                security + if_match(1));
  };
  EXPECT_EQ(code_of(sign("<script>alert(1)</script>")), "upload.type");
  EXPECT_EQ(code_of(sign("MZ\x90")), "upload.type");
  const auto done = sign("%PDF-1.4 signed");
  ASSERT_EQ(status_of_answer(done), 204) << done;
  const auto seen = json_of(get(path, security));
  EXPECT_EQ(seen.at("status").as_string(), "active");
  EXPECT_TRUE(seen.at("ends_soon").as_bool());
  EXPECT_NE(get(path + "/scan", security).find("%PDF-1.4 signed"), std::string::npos);
  const auto agency = strong_cookie_for("agency_worker");
  EXPECT_EQ(status_of_answer(get("/session", agency)), 200);
  EXPECT_EQ(code_of(get(person(mine_), agency)), "person.unknown") << "not assigned";
  open_task(mine_, accounts_.at("agency_worker"));
  const auto opened = get(person(mine_), agency);
  ASSERT_EQ(status_of_answer(opened), 200) << opened;
  EXPECT_EQ(json_of(opened).at("citizen_id").as_string(), "") << "not in the agreement";
  EXPECT_EQ(code_of(get(person(neighbour_), agency)), "person.unknown");
  EXPECT_EQ(code_of(post("/persons:search", "{}", agency)), "access.denied");
  EXPECT_EQ(json_of(get("/work-items", agency)).at("total").as_int64(), 1);
  const auto reads = json_of(get(path + "/reads", security)).at("items").as_array();
  EXPECT_FALSE(reads.empty());
  clock_.set(start_of(ymd(2020, 12, 6)));
  EXPECT_EQ(code_of(sign_in("agency_worker")), "access.agreement") << "the day after the last";
  EXPECT_GE(status_of_answer(get(person(mine_), agency)), 400);
}

TEST_P(AccessPapers, ACitizenSeesHerFileAndWhoLookedAndHasItCorrected) {
  (void)get(person(mine_), cookie_for("street_worker"));
  const auto ask_code = [&](const std::string& phone) {
    return post("/session:ask-code",
                R"({"citizen_id":"129001198006011000","phone":")" + phone + "\"}", "");
  };
  const auto codes = app_->place().messages() / "codes";
  const auto unknown = ask_code("13911111111");
  EXPECT_EQ(status_of_answer(unknown), 202);
  EXPECT_FALSE(fs::exists(codes)) << "nothing is sent to a phone we do not know";
  const auto sent = ask_code("139 0000 0000");
  ASSERT_EQ(status_of_answer(sent), 202) << sent;
  const auto challenge = std::string(json_of(sent).at("challenge").as_string());
  std::ifstream in(codes / (challenge + ".txt"));
  std::ostringstream text;
  text << in.rdbuf();
  const auto at = text.str().find("验证码 ");
  ASSERT_NE(at, std::string::npos);
  const auto code = text.str().substr(at + std::string("验证码 ").size(), 6);
  const auto body = R"({"challenge":")" + challenge + R"(","code":")";
  const auto wrong = code == "000000" ? "000001" : "000000";
  EXPECT_EQ(code_of(post("/session:code", body + wrong + "\"}", "")), "access.code");
  const auto signed_in = post("/session:code", body + code + "\"}", "");
  ASSERT_EQ(status_of_answer(signed_in), 200) << signed_in;
  const auto me = cookies_of(signed_in);
  EXPECT_EQ(json_of(get("/me", me)).at("person").as_string(), to_text(mine_));
  EXPECT_EQ(status_of_answer(get(person(mine_), me)), 200);
  EXPECT_EQ(code_of(get(person(neighbour_), me)), "person.unknown");
  EXPECT_EQ(code_of(get("/work-items", me)), "access.denied");
  const auto looks = json_of(get("/me/looks", me)).at("items").as_array();
  EXPECT_TRUE(std::any_of(looks.begin(), looks.end(), [](const boost::json::value& look) {
    return look.at("role").as_string() == "street_worker";
  }));
  EXPECT_EQ(code_of(post("/me/corrections", R"({"field":"129001198006011000","wanted":"x"})", me)),
            "access.correction_field")
      << "a number in place of a name is not kept";
  const auto asked = post("/me/corrections", R"({"field":"address","wanted":"搬到了 3 号楼"})", me);
  ASSERT_EQ(status_of_answer(asked), 201) << asked;
  const auto street = cookie_for("street_worker");
  const auto open = json_of(get("/corrections", street)).at("items").as_array();
  ASSERT_EQ(open.size(), 1U);
  EXPECT_EQ(open[0].at("wanted").as_string(), "搬到了 3 号楼");
  const auto path = "/corrections/" + std::string(open[0].at("id").as_string()) + ":decide";
  EXPECT_EQ(code_of(post(path, R"({"accept":false})", street + if_match(1))),
            "access.answer_missing");
  EXPECT_EQ(code_of(post(path, R"({"accept":true})", street + if_match(1))), "204");
  EXPECT_EQ(json_of(get("/me/corrections", me)).at("items").at(0).at("state").as_string(),
            "accepted");
  EXPECT_EQ(code_of(post("/me/messages", R"({"wanted":false})", me)), "204");
  EXPECT_FALSE(json_of(get("/me", me)).at("wants_messages").as_bool());
  EXPECT_EQ(code_of(post("/me:close", "{}", me)), "204");
  EXPECT_EQ(status_of_answer(get("/me", me)), 401);
}

}  // namespace
}  // namespace leye::server::testing
