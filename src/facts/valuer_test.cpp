#include "facts/valuer.h"

#include <gtest/gtest.h>

#include <boost/json.hpp>

#include "rules/pack/load.h"

namespace leye::facts {
namespace {

namespace json = boost::json;

/// Every source of docs/guide/facts.md once.
const char* const kFacts = R"(
kind: catalogue
subjects:
  person: {title: {zh: 人}}
  hire: {title: {zh: 用工}, reaches: [person], anchors: [contract.start]}
facts:
  - {name: person.open, type: bool, world: closed, sources: [{register: reg, take: exists, from: on, until: off, complete: true}], anchored: [contract.start]}
  - {name: person.kind, type: string, world: open, sources: [{register: ins, column: kind, from: first, to: last, runs_on_days: 45}]}
  - {name: person.wish, type: bool, world: open, sources: [{register: ledger, take: stated}, {register: reg, column: wish, from: on, rank: 1}]}
  - {name: person.mark, type: string, world: open, sources: [{register: reg, column: mark}, {register: ins, column: mark}]}
  - {name: contract.start, type: date, world: open, on: [hire], sources: [{register: filing, column: start}]}
  - {name: contract.months, type: int, world: closed, none: 0, on: [hire], sources: [{register: ins, through: person, match: {firm: filing.firm}, where: {kind: employee}, take: months, from: first, to: last, column: paid, since: contract.start, complete: true}]}
)";

class ValuerTest : public ::testing::Test {
 protected:
  ValuerTest() {
    const auto loaded = rules::load_files(
        {{"campaign.yaml",
          "kind: campaign\nid: t\nversion: 1\ntitle: {zh: 试}\nperiod: {from: 2020-10-01, to: "
          "2020-12-31}\n"},
         {"facts.yaml", kFacts}});
    if (!loaded.pack) throw std::runtime_error(loaded.diagnostics.front().line());
    pack_ = loaded.pack;
    population_.delivered = {{"reg", {ymd(2020, 10, 31)}}, {"ins", {ymd(2020, 10, 31)}}};
    Member person;
    person.id = Uuid{{1}};
    Member hire;
    hire.id = Uuid{{2}};
    hire.reaches = {person.id};
    population_.members["person"].push_back(std::move(person));
    population_.members["hire"].push_back(std::move(hire));
  }

  Member& member(const char* subject) { return population_.members[subject].front(); }
  void row(const char* subject, const char* register_code, const char* cells) {
    population_.cells.push_back(json::parse(cells).as_object());
    member(subject).rows[register_code].push_back({RecordId(), &population_.cells.back()});
  }
  /// `12`, `true`, text, `absent` or `unknown`.
  std::string value(const char* subject, const char* fact, Date on, bool anchored = false) {
    const auto& env = pack_->environment;
    const Valuer valuer(*pack_, population_, subject, member(subject), on);
    const auto index = env.fact(fact);
    const auto read = valuer.read(index, anchored ? env.fact("contract.start") : rules::kNoFact);
    if (read.state == rules::FactState::kAbsent) return "absent";
    if (read.state == rules::FactState::kUnknown) return "unknown";
    if (!read.value.text.empty()) return std::string(read.value.text);
    return env.value_text(env.facts[index].type, read.value);
  }

