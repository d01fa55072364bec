#include <gtest/gtest.h>
#include <rapidcheck/gtest.h>

#include "codes/codes.h"
#include "codes/vectors_test.h"

namespace leye::codes {
namespace {

const Date kAsOf = ymd(2020, 10, 31);

void expect_warnings(const boost::json::object& expected, const std::vector<std::string>& got,
                     const std::string& input) {
  std::vector<std::string> wanted;
  if (const auto* list = expected.if_contains("warnings"))
    for (const auto& w : list->as_array()) wanted.push_back(text_of(w));
  EXPECT_EQ(got, wanted) << input;
}

void expect_id(const boost::json::object& expected, const CitizenId& id, const std::string& input) {
  EXPECT_EQ(id.number, text_of(expected.at("normalised"))) << input;
  EXPECT_EQ(to_text(id.birth), text_of(expected.at("birth_date"))) << input;
  EXPECT_EQ(static_cast<int>(id.sex), expected.at("sex").as_int64()) << input;
  EXPECT_EQ(id.division, text_of(expected.at("division"))) << input;
  EXPECT_EQ(id.converted_from_15, expected.contains("converted_from_15")) << input;
  EXPECT_EQ(id.residence_permit, expected.contains("kind")) << input;
  expect_warnings(expected, id.warnings, input);
  if (const auto* names = expected.if_contains("division_names"); names && names->is_array()) {
    std::vector<std::string> wanted;
    for (const auto& name : names->as_array()) wanted.push_back(text_of(name));
    EXPECT_EQ(division_prefix_names(id.division), wanted);
  }
}

TEST(CitizenId, GB_11643_EveryVector) {
  int count = 0;
  const auto file = vectors("id_card");
  for (const auto& item : file.at("cases").as_array()) {
    const auto& c = item.as_object();
    const auto input = text_of(c.at("input"));
    const auto id = parse_citizen_id(input, kAsOf);
    ASSERT_EQ(id.has_value(), c.at("valid").as_bool()) << input;
    ++count;
    if (id) {
      expect_id(c.at("expected").as_object(), *id, input);
      continue;
    }
    EXPECT_EQ(cause(id.error().code), text_of(c.at("error"))) << input;
    if (!c.at("expected").is_object()) continue;
    const auto& expected = c.at("expected").as_object();
    EXPECT_EQ(normalise_citizen_id(input), text_of(expected.at("normalised")));
    if (const auto* check = expected.if_contains("check_should_be")) {
      EXPECT_EQ(id.error().args.at(1).second, text_of(*check)) << input;
    }
  }
  EXPECT_EQ(count, 52);
}

TEST(CitizenId, WideAcceptsAreasNeverAssignedAndSaysSo) {
  const std::string body = "99010119900307997";
  const auto number = body + citizen_id_check(body);
  EXPECT_EQ(parse_citizen_id(number, kAsOf).error().code, "id_card.province");
  const auto wide = parse_citizen_id(number, kAsOf, AreaCheck::kWide);
  ASSERT_TRUE(wide);
  EXPECT_EQ(wide->warnings, std::vector<std::string>{"division_unknown"});
  const std::string synthetic = "12900119750312001";
  const auto id = parse_citizen_id(synthetic + citizen_id_check(synthetic), kAsOf);
  ASSERT_TRUE(id);
  EXPECT_TRUE(id->synthetic);
}

RC_GTEST_PROP(CitizenId, OneWrongDigitOrTwoSwappedNeighboursAreAlwaysCaught, ()) {
  const auto body = *rc::gen::container<std::string>(17, rc::gen::inRange('0', ':'));
  const auto good = body + citizen_id_check(body);
  auto bad = good;
  const auto at = *rc::gen::inRange<std::size_t>(0, 16);
  if (*rc::gen::arbitrary<bool>())
    std::swap(bad[at], bad[at + 1]);
  else
    bad[at] = *rc::gen::inRange('0', ':');
  if (bad != good) RC_ASSERT(citizen_id_check(bad.substr(0, 17)) != bad[17]);
}

TEST(CitizenId, AnErrorNeverShowsTheWholeNumber) {
  const auto id = parse_citizen_id("120101199003079970", kAsOf);
  EXPECT_EQ(id.error().args.at(0).second, "1201**********9970");
}

TEST(Uscc, GB_32100_EveryVector) {
  const auto file = vectors("uscc");
  for (const auto& item : file.at("cases").as_array()) {
    const auto& c = item.as_object();
    const auto input = text_of(c.at("input"));
    const auto code = parse_uscc(input);
    ASSERT_EQ(code.has_value(), c.at("valid").as_bool()) << input;
    if (!code) {
      EXPECT_EQ(cause(code.error().code), text_of(c.at("error"))) << input;
      if (const auto* o = c.at("expected").if_object()) {
        if (const auto* check = o->if_contains("check_should_be")) {
          EXPECT_EQ(code.error().args.at(1).second, text_of(*check));
        }
        if (o->contains("bad_positions")) {
          EXPECT_EQ(code.error().args.at(1).second, "9");
        }
      }
      continue;
    }
    const auto& expected = c.at("expected").as_object();
    EXPECT_EQ(code->number, text_of(expected.at("normalised")));
    EXPECT_EQ(std::string(1, code->authority), text_of(expected.at("authority")));
    EXPECT_EQ(std::string(1, code->category), text_of(expected.at("category")));
    EXPECT_EQ(code->division, text_of(expected.at("division")));
    EXPECT_EQ(code->org_code, text_of(expected.at("org_code")));
    expect_warnings(expected, code->warnings, input);
  }
  for (const auto& item : file.at("org_code_cases").as_array()) {
    const auto& c = item.as_object();
    const auto input = text_of(c.at("input"));
    EXPECT_EQ(org_code_check(input.substr(0, 8)) == input.back(), c.at("valid").as_bool()) << input;
  }
}

void expect_name(const std::string& input, const boost::json::object& c) {
  const auto name = parse_name(input);
  ASSERT_EQ(name.has_value(), c.at("valid").as_bool()) << input;
  if (!name) {
    EXPECT_EQ(name.error().code, "name.invalid");
    return;
  }
  const auto& expected = c.at("expected").as_object();
  EXPECT_EQ(name->canonical, text_of(expected.at("canonical"))) << input;
  if (const auto* key = expected.if_contains("match_key")) {
    EXPECT_EQ(name->match_key, text_of(*key));
  }
  if (const auto* note = expected.if_contains("name_note")) {
    EXPECT_EQ(name->note, text_of(*note));
  }
  if (const auto* n = expected.if_contains("code_points")) {
    EXPECT_EQ(code_points(name->canonical).size(), static_cast<std::size_t>(n->as_int64()));
  }
}

void expect_phone(const std::string& input, const boost::json::object& c) {
  const auto phone = parse_phone(input);
  ASSERT_EQ(phone.has_value(), c.at("valid").as_bool()) << input;
  if (!phone) {
    EXPECT_EQ(phone.error().code, "phone.invalid");
    return;
  }
  EXPECT_EQ(phone->number, text_of(c.at("expected").at("normalised")));
  EXPECT_EQ(to_text(phone->kind), text_of(c.at("expected").at("kind")));
}

TEST(Text, BankCardPhoneAndNameEveryVector) {
  const auto file = vectors("text");
  const auto& groups = file.at("groups").as_object();
  const auto cards = groups.at("bank_card").as_int64();
  const auto phones = groups.at("phone").as_int64();
  int index = 0;
  for (const auto& item : file.at("cases").as_array()) {
    const auto& c = item.as_object();
    const auto input = text_of(c.at("input"));
    if (index < cards) {
      EXPECT_EQ(luhn_ok(clean_code(input)), c.at("valid").as_bool()) << input;
    } else if (index < cards + phones)
      expect_phone(input, c);
    else
      expect_name(input, c);
    ++index;
  }
  EXPECT_EQ(index, 57);
}

TEST(Contact, AWrongLuhnDigitIsAWarningAndAShortCardARefusal) {
  EXPECT_FALSE(parse_bank_card("6217000000000000013")->luhn);
  EXPECT_TRUE(parse_bank_card("6217 0000 0000 0000 012")->luhn);
  EXPECT_EQ(parse_bank_card("79927398713").error().code, "bank_card.length");
  EXPECT_EQ(parse_bank_card("无").error().code, "bank_card.charset");
  EXPECT_EQ(parse_phone("10012345678").error().code, "phone.invalid");
  EXPECT_TRUE(parse_phone("10012345678", MobilePattern::kWide));
}

RC_GTEST_PROP(Text, CleaningIsIdempotentOnAnyBytes, (const std::string& bytes)) {
  RC_ASSERT(clean_prose(clean_prose(bytes)) == clean_prose(bytes));
  if (const auto name = parse_name(bytes)) {
    const auto again = parse_name(name->canonical);
    RC_ASSERT(again.has_value());
    RC_ASSERT(again->match_key == name->match_key);
  }
}

TEST(Name, SeveralRemarksAreAllSplitOff) {
  EXPECT_EQ(parse_name("张三(女)（小）")->canonical, "张三");
  EXPECT_EQ(parse_name("张三(女)（小）")->note, "女小");
  EXPECT_EQ(parse_name("—(0)(y)").error().code, "name.invalid");
}

TEST(Mask, ShowsWhatTheScreensMayShow) {
  EXPECT_EQ(mask_citizen_id("120101199003071234"), "1201**********1234");
  EXPECT_EQ(mask_phone("13812346017"), "138****6017");
  EXPECT_EQ(mask_bank_card("6217000000000001234"), "**** 1234");
  EXPECT_EQ(mask_name("王桂芳"), "王*芳");
  EXPECT_EQ(mask_name("张三"), "张*");
  EXPECT_EQ(mask_name("阿不都·热合曼"), "阿*****曼");
  EXPECT_EQ(mask_name("𠂉明"), "𠂉*");
  EXPECT_EQ(mask_citizen_id("1201"), "****");
}

TEST(Ratio, I6_2_TruncatesAndNeverRoundsUp) {
  EXPECT_EQ(pct(4, 7), "57.1%");
  EXPECT_EQ(pct(3, 7), "42.8%");
  EXPECT_EQ(pct(3311, 3312), "99.9%");
  EXPECT_EQ(pct(2980, 2981), "99.9%");
  EXPECT_EQ(pct(1, 1), "100%");
  EXPECT_EQ(pct(0, 5), "0%");
  EXPECT_EQ(pct(1, 100000), "<0.1%");
  EXPECT_EQ(pct(0, 0), "—");
  EXPECT_EQ(pct(5, 3), "!5/3");
}

}  // namespace
}  // namespace leye::codes
