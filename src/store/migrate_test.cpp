#include "store/migrate.h"

#include <gtest/gtest.h>

#include <thread>

#include "store/store.h"
#include "store/testing/each_backend.h"

namespace leye::store {
namespace {

using testing::is_good;

class Migrate : public testing::EachBackend {
 protected:
  void SetUp() override {
    EachBackend::SetUp();
    all_ = migrations();
  }
  Result<std::vector<int>> applied_by(std::span<const Migration> steps) {
    LEYE_TRY(auto report, migrate(db(), steps));
    return report.applied;
  }
  std::vector<Migration> all_;
};
LEYE_ON_EACH_BACKEND(Migrate);

Migration step(int number, std::string sql) { return {number, "step", std::move(sql)}; }

TEST_P(Migrate, SecondTimeDoesNothing) {
  EXPECT_EQ(applied_by(all_), std::vector<int>{});
  EXPECT_TRUE(is_good(check_schema(db())));
}

TEST_P(Migrate, StepsOfAnotherBlockJoinLater) {
  all_.push_back(step(9002, "CREATE TABLE two (a {int}) {table}"));
  EXPECT_EQ(applied_by(all_), std::vector<int>{9002});
  all_.insert(all_.end() - 1, step(9001, "CREATE TABLE one (a {int}) {table}"));
  EXPECT_EQ(check_schema(db(), all_).error().code, "store.schema_older");
  EXPECT_EQ(applied_by(all_), std::vector<int>{9001});
}

TEST_P(Migrate, NewerSchemaIsRefusedAndNothingChanged) {
  all_.push_back(step(9001, "CREATE TABLE one (a {int}) {table}"));
  ASSERT_TRUE(is_good(migrate(db(), all_)));
  auto older = migrations();
  older.push_back(step(9000, "CREATE TABLE zero (a {int}) {table}"));
  EXPECT_EQ(migrate(db(), older).error().code, "store.schema_newer");
  EXPECT_EQ(check_schema(db(), older).error().code, "store.schema_newer");
  const auto zero = db().read([](Reader& r) { return r.query<int>("SELECT a FROM zero"); });
  EXPECT_EQ(zero.error().code, "store.sql");
}

TEST_P(Migrate, ChangedStepIsRefused) {
  all_.front().sql += "\n-- a word more";
  EXPECT_EQ(migrate(db(), all_).error().code, "store.migration_changed");
}

TEST_P(Migrate, FailingStepLeavesTheSchemaBefore) {
  all_.push_back(step(9001, "CREATE TABLE one (a {int}) {table}; INSERT INTO nowhere VALUES (1);"));
  const auto failed = migrate(db(), all_);
  ASSERT_FALSE(failed);
  EXPECT_EQ(failed.error().code, "store.migration_failed");
  EXPECT_EQ(failed.error().where, "9001_step.sql");
  EXPECT_TRUE(is_good(check_schema(db())));
  all_.back().sql = "CREATE TABLE one (a {int}) {table}";
  EXPECT_EQ(applied_by(all_), std::vector<int>{9001});
}

TEST_P(Migrate, TwoProcessesAtOnceApplyEachStepOnce) {
  for (int i = 0; i < 5; ++i)
    all_.push_back(step(9001 + i, "CREATE TABLE t" + std::to_string(i) + " (a {int}) {table}"));
  std::atomic<std::size_t> applied = 0;
  std::vector<std::thread> threads;
  for (int i = 0; i < 4; ++i)
    threads.emplace_back([&] {
      const auto done = applied_by(all_);
      ASSERT_TRUE(is_good(done));
      applied += done->size();
    });
  for (auto& thread : threads) thread.join();
  EXPECT_EQ(applied, 5U);
}

TEST_P(Migrate, PreparedStatementsSurviveANewColumn) {
  all_.push_back(step(9001, "CREATE TABLE one (a {int}) {table}"));
  ASSERT_TRUE(is_good(migrate(db(), all_)));
  const auto read = [&] {
    return db().read([](Reader& r) -> Result<std::int64_t> {
      std::int64_t width = 0;
      LEYE_CHECK(r.for_each(Sql{"SELECT * FROM one"}, [&](const Row& row) -> Result<void> {
        width = row.columns();
        return {};
      }));
      return width;
    });
  };
  testing::run_script(db(), "INSERT INTO one (a) VALUES (1)");
  EXPECT_EQ(read(), 1);
  all_.push_back(step(9002, "ALTER TABLE one ADD COLUMN b {int}"));
  ASSERT_TRUE(is_good(migrate(db(), all_)));
  EXPECT_EQ(read(), 2);
}

/// The newest step runs over a database of the version before, with rows in the store's own tables,
/// and a program of the version before (its statements) still works on the new schema.
TEST_P(Migrate, NewestStepRunsOverRowsOfTheVersionBefore) {
  ASSERT_NO_FATAL_FAILURE(start_empty());
  ASSERT_GE(all_.size(), 1U);
  const std::span<const Migration> before(all_.data(), all_.size() - 1);
  const auto now = Instant(1'605'830'400'000'000);
  const auto use = [&](std::string key) {
    return db().write([&](Transaction& tx) -> Result<void> {
      LEYE_CHECK(enqueue(tx, {"test.kind", key, std::nullopt, now, 3}));
      LEYE_CHECK(subscribe(tx, "topic", "consumer"));
      LEYE_CHECK(publish(tx, {new_uuid(), "topic", std::nullopt, key, now}));
      return {};
    });
  };
  ASSERT_TRUE(is_good(migrate(db(), before)));
  const bool has_store = !before.empty();
  if (has_store) {
    ASSERT_TRUE(is_good(use("old")));
  }
  EXPECT_EQ(applied_by(all_), std::vector<int>{all_.back().number});
  ASSERT_TRUE(is_good(use("new")));
  const auto rows = db().read([](Reader& r) { return waiting(r, "consumer"); });
  EXPECT_EQ(rows, has_store ? 2 : 1);
  EXPECT_EQ(check_schema(db(), before).error().code, "store.schema_newer");
}

}  // namespace
}  // namespace leye::store
