#include "core/json.h"

#include <gtest/gtest.h>

namespace leye {
namespace {

enum class Channel { kPhone, kHomeVisit };
BOOST_DESCRIBE_ENUM(Channel, kPhone, kHomeVisit)

struct Offer {
  std::string title;
  bool accepted;
};
BOOST_DESCRIBE_STRUCT(Offer, (), (title, accepted))

struct FollowUp {
  PersonId person_id;
  Date done_on;
  Channel channel{};
  int minutes = 0;
  json::Text<5> note;
  std::optional<Fen> paid;
  std::vector<Offer> offers;
  std::optional<Offer> register_;
};
BOOST_DESCRIBE_STRUCT(FollowUp, (),
                      (person_id, done_on, channel, minutes, note, paid, offers, register_))

constexpr const char* kGood =
    R"({"person_id":"0192d4f0-7a50-7000-8000-000000000001","done_on":"2020-11-20",)"
    R"("channel":"home_visit","minutes":12,"note":"在家","paid":150,)"
    R"("offers":[{"title":"收银 \"早班\"","accepted":true}],"register":null})";

std::vector<std::string> faults(std::string_view body) {
  const auto read = json::read<FollowUp>(body);
  std::vector<std::string> out;
  if (!read)
    for (const auto& error : read.error()) out.push_back(error.where + " " + error.code);
  return out;
}

TEST(Json, WritesWhatItReads) {
  const auto read = json::read<FollowUp>(kGood);
  ASSERT_TRUE(read);
  EXPECT_EQ(read->channel, Channel::kHomeVisit);
  EXPECT_EQ(read->paid, Fen(150));
  EXPECT_EQ(json::write(*read), kGood);
}

TEST(Json, NamesEveryFaultWithItsPointer) {
  EXPECT_EQ(faults(R"({"person_id":7,"done_on":"2020-02-30","channel":"wechat","minutes":1.5,
      "note":"太长了太长了","paid":"1","offers":[{"title":"x"},{"title":"y","accepted":true,"a/b~c":1}]})"),
            (std::vector<std::string>{
                "/person_id json.type", "/done_on date.format", "/channel json.choice",
                "/minutes json.type", "/note json.too_long", "/paid json.type",
                "/offers/0/accepted json.required", "/offers/1/a~1b~0c json.unknown_field"}));
}

TEST(Json, AnOptionalMayBeAbsentNothingElse) {
  EXPECT_EQ(faults("{}").size(), 6U);
  EXPECT_EQ(faults("[]"), std::vector<std::string>{" json.type"});
}

TEST(Json, RefusesWhatIsNoJson) {
  EXPECT_EQ(faults("{\"a\":}"), std::vector<std::string>{" json.syntax"});
  EXPECT_EQ(faults("{} x"), std::vector<std::string>{" json.syntax"});
  EXPECT_EQ(faults(""), std::vector<std::string>{" json.syntax"});
  EXPECT_EQ(faults("\"\xff\""), std::vector<std::string>{" json.syntax"});
  EXPECT_EQ(faults(std::string(100, '[')), std::vector<std::string>{" json.depth"});
}

TEST(Json, TextIsNormalisedAndFreeOfControlCharacters) {
  EXPECT_EQ(json::read<json::Text<4>>("\"e\\u0301a\"")->value, "\u00e9a");
  EXPECT_EQ(json::read<json::Text<4>>("\"a\\u0000b\"").error()[0].code, "json.control_character");
  EXPECT_EQ(json::write(std::string("a\x01\n")), "\"a\\u0001\\n\"");
}

TEST(Json, NumbersOfAUrlAreTexts) {
  const boost::json::value twelve("12");
  EXPECT_EQ(json::read_value<int>(twelve, json::Reader::Source::kUrl), 12);
  EXPECT_FALSE(json::read_value<int>(twelve));
  EXPECT_FALSE(
      json::read_value<int>(boost::json::value("99999999999"), json::Reader::Source::kUrl));
}

TEST(Json, SchemaOfAnAnswerRequiresEverythingAndOfARequestTheNeeded) {
  json::Schemas schemas;
  const auto ref = json::schema<FollowUp>(schemas);
  EXPECT_EQ(ref.at("$ref").as_string(), "#/components/schemas/FollowUp");
  const auto answer = schemas.components().at("FollowUp").as_object();
  EXPECT_EQ(answer.at("required").as_array().size(), 8U);
  EXPECT_EQ(boost::json::serialize(answer.at("properties").at("channel")),
            R"({"type":"string","enum":["phone","home_visit"]})");
  EXPECT_EQ(boost::json::serialize(answer.at("properties").at("register")),
            R"({"oneOf":[{"$ref":"#/components/schemas/Offer"},{"type":"null"}]})");
  schemas.set_use(json::Schemas::Use::kRequest);
  (void)json::schema<FollowUp>(schemas);
  const auto request = schemas.components().at("FollowUp").as_object();
  EXPECT_EQ(request.at("required").as_array().size(), 6U);
  EXPECT_EQ(request.at("additionalProperties").as_bool(), false);
  EXPECT_TRUE(schemas.clashes().empty());
}

}  // namespace
}  // namespace leye
