#include <gtest/gtest.h>

#include <boost/json.hpp>
#include <fstream>

#include "matching/explain.h"
#include "matching/fit_lines.h"
#include "matching/testing/sample.h"

namespace leye::matching {
namespace {

namespace bj = boost::json;

bj::object answer(std::string_view line) { return fit_line(testing::tables(), line, 1); }

bj::object case_one() {
  std::ifstream in(LEYE_SOURCE_DIR "/tests/data/matching/fit_cases.jsonl");
  std::string line;
  std::getline(in, line);
  return bj::parse(line).as_object();
}

TEST(Fit, EveryGoldenCaseIsExact) {
  std::ifstream in(LEYE_SOURCE_DIR "/tests/data/matching/fit_cases.jsonl");
  std::string line;
  int cases = 0;
  while (std::getline(in, line)) {
    ++cases;
    const auto wanted = bj::parse(line).as_object();
    auto found = answer(line);
    EXPECT_EQ(found.at("case"), wanted.at("case"));
    found.erase("case");
    EXPECT_EQ(found, wanted.at("expect")) << line;
  }
  EXPECT_EQ(cases, 46);
}

TEST(FitLine, NamesCaseAndPlaceOfWhatItCannotRead) {
  const std::vector<std::pair<std::string, std::string>> bad{
      {R"({"case":7,"seeker":{"sex":"F"},"vacancy":{"occupation":"4-03-02-05"}})", "/seeker/sex"},
      {R"({"case":7,"seeker":{"wishes":["4-3"]},"vacancy":{"occupation":"4-03-02-05"}})",
       "/seeker/wishes/0"},
      {R"({"case":7,"seeker":{"wishes":["9-99"]},"vacancy":{"occupation":"4-03-02-05"}})",
       "/seeker/wishes/0"},
      {R"({"case":7,"seeker":{"skills":{"flying":1}},"vacancy":{"occupation":"4"}})",
       "/seeker/skills/flying"},
      {R"({"case":7,"seeker":{"commute_max":0},"vacancy":{"occupation":"4"}})",
       "/seeker/commute_max"},
      {R"({"case":7,"seeker":{"xy":[1]},"vacancy":{"occupation":"4"}})", "/seeker/xy"},
      {R"({"case":7,"seeker":{"age":"38"},"vacancy":{"occupation":"4"}})", "/seeker/age"},
      {R"({"case":7,"seeker":{},"vacancy":{}})", "/vacancy/occupation"},
      {R"({"case":7,"seeker":{},"vacancy":{"occupation":"4","wage_months":11}})",
       "/vacancy/wage_months"},
      {R"({"case":7,"seeker":{},"vacancy":{"occupation":"4","form":"gig"}})", "/vacancy/form"},
      {R"({"case":7,"seeker":{},"vacancy":{"occupation":"4","latest_start":"2020-11-01"}})",
       "/vacancy/latest_start"},
      {R"({"case":7,"params":{"as_of":"2020-02-30"},"seeker":{},"vacancy":{"occupation":"4"}})",
       "/params/as_of"}};
  for (const auto& [line, where] : bad) {
    const auto found = answer(line);
    EXPECT_EQ(found.at("case"), 7) << line;
    EXPECT_TRUE(found.contains("input_error")) << line;
    EXPECT_EQ(found.at("where").as_string(), where) << line;
  }
}

TEST(FitLine, WhatIsNotJsonGetsItsLineNumber) {
  for (const auto* line : {"", "{", "[]", "7", "\xff\xfe", "{\"case\":1"}) {
    const auto found = fit_line(testing::tables(), line, 17);
    EXPECT_TRUE(found.contains("input_error")) << line;
    EXPECT_EQ(found.at("case"), 17) << line;
  }
}

TEST(FitLine, ExperienceThatWasNotSaidIsWorthForty) {
  auto line = case_one();
  line["vacancy"].as_object()["exp_months"] = nullptr;
  const auto found = answer(bj::serialize(line));
  EXPECT_EQ(found.at("components").at("experience"), 40);
}

TEST(FitLine, DailyAndHourlyPayIsBroughtToTheMonth) {
  auto line = case_one();
  auto& vacancy = line["vacancy"].as_object();
  vacancy["wage_unit"] = "day";
  vacancy["wage_min"] = 100;  // 2,175 a month
  vacancy["wage_max"] = 100;
  EXPECT_EQ(answer(bj::serialize(line)).at("reasons"), bj::array({"H10_WAGE_FLOOR"}));
  vacancy["wage_unit"] = "hour";
  vacancy["wage_min"] = 25;  // 4,350 a month
  vacancy["wage_max"] = 25;
  EXPECT_EQ(answer(bj::serialize(line)).at("components").at("wage"), 150);
}

TEST(Rules, AgeLawReadsTheDateOfTheRulesEngine) {
  auto seeker = testing::waiter();
  const auto vacancy = testing::waiter_post();
  Params params;
  params.as_of = ymd(2020, 11, 2);
  seeker.work_until = ymd(2020, 11, 1);
  EXPECT_EQ(to_text(judge(testing::tables(), params, seeker, vacancy).reasons.at(0)),
            "H06_AGE_LAW");
  seeker.work_until = ymd(2020, 11, 2);
  EXPECT_TRUE(judge(testing::tables(), params, seeker, vacancy).passes());
}

TEST(Rules, EveryRuleCanRejectAndStandsInOrder) {
  auto seeker = testing::waiter();
  auto vacancy = testing::waiter_post();
  Params params;
  params.as_of = ymd(2020, 11, 2);
  seeker.consent_match = false;
  seeker.age = 15;
  seeker.no_dispatch = true;
  seeker.cannot.add(Demand::kStand);
  seeker.avoid = {*Occupation::parse("4")};
  seeker.avoid_employers = {"E1"};
  seeker.declined = {"V1"};
  seeker.wage_floor = 9000;
  vacancy.status = Status::kFilled;
  vacancy.age_days = 31;
  vacancy.lint_block = true;
  vacancy.wage_min = 1000;
  vacancy.wage_max = 1500;
  vacancy.minor_forbidden = true;
  vacancy.licences = {"food_health"};
  vacancy.audience.add(Category::kGraduate);
  vacancy.dispatch = true;
  vacancy.place.xy = Point{90000, 0};
  vacancy.demands = {Demand::kNight, Demand::kStand};
  vacancy.employer = "E1";
  vacancy.latest_start = ymd(2020, 11, 1);
  vacancy.edu_min = 7;
  vacancy.edu_strict = true;
  vacancy.kind = Kind::kInternship;
  std::string found;
  for (const auto& reason : judge(testing::tables(), params, seeker, vacancy).reasons)
    found += to_text(reason) + " ";
  EXPECT_EQ(found,
            "H01_CONSENT H02_CLOSED H03_STALE H04_UNLAWFUL_AD H05_BELOW_MIN_WAGE H06_AGE_LAW "
            "H08_LICENCE:food_health H09_AUDIENCE H10_WAGE_FLOOR H12_DISPATCH H13_COMMUTE "
            "H14_HEALTH:stand H15_AVOID:4 H16_EMPLOYER H17_DECLINED H18_START H19_EDU_STRICT "
            "H20_NOT_A_JOB:internship ");
  seeker.age = 17;
  vacancy.form = Form::kSeasonal;
  const auto minor = judge(testing::tables(), params, seeker, vacancy).reasons;
  EXPECT_NE(std::find(minor.begin(), minor.end(), Reason{Rule::kMinorWork, ""}), minor.end());
  EXPECT_NE(std::find(minor.begin(), minor.end(), Reason{Rule::kWorkForm, "seasonal"}),
            minor.end());
}

TEST(Explanation, SaysWhatACounsellorWouldSay) {
  const auto seeker = testing::waiter();
  const auto vacancy = testing::waiter_post();
  const auto fit = judge(testing::tables(), {}, seeker, vacancy);
  const auto lines = explanation(testing::tables(), {}, seeker, vacancy, fit, Locale::kZhCn);
  ASSERT_EQ(lines.size(), 5U);
  EXPECT_EQ(lines[0], "与您的求职意向“餐厅服务员”一致");
  EXPECT_EQ(lines[2], "预计约3900元，高于底线3000元");
  EXPECT_EQ(lines[3], "预计单程约31分钟（公共交通），您可接受60分钟");
  EXPECT_EQ(lines[4], "本推荐由规则计算，可要求人工复核、可拒绝");
}

TEST(Explanation, TellsEveryRefusalInOneSentence) {
  auto seeker = testing::waiter();
  auto vacancy = testing::waiter_post();
  vacancy.licences = {"elec_low"};
  vacancy.place.xy = Point{30000, 40000};
  const auto fit = judge(testing::tables(), {}, seeker, vacancy);
  const auto lines = explanation(testing::tables(), {}, seeker, vacancy, fit, Locale::kZhCn);
  ASSERT_EQ(lines.size(), 3U);
  EXPECT_EQ(lines[0], "需持有低压电工证，可先参加培训，持证后可推荐");
  EXPECT_EQ(lines[1], "单程约207分钟，超过您设定的60分钟");
}

TEST(Explanation, HasATextForEveryRuleInBothLanguages) {
  for (std::size_t rule = 0; rule < kRules; ++rule)
    for (const auto locale : {Locale::kZhCn, Locale::kEn}) {
      const std::string key = "matching.refusal." + std::string(code_of(static_cast<Rule>(rule)));
      EXPECT_EQ(message(locale, key).find(key), std::string::npos) << key;
    }
}

}  // namespace
}  // namespace leye::matching
