#include <gtest/gtest.h>

#include "linkage/linkage.h"
#include "linkage/linkage_fixture.h"

namespace leye::linkage {
namespace {

InputRows row_of(const std::string& of, std::vector<std::vector<std::string>> rows) {
  return {of, {"id", "name", "id_number", "birth", "phone"}, std::move(rows)};
}

/// The decision of one pair among enough others to learn from.
std::string decision(const std::vector<std::string>& left, const std::vector<std::string>& right) {
  const auto config = config_from(kPeople, "people.yaml").value();
  Registers registers(500, 21);
  registers.ur.rows.push_back(left);
  registers.si.rows.push_back(right);
  auto records = Records::from_rows(config, registers.ur, registers.si, kToday).value();
  const auto outcome = link(config, records, step_for(config, false).value(), {}).value();
  for (const auto& row : outcome.rows)
    if (records.key(row.left) == left[0] && records.key(row.right) == right[0])
      return std::string(row.tier == Tier::kId ? "id " : "model ") +
             (row.decision == Decision::kLink     ? "link"
              : row.decision == Decision::kReview ? "review"
                                                  : "conflict " + row.reason);
  return "none";
}

TEST(LinkageScenarios, T1ToT6AndT11) {
  const std::string id = citizen_id(50, 1990, 60, 757);
  const std::string old15 = id.substr(0, 6) + id.substr(8, 9);
  std::string wrong = id;
  std::swap(wrong[14], wrong[15]);
  EXPECT_EQ(decision({"x", "王伟", id, "", ""}, {"y", "王玮", id, "", ""}), "id link");  // T1
  EXPECT_EQ(decision({"x", "王伟", id, "", ""}, {"y", "李娜", id, "", ""}),
            "id conflict id_name_conflict");  // T2
  EXPECT_EQ(decision({"x", "刘洋", id, "", "13800000001"}, {"y", "刘洋", wrong, "", "13800000001"}),
            "model link");  // T3
  EXPECT_EQ(decision({"x", "买买提·吐尔逊", id, "", ""}, {"y", "吐尔逊·买买提", id, "", ""}),
            "id link");  // T5
  EXPECT_EQ(decision({"x", "洪𬭎", id, "", ""}, {"y", "洪?", id, "", ""}),
            "id link");  // T6
  EXPECT_EQ(decision({"x", "刘洋", id, "", ""}, {"y", "刘洋", old15, "", ""}),
            "id link");  // T11
}

TEST(LinkageScenarios, T7TwinsStayTwo) {
  const std::string one = citizen_id(51, 1991, 70, 111);
  const std::string two = citizen_id(51, 1991, 70, 113);
  const auto found = decision({"x", "王静", one, "1991-03-15", "13700000007"},
                              {"y", "王静", two, "1991-03-15", "13700000007"});
  EXPECT_NE(found, "id link");
  EXPECT_NE(found.substr(0, 2), "id");
}

TEST(LinkageInput, FaultsNameFileAndPlace) {
  const auto config = config_from(kPeople, "people.yaml").value();
  const auto code = [&](const InputRows& rows) {
    return Records::from_rows(config, rows, std::nullopt, kToday).error().code;
  };
  EXPECT_EQ(code(row_of("ur", {})), "linkage.no_rows");
  EXPECT_EQ(code(row_of("ur", {{"", "王伟", "", "", ""}})), "linkage.key_empty");
  EXPECT_EQ(code(row_of("ur", {{"1", "王伟", "", "", ""}, {"1", "李娜", "", "", ""}})),
            "linkage.key_twice");
  EXPECT_EQ(code(row_of("ur", {{"1", "a", "", "", "", "too", "many"}})), "linkage.row_width");
  EXPECT_EQ(code({"ur", {"id", "name"}, {{"1", "王伟"}}}), "linkage.no_column");
  std::vector<std::vector<std::string>> cut;
  for (int i = 0; i < 20; ++i) cut.push_back({std::to_string(i), "王伟", "1.20101E+17", "", ""});
  EXPECT_EQ(code(row_of("ur", cut)), "linkage.ids_truncated");
}

TEST(LinkageConfig, FaultsHaveAPlaceAndARemedy) {
  const auto fault = [](const std::string& from, const std::string& to) {
    std::string text = kPeople;
    text.replace(text.find(from), from.size(), to);
    const auto read = config_from(text, "c.yaml");
    return read ? std::string("none")
                : read.error().code +
                      (read.error().where.starts_with("c.yaml:") ? "" : " without a place");
  };
  EXPECT_EQ(fault("cap: 30", "capp: 30"), "linkage.config_key");
  EXPECT_EQ(fault("[name.folded, birth]", "[name.foldd, birth]"), "linkage.config_part");
  EXPECT_EQ(fault("[pinyin, birth]", "[pinyn, birth]"), "linkage.config_field");
  EXPECT_EQ(fault("\"equal(birth)\"", "\"equals(birth)\""), "linkage.config_predicate");
  EXPECT_EQ(fault("osa(phone) <= 1", "osa(phone)"), "linkage.config_condition");
  EXPECT_EQ(fault("flag(id, valid)", "flag(id, vald)"), "linkage.config_flag");
  EXPECT_EQ(fault("null_when: {id:", "null_when: {phone:"), "linkage.config_null_when");
  EXPECT_EQ(fault("linkage: 1", "linkage: 2"), "linkage.config_version");
  EXPECT_EQ(fault("precision: 0.99", "precision: 1.5"), "linkage.config_number");
  std::string many;
  for (int i = 0; i < 30; ++i)
    many += "  - {id: c" + std::to_string(i) +
            ", levels: [{id: a, when: \"equal(name)\"}, {id: else}]}\n";
  EXPECT_EQ(fault("train:", many + "train:"), "linkage.config_size");
  EXPECT_EQ(fault("normalise: phone", "normalise: telephone"), "linkage.config_choice");
}

}  // namespace
}  // namespace leye::linkage
