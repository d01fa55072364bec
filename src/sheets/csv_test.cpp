#include "sheets/csv.h"

#include <gtest/gtest.h>
#include <rapidcheck/gtest.h>

#include <filesystem>
#include <fstream>

#include "sheets/encoding.h"

namespace leye::sheets {
namespace {

using Records = std::vector<std::vector<std::string>>;

Result<Records> read(TableSource& source,
                     std::vector<std::pair<std::int64_t, std::int64_t>>* at = nullptr) {
  Records records;
  LEYE_CHECK(source.rows([&](const Row& row) {
    records.emplace_back();
    for (const auto& cell : row.cells) records.back().emplace_back(cell.text);
    if (at != nullptr) at->emplace_back(row.number, row.line);
    return true;
  }));
  return records;
}
Records parsed(std::string text) {
  return read(*csv_from_text(std::move(text), "t.csv").value()).value();
}

TEST(Csv, QuotesNewlinesAndLineNumbers) {
  auto source =
      csv_from_text("\xEF\xBB\xBF姓名,说明\r\n甲,\"一\r\n二,\"\"三\"\"\"\r\n\r\n乙,四\"五\n",
                    "t.csv")
          .value();
  std::vector<std::pair<std::int64_t, std::int64_t>> at;
  const auto records = read(*source, &at).value();
  EXPECT_EQ(records, (Records{{"姓名", "说明"}, {"甲", "一\r\n二,\"三\""}, {"乙", "四\"五"}}));
  EXPECT_EQ(at[1], std::pair(std::int64_t{2}, std::int64_t{2}));
  EXPECT_EQ(at[2], std::pair(std::int64_t{4}, std::int64_t{5}));
}

TEST(Csv, VotesForTheDelimiter) {
  EXPECT_EQ(parsed("a;b,1;c\nd;e;f\n")[0].size(), 3U);
  EXPECT_EQ(parsed("a\tb\nc\td\n")[1][1], "d");
  EXPECT_EQ(parsed("a|b\nc|d\n")[1][1], "d");
  EXPECT_EQ(parsed("one\ntwo\n").size(), 2U);
}

TEST(Csv, Gb18030WithCharactersOfFourBytes) {
  Transcoder to(Transcoder::Direction::kToGb18030);
  std::string bytes;
  ASSERT_TRUE(to.feed("姓名,户籍\n王䶮,天津\n\xF0\xAC\x96\xB1某,河北\n", bytes));
  EXPECT_FALSE(is_utf8(bytes));
  const auto records = parsed(bytes);
  EXPECT_EQ(records[1][0], "王䶮");
  EXPECT_EQ(records[2][0], "\xF0\xAC\x96\xB1某");
}

TEST(Csv, BadFilesNameTheirLine) {
  const auto error = [](std::string text) {
    auto source = csv_from_text(std::move(text), "t.csv", {Encoding::kUtf8, {}});
    if (!source) return source.error();
    auto records = read(**source);
    return records ? Error{"none", "", {}} : records.error();
  };
  EXPECT_EQ(error("a,b\nc,\"d\ne").code, "csv.quote");
  EXPECT_EQ(error("a,b\nc,\"d\ne").where, "t.csv, line 2");
  EXPECT_EQ(error("a,b\n\"c\"x,d\n").where, "t.csv, line 2");
  EXPECT_EQ(error("a,b\nc,d\n\xC0\xAF,e\n").where, "t.csv, line 3");
  EXPECT_EQ(error(std::string("a\0b", 3)).code, "sheets.not_a_table");
  EXPECT_EQ(error("\xFF\xFE"
                  "a")
                .code,
            "csv.utf16");
  EXPECT_EQ(error(std::string(600, ',') + "\n").code, "csv.too_wide");
  EXPECT_EQ(error("a,b\nc," + std::string(200000, 'x')).code, "csv.cell_too_long");
}

TEST(Csv, FormulasAreGuardedOutAndUnguardedIn) {
  const auto path = std::filesystem::temp_directory_path() / "leye_guard.csv";
  auto out = CsvWriter::create(path).value();
  out.record({"=1+1", "-", "-12.5", "@x", "+86 10", "plain"});
  ASSERT_TRUE(out.close());
  std::ifstream in(path, std::ios::binary);
  const std::string bytes((std::istreambuf_iterator<char>(in)), std::istreambuf_iterator<char>());
  EXPECT_EQ(bytes, "\xEF\xBB\xBF'=1+1,-,-12.5,'@x,'+86 10,plain\r\n");
  EXPECT_EQ(read(*open_csv(path).value()).value(),
            (Records{{"=1+1", "-", "-12.5", "@x", "+86 10", "plain"}}));
  std::filesystem::remove(path);
}

RC_GTEST_PROP(Csv, WhatIsWrittenIsRead, (std::vector<std::vector<std::string>> input)) {
  Records records;
  for (auto& row : input) {
    std::vector<std::string> kept;
    for (auto& field : row) {
      std::string text;
      for (const char c : field)
        if (c != '\0' && static_cast<unsigned char>(c) < 0x80) text += c;
      kept.push_back(text);
    }
    while (!kept.empty() && kept.back().empty()) kept.pop_back();
    if (!kept.empty() && kept[0].size() < 2) records.push_back(kept);
  }
  std::string bytes = "\xEF\xBB\xBF";
  for (const auto& row : records) {
    for (std::size_t i = 0; i < row.size(); ++i) {
      if (i > 0) bytes += ',';
      append_csv_field(bytes, row[i], ',', false);
    }
    bytes += "\r\n";
  }
  auto source = csv_from_text(bytes, "t.csv", {Encoding::kUtf8, ','}).value();
  Records expected;
  for (auto row : records) {
    // A leading apostrophe before a formula is our own guard and is taken off again.
    for (auto& field : row)
      if (field.size() > 1 && field[0] == '\'' &&
          std::string_view("=+-@\t\r").find(field[1]) != std::string_view::npos)
        field.erase(0, 1);
    expected.push_back(row);
  }
  RC_ASSERT(read(*source).value() == expected);
}

}  // namespace
}  // namespace leye::sheets
