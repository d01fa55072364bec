#include "city/city.h"

#include <gtest/gtest.h>
#include <rapidcheck/gtest.h>

#include <algorithm>
#include <boost/json.hpp>
#include <fstream>
#include <map>
#include <set>
#include <sstream>

#include "city/employers.h"
#include "city/people.h"
#include "city/seen.h"
#include "codes/codes.h"
#include "core/digest.h"

namespace leye::city {
namespace {

namespace fs = std::filesystem;

CityOptions options(std::uint64_t seed, const std::string& name) {
  CityOptions o;
  o.seed = seed;
  o.data_dir = LEYE_SOURCE_DIR "/data";
  o.out = fs::temp_directory_path() / "leye_city_test" / name;
  return o;
}

std::map<std::string, std::string> digests(const fs::path& folder) {
  std::map<std::string, std::string> out;
  for (const auto& entry : fs::recursive_directory_iterator(folder))
    if (entry.is_regular_file())
      out[fs::relative(entry.path(), folder).string()] =
          leye::to_text(*digest_of_file(entry.path()));
  return out;
}

std::string text_of(const fs::path& path) {
  std::ifstream in(path, std::ios::binary);
  std::stringstream text;
  text << in.rdbuf();
  return text.str();
}

std::vector<std::vector<std::string>> csv(const fs::path& path) {
  std::vector<std::vector<std::string>> rows;
  std::istringstream in(text_of(path));
  for (std::string line; std::getline(in, line);) {
    rows.emplace_back();
    std::istringstream cells(line);
    for (std::string cell; std::getline(cells, cell, ',');) rows.back().push_back(cell);
  }
  return rows;
}

/// The demo, written once for all tests that read it.
const fs::path& demo() {
  static const fs::path out = [] {
    const auto o = options(1, "demo");
    fs::remove_all(o.out);
    const auto summary = write_city(o);
    EXPECT_TRUE(summary) << summary.error().code;
    return o.out;
  }();
  return out;
}

boost::json::object expected() {
  return boost::json::parse(text_of(demo() / "truth" / "expected.json")).as_object();
}

TEST(City, TheSameSeedGivesTheSameBytesAndAnotherSeedOthers) {
  auto first = options(7, "a"), second = options(7, "b"), other = options(8, "c");
  for (auto* o : {&first, &second, &other}) {
    fs::remove_all(o->out);
    o->persons = 1500;
    ASSERT_TRUE(write_city(*o));
  }
  const auto a = digests(first.out);
  EXPECT_EQ(a, digests(second.out));
  const auto c = digests(other.out);
  for (const auto& [path, digest] : a) {
    if (path == "manifest.json") continue;
    EXPECT_NE(c.at(path), digest) << path;
  }
  ASSERT_TRUE(write_city(first));
  EXPECT_EQ(a, digests(first.out)) << "a second run into the same folder";
}

TEST(City, EveryCitizenIdIsSyntheticValidAndUnique) {
  const auto rows = csv(demo() / "truth" / "persons.csv");
  ASSERT_EQ(rows.size(), 20001U);
  std::set<std::string> seen;
  for (std::size_t i = 1; i < rows.size(); ++i) {
    const auto& number = rows[i][2];
    const auto id = codes::parse_citizen_id(number, ymd(2020, 10, 31));
    ASSERT_TRUE(id) << number;
    EXPECT_TRUE(id->synthetic) << number;
    EXPECT_EQ(std::to_string(static_cast<int>(id->sex)), rows[i][3]);
    EXPECT_EQ(to_text(id->birth), rows[i][4]);
    EXPECT_TRUE(seen.insert(number).second) << number;
    EXPECT_TRUE(codes::parse_name(rows[i][1])) << rows[i][1];
  }
}

TEST(City, IdsStayUniqueInLargeCities) {
  auto o = options(3, "none");
  o.preset = Preset::kProvince;
  const auto world = World::make(o).value();
  // Persons who share a pair of day and serial differ in year or area.
  for (const std::int64_t step : {178'850, 357'700, 909'091, 1'818'182}) {
    for (std::int64_t i = 5; i < 400; ++i)
      EXPECT_NE(make_person(world, i).citizen_id, make_person(world, i + step).citizen_id);
  }
}

TEST(City, D11_NamesakesOfOneBirthDateAreTwoPeople) {
  const auto world = World::make(options(1, "none")).value();
  int twins = 0;
  for (std::int64_t i = 1; i < 20000; ++i) {
    const auto a = make_person(world, i - 1), b = make_person(world, i);
    if (a.name != b.name || a.birth != b.birth || a.home.street != b.home.street) continue;
    ++twins;
    EXPECT_NE(a.citizen_id, b.citizen_id);
  }
  EXPECT_GE(twins, 1);
  EXPECT_LE(twins, 16);
}

TEST(City, EmployersHaveValidCodesAndNoTwoShareOne) {
  const auto world = World::make(options(1, "none")).value();
  std::set<std::string> seen;
  for (std::int64_t n = 0; n < world.employers; ++n) {
    const auto e = make_employer(world, n);
    const auto code = codes::parse_uscc(e.uscc);
    ASSERT_TRUE(code) << e.uscc;
    EXPECT_TRUE(code->warnings.empty()) << e.uscc;
    EXPECT_TRUE(seen.insert(e.uscc).second);
  }
}

/// Share of a register's rows that carry a defect, in millionths.
std::int64_t rate(const boost::json::object& registers, const char* code, const char* defect) {
  const auto& r = registers.at(code).as_object();
  const auto* count = r.at("rows_by_defect").as_object().if_contains(defect);
  return (count ? count->as_int64() : 0) * 1'000'000 / r.at("rows").as_int64();
}

TEST(City, DefectsAreAsFrequentAsTheCatalogueSays) {
  const auto all = expected();
  const auto& registers = all.at("registers").as_object();
  const auto near = [&](const char* code, const char* defect, std::int64_t low, std::int64_t high) {
    const auto r = rate(registers, code, defect);
    EXPECT_GE(r, low) << code << " " << defect;
    EXPECT_LE(r, high) << code << " " << defect;
  };
  near("social_insurance", "D01", 2'000, 4'000);
  near("social_insurance", "D02", 1'200, 3'200);
  near("social_insurance", "D03", 25'000, 40'000);
  near("social_insurance", "D04", 100, 1'000);
  near("social_insurance", "D05", 3'000, 5'000);
  near("social_insurance", "D06", 400, 1'800);
  near("social_insurance", "D07", 100, 1'200);
  near("social_insurance", "D10", 25'000, 35'000);
  near("unemployment_registration", "D08", 5'000, 16'000);
  near("unemployment_registration", "D09", 5'000, 11'000);
  near("unemployment_registration", "D13", 120'000, 170'000);
  near("unemployment_registration", "D14", 40'000, 60'000);
  near("unemployment_registration", "D15", 1'000, 5'000);
  near("contract_filing", "D25", 15'000, 28'000);
  near("vacancies", "D28", 25'000, 75'000);
}

TEST(City, TruthCountsItsOwnRows) {
  const auto all = expected();
  std::map<std::string, std::pair<std::int64_t, std::int64_t>> counted;
  const auto rows = csv(demo() / "truth" / "records.csv");
  for (std::size_t i = 1; i < rows.size(); ++i) {
    auto& [total, refused] = counted[rows[i][0]];
    ++total;
    refused += rows[i].size() > 4 && !rows[i][4].empty() ? 1 : 0;
  }
  const auto& files = all.at("files").as_array();
  EXPECT_EQ(files.size(), counted.size());
  for (const auto& f : files) {
    const auto& file = f.as_object();
    const std::string path(file.at("path").as_string());
    EXPECT_TRUE(fs::exists(demo() / path)) << path;
    EXPECT_EQ(file.at("rows").as_int64(), counted[path].first) << path;
    EXPECT_EQ(file.at("refused").as_int64(), counted[path].second) << path;
  }
}

TEST(City, EachPolicyHasEligibleRefusedAndUndeterminedSubjects) {
  const auto all = expected();
  for (const char* policy : {"P05", "P07", "P14"}) {
    const auto& seen = all.at("policies").as_object().at(policy).as_object().at("seen").as_object();
    for (const char* outcome : {"eligible", "not_eligible", "undetermined"})
      EXPECT_GE(seen.at(outcome).as_int64(), 20) << policy << " " << outcome;
  }
}

TEST(City, TheGroupsHaveTheirShares) {
  const auto all = expected();
  const auto& city = all.at("groups").as_object().at("city").as_object().at("true").as_object();
  const auto p1 = city.at("P1_2020-10-01").as_int64();
  EXPECT_GE(p1, 3400);  // 18 %
  EXPECT_LE(p1, 3800);
  const auto p4 = city.at("P4").as_int64();
  EXPECT_GE(p4, 780);  // 4.5 %
  EXPECT_LE(p4, 1020);
  const auto& full = all.at("groups").as_object().at("120104").as_object();
  EXPECT_GE(full.at("true").as_object().at("P1").as_int64() * 100, p1 * 60);
}

TEST(City, OutcomesAreThreeValued) {
  const auto world = World::make(options(1, "none")).value();
  int eligible = 0;
  for (std::int64_t i = 0; i < 20000; ++i) {
    const auto p = make_person(world, i);
    if (policy_p05(world, p, everything()) != Outcome::kEligible) continue;
    ++eligible;
    auto blind = everything();
    blind.is_signed = false;
    EXPECT_EQ(policy_p05(world, p, blind), Outcome::kUndetermined);
    blind.insurance = 0;  // a closed register: nothing there is a no
    EXPECT_EQ(policy_p05(world, p, blind), Outcome::kNotEligible);
    EXPECT_EQ(policy_p05(world, p, Seen{}), Outcome::kNoSubject);
  }
  EXPECT_GT(eligible, 100);
}

TEST(City, RefusesWhatItCannotWrite) {
  auto o = options(1, "refuse");
  fs::remove_all(o.out);
  o.persons = 50;
  EXPECT_EQ(write_city(o).error().code, "city.persons");
  o.persons = 200;
  fs::create_directories(o.out / "registers");
  EXPECT_EQ(write_city(o).error().code, "city.not_ours");
  o.data_dir = "/nowhere";
  EXPECT_EQ(write_city(o).error().code, "data.unreadable");
  EXPECT_EQ(parse_preset("village").error().code, "city.preset");
}

TEST(City, LargerPresetsAreCsvOnly) {
  auto o = options(1, "csv");
  fs::remove_all(o.out);
  o.preset = Preset::kCity;
  o.persons = 2000;
  const auto summary = write_city(o);
  ASSERT_TRUE(summary);
  for (const auto& file : summary->files) EXPECT_TRUE(file.path.ends_with(".csv")) << file.path;
  EXPECT_EQ(summary->files.size(), 13U);
}

RC_GTEST_PROP(Dice, StayInTheirRangeAndRepeat, (std::uint64_t seed, std::int64_t index)) {
  const auto n = *rc::gen::inRange<std::uint32_t>(1, 1000);
  Dice a(seed, Stream::kBody, index), b(seed, Stream::kBody, index);
  for (int i = 0; i < 20; ++i) {
    const auto value = a.below(n);
    RC_ASSERT(value < n);
    RC_ASSERT(value == b.below(n));
  }
  const auto days = a.spread(190, kSigma1);
  RC_ASSERT(days >= 14 && days <= 2500);
}

}  // namespace
}  // namespace leye::city
