#include <gtest/gtest.h>

#include <filesystem>
#include <fstream>

#include "codes/codes.h"

namespace leye::codes {
namespace {

const Divisions& tianjin() {
  static const Divisions loaded = Divisions::load(LEYE_SOURCE_DIR "/data/tianjin").value();
  return loaded;
}

std::size_t count(DivisionLevel level) {
  std::size_t n = 0;
  for (const auto& unit : tianjin().all())
    if (unit.level == level && !unit.valid_to) ++n;
  return n;
}

TEST(Divisions, TianjinHasItsUnitsAndEachHasOneParent) {
  EXPECT_EQ(count(DivisionLevel::kDistrict), 16U);
  EXPECT_EQ(count(DivisionLevel::kStreet), 299U);
  EXPECT_EQ(count(DivisionLevel::kCommunity), 5617U);
  std::size_t zones = 0;
  for (const auto& unit : tianjin().all()) {
    zones += unit.zone ? 1 : 0;
    EXPECT_EQ(unit.parent.has_value(), &unit != &tianjin().root());
  }
  EXPECT_EQ(zones, 47U);
  EXPECT_EQ(tianjin().children(*tianjin().find("120104")).size(), 12U);
}

TEST(Divisions, ContainmentFollowsTheTree) {
  const auto& d = tianjin();
  EXPECT_TRUE(d.contains("120104", "120104001001"));
  EXPECT_TRUE(d.contains("120000", "120104"));
  EXPECT_TRUE(d.contains("1201", "120104001"));
  EXPECT_TRUE(d.contains("120104", "120104000000"));
  EXPECT_FALSE(d.contains("120104", "120000"));
  EXPECT_FALSE(d.contains("120103", "120104001001"));
  EXPECT_FALSE(d.contains("120104", "no such code"));
  EXPECT_EQ(d.ancestor(*d.find("120104001001"), DivisionLevel::kDistrict)->name, "南开区");
  EXPECT_EQ(d.full_name(*d.find("120101001001")), "和平区 劝业场街道 花园路社区居委会");
}

TEST(Divisions, AUnitOutsideThePrefixOfItsParentStillBelongsToIt) {
  const auto folder = std::filesystem::temp_directory_path() / "leye_divisions_test";
  std::filesystem::create_directories(folder);
  const auto write = [&](const char* name, const char* rows) {
    std::ofstream(folder / name) << "code,name,parent_code\n" << rows;
  };
  write("city.csv", "990000,甲市,\n");
  write("districts.csv", "990101,甲区,990000\n990102,乙区,990000\n");
  write("streets.csv", "990101001,飞地街道,990102\n");
  write("communities.csv", "990101001001,飞地社区,990101001\n");
  const auto d = Divisions::load(folder);
  ASSERT_TRUE(d) << d.error().code;
  EXPECT_TRUE(d->contains("990102", "990101001001"));
  EXPECT_FALSE(d->contains("990101", "990101001001"));
  write("streets.csv", "990101001,飞地街道,990103\n");
  EXPECT_EQ(Divisions::load(folder).error().code, "division.parent");
  std::filesystem::remove_all(folder);
  EXPECT_EQ(Divisions::load(folder).error().code, "data.unreadable");
}

TEST(Divisions, FormerCodesLeadToTheDistrictOfToday) {
  const auto& d = tianjin();
  EXPECT_EQ((*d.resolve("120107"))->name, "滨海新区");
  EXPECT_EQ((*d.resolve("120225"))->code, "120119");
  EXPECT_EQ((*d.resolve("120225100"))->code, "120119100");
  EXPECT_EQ((*d.resolve("120107001"))->code, "120116");
  EXPECT_EQ(d.resolve("120199").error().code, "division.unknown");
  EXPECT_EQ(d.find("120110", ymd(1990, 1, 1))->name, "东郊区");
  EXPECT_EQ(d.find("120110", ymd(2020, 1, 1))->name, "东丽区");
  EXPECT_EQ(d.find("120225", ymd(2020, 1, 1)), nullptr);
  EXPECT_EQ(d.find("120119", ymd(2010, 1, 1)), nullptr);
}

TEST(Divisions, ClosureContainsEachUnitItselfAndItsAncestors) {
  std::size_t of_one = 0;
  for (const auto& row : tianjin().closure()) of_one += row.descendant == "120104001001" ? 1 : 0;
  EXPECT_EQ(of_one, 4U);
}

TEST(Divisions, NamesAreComparedWithoutTheirKindAndMayBeSeveral) {
  const auto& d = tianjin();
  EXPECT_EQ(bare_name("花园路社区居委会"), bare_name("花园路社区"));
  ASSERT_EQ(d.by_name(*d.find("120101"), "花园路社区").size(), 1U);
  EXPECT_GT(d.by_name(d.root(), "海滨街道").size(), 1U);
}

}  // namespace
}  // namespace leye::codes
