#include "matching/title_coder.h"

#include <gtest/gtest.h>

#include <set>

#include "codes/text.h"
#include "matching/data_table.h"

namespace leye::matching {
namespace {

const TitleCoder& coder() {
  static const TitleCoder loaded = TitleCoder::load(LEYE_SOURCE_DIR "/data/jobs").value();
  return loaded;
}

std::string words(std::string_view title) {
  std::string text;
  for (const auto& word : title_words(title)) text += codes::to_utf8(word) + "|";
  return text;
}

TEST(TitleWords, LeaveOutWhatIsNotTheWork) {
  EXPECT_EQ(words("急聘餐厅服务员（包吃住）5名"), "餐厅服务员|");
  EXPECT_EQ(words("电工 8000-12000元/月 五险一金"), "电工|月|");
  EXPECT_EQ(words("ＪＡＶＡ开发工程师 J12345"), "java开发工程师|");
  EXPECT_EQ(words("【保安】"), "保安|");
  EXPECT_EQ(words(""), "");
  EXPECT_EQ(words("8000元"), "8000元|");
}

TEST(TitleCoder, NamesOfTheDictionaryCodeToThemselves) {
  EXPECT_EQ(to_text(coder().code("餐厅服务员").choices.at(0).code), "4-03-02-05");
  EXPECT_EQ(to_text(coder().code("招聘：保安员（双休）").choices.at(0).code), "4-07-05-01");
  EXPECT_GE(coder().code("餐厅服务员").confidence, 0);
}

TEST(TitleCoder, SaysNothingAboutWhatItDoesNotKnow) {
  for (const auto* title : {"", "   ", "()", "\xff\xfe", "🙂🙂", "ξψ"}) {
    const auto coded = coder().code(title);
    EXPECT_TRUE(coded.choices.empty()) << title;
    EXPECT_EQ(coded.confidence, 0) << title;
  }
}

TEST(TitleCoder, MeetsItsGateOnTitlesItHasNotSeen) {
  int leaves = 0;
  int first = 0;
  int among_five = 0;
  int titles = 0;
  int group_among_five = 0;
  const auto read = read_table(LEYE_SOURCE_DIR "/data/jobs/title_code_set.csv",
                               {"title", "code", "part"}, [&](const DataRow& row) -> Result<void> {
                                 if (row.cells[2] != "test") return {};
                                 const auto wanted = Occupation::parse(row.cells[1]).value();
                                 const auto found = coder().code(row.cells[0], 60).choices;
                                 const auto among = [&](std::size_t most, int depth) {
                                   for (std::size_t i = 0; i < std::min(most, found.size()); ++i)
                                     if (found[i].code.up_to(depth) == wanted.up_to(depth))
                                       return 1;
                                   return 0;
                                 };
                                 if (wanted.depth() == 4) {
                                   ++leaves;
                                   first += among(1, 4);
                                   among_five += among(5, 4);
                                 }
                                 if (wanted.depth() >= 3) {
                                   ++titles;
                                   group_among_five += among(5, 3);
                                 }
                                 return {};
                               });
  ASSERT_TRUE(read);
  EXPECT_EQ(leaves, 1507);
  EXPECT_EQ(titles, 1701);
  EXPECT_GE(100.0 * first / leaves, 58) << first;
  EXPECT_GE(100.0 * among_five / leaves, 78) << among_five;
  EXPECT_GE(100.0 * group_among_five / titles, 82) << group_among_five;
  RecordProperty("leaf_first_of_1507", first);
  RecordProperty("leaf_among_five_of_1507", among_five);
}

}  // namespace
}  // namespace leye::matching
