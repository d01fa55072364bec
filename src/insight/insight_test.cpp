#include <gtest/gtest.h>

#include "core/messages.h"
#include "insight/document.h"
#include "insight/indicators.h"
#include "sheets/zip.h"

namespace leye::insight {
namespace {

std::filesystem::path scratch(const std::string& name) {
  return std::filesystem::path(testing::TempDir()) / (to_text(new_uuid()) + name);
}

TEST(Tally, NeverRoundsUpAndNeverInventsARate) {
  Tally tally;
  EXPECT_EQ(tally.display(), "—");
  tally.tt = 3311;
  tally.tf = 1;
  EXPECT_EQ(tally.display(), "99.9%");
  tally.tt = 4;
  tally.tf = 3;
  EXPECT_EQ(tally.display(), "57.1%");
}

TEST(Tally, BoundsHoldWhateverTheUnknownTurnsOutToBe) {
  // Two counted, one not, one whose numerator and one whose denominator is unknown.
  const Tally tally{.tt = 2, .tf = 1, .tu = 1, .ut = 1};
  EXPECT_EQ(tally.display(), "50.0%");
  EXPECT_EQ(tally.low(), "50.0%");
  EXPECT_EQ(tally.high(), "80.0%");
}

TEST(Document, FillsTheTemplateAndIsTheSameBytesAgain) {
  const std::filesystem::path folder =
      LEYE_SOURCE_DIR "/packs/tianjin-2020q4/templates/summary-report";
  const std::vector<Block> blocks = {
      Paragraph{"Title", "标题 <&>"},
      DocumentTable{
          "表1 名称", "单位：人", {"区划", "数"}, {{"南开区", "3"}, {"", "—"}}, {}, "注"}};
  const auto a = scratch("a.docx");
  const auto b = scratch("b.docx");
  ASSERT_TRUE(write_docx(folder, blocks, a));
  ASSERT_TRUE(write_docx(folder, blocks, b));
  EXPECT_EQ(*digest_of_file(a), *digest_of_file(b));
  auto zip = sheets::ZipReader::open(a);
  ASSERT_TRUE(zip) << describe(zip.error());
  const auto document = zip->read("word/document.xml");
  ASSERT_TRUE(document);
  EXPECT_NE(document->find("标题 &lt;&amp;&gt;"), std::string::npos);
  EXPECT_EQ(document->find("{{body}}"), std::string::npos);
}

TEST(Document, SaysWhichTemplateIsBroken) {
  const auto empty = scratch("template");
  std::filesystem::create_directories(empty);
  EXPECT_EQ(write_docx(empty, {}, scratch("x.docx")).error().code, "report.template");
}

}  // namespace
}  // namespace leye::insight
