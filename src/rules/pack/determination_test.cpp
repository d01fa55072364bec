#include "rules/pack/determination.h"

#include <gtest/gtest.h>

#include <boost/json.hpp>

#include "rules/language/fact_table.h"
#include "rules/language/testing/suite.h"
#include "rules/pack/testing/tianjin.h"

namespace leye::rules {
namespace {

namespace json = boost::json;

using testing::tianjin;

FactTable facts(const char* text) {
  auto read = read_facts(tianjin().environment, json::object{{"facts", json::parse(text)}});
  if (!read) throw std::runtime_error(describe(read.error(), Locale::kEn));
  return *std::move(read);
}

const EvalContext kOctober31{ymd(2020, 10, 31), std::nullopt};

const char* const kFlexible = R"({"person.hard_to_employ": true, "person.si_kind": "flexible",
  "person.si_flex_paid_fen": 100033, "person.employment_status": "flexible",
  "person.family_business_owner": false, "person.grant_months_p07": 0,
  "person.pension_receiving": false, "person.birth_date": "1969-10-01",
  "person.retirement_date": "2029-10-01"})";

TEST(Determination, C1_2_5_SaysWhyAndWhatItRestsOn) {
  const auto table = facts(kFlexible);
  const auto rule = tianjin().find("P07", kOctober31.as_of);
  const auto d = explain(tianjin(), rule, table, kOctober31, "P-1");
  EXPECT_EQ(d.outcome, "eligible");
  EXPECT_EQ(d.amount, Fen(66689));  // 1000.33 × 666667 ppm, half up
  ASSERT_EQ(d.reasons.size(), 6U);
  EXPECT_EQ(d.reasons[5].id, "limit");
  EXPECT_EQ(d.reasons[5].why, "0 < 48");
  EXPECT_FALSE(d.assumed());
  const auto out = to_json(d, Locale::kEn);
  EXPECT_EQ(out.at("rule"), "flexible-work-insurance-subsidy");
  EXPECT_EQ(out.at("clauses").at(0).at("text"), "就业困难群体帮扶政策");
  bool rate = false;
  for (const auto& param : out.at("params_used").as_array())
    rate = rate || param.at("name") == "flex_si_rate_ppm";
  EXPECT_TRUE(rate);
  // The payee account (E02) must be there before money moves.
  EXPECT_EQ(out.at("payment"), "blocked");
}

TEST(Determination, AsksForWhatIsMissing) {
  auto table = facts(kFlexible);
  table.set(tianjin().environment.fact("person.retirement_date"), unknown());
  const auto rule = tianjin().find("P07", kOctober31.as_of);
  const auto out = to_json(explain(tianjin(), rule, table, kOctober31, "P-1"));
  EXPECT_EQ(out.at("outcome"), "undetermined");
  EXPECT_EQ(out.at("missing"), json::array{"person.retirement_date"});
  EXPECT_EQ(out.at("ask").at(0).at("ask"), "请核对出生日期与岗位性质");
  EXPECT_EQ(out.at("payment"), "none");
}

TEST(Determination, AnchoredFactsShowTheirDay) {
  const auto table = facts(R"({"employer.kind": "enterprise", "employer.live": true,
    "contract.start_date": "2020-08-03", "contract.signed": true, "contract.term_months": 12,
    "contract.si_paid_months": 2, "person.hard_to_employ@contract.start_date": true,
    "person.hard_to_employ": false})");
  const auto rule = tianjin().find("P05", kOctober31.as_of);
  const auto d = explain(tianjin(), rule, table, kOctober31, "H-1");
  EXPECT_EQ(d.outcome, "eligible");
  EXPECT_TRUE(d.assumed());  // the amount is still to be confirmed
  bool shown = false;
  for (const auto& seen : d.reasons.at(1).read)
    shown = shown || (seen.at == ymd(2020, 8, 2) &&
                      tianjin().environment.facts[seen.fact].name == "person.hard_to_employ");
  EXPECT_TRUE(shown);
}

