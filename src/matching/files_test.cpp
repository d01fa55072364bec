#include "matching/files.h"

#include <gtest/gtest.h>
#include <unistd.h>

#include <fstream>
#include <sstream>

#include "core/digest.h"
#include "matching/testing/sample.h"

namespace leye::matching {
namespace {

namespace fs = std::filesystem;

class Files : public ::testing::Test {
 protected:
  void SetUp() override {
    params_.as_of = ymd(2020, 11, 2);
    fs::create_directories(folder_);
  }
  void TearDown() override { fs::remove_all(folder_); }

  fs::path write(const std::string& name, const std::string& text) {
    std::ofstream(folder_ / name) << text;
    return folder_ / name;
  }
  std::string where(const std::string& people) {
    const auto file = read_seekers(write("S.csv", people), testing::tables(), params_);
    if (!file) return file.error().code;
    return file->problems.empty() ? "" : file->problems[0].where;
  }
  /// The bytes `leye match` writes for these people and one post.
  std::string matched(const std::string& people) {
    const auto s = read_seekers(write("S.csv", people), testing::tables(), params_).value();
    const auto v = read_vacancies(write("V.csv", kPosts), testing::tables(), params_).value();
    const VacancyIndex index(testing::tables(), params_, v.records);
    const auto found = match_all(index, s.records, {5, Posts::kPassing, Ties::kHash, 3}, 2);
    EXPECT_TRUE(write_matches(folder_ / "F.csv", index, s.records, found));
    std::ostringstream text;
    text << std::ifstream(folder_ / "F.csv").rdbuf();
    return text.str();
  }

  static constexpr const char* kPosts =
      "vacancy_id,occupation,skills,wage_min,wage_max,xy,edu_min,exp_months,confirmed\n"
      "V1,4-03-02-05,waiting:2:1,3500,4500,3000 4000,2,12,2020-10-30\n"
      "V2,4-03-02-05,,面议,,3000 4000,,,2020-10-30\n"
      "V3,4-03-02-05,,3500,,3000 4000,,,2020-09-30\n";
  const fs::path folder_ =
      fs::temp_directory_path() / ("leye-matching-" + std::to_string(::getpid()));
  Params params_;
};

TEST_F(Files, GoldenCaseOneComesOutOfCsv) {
  const auto text = matched(
      "seeker_id,age,wishes,skills,wage_floor,wage_wish,home.xy,mode,commute_max,edu,past,forms\n"
      "S1,38,4-03-02-05,waiting:3;cashier:1,3000,4000,0 0,transit,60,3,4-03-02-05:36,full_time\n");
  std::istringstream lines(text);
  std::string heading;
  std::string first;
  std::string second;
  std::getline(lines, heading);
  std::getline(lines, first);
  std::getline(lines, second);
  EXPECT_EQ(first, "S1,1,V1,923,400,175,141,107,50,50,wish:1,31,true");
  // Pay that is to be agreed is unknown: shown, but never targeted.
  EXPECT_EQ(second, "S1,2,V2,772,400,120,45,107,50,50,wish:1,31,false");
}

TEST_F(Files, EveryBadCellNamesRowAndColumn) {
  EXPECT_EQ(where("seeker_id,age\nS1,old\n"), "S.csv row 2, column age");
  EXPECT_EQ(where("seeker_id,wishes\nS1,4-03\nS2,cook\n"), "S.csv row 3, column wishes");
  EXPECT_EQ(where("seeker_id,home.xy\nS1,1 2 3\n"), "S.csv row 2, column home.xy");
  EXPECT_EQ(where("seeker_id,skills\nS1,waiting\n"), "S.csv row 2, column skills");
  EXPECT_EQ(where("seeker_id,skills\nS1,flying:1\n"), "S.csv row 2, column skills");
  EXPECT_EQ(where("seeker_id,mode\nS1,rocket\n"), "S.csv row 2, column mode");
  EXPECT_EQ(where("seeker_id,age\n,30\n"), "S.csv row 2, column seeker_id");
  EXPECT_EQ(where("seeker_id,age\nS1,30\nS1,31\n"), "S.csv row 3");
  EXPECT_EQ(where("name,age\nS1,30\n"), "matching.column_missing");
  EXPECT_EQ(where("seeker_id,age\nS1,30\n"), "");
}

TEST_F(Files, SwapAuditIsByteIdentical) {
  const std::string heading = "seeker_id,age,wishes,wage_floor,home.xy,sex,ethnicity,origin\n";
  const auto before = matched(heading + "S1,38,4-03-02-05,3000,0 0,F,回族,河南\n" +
                              "S2,30,4-03-02,2500,1 1,M,汉族,天津\n");
  const auto after = matched(heading + "S1,38,4-03-02-05,3000,0 0,M,汉族,天津\n" +
                             "S2,30,4-03-02,2500,1 1,F,回族,河南\n");
  const auto without = matched(
      "seeker_id,age,wishes,wage_floor,home.xy\nS1,38,4-03-02-05,3000,0 0\n"
      "S2,30,4-03-02,2500,1 1\n");
  EXPECT_NE(before.find("S2,1"), std::string::npos);
  EXPECT_EQ(digest_of(before), digest_of(after));
  EXPECT_EQ(digest_of(before), digest_of(without));
}

TEST_F(Files, MatchesAreReadBack) {
  matched("seeker_id,age,wishes,home.xy\nS1,38,4-03-02-05,0 0\n");
  const auto rows = read_matches(folder_ / "F.csv").value();
  ASSERT_EQ(rows.size(), 2U);
  EXPECT_EQ(rows[0].seeker_id, "S1");
  EXPECT_EQ(rows[0].score > 600, true);
  write("F.csv", "seeker_id,vacancy_id,score,targeted\nS1,V1,many,true\n");
  EXPECT_EQ(read_matches(folder_ / "F.csv").error().where, "F.csv, row 2, column score");
}

}  // namespace
}  // namespace leye::matching
