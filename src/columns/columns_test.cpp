#include "columns/columns.h"

#include <gtest/gtest.h>
#include <rapidcheck/gtest.h>

#include <fstream>

#include "columns/file.h"
#include "core/messages.h"

namespace leye::columns {
namespace {

std::filesystem::path scratch(const std::string& name) {
  return std::filesystem::path(testing::TempDir()) / (name + "_" + to_text(new_uuid()));
}

Table sample(std::size_t rows, std::int64_t factor) {
  TableBuilder table("person");
  auto& wants = table.add("person.wants_work", Kind::kBool);
  auto& months = table.add("person.months", Kind::kInt);
  auto& district = table.add("person.district", Kind::kText);
  auto& contacts = table.add("person.contacts", Kind::kList);
  auto& on = contacts.child().add("on", Kind::kDate);
  for (std::size_t row = 0; row < rows; ++row) {
    table.id(derived_uuid(static_cast<std::int64_t>(row) + 1, Digest{}));
    row % 3 == 0 ? wants.unknown() : wants.number(static_cast<std::int64_t>(row % 2));
    row % 5 == 0 ? months.absent() : months.number(static_cast<std::int64_t>(row) * factor);
    district.text(row % 2 == 0 ? "120104" : "120101");
    for (std::size_t i = 0; i < row % 4; ++i) on.number(static_cast<std::int64_t>(18500 + i));
    contacts.list(State::kKnown, row % 7 == 0);
  }
  return std::move(table).freeze();
}

TEST(Columns, CellsAreKnownAbsentOrUnknown) {
  const Table table = sample(100, 1000);
  const auto* months = table.find("person.months");
  ASSERT_NE(months, nullptr);
  EXPECT_EQ(months->state(5), State::kAbsent);
  EXPECT_EQ(months->number(7), 7000);
  EXPECT_EQ(table.find("person.wants_work")->state(3), State::kUnknown);
  EXPECT_EQ(table.find("person.district")->text(1), "120101");
  EXPECT_LT(table.find("person.district")->number(1), table.find("person.district")->number(0));
  const auto* contacts = table.find("person.contacts");
  EXPECT_EQ(contacts->children(6).second - contacts->children(6).first, 2U);
  EXPECT_TRUE(contacts->more(7));
  EXPECT_EQ(table.row_of(table.ids()[42]), 42U);
  EXPECT_FALSE(table.row_of(Uuid{}));
}

TEST(Columns, FilesGiveBackTheSameTable) {
  for (const std::size_t rows : {0U, 1U, 63U, 64U, 65U, 4097U})
    for (const std::int64_t factor : {std::int64_t{1}, std::int64_t{1} << 40}) {
      const Table table = sample(rows, factor);
      const auto path = scratch("table");
      ASSERT_TRUE(write_table(table, path));
      const auto read = read_table(path);
      ASSERT_TRUE(read) << describe(read.error());
      EXPECT_EQ(read->digest(), table.digest());
      EXPECT_EQ(read->rows(), rows);
    }
}

TEST(Columns, DamageIsFoundWhereverItIs) {
  const auto path = scratch("damaged");
  ASSERT_TRUE(write_table(sample(10, 3), path));
  std::ifstream in(path, std::ios::binary);
  const std::string good((std::istreambuf_iterator<char>(in)), {});
  for (std::size_t i = 0; i < good.size(); i += 7) {
    std::string bad = good;
    bad[i] = static_cast<char>(bad[i] ^ 0x20);
    std::ofstream(path, std::ios::binary | std::ios::trunc) << bad;
    ASSERT_FALSE(read_table(path)) << "byte " << i;
  }
  std::ofstream(path, std::ios::binary | std::ios::trunc) << good.substr(0, good.size() / 2);
  EXPECT_EQ(read_table(path).error().code, "columns.file_damaged");
  EXPECT_EQ(read_table(path.string() + "-none").error().code, "file.unreadable");
}

/// Changed bytes under a checksum that is right: what can still be read must be whole.
TEST(Columns, AFileMadeToMisleadNeverReadsOutsideItself) {
  const auto path = scratch("misleading");
  ASSERT_TRUE(write_table(sample(70, 3), path));
  std::ifstream in(path, std::ios::binary);
  const std::string good((std::istreambuf_iterator<char>(in)), {});
  const std::size_t body = good.size() - sizeof(Digest);
  std::size_t refused = 0;
  for (std::size_t i = 16; i < body; ++i)
    for (const char other : {'9', '\xff', '\0'}) {
      std::string bad = good.substr(0, body);
      if (bad[i] == other) continue;
      bad[i] = other;
      const Digest digest = digest_of(bad);
      bad.append(reinterpret_cast<const char*>(digest.data()), digest.size());
      std::ofstream(path, std::ios::binary | std::ios::trunc) << bad;
      const auto table = read_table(path);
      if (table)
        EXPECT_EQ(table->digest(), table->digest());
      else
        ++refused;
    }
  EXPECT_GT(refused, 100U);
}

RC_GTEST_PROP(Columns, NumbersComeBackAtEveryWidth, (std::vector<std::int64_t> values)) {
  TableBuilder builder("t");
  auto& column = builder.add("n", Kind::kInt);
  for (const auto value : values) column.number(value);
  const Table table = std::move(builder).freeze();
  for (std::size_t i = 0; i < values.size(); ++i)
    RC_ASSERT(table.find("n")->number(i) == values[i]);
}

TEST(Columns, DigestIgnoresLayoutButNotValues) {
  EXPECT_EQ(sample(50, 2).digest(), sample(50, 2).digest());
  EXPECT_NE(sample(50, 2).digest(), sample(50, 3).digest());
}

}  // namespace
}  // namespace leye::columns