TEST(Determination, ItsOutcomeIsThatOfTheRule) {
  for (const auto& line : testing::suite_lines("rules.jsonl")) {
    static const auto suite = [] {
      const auto files = read_pack_files(LEYE_SOURCE_DIR "/tests/data/rules");
      return load_files({}, *files).pack;
    }();
    const auto table = read_facts(suite->environment, line);
    ASSERT_TRUE(table);
    const auto as_of = *parse_date(std::string_view(line.at("as_of").as_string()));
    EvalContext context{as_of, std::nullopt};
    if (const auto* period = line.if_contains("period"))
      context.period = Period{*parse_date(std::string_view(period->at(0).as_string())),
                              *parse_date(std::string_view(period->at(1).as_string()))};
    const auto rule = suite->find(std::string_view(line.at("rule").as_string()), as_of);
    const auto d = explain(*suite, rule, *table, context, "s");
    const auto& expect = line.at("expect").as_object();
    if (expect.contains("outcome")) {
      EXPECT_EQ(json::value(d.outcome), expect.at("outcome")) << line.at("id");
    }
    if (expect.contains("missing")) {
      EXPECT_EQ(json::value_from(d.missing), expect.at("missing")) << line.at("id");
    }
    EXPECT_FALSE(json::serialize(to_json(d)).empty());
  }
}

Payment pay(const char* text, std::vector<PaperHeld> held, std::vector<PaperHeld>& papers) {
  const auto table = facts(text);
  const auto& policy = *tianjin().find("P05", kOctober31.as_of).policy;
  const auto result = determine(policy, table, kOctober31);
  return payment_of(tianjin(), policy, result, held, table, kOctober31.as_of, papers);
}

const char* const kHire = R"({"employer.kind": "enterprise", "employer.live": true,
  "person.birth_date": "1990-01-01", "person.hard_to_employ": true,
  "person.graduate_kind": "none", "person.graduation_date": "2010-07-01",
  "contract.start_date": "2020-08-03", "contract.signed": true, "contract.term_months": 12,
  "contract.si_paid_months": 2})";

TEST(Payment, C1_3_13_PaysOnAPromiseForADeferrablePaper) {
  std::vector<PaperHeld> papers;
  EXPECT_EQ(pay(kHire, {}, papers), Payment::kPayable);
  EXPECT_EQ(papers.at(2).state, PaperState::kFromRegister);
  EXPECT_EQ(pay(kHire, {{"E06", PaperState::kCommitted, {}}}, papers), Payment::kPayableDeferred);
  EXPECT_EQ(papers.at(2).due, ymd(2020, 11, 30));
  EXPECT_EQ(pay(kHire, {{"E06", PaperState::kOverdue, {}}}, papers), Payment::kBlocked);
  EXPECT_EQ(pay(kHire, {{"E07", PaperState::kMissing, {}}}, papers), Payment::kBlocked);
}

TEST(Payment, C1_3_13_AFactOnlyAPromisedPaperProvesStaysUndetermined) {
  const std::string without = std::string(kHire).replace(
      std::string(kHire).find("\"contract.signed\": true"), 23, "\"contract.signed\": null");
  std::vector<PaperHeld> papers;
  EXPECT_EQ(pay(without.c_str(), {}, papers), Payment::kNone);
  EXPECT_EQ(pay(without.c_str(), {{"E06", PaperState::kCommitted, {}}}, papers),
            Payment::kPayableDeferred);
}

TEST(Periods, HoldTheDay) {
  const auto& pack = tianjin();
  EXPECT_EQ(period_of(pack, "month", ymd(2020, 11, 20)),
            (Period{ymd(2020, 11, 1), ymd(2020, 11, 30)}));
  EXPECT_EQ(period_of(pack, "week", ymd(2020, 11, 20)),
            (Period{ymd(2020, 11, 16), ymd(2020, 11, 22)}));
  EXPECT_EQ(period_of(pack, "campaign", ymd(2020, 11, 20)),
            (Period{ymd(2020, 10, 1), ymd(2020, 12, 31)}));
}

TEST(OtherCity, IsANewPackAndNoCode) {
  const auto loaded = load_pack(LEYE_SOURCE_DIR "/packs/example-other-city");
  ASSERT_TRUE(loaded.pack) << loaded.diagnostics.front().line();
  EXPECT_TRUE(loaded.diagnostics.empty());
  EXPECT_EQ(loaded.pack->campaign.regions, std::vector<std::string>{"130100"});
}

}  // namespace
}  // namespace leye::rules
