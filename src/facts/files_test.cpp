#include "facts/files.h"

#include <gtest/gtest.h>

#include <fstream>

#include "core/messages.h"
#include "facts/source.h"
#include "rules/pack/load.h"

namespace leye::facts {
namespace {

namespace fs = std::filesystem;

constexpr const char* kCatalogue = R"(kind: catalogue
subjects:
  person: {title: {zh: 个人}}
  hire: {title: {zh: 用工关系}, reaches: [person], anchors: [contract.start_date]}
enums:
  Skill: {none: 无, senior: 高级}
records:
  Contact: {on: {type: date, world: closed, required: true}}
facts:
  - {name: person.wants_work, type: bool, world: open, title: {zh: 就业意愿}, anchored: [contract.start_date]}
  - {name: person.skill, type: "enum:Skill", world: open, title: {zh: 技能}}
  - {name: person.contacts, type: "list<Contact>", world: closed, title: {zh: 联系}, sources: [{register: ledger, take: rows, kinds: [FollowUpDone], fields: {on: occurred_on}, complete: true}]}
  - {name: contract.start_date, type: date, world: open, on: [hire], title: {zh: 起始日}}
)";

class FactFilesTest : public testing::Test {
 protected:
  void SetUp() override {
    dir_ = fs::path(testing::TempDir()) / to_text(new_uuid());
    fs::create_directories(dir_);
    loaded_ = rules::load_files({}, {{"catalogue.yaml", kCatalogue}});
    ASSERT_NE(loaded_.pack, nullptr)
        << (loaded_.diagnostics.empty() ? "" : loaded_.diagnostics[0].line());
  }
  void write(const std::string& name, const std::string& text) {
    std::ofstream(dir_ / name) << text;
  }
  FactFiles read() { return read_fact_files(loaded_.pack->environment, dir_, ymd(2020, 10, 31)); }
  fs::path dir_;
  rules::LoadedPack loaded_;
};

TEST_F(FactFilesTest, EmptyIsUnknownHyphenIsAbsentAndHiresReachTheirPerson) {
  write("person.csv", "person,person.wants_work,person.skill\np2,-,senior\np1,true,\n");
  write("hire.csv",
        "hire,person,contract.start_date,person.wants_work@contract.start_date\n"
        "h1,p2,2020-08-03,false\n");
  write("person.contacts.csv", "person,on\np2,2020-10-05\np2,2020-10-20\n");
  const auto files = read();
  ASSERT_TRUE(files.errors.empty()) << describe(files.errors[0]);
  const auto& environment = loaded_.pack->environment;
  const Binding binding(environment, files.snapshot, "hire");
  RowSource hire(binding);
  hire.at(0);
  EXPECT_EQ(hire.read(environment.fact("person.wants_work"), rules::kNoFact).state,
            rules::FactState::kAbsent);
  const auto before =
      hire.read(environment.fact("person.wants_work"), environment.fact("contract.start_date"));
  ASSERT_EQ(before.state, rules::FactState::kKnown);
  EXPECT_EQ(before.value.number, 0);
  const auto contacts = hire.read(environment.fact("person.contacts"), rules::kNoFact);
  ASSERT_EQ(contacts.state, rules::FactState::kKnown);
  EXPECT_EQ(contacts.value.list->size(), 2U);
  const auto* people = files.snapshot.table("person");
  EXPECT_EQ(subject_text(*people, 0), "p1");
  EXPECT_EQ(people->find("person.skill")->state(0), columns::State::kUnknown);
}

TEST_F(FactFilesTest, EveryWrongCellIsNamedWithItsPlace) {
  write("person.csv", "person,person.skill,person.shoe\np1,expert,1\np1,none,2\n,none,3\n");
  write("peron.csv", "person\n");
  write("hire.csv", "hire,person\nh1,p9\n");
  std::vector<std::string> codes;
  for (const auto& error : read().errors) codes.push_back(error.code);
  for (const auto* code : {"facts.unknown_file", "facts.id_missing", "facts.id_twice", "facts.cell",
                           "facts.unknown_column", "facts.no_such_subject"})
    EXPECT_NE(std::find(codes.begin(), codes.end(), code), codes.end()) << code;
}

TEST_F(FactFilesTest, SnapshotsComeBackFromDiskWithTheSameDigest) {
  write("person.csv", "person,person.wants_work,person.skill\np1,true,none\np2,,senior\n");
  const auto files = read();
  const auto folder = dir_ / "snapshot";
  ASSERT_TRUE(write_snapshot(files.snapshot, folder));
  const auto again = read_snapshot(folder);
  ASSERT_TRUE(again) << describe(again.error());
  EXPECT_EQ(again->digest(), files.snapshot.digest());
  EXPECT_EQ(again->as_of, ymd(2020, 10, 31));
}

}  // namespace
}  // namespace leye::facts
