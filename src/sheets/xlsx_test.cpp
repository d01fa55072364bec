#include "sheets/xlsx.h"

#include <gtest/gtest.h>

#include <filesystem>
#include <fstream>

#include "sheets/xlsx_write.h"
#include "sheets/yaml.h"
#include "sheets/zip.h"

namespace leye::sheets {
namespace {

namespace fs = std::filesystem;

class Xlsx : public testing::Test {
 protected:
  void SetUp() override {
    dir_ =
        fs::temp_directory_path() /
        (std::string("leye_xlsx_") + testing::UnitTest::GetInstance()->current_test_info()->name());
    fs::remove_all(dir_);
    fs::create_directories(dir_);
  }
  void TearDown() override { fs::remove_all(dir_); }
  fs::path file(const char* name) const { return dir_ / name; }

  fs::path sample() const {
    auto out = XlsxWriter::create(file("sample.xlsx")).value();
    out.sheet("说明");
    out.text(0, 0, "see the next sheet");
    out.sheet("备案");
    out.merge(0, 0, 0, 3, "合同备案", Look::kTitle);
    out.text(1, 0, "身份证号");
    out.text(1, 1, "签订日期");
    out.text(1, 2, "工资");
    out.identifier(2, 0, "129001197503120017");
    out.date(2, 1, ymd(2020, 10, 22));
    out.money(2, 2, Fen(450050));
    out.number(3, 0, 129001197503120000.0);
    out.text(3, 1, "=1+1");
    out.hide_row(3);
    out.comment(3, 0, "stored as a number");
    EXPECT_TRUE(out.close());
    return file("sample.xlsx");
  }
  fs::path dir_;
};

struct Copy {
  std::int64_t number;
  bool hidden;
  std::vector<std::pair<CellKind, std::string>> cells;
  std::vector<Date> dates;
};
std::vector<Copy> all(TableSource& source) {
  std::vector<Copy> rows;
  const auto done = source.rows([&](const Row& row) {
    Copy copy{row.number, row.hidden, {}, {}};
    for (const auto& cell : row.cells) {
      copy.cells.emplace_back(cell.kind, std::string(cell.text));
      copy.dates.push_back(cell.date);
    }
    rows.push_back(std::move(copy));
    return true;
  });
  EXPECT_TRUE(done) << done.error().code;
  return rows;
}

TEST_F(Xlsx, ReadsWhatItWrote) {
  auto source = open_xlsx(sample(), "备案").value();
  EXPECT_EQ(source->sheets(), (std::vector<std::string>{"说明", "备案"}));
  const auto rows = all(*source);
  ASSERT_EQ(rows.size(), 4U);
  EXPECT_EQ(rows[2].number, 3);
  EXPECT_EQ(rows[2].cells[0], std::pair(CellKind::kText, std::string("129001197503120017")));
  EXPECT_EQ(rows[2].cells[1].first, CellKind::kDate);
  EXPECT_EQ(rows[2].dates[1], ymd(2020, 10, 22));
  EXPECT_EQ(rows[2].cells[2], std::pair(CellKind::kNumber, std::string("4500.5")));
  EXPECT_TRUE(rows[3].hidden);
  EXPECT_EQ(rows[3].cells[0].first, CellKind::kNumber);
  EXPECT_EQ(rows[3].cells[1], std::pair(CellKind::kText, std::string("=1+1")));
  const auto merges = source->merges().value();
  ASSERT_EQ(merges.size(), 1U);
  EXPECT_EQ(merges[0].last_column, 3);
}

TEST_F(Xlsx, MissingSheetNamesThoseThereAre) {
  const auto source = open_table(sample(), "合同");
  ASSERT_FALSE(source);
  EXPECT_EQ(source.error().code, "xlsx.no_sheet");
  EXPECT_EQ(source.error().args[1].second, "说明、备案");
}

TEST_F(Xlsx, TruncatedFileIsRefusedAtEveryLength) {
  const auto whole = read_text_file(sample()).value();
  for (std::size_t size = 4; size < whole.size(); size += 97) {
    std::ofstream(file("cut.xlsx"), std::ios::binary) << whole.substr(0, size);
    const auto source = open_table(file("cut.xlsx"));
    ASSERT_FALSE(source) << size;
    EXPECT_EQ(source.error().code, "zip.broken");
    EXPECT_EQ(source.error().where, "cut.xlsx");
  }
}

TEST_F(Xlsx, OtherFilesGetTheirOwnMessage) {
  const auto code = [&](const char* name, std::string_view bytes) {
    std::ofstream(file(name), std::ios::binary) << bytes;
    const auto source = open_table(file(name));
    return source ? std::string("read") : source.error().code;
  };
  const std::string ole = "\xD0\xCF\x11\xE0\xA1\xB1\x1A\xE1";
  std::string encrypted = ole;
  for (const char c : std::string("EncryptedPackage")) {
    encrypted += c;
    encrypted += '\0';
  }
  EXPECT_EQ(code("a.xls", ole + "Workbook"), "sheets.old_xls");
  EXPECT_EQ(code("b.xlsx", encrypted), "sheets.encrypted");
  EXPECT_EQ(code("c.xlsx", "姓名,身份证号\n"), "sheets.renamed_csv");
  EXPECT_EQ(code("d.xls", "<html><table>"), "sheets.not_a_table");
  EXPECT_EQ(code("e.csv", ""), "sheets.empty_file");
  EXPECT_EQ(code("f.csv", "姓名,身份证号\n"), "read");
  EXPECT_EQ(open_table(file("nowhere.xlsx")).error().code, "file.unreadable");
}

/// A workbook of hand-written parts.
fs::path made(const fs::path& path, const std::string& sheet,
              const std::string& workbook_properties = "", bool stored = true) {
  const std::string rel = "http://schemas.openxmlformats.org/officeDocument/2006/relationships";
  EXPECT_TRUE(write_zip(
      path, {{"xl/workbook.xml",
              "<x:workbook xmlns:x=\"m\" xmlns:r=\"" + rel + "\">" + workbook_properties +
                  "<x:sheets><x:sheet name=\"S\" sheetId=\"1\" r:id=\"rId1\"/></x:sheets>"
                  "</x:workbook>",
              stored},
             {"xl/_rels/workbook.xml.rels",
              "<Relationships><Relationship Id=\"rId1\" Type=\"" + rel +
                  "/worksheet\" Target=\"/xl/worksheets/sheet1.xml\"/><Relationship Id=\"rId2\" "
                  "Type=\"" +
                  rel + "/styles\" Target=\"styles.xml\"/></Relationships>",
              stored},
             {"xl/styles.xml",
              "<styleSheet><numFmts><numFmt formatCode=\"x\"/><numFmt numFmtId=\"170\" "
              "formatCode=\"yyyy&quot;年&quot;m&quot;月&quot;\"/></numFmts><cellXfs><xf "
              "numFmtId=\"0\"/><xf numFmtId=\"170\"/><xf numFmtId=\"58\"/></cellXfs></styleSheet>",
              stored},
             {"xl/worksheets/sheet1.xml", sheet, stored}}));
  return path;
}

TEST_F(Xlsx, PrefixedNamesAbsoluteTargetsAndOddReferences) {
  const auto path =
      made(file("wps.xlsx"),
           "<x:worksheet xmlns:x=\"m\"><x:sheetData><x:row r=\"7\">"
           "<x:c r=\"C7\" t=\"inlineStr\"><x:is><x:t>三</x:t></x:is></x:c>"
           "<x:c r=\"A7\"><x:v>44126</x:v></x:c><x:c r=\"7\"><x:v>2</x:v></x:c>"
           "<x:c r=\"D7\" s=\"1\"><x:v>44126.75</x:v></x:c>"
           "<x:c r=\"E7\" s=\"2\"><x:v>60</x:v></x:c></x:row></x:sheetData></x:worksheet>");
  const auto rows = all(*open_xlsx(path).value());
  ASSERT_EQ(rows.size(), 1U);
  ASSERT_EQ(rows[0].cells.size(), 5U);
  EXPECT_EQ(rows[0].cells[0], std::pair(CellKind::kNumber, std::string("44126")));
  EXPECT_EQ(rows[0].cells[1].second, "2");
  EXPECT_EQ(rows[0].cells[2].second, "三");
  EXPECT_EQ(rows[0].dates[3], ymd(2020, 10, 22));
  EXPECT_EQ(rows[0].cells[4].first, CellKind::kNumber) << "29 February 1900 was not a day";
}

TEST_F(Xlsx, TheSystemOf1904) {
  const auto path =
      made(file("mac.xlsx"), "<worksheet><row><c s=\"1\"><v>42664</v></c></row></worksheet>",
           "<workbookPr date1904=\"1\"/>");
  EXPECT_EQ(all(*open_xlsx(path).value())[0].dates[0], ymd(2020, 10, 22));
}

TEST_F(Xlsx, BrokenInsideNamesPartAndLine) {
  const auto path = made(file("bad.xlsx"), "<worksheet>\n<row><c></row></worksheet>");
  const auto done = open_xlsx(path).value()->rows([](const Row&) { return true; });
  ASSERT_FALSE(done);
  EXPECT_EQ(done.error().code, "xml.broken");
  EXPECT_EQ(done.error().where, "bad.xlsx, xl/worksheets/sheet1.xml, line 2");
}

TEST_F(Xlsx, LaughsAndBombsAreRefused) {
  const auto laughs = made(file("dtd.xlsx"), "<!DOCTYPE l [<!ENTITY l \"l\">]><worksheet/>");
  EXPECT_EQ(open_xlsx(laughs).value()->rows([](const Row&) { return true; }).error().code,
            "xml.dtd");
  const auto bomb = made(file("bomb.xlsx"), std::string(8 << 20, ' '), "", false);
  EXPECT_EQ(open_xlsx(bomb).error().code, "zip.too_big");
  const auto wide =
      made(file("wide.xlsx"), "<worksheet><row><c r=\"ZZZ1\"><v>1</v></c></row></worksheet>");
  EXPECT_EQ(open_xlsx(wide).value()->rows([](const Row&) { return true; }).error().code,
            "xlsx.too_wide");
}

TEST_F(Xlsx, SameCallsSameBytes) {
  const auto first = read_text_file(sample()).value();
  fs::rename(file("sample.xlsx"), file("first.xlsx"));
  EXPECT_EQ(first, read_text_file(sample()).value());
}

TEST_F(Xlsx, ListsKeepIdentifiersDatesAndAmounts) {
  ASSERT_TRUE(write_list(file("list.xlsx"), "名单",
                         {{"身份证号", ColumnKind::kIdentifier},
                          {"日期", ColumnKind::kDate},
                          {"金额", ColumnKind::kMoney},
                          {"人数", ColumnKind::kInteger}},
                         {{"012345678901234567", "2020-11-03", "1234.50", "12"},
                          {"=cmd()", "十一月", "", "12345678901234567"}}));
  const auto rows = all(*open_table(file("list.xlsx")).value());
  EXPECT_EQ(rows[1].cells[0].second, "012345678901234567");
  EXPECT_EQ(rows[1].dates[1], ymd(2020, 11, 3));
  EXPECT_EQ(rows[1].cells[2], std::pair(CellKind::kNumber, std::string("1234.5")));
  EXPECT_EQ(rows[2].cells[0], std::pair(CellKind::kText, std::string("=cmd()")));
  EXPECT_EQ(rows[2].cells[1], std::pair(CellKind::kText, std::string("十一月")));
  EXPECT_EQ(rows[2].cells[3].first, CellKind::kText);
}

}  // namespace
}  // namespace leye::sheets
