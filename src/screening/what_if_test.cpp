#include "screening/what_if.h"

#include <gtest/gtest.h>

#include <fstream>
#include <sstream>

#include "core/messages.h"
#include "facts/files.h"
#include "rules/pack/load.h"
#include "screening/screen.h"
#include "sheets/xlsx.h"

namespace leye::screening {
namespace {

namespace fs = std::filesystem;

/// Eight people who pay flexible insurance themselves: what P07 gives them under two packs.
class WhatIfTest : public testing::Test {
 protected:
  void SetUp() override {
    before_ = rules::load_pack(LEYE_SOURCE_DIR "/packs/tianjin-2020q4").pack;
    ASSERT_NE(before_, nullptr);
    dir_ = fs::path(testing::TempDir()) / to_text(new_uuid());
    fs::create_directories(dir_ / "facts");
    std::ofstream people(dir_ / "facts/person.csv");
    people << "person,person.hard_to_employ,person.si_kind,person.si_flex_paid_fen,"
              "person.employment_status,person.family_business_owner,person.retirement_date,"
              "person.pension_receiving,person.grant_months_p07,person.graduate_kind,"
              "person.district,person.sex\n";
    for (int i = 0; i < 8; ++i)
      people << "p" << i << ",true,flexible,90000,"
             << (i < 6    ? "flexible"
                 : i == 6 ? "employed"
                          : "")
             << "," << (i == 5 ? "true" : "false") << ",2035-01-01,false,0,none,"
             << (i % 2 == 0 ? "120101" : "120104") << ",female\n";
    people.close();
    auto files = facts::read_fact_files(before_->environment, dir_ / "facts", ymd(2020, 10, 31));
    for (const auto& error : files.errors) ADD_FAILURE() << describe(error);
    snapshot_ = std::move(files.snapshot);
  }

  /// The pack with a text of one file replaced.
  std::shared_ptr<const rules::Pack> edited(const std::string& file, const std::string& from,
                                            const std::string& to) {
    const fs::path copy = dir_ / ("pack" + std::to_string(copies_++));
    fs::copy(LEYE_SOURCE_DIR "/packs/tianjin-2020q4", copy, fs::copy_options::recursive);
    std::ifstream in(copy / file);
    std::stringstream text;
    text << in.rdbuf();
    std::string changed = text.str();
    EXPECT_NE(changed.find(from), std::string::npos);
    changed.replace(changed.find(from), from.size(), to);
    std::ofstream(copy / file) << changed;
    const auto loaded = rules::load_pack(copy);
    for (const auto& diagnostic : loaded.diagnostics)
      if (loaded.pack == nullptr) ADD_FAILURE() << diagnostic.line();
    return loaded.pack;
  }
  static const PolicyChange& p07(const WhatIf& what_if) {
    for (const auto& policy : what_if.policies)
      if (policy.code == "P07") return policy;
    throw std::logic_error("no P07");
  }

  std::shared_ptr<const rules::Pack> before_;
  facts::Snapshot snapshot_;
  fs::path dir_;
  int copies_ = 0;
};

TEST_F(WhatIfTest, TheSamePackChangesNothing) {
  const auto same = what_if(*before_, *before_, snapshot_, 2);
  ASSERT_TRUE(same) << describe(same.error());
  for (const auto& policy : same->policies) {
    EXPECT_TRUE(policy.subjects.empty()) << policy.rule;
    EXPECT_EQ(policy.all.before, policy.all.after);
    EXPECT_EQ(policy.all.gains + policy.all.losses + policy.all.newly_unclear, 0);
  }
  EXPECT_EQ(p07(*same).all.before, Fen(5 * 60000));
  // The one whose employment is not known could cost as much again.
  EXPECT_EQ(p07(*same).most_before, Fen(6 * 60000));
}

TEST_F(WhatIfTest, AChangedConditionSaysWhoGainsWhereAndWhatItCosts) {
  const auto after =
      edited("policies/flexible-work-insurance-subsidy.yaml", "'!person.family_business_owner'",
             "'!person.family_business_owner || person.hard_to_employ'");
  ASSERT_NE(after, nullptr);
  const auto found = what_if(*before_, *after, snapshot_);
  ASSERT_TRUE(found);
  const auto& policy = p07(*found);
  EXPECT_EQ(policy.all.gains, 1);
  EXPECT_EQ(policy.all.losses, 0);
  ASSERT_EQ(policy.subjects.size(), 1U);
  EXPECT_EQ(facts::subject_text(*snapshot_.table("person"), policy.subjects[0].row), "p5");
  EXPECT_EQ(policy.subjects[0].before, rules::Eligibility::kNotEligible);
  EXPECT_EQ(policy.subjects[0].after, rules::Eligibility::kEligible);
  EXPECT_EQ(policy.all.after, Fen(6 * 60000));
  const auto& districts = policy.by.at("district");
  EXPECT_EQ(districts.at("120104").gains, 1);
  EXPECT_EQ(districts.at("120101").gains, 0);
  EXPECT_EQ(districts.at("120101").before, Fen(3 * 60000));
  EXPECT_EQ(districts.at("120104").after, Fen(3 * 60000));
  EXPECT_EQ(policy.by.at("month").at("2020-10").gains, 1);
  // The other way round the same subject loses.
  const auto back = what_if(*after, *before_, snapshot_);
  ASSERT_TRUE(back);
  EXPECT_EQ(p07(*back).all.losses, 1);
}

TEST_F(WhatIfTest, WhatItSaysIsTheDifferenceOfTwoScreenings) {
  const auto after = edited("policies/flexible-work-insurance-subsidy.yaml",
                            "person.employment_status == EmploymentStatus.flexible",
                            "person.employment_status != EmploymentStatus.retired");
  ASSERT_NE(after, nullptr);
  const auto found = what_if(*before_, *after, snapshot_);
  ASSERT_TRUE(found);
  const auto one = screen(*before_, snapshot_);
  const auto two = screen(*after, snapshot_);
  ASSERT_EQ(one.rules.size(), found->policies.size());
  for (std::size_t i = 0; i < one.rules.size(); ++i) {
    EXPECT_EQ(found->policies[i].all.before, one.rules[i].total());
    EXPECT_EQ(found->policies[i].all.after, two.rules[i].total());
    std::size_t changed = 0;
    for (std::size_t row = 0; row < one.rules[i].outcome.size(); ++row)
      changed += one.rules[i].outcome[row] != two.rules[i].outcome[row] ? 1U : 0U;
    EXPECT_EQ(found->policies[i].subjects.size(), changed);
  }
}

TEST_F(WhatIfTest, TheWorkbookListsEverySubject) {
  const auto after =
      edited("policies/flexible-work-insurance-subsidy.yaml", "'!person.family_business_owner'",
             "'!person.family_business_owner || person.hard_to_employ'");
  const auto found = what_if(*before_, *after, snapshot_);
  ASSERT_TRUE(found);
  const auto path = dir_ / "whatif.xlsx";
  ASSERT_TRUE(write_workbook(*found, snapshot_, path));
  const auto sheet = sheets::open_xlsx(path, "名单");
  ASSERT_TRUE(sheet) << describe(sheet.error());
  std::vector<std::string> cells;
  ASSERT_TRUE((*sheet)->rows([&](const sheets::Row& row) {
    for (const auto& cell : row.cells) cells.emplace_back(cell.text);
    return true;
  }));
  EXPECT_NE(std::find(cells.begin(), cells.end(), "p5"), cells.end());
  EXPECT_NE(std::find(cells.begin(), cells.end(), "符合"), cells.end());
}

}  // namespace
}  // namespace leye::screening
