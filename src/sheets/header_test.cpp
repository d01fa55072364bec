#include "sheets/header.h"

#include <gtest/gtest.h>

#include "sheets/csv.h"

namespace leye::sheets {
namespace {

const std::vector<ColumnPattern> kPatterns = {
    {"身份证号", {"公民身份号码", "证件号码"}, true},
    {"姓名", {}, true},
    {"开始日期", {"劳动合同/起始日", "合同起始日期"}, false},
    {"结束日期", {"劳动合同/终止日"}, false},
    {"联系电话", {"手机"}, false}};

std::unique_ptr<TableSource> csv(std::string text) {
  return csv_from_text(std::move(text), "t.csv", {Encoding::kUtf8, ','}).value();
}

TEST(Header, PlainTitles) {
  EXPECT_EQ(plain_title(" 身份证 号码（必填）＊\n"), "身份证号码");
  EXPECT_EQ(plain_title("ＩＤ(18 digits)"), "id");
}

TEST(Header, BelowTitleLines) {
  auto source =
      csv("天津市某区劳动合同备案表,,,\n填报单位：某街道,,日期：2020-10-30,\n姓 "
          "名,公民身份号码*,备注\n甲,1,x\n");
  const auto header = find_header(*source, kPatterns).value();
  EXPECT_EQ(header.first_row, 3);
  EXPECT_EQ(header.column_of, (std::vector<int>{1, 0, -1, -1, -1}));
  EXPECT_EQ(header.ignored, std::vector<std::string>{"备注"});
}

TEST(Header, OfTwoMergedLines) {
  auto source = csv(
      "名单,,,,\n姓名,身份证号,劳动合同,,手机\n,,起始日,终止日,\n甲,1,2020-01-01,2020-12-31,2\n");
  const auto header = find_header(*source, kPatterns).value();
  EXPECT_EQ(header.first_row, 2);
  EXPECT_EQ(header.last_row, 3);
  EXPECT_EQ(header.column_of, (std::vector<int>{1, 0, 2, 3, 4}));
  EXPECT_EQ(header.titles[3], "劳动合同/终止日");
}

TEST(Header, WrongOnesAreRefusedByName) {
  const auto missing = find_header(*csv("姓名,手机,住址\n甲,1,2\n"), kPatterns);
  ASSERT_FALSE(missing);
  EXPECT_EQ(missing.error().code, "sheets.missing_column");
  EXPECT_EQ(missing.error().args[0].second, "身份证号");
  EXPECT_EQ(find_header(*csv("a,b,c\n1,2,3\n"), kPatterns).error().code, "sheets.no_header");
  EXPECT_EQ(find_header(*csv("姓名,姓名,身份证号\n"), kPatterns).error().code,
            "sheets.column_twice");
  std::string late;
  for (int i = 0; i < 10; ++i) late += "x,y\n";
  EXPECT_EQ(find_header(*csv(late + "姓名,身份证号\n"), kPatterns).error().code,
            "sheets.no_header");
}

TEST(Header, TotalsNotesAndRepeatedHeadingsAreDroppedVisibly) {
  auto source = csv("姓名,身份证号\n甲,1\n姓名,身份证号\n乙,2\n合计,2\n填表人：某\n");
  const auto header = find_header(*source, kPatterns).value();
  std::vector<SkippedRow> skipped;
  std::vector<std::int64_t> seen;
  ASSERT_TRUE(rows_below(*source, header, skipped, [&](const Row& row) {
    seen.push_back(row.number);
    return true;
  }));
  EXPECT_EQ(seen, (std::vector<std::int64_t>{2, 4}));
  ASSERT_EQ(skipped.size(), 3U);
  EXPECT_EQ(skipped[0].why, Skip::kHeadingAgain);
  EXPECT_EQ(skipped[1].why, Skip::kTotal);
  EXPECT_EQ(skipped[2].why, Skip::kNote);
}

}  // namespace
}  // namespace leye::sheets
