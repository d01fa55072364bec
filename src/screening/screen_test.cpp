#include "screening/screen.h"

#include <gtest/gtest.h>

#include <fstream>

#include "core/messages.h"
#include "facts/files.h"
#include "facts/source.h"
#include "rules/pack/load.h"

namespace leye::screening {
namespace {

namespace fs = std::filesystem;

/// Persons with every combination of the two facts P07-like rules look at.
class Screening : public testing::Test {
 protected:
  void SetUp() override {
    loaded_ = rules::load_pack(LEYE_SOURCE_DIR "/packs/tianjin-2020q4");
    ASSERT_NE(loaded_.pack, nullptr);
    dir_ = fs::path(testing::TempDir()) / to_text(new_uuid());
    fs::create_directories(dir_);
    std::ofstream people(dir_ / "person.csv");
    people << "person,person.hard_to_employ,person.si_kind,person.si_flex_paid_fen,"
              "person.employment_status,person.family_business_owner,person.retirement_date,"
              "person.pension_receiving,person.grant_months_p07,person.graduate_kind\n";
    const char* const kBool[] = {"true", "false", "", "-"};
    int id = 0;
    for (const char* hard : kBool)
      for (const char* owner : kBool)
        for (const char* status : {"flexible", "employed", ""})
          people << "p" << 1000 + id++ << "," << hard << ",flexible,102000," << status << ","
                 << owner << ",2035-01-01,false,0,none\n";
    people.close();
    files_ = facts::read_fact_files(loaded_.pack->environment, dir_, ymd(2020, 10, 31));
    ASSERT_TRUE(files_.errors.empty());
  }
  rules::LoadedPack loaded_;
  facts::FactFiles files_;
  fs::path dir_;
};

TEST_F(Screening, C1_3_6_CountsAddUpAndUnknownNeverGrants) {
  const auto outcomes = screen(*loaded_.pack, files_.snapshot);
  for (const auto& rule : outcomes.rules) {
    EXPECT_EQ(
        rule.count(rules::Eligibility::kEligible) + rule.count(rules::Eligibility::kNotEligible) +
            rule.count(rules::Eligibility::kUndetermined) + rule.count(rules::Eligibility::kError),
        static_cast<std::int64_t>(rule.outcome.size()));
    if (rule.policy->head.code != "P07") continue;
    // hard = true, owner false or absent, flexible: two of the 48.
    EXPECT_EQ(rule.count(rules::Eligibility::kEligible), 2);
    EXPECT_EQ(rule.funnel.front().in, 48);
    for (std::size_t i = 1; i < rule.funnel.size(); ++i)
      EXPECT_EQ(rule.funnel[i].in, rule.funnel[i - 1].in - rule.funnel[i - 1].failed);
  }
}

/// Every row, policy and list against the evaluator that explains.
void expect_explained(const rules::Pack& pack, const facts::Snapshot& snapshot) {
  const auto outcomes = screen(pack, snapshot, 2);
  std::size_t seen = 0;
  for (const auto& rule : outcomes.rules) {
    const auto& policy = *rule.policy;
    const facts::Binding binding(pack.environment, snapshot, policy.head.applies_to);
    facts::RowSource source(binding);
    for (std::size_t row = 0; row < rule.outcome.size(); ++row, ++seen) {
      source.at(row);
      const auto wanted = rules::determine(policy, source, {snapshot.as_of, pack.campaign.period});
      ASSERT_EQ(rule.outcome[row], wanted.outcome) << policy.head.id << row;
      ASSERT_EQ(rule.failed[row], wanted.failed);
      ASSERT_EQ(rule.missing[row], wanted.missing);
      ASSERT_EQ(rule.amount[row], wanted.amount);
      std::vector<rules::PaperHeld> papers;
      ASSERT_EQ(rule.payment[row],
                rules::payment_of(pack, policy, wanted, {}, source, snapshot.as_of, papers));
    }
  }
  ASSERT_GT(seen, 0U);
}

TEST_F(Screening, EveryRowIsWhatItsExplanationSays) {
  expect_explained(*loaded_.pack, files_.snapshot);
}

/// Hires whose facts, their person's and their employer's are drawn at random.
TEST_F(Screening, HiresReadThroughTheirPersonAndEmployerAsExplained) {
  const auto& environment = loaded_.pack->environment;
  std::uint64_t state = 20201022;
  const auto below = [&](std::uint64_t n) {
    state = state * 6364136223846793005U + 1442695040888963407U;
    return (state >> 33) % n;
  };
  const auto cell = [&](const rules::TypeRef& type) -> std::string {
    if (below(6) == 0) return "";
    if (below(9) == 0) return "-";
    switch (type.kind) {
      case rules::Kind::kBool:
        return below(4) != 0 ? "true" : "false";
      case rules::Kind::kDate:
        return to_text(Date(18200 + static_cast<std::int32_t>(below(400))));
      case rules::Kind::kEnum:
        return environment.enums[type.index]
            .values[below(environment.enums[type.index].values.size())];
      case rules::Kind::kString:
        return "120101";
      default:
        return std::to_string(below(3) == 0 ? below(200000) : below(24));
    }
  };
  fs::create_directories(dir_ / "random");
  for (const auto& subject : environment.subjects) {
    std::ofstream out(dir_ / "random" / (subject.name + ".csv"));
    std::vector<rules::TypeRef> types;
    out << subject.name;
    for (const auto& name : subject.reaches) out << ',' << name;
    for (const auto& fact : environment.facts) {
      if (fact.type.is_list()) continue;
      if (std::find(fact.on.begin(), fact.on.end(), subject.name) != fact.on.end()) {
        out << ',' << fact.name;
        types.push_back(fact.type);
      }
      for (const auto anchor : fact.anchored)
        if (std::find(subject.anchors.begin(), subject.anchors.end(),
                      environment.facts[anchor].name) != subject.anchors.end()) {
          out << ',' << facts::anchored_column(fact.name, environment.facts[anchor].name);
          types.push_back(fact.type);
        }
    }
    out << '\n';
    for (int row = 0; row < 300; ++row) {
      out << subject.name << 1000 + row;
      for (const auto& name : subject.reaches)
        out << ',' << (below(20) == 0 ? "" : name + std::to_string(1000 + below(300)));
      for (const auto& type : types) out << ',' << cell(type);
      out << '\n';
    }
  }
  const auto files = facts::read_fact_files(environment, dir_ / "random", ymd(2020, 10, 31));
  for (const auto& error : files.errors) ADD_FAILURE() << describe(error);
  expect_explained(*loaded_.pack, files.snapshot);
}

TEST_F(Screening, SameBytesWhateverTheThreads) {
  const auto one = screen(*loaded_.pack, files_.snapshot, 1);
  const auto digest = determinations_digest(one, files_.snapshot);
  for (const unsigned threads : {2U, 7U})
    EXPECT_EQ(
        determinations_digest(screen(*loaded_.pack, files_.snapshot, threads), files_.snapshot),
        digest);
  const auto written = write_outcomes(one, files_.snapshot, dir_ / "out");
  ASSERT_TRUE(written);
  EXPECT_EQ(*written, digest);
  EXPECT_EQ(*digest_of_file(dir_ / "out/determinations.csv"), digest);
}

}  // namespace
}  // namespace leye::screening
