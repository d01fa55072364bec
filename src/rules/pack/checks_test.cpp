#include <gtest/gtest.h>

#include "rules/pack/load.h"

namespace leye::rules {
namespace {

/// A small pack with anchors; a test replaces one file or one line of it.
PackFiles small_pack() {
  return {
      {"campaign.yaml",
       "kind: campaign\nid: t\nversion: 1\ntitle: {zh: 试}\n"
       "period: {from: 2020-10-01, to: 2020-12-31}\n"},
      {"clauses.yaml", "kind: clauses\ndoc: 文\nclauses: [{id: C1, text: 一}]\n"},
      {"facts.yaml",
       "kind: catalogue\n"
       "subjects:\n"
       "  person: {title: {zh: 人}}\n"
       "  hire: {title: {zh: 用工}, reaches: [person], anchors: [contract.start]}\n"
       "facts:\n"
       "  - {name: contract.start, type: date, world: open, on: [hire], sources: [a]}\n"
       "  - {name: person.poor, type: bool, world: closed, sources: [{register: a, complete: "
       "true}], "
       "anchored: [contract.start]}\n"
       "  - {name: person.since, type: date, world: closed, present_if: person.poor, "
       "sources: [{register: a, complete: true}]}\n"
       "  - {name: person.age, type: int, world: open, sources: [a]}\n"},
      {"parameters/p.yaml",
       "kind: parameters\nparams: [{name: pay, type: money, rows: [{value: 5.00 元, valid_from: "
       "2020-01-01, valid_to: null, certainty: law, cite: {doc: 文}}]}]\n"},
      {"policies/x.yaml",
       "kind: policy\nid: x\ncode: P1\nfamily: beside\ntitle: {zh: 甲}\n"
       "cites: [{clause: C1, certainty: order}]\napplies_to: hire\nanchor: contract.start\n"
       "valid_from: 2020-10-01\nvalid_to: 2020-12-31\n"
       "when:\n"
       "  - {id: poor, at: anchor, title: {zh: 贫}, expr: 'person.poor', cite: {clause: C1}}\n"
       "item: X\namount: {expr: 'param(\"pay\")', payee: person, per: once}\n"}};
}

std::string replace(std::string text, std::string_view what, std::string_view with) {
  const auto at = text.find(what);
  EXPECT_NE(at, std::string::npos) << what;
  return text.replace(at, what.size(), with);
}

/// Codes found, in order of place: `R301 R302`.
std::string codes(const PackFiles& files, bool strict = false) {
  std::string all;
  for (const auto& d : load_files(files, {}, strict).diagnostics)
    all += (all.empty() ? "" : " ") + d.code;
  return all;
}

std::string codes_with(std::string_view file, std::string_view what, std::string_view with,
                       bool strict = false) {
  auto files = small_pack();
  auto& text = files.at(std::string(file));
  text = replace(text, what, with);
  return codes(files, strict);
}

std::string codes_of_condition(std::string_view condition) {
  return codes_with(
      "policies/x.yaml",
      "{id: poor, at: anchor, title: {zh: 贫}, expr: 'person.poor', cite: {clause: C1}}",
      condition);
}

TEST(PackChecks, TheSmallPackIsClean) {
  EXPECT_EQ(codes(small_pack()), "");
  EXPECT_EQ(codes(small_pack(), true), "");
  EXPECT_NE(load_files(small_pack()).pack, nullptr);
}

TEST(PackChecks, AnchorsAreDeclaredAndCopied) {
  EXPECT_EQ(codes_with("policies/x.yaml", "anchor: contract.start", "anchor: person.since"),
            "R451 R453");
  EXPECT_EQ(codes_with("policies/x.yaml", "anchor: contract.start\n", ""), "R452");
  EXPECT_EQ(codes_of_condition("{id: c, at: anchor, title: {zh: 一}, expr: 'person.age > 3', cite: "
                               "{clause: C1}}"),
            "R453");
  EXPECT_EQ(codes_of_condition("{id: c, title: {zh: 一}, expr: 'person.poor', cite: {clause: C1}}"),
            "R454");
  EXPECT_EQ(codes_of_condition("{id: c, at: as_of, title: {zh: 一}, expr: 'person.poor', cite: "
                               "{clause: C1}}"),
            "");
}

TEST(PackChecks, AbsenceIsGuardedOrAccepted) {
  const auto condition = [](std::string_view expr, std::string_view more = "") {
    return codes_of_condition("{id: c, at: as_of, title: {zh: 一}, expr: '" + std::string(expr) +
                              "', cite: {clause: C1}" + std::string(more) + "}");
  };
  EXPECT_EQ(condition("person.since < as_of"), "R310");
  EXPECT_EQ(condition("person.poor && person.since < as_of"), "");
  EXPECT_EQ(condition("person.since < as_of && person.poor"), "");
  EXPECT_EQ(condition("has(person.since) && person.since < as_of"), "");
  EXPECT_EQ(condition("person.since < as_of", ", allow: {R310: 已核}"), "");
  EXPECT_EQ(condition("person.age > 3", ", allow: {R310: 多余}"), "R499");
  EXPECT_EQ(condition("!person.poor"), "R431");
  EXPECT_EQ(condition("!has(person.since) || person.since < as_of"), "R431");
  EXPECT_EQ(condition("!person.poor", ", absence_grants: true"), "");
}

TEST(PackChecks, StrictNeedsWhatSigningNeeds) {
  EXPECT_EQ(codes_with("policies/x.yaml", "code: P1\nfamily: beside\n", "", true), "R437 R437");
  EXPECT_EQ(codes_with("policies/x.yaml", "cite: {clause: C1}}",
                       "cite: {note: 待核}, certainty: assumed}", true),
            "R435");
  EXPECT_EQ(codes_with("parameters/p.yaml", "certainty: law", "certainty: assumed"), "R424");
  auto files = small_pack();
  files["parameters/p.yaml"] =
      replace(files["parameters/p.yaml"], "certainty: law", "certainty: assumed");
  EXPECT_NE(load_files(files).pack, nullptr);
  EXPECT_EQ(load_files(files, {}, true).pack, nullptr);
}

TEST(PackChecks, ConflictsNameWhatExistsAndAgree) {
  EXPECT_EQ(codes_with("policies/x.yaml", "item: X\n", "item: X\nnot_with: [P9]\n"), "R430");
  auto files = small_pack();
  std::string other = replace(files.at("policies/x.yaml"), "id: x\ncode: P1", "id: y\ncode: P2");
  files["policies/y.yaml"] = other;
  EXPECT_EQ(codes(files), "");
  files["policies/y.yaml"] = replace(other, "item: X\n", "item: X\nnot_with: [P1]\n");
  files["policies/x.yaml"] =
      replace(files["policies/x.yaml"], "item: X\n",
              "item: X\nconflicts: [{with: [P2], kind: sequence, scope: same_person}]\n");
  EXPECT_EQ(codes(files), "R434");
}

TEST(PackChecks, PoliciesThatWaitForEachOtherAreALoop) {
  auto files = small_pack();
  const std::string text = files.at("policies/x.yaml");
  const auto waiting = [&](const char* id, const char* code, const char* first) {
    auto made = replace(text, "id: x\ncode: P1", std::string("id: ") + id + "\ncode: " + code);
    return replace(made, "item: X\n",
                   std::string("item: X\nconflicts: [{with: [") + first +
                       "], kind: sequence, scope: same_person}]\n");
  };
  files["policies/x.yaml"] = waiting("x", "P1", "P2");
  files["policies/y.yaml"] = waiting("y", "P2", "z");
  files["policies/z.yaml"] = text;
  files["policies/z.yaml"] = replace(text, "id: x\ncode: P1", "id: z\ncode: P3");
  EXPECT_EQ(codes(files), "");
  files["policies/z.yaml"] = waiting("z", "P3", "P1");
  const auto found = load_files(files).diagnostics;
  ASSERT_EQ(found.size(), 1U);
  EXPECT_EQ(
      found[0].line(),
      "policies/z.yaml:14:21: R441 policies wait for each other, none can come first: x → y → "
      "z → x; hint: break it at one place");
}

TEST(PackChecks, ASignOffLetsAssumedContentPassAndFallsWithItsValue) {
  auto files = small_pack();
  files["parameters/p.yaml"] =
      replace(files["parameters/p.yaml"], "certainty: law", "certainty: assumed");
  files["policies/x.yaml"] = replace(files["policies/x.yaml"], "cite: {clause: C1}}",
                                     "cite: {clause: C1}, certainty: assumed}");
  EXPECT_EQ(codes(files, true), "R424 R435");
  files["sign_offs.yaml"] =
      "kind: sign_offs\nby: 甲\non: 2020-10-01\nsign_offs:\n"
      "  - {param: pay, value: 5.00 元}\n  - {rule: P1, conditions: [poor]}\n";
  EXPECT_EQ(codes(files, true), "");
  const auto pack = load_files(files).pack;
  ASSERT_TRUE(pack);
  EXPECT_EQ(pack->environment.params[0].rows[0].certainty, "assumed");
  EXPECT_EQ(pack->sign_offs.at(0).by, "甲");
  files["parameters/p.yaml"] = replace(files["parameters/p.yaml"], "5.00", "6.00");
  EXPECT_EQ(codes(files, true), "R424 R438");
  EXPECT_EQ(load_files(files, {}, true).pack, nullptr);
  EXPECT_NE(load_files(files).pack, nullptr);
  files["sign_offs.yaml"] =
      "kind: sign_offs\nsign_offs:\n  - {rule: P1, conditions: [poor, rich]}\n";
  EXPECT_EQ(codes(files), "R424 R005 R005 R438");
}

TEST(PackChecks, FactsAreDerivedWithoutCyclesFromNamedSources) {
  EXPECT_EQ(codes_with("facts.yaml", "sources: [{register: a, complete: true}], anchored",
                       "sources: [a], anchored"),
            "R432");
  EXPECT_EQ(codes_with("facts.yaml", "world: open, sources: [a]}\n",
                       "world: open, sources: [a], derive: {expr: 'person.age + 1'}}\n"),
            "R440");
  EXPECT_EQ(codes_with("facts.yaml", "present_if: person.poor", "present_if: person.poore"),
            "R201");
  EXPECT_EQ(codes_with("facts.yaml", "world: open, sources: [a]}\n",
                       "world: open, sources: [a], use: [standard]}\n"),
            "");
  auto files = small_pack();
  files["facts.yaml"] = replace(files["facts.yaml"], "world: open, sources: [a]}\n",
                                "world: open, sources: [a], use: [standard]}\n");
  files["policies/x.yaml"] =
      replace(files["policies/x.yaml"], "at: anchor, title: {zh: 贫}, expr: 'person.poor'",
              "title: {zh: 贫}, expr: 'person.age > 3'");
  EXPECT_EQ(codes(files), "R433");
}

TEST(PackChecks, BranchesThatNobodyTakesAreFound) {
  const auto with = [](std::string_view first, std::string_view second) {
    auto files = small_pack();
    files["pathways/p.yaml"] =
        "kind: pathway\nid: p\ntitle: {zh: 路}\ncites: [{clause: C1}]\napplies_to: person\n"
        "valid_from: 2020-10-01\nvalid_to: null\nscope: 'person.poor'\nbranches:\n"
        "  - {id: a, title: {zh: 一}, expr: '" +
        std::string(first) +
        "', plan: [s], cite: {clause: C1}}\n"
        "  - {id: b, title: {zh: 二}, expr: '" +
        std::string(second) +
        "', plan: [s], cite: {clause: C1}}\n"
        "otherwise: {id: o, title: {zh: 余}, plan: [s]}\n";
    return codes(files);
  };
  EXPECT_EQ(with("person.age > 3", "person.age > 9"), "R306");
  EXPECT_EQ(with("person.age > 9", "person.age > 3"), "");
  EXPECT_EQ(with("person.age > 3", "person.age <= 3"), "R307");
}

TEST(PackChecks, AContradictionFromADayOnNamesTheDay) {
  auto files = small_pack();
  files["parameters/q.yaml"] =
      "kind: parameters\nparams: [{name: least, type: int, rows: [{value: 1, valid_from: "
      "2020-01-01, "
      "valid_to: 2020-10-31, certainty: law, cite: {doc: 文}}, {value: 9, valid_from: 2020-11-01, "
      "valid_to: null, certainty: law, cite: {doc: 文}}]}]\n";
  files["policies/x.yaml"] =
      replace(files["policies/x.yaml"], "at: anchor, title: {zh: 贫}, expr: 'person.poor'",
              "title: {zh: 贫}, expr: 'person.age >= param(\"least\") && person.age < 5'");
  const auto loaded = load_files(files);
  ASSERT_EQ(loaded.diagnostics.size(), 1U);
  EXPECT_EQ(loaded.diagnostics[0].line(),
            "policies/x.yaml:12:5: R302 condition 'poor' is always false, nobody can be eligible; "
            "hint: person.age cannot be >= 9 and < 5 from 2020-11-01");
}

TEST(PackChecks, WrongShapesHaveTheirPlace) {
  EXPECT_EQ(codes_with("policies/x.yaml", "per: once", "per: daily"), "R002");
  EXPECT_EQ(codes_with("policies/x.yaml", "valid_from: 2020-10-01", "valid_from: 1 Oct"), "R002");
  EXPECT_EQ(codes_with("policies/x.yaml", "kind: policy", "kind: polcy"), "R423 R002");
  EXPECT_EQ(codes_with("policies/x.yaml", "applies_to: hire", "applies_to: hirer"), "R002");
  EXPECT_EQ(codes_with("policies/x.yaml", "item: X",
                       "needs: [{id: E1, proves: [], deferrable: "
                       "true, within_days: dayz}]\nitem: X"),
            "R436 R225");
  EXPECT_EQ(codes({}), "");
  EXPECT_EQ(load_pack("/nonexistent").pack, nullptr);
}

TEST(PackChecks, EveryTextExistsInBothLanguages) {
  auto files = small_pack();
  files["policies/x.yaml"] = replace(files["policies/x.yaml"], "kind: policy", "kind: polcy");
  for (const auto& d : load_files(files).diagnostics) {
    EXPECT_EQ(d.text(Locale::kEn).find("「"), std::string::npos) << d.code;
    EXPECT_NE(d.text(Locale::kEn), d.text(Locale::kZhCn));
  }
}

}  // namespace
}  // namespace leye::rules
