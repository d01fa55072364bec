#include "screening/screen.h"

#include <gtest/gtest.h>

#include <fstream>

#include "facts/files.h"
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
