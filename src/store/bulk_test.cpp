#include <gtest/gtest.h>

#include "store/store.h"
#include "store/testing/sample_tables.h"

namespace leye::store {
namespace {

using testing::is_good;
using testing::kDay;

class Bulk : public testing::SampleTables {};
LEYE_ON_EACH_BACKEND(Bulk);

TEST_P(Bulk, BulkRowsArriveWholeOrNotAtAll) {
  RowBatch batch("sample", {"id", "flag", "number", "share", "note", "digest", "day", "paid"});
  for (int i = 0; i < 5000; ++i)
    batch.add(new_uuid(), i % 2 == 0, i, i / 4.0,
              std::optional<std::string>("第" + std::to_string(i)), digest_of("x"),
              std::optional<Date>{}, Fen(i));
  const auto copy = [&](Transaction& tx) { return tx.copy_in(batch); };
  ASSERT_TRUE(is_good(db().write(copy, Lane::kBulk)));
  const auto back = db().read([](Reader& r) {
    return r.one<std::int64_t, std::int64_t, std::string>(
        "SELECT count(*), sum(paid), max(note) FROM sample WHERE day IS NULL");
  });
  ASSERT_TRUE(is_good(back));
  EXPECT_EQ(*back, std::tuple(5000, 5000 * 4999 / 2, std::string("第999")));
  RowBatch clash("sample", {"id"});
  clash.add(new_uuid());
  clash.add(std::get<Uuid>(batch.values()[0].payload()));
  const auto refused = db().write([&](Transaction& tx) { return tx.copy_in(clash); });
  EXPECT_TRUE(is_unique_violation(refused.error(), "sample(id)"));
  const auto count =
      db().read([](Reader& r) { return r.one<std::int64_t>("SELECT count(*) FROM sample"); });
  EXPECT_EQ(count, 5000);
}

TEST_P(Bulk, ExecuteEachCountsAndTellsTheFirstError) {
  Values values;
  for (int i = 1; i <= 1000; ++i) {
    values.emplace_back(new_uuid());
    values.emplace_back(kDay);
    values.emplace_back(i);
  }
  const std::string_view insert =
      "INSERT INTO visit (person, day, minutes) VALUES (?, ?, ?) ON CONFLICT (person, day) DO "
      "NOTHING";
  const auto each = [&](Transaction& tx) { return tx.execute_each(insert, 3, values); };
  EXPECT_EQ(db().write(each), 1000);
  EXPECT_EQ(db().write(each), 0);
  values[5] = Value(-1);
  values[3] = Value(new_uuid());
  const auto refused = db().write(each);
  EXPECT_TRUE(is_check_violation(refused.error(), "visit_minutes")) << refused.error().code;
  EXPECT_EQ(visits(), 1000);
}

TEST_P(Bulk, StreamingStopsWhenAskedAndTheTransactionGoesOn) {
  RowBatch batch("sample", {"id", "number"});
  for (int i = 0; i < 3000; ++i) batch.add(new_uuid(), i);
  const auto sum = db().write([&](Transaction& tx) -> Result<std::int64_t> {
    LEYE_CHECK(tx.copy_in(batch));
    int seen = 0;
    const auto stopped = tx.for_each(
        Sql{"SELECT number FROM sample ORDER BY number"}, [&](const Row& row) -> Result<void> {
          LEYE_TRY(const int number, row.get<int>(0));
          EXPECT_EQ(number, seen);
          EXPECT_EQ(tx.execute("DELETE FROM sample").error().code, "store.nested");
          if (++seen == 10) return fail("test.enough");
          return {};
        });
    EXPECT_EQ(stopped.error().code, "test.enough");
    return tx.one<std::int64_t>("SELECT count(*) FROM sample");
  });
  ASSERT_TRUE(is_good(sum));
  EXPECT_EQ(*sum, 3000);
}

TEST_P(Bulk, LongReadsAreEnded) {
  OpenOptions options;
  options.read_limit = std::chrono::milliseconds(100);
  ASSERT_NO_FATAL_FAILURE(reopen(options));
  RowBatch batch("sample", {"id", "number"});
  for (int i = 0; i < 3000; ++i) batch.add(new_uuid(), i);
  ASSERT_TRUE(is_good(db().write([&](Transaction& tx) { return tx.copy_in(batch); })));
  const auto endless = db().read([](Reader& r) {
    return r.one<std::int64_t>(
        "SELECT count(*) FROM sample a, sample b, sample c "
        "WHERE a.number + b.number + c.number = 7");
  });
  EXPECT_EQ(endless.error().code, "store.timeout");
  EXPECT_EQ(visits(), 0);
}

TEST_P(Bulk, SqlGrowsFromPieces) {
  ASSERT_TRUE(is_good(add_visit(PersonId::make(), kDay, 5)));
  Sql sql{"SELECT minutes FROM visit WHERE day = ?", {kDay}};
  sql.add(" AND minutes IN (?, ?)", 4, 5).add(Sql{" AND minutes < ?", {9}});
  EXPECT_EQ(db().read([&](Reader& r) { return r.query<int>(sql); })->size(), 1U);
}

}  // namespace
}  // namespace leye::store