  std::shared_ptr<const rules::Pack> pack_;
  Population population_;
};

TEST_F(ValuerTest, ARowCountsFromItsFirstDayUntilItsEnd) {
  row("person", "reg", R"({"on": "2020-02-03", "off": "2020-08-03"})");
  EXPECT_EQ(value("person", "person.open", ymd(2020, 2, 2)), "absent");
  EXPECT_EQ(value("person", "person.open", ymd(2020, 2, 3)), "true");
  EXPECT_EQ(value("person", "person.open", ymd(2020, 8, 2)), "true");
  EXPECT_EQ(value("person", "person.open", ymd(2020, 8, 3)), "absent");
  population_.delivered.erase("reg");
  EXPECT_EQ(value("person", "person.open", ymd(2020, 8, 3)), "unknown");
}

TEST_F(ValuerTest, AnAnchoredCopyIsOfTheDayBefore) {
  row("person", "reg", R"({"on": "2020-02-03", "off": "2020-08-03"})");
  row("hire", "filing", R"({"start": "2020-08-03", "firm": "A"})");
  EXPECT_EQ(value("hire", "person.open", ymd(2020, 10, 31), true), "true");
  EXPECT_EQ(value("hire", "person.open", ymd(2020, 10, 31)), "absent");
}

TEST_F(ValuerTest, AMonthEndsOnItsLastDayAndTheEdgeOfARegisterRunsOn) {
  row("person", "ins", R"({"kind": "flexible", "first": "2020-03", "last": "2020-09"})");
  EXPECT_EQ(value("person", "person.kind", ymd(2020, 9, 30)), "flexible");
  EXPECT_EQ(value("person", "person.kind", ymd(2020, 10, 1)), "unknown");
  row("person", "ins", R"({"kind": "employee", "first": "2020-10", "last": "2020-10"})");
  EXPECT_EQ(value("person", "person.kind", ymd(2020, 11, 20)), "employee");
  EXPECT_EQ(value("person", "person.kind", ymd(2020, 12, 16)), "unknown");
}

TEST_F(ValuerTest, WhatAPersonSaysGoesFirstAndSourcesOfOneRankMustAgree) {
  row("person", "reg", R"({"on": "2020-02-03", "wish": true, "mark": "x"})");
  EXPECT_EQ(value("person", "person.wish", ymd(2020, 11, 20)), "true");
  EntryRow said;
  said.kind = "FactStated";
  said.occurred_on = ymd(2020, 11, 5);
  said.code = "person.wish=false";
  member("person").entries.push_back(said);
  EXPECT_EQ(value("person", "person.wish", ymd(2020, 11, 20)), "false");
  EXPECT_EQ(value("person", "person.wish", ymd(2020, 11, 4)), "true");
  EXPECT_EQ(value("person", "person.mark", ymd(2020, 11, 20)), "x");
  row("person", "ins", R"({"mark": "y"})");
  EXPECT_EQ(value("person", "person.mark", ymd(2020, 11, 20)), "unknown");
}

TEST_F(ValuerTest, AnEmptyCellGivesWayToTheNextSource) {
  row("person", "reg", R"({"on": "2020-02-03"})");
  EXPECT_EQ(value("person", "person.mark", ymd(2020, 11, 20)), "unknown");
  row("person", "ins", R"({"mark": "y"})");
  EXPECT_EQ(value("person", "person.mark", ymd(2020, 11, 20)), "y");
}

TEST_F(ValuerTest, MonthsInsuredAreThoseWithThisEmployerSinceTheHire) {
  row("hire", "filing", R"({"start": "2020-08-03", "firm": "A"})");
  EXPECT_EQ(value("hire", "contract.months", ymd(2020, 10, 31)), "absent");
  row("person", "ins",
      R"({"kind": "employee", "firm": "B", "first": "2020-01", "last": "2020-10", "paid": 10})");
  EXPECT_EQ(value("hire", "contract.months", ymd(2020, 10, 31)), "absent");
  row("person", "ins",
      R"({"kind": "employee", "firm": "A", "first": "2020-05", "last": "2020-10", "paid": 6})");
  EXPECT_EQ(value("hire", "contract.months", ymd(2020, 10, 31)), "3");
  EXPECT_EQ(value("hire", "contract.months", ymd(2020, 9, 1)), "2");
  population_.cells.back()["paid"] = 1;
  EXPECT_EQ(value("hire", "contract.months", ymd(2020, 10, 31)), "1");
  member("hire").reaches = {std::nullopt};
  EXPECT_EQ(value("hire", "contract.months", ymd(2020, 10, 31)), "unknown");
}

}  // namespace
}  // namespace leye::facts
