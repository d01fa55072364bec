#include "matching/wording.h"

#include <gtest/gtest.h>

#include "matching/data_table.h"

namespace leye::matching {
namespace {

const WordingLint& lint() {
  static const WordingLint loaded = WordingLint::load(LEYE_SOURCE_DIR "/data/jobs").value();
  return loaded;
}

bool hits(std::string_view text, const std::string& id) {
  for (const auto& hit : lint().read(text))
    if (hit.rule->id == id) return true;
  return false;
}

TEST(Wording, EveryRuleFindsItsExampleAndSparesTheCleanOne) {
  int rules = 0;
  const auto read =
      read_table(LEYE_SOURCE_DIR "/data/jobs/forbidden_wording.csv",
                 {"id", "example_hit", "example_clean"}, [&](const DataRow& row) -> Result<void> {
                   ++rules;
                   EXPECT_TRUE(hits(row.cells[1], row.cells[0])) << row.cells[0];
                   EXPECT_FALSE(hits(row.cells[2], row.cells[0])) << row.cells[0];
                   return {};
                 });
  ASSERT_TRUE(read);
  EXPECT_EQ(rules, 48);
}

TEST(Wording, FullWidthAndOtherWordsAroundDoNotHideIt) {
  EXPECT_TRUE(hits("我们需要两名店员，限男性，包吃住", "F01"));
  EXPECT_TRUE(hits("女士优先", "F02"));
  EXPECT_FALSE(hits("本岗位男女不限", "F01"));
  // An exception far away excuses nothing.
  EXPECT_TRUE(hits("男女不限。另外夜班岗位工作时间较长需要体力，限男性", "F01"));
}

TEST(Wording, BlockingWordsBlock) {
  EXPECT_TRUE(WordingLint::blocks(lint().read("限男性")));
  EXPECT_FALSE(WordingLint::blocks(lint().read("餐厅服务员，男女不限")));
  EXPECT_TRUE(lint().read("").empty());
  EXPECT_FALSE(lint().read("限男性")[0].rule->advice.empty());
}

}  // namespace
}  // namespace leye::matching
