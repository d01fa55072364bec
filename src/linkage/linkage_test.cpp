#include "linkage/linkage.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <random>
#include <set>

#include "linkage/linkage_fixture.h"

namespace leye::linkage {
namespace {

struct Linked {
  std::string links, model;
};

Linked linked(const Config& config, const InputRows& left, const InputRows& right,
              unsigned threads) {
  auto records = Records::from_rows(config, left, right, kToday).value();
  LinkOptions options;
  options.threads = threads;
  const auto outcome = link(config, records, step_for(config, false).value(), options).value();
  const Comparer comparer(config, records);
  return {links_csv(config, records, comparer, outcome), to_json(outcome.model)};
}

TEST(Linkage, NoThreadAndNoOrderOfRowsChangesAByte) {
  const auto config = config_from(kPeople, "people.yaml").value();
  Registers registers(600, 1);
  const auto one = linked(config, registers.ur, registers.si, 1);
  EXPECT_GT(one.links.size(), 10000U);
  for (unsigned threads = 2; threads <= 4; ++threads) {
    const auto other = linked(config, registers.ur, registers.si, threads);
    EXPECT_EQ(one.links, other.links) << threads;
    EXPECT_EQ(one.model, other.model) << threads;
  }
  std::shuffle(registers.ur.rows.begin(), registers.ur.rows.end(), std::mt19937(3));
  std::reverse(registers.si.rows.begin(), registers.si.rows.end());
  const auto shuffled = linked(config, registers.ur, registers.si, 2);
  EXPECT_EQ(one.links, shuffled.links);
  EXPECT_EQ(one.model, shuffled.model);
}

/// Every pair of records that a rule holds for, straight from the definition.
std::set<std::pair<std::uint32_t, std::uint32_t>> by_definition(const Config& config,
                                                                Records& records) {
  std::set<std::pair<std::uint32_t, std::uint32_t>> out;
  for (const auto& rule : config.rules)
    for (std::uint32_t l = 0; l < records.left_size(); ++l)
      for (std::uint32_t r = records.within() ? l + 1 : records.left_size(); r < records.size();
           ++r) {
        const bool all = std::all_of(rule.key.begin(), rule.key.end(), [&](const Ref& ref) {
          const PartTable& part = records.part(config, ref);
          const auto x = part.of_value[records.value(ref.field, l)];
          const auto y = part.of_value[records.value(ref.field, r)];
          if (x == 0 || y == 0 || !part.many) return x != 0 && x == y;
          for (auto i = part.set_begin[x]; i < part.set_begin[x + 1]; ++i)
            for (auto j = part.set_begin[y]; j < part.set_begin[y + 1]; ++j)
              if (part.members[i] == part.members[j]) return true;
          return false;
        });
        if (all) out.emplace(l, r);
      }
  return out;
}

TEST(LinkageBlocking, EachPairOnceAndNoneForgotten) {
  const auto config = config_from(kPeople, "people.yaml").value();
  for (unsigned seed = 1; seed <= 4; ++seed) {
    const Registers registers(300, seed);
    for (const bool within : {false, true}) {
      auto records = Records::from_rows(config, registers.ur,
                                        within ? std::nullopt : std::optional(registers.si), kToday)
                         .value();
      auto blocking = Blocking::make(config, records).value();
      std::set<std::pair<std::uint32_t, std::uint32_t>> found;
      for (const auto& unit : blocking.units(100))
        blocking.each_pair(unit, [&](std::uint32_t l, std::uint32_t r) {
          EXPECT_TRUE(found.emplace(std::min(l, r), std::max(l, r)).second) << "twice";
        });
      EXPECT_EQ(found, by_definition(config, records));
      blocking.count_fresh();
      std::uint64_t fresh = 0;
      for (const auto& rule : blocking.counts()) fresh += rule.fresh;
      EXPECT_EQ(fresh, found.size());
    }
  }
}

TEST(LinkageBlocking, AFillerPhoneIsCutByItsCapAndTold) {
  const auto config = config_from(kPeople, "people.yaml").value();
  Registers registers(400, 9);
  for (auto& row : registers.ur.rows) row[4] = "13912345678";
  for (auto& row : registers.si.rows) row[4] = "13912345678";
  auto records = Records::from_rows(config, registers.ur, registers.si, kToday).value();
  const auto blocking = Blocking::make(config, records).value();
  const auto& phone = blocking.counts()[3];
  EXPECT_LT(phone.largest, 30U * 30U + 1);
  EXPECT_GT(phone.skipped_blocks, 0U);
}

TEST(LinkageWaterfall, LinesAddUpToTheWeightExactly) {
  const auto config = config_from(kPeople, "people.yaml").value();
  const Registers registers(400, 5);
  auto records = Records::from_rows(config, registers.ur, registers.si, kToday).value();
  const auto outcome = link(config, records, step_for(config, false).value(), {}).value();
  const Comparer comparer(config, records);
  const Scorer scorer(config, records, comparer, outcome.model);
  ASSERT_GT(outcome.rows.size(), 100U);
  for (const auto& row : outcome.rows) {
    std::int64_t sum = 0;
    for (const auto& line : scorer.waterfall(config, records, row.left, row.right))
      sum += line.weight_q16 + line.tf_q16;
    EXPECT_EQ(sum, row.weight_q16);
  }
}

TEST(LinkageModel, WrittenAndReadAgainItGivesTheSameLinks) {
  const auto config = config_from(kPeople, "people.yaml").value();
  const Registers registers(400, 6);
  auto records = Records::from_rows(config, registers.ur, registers.si, kToday).value();
  const auto step = step_for(config, false).value();
  const auto first = link(config, records, step, {}).value();
  LinkOptions options;
  options.model = model_from_json(to_json(first.model), config, "m.json").value();
  EXPECT_EQ(to_json(*options.model), to_json(first.model));
  const auto second = link(config, records, step, options).value();
  const Comparer comparer(config, records);
  EXPECT_EQ(links_csv(config, records, comparer, first),
            links_csv(config, records, comparer, second));
  const auto other =
      config_from(kPeople + "  \n# a comment changes nothing\n", "people.yaml").value();
  EXPECT_TRUE(model_from_json(to_json(first.model), other, "m.json"));
  const auto changed = config_from(kPeople + "cluster: {mean: -3}\n", "people.yaml").value();
  EXPECT_EQ(model_from_json(to_json(first.model), changed, "m.json").error().code,
            "linkage.model_config");
}

}  // namespace
}  // namespace leye::linkage
