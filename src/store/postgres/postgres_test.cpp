#include <gtest/gtest.h>

#include <atomic>
#include <thread>

#include "store/store.h"
#include "store/testing/each_backend.h"
#include "store/testing/postgres_cluster.h"

namespace leye::store {
namespace {

using testing::is_good;

constexpr std::string_view kPostgresSchema = R"(
CREATE TABLE counter (name {text} NOT NULL PRIMARY KEY, value {int} NOT NULL) {table};
CREATE TABLE line (writer {int} NOT NULL, number {int} NOT NULL, filler {bytes}, PRIMARY KEY (writer, number)) {keyed};
INSERT INTO counter (name, value) VALUES ('all', 0);
)";

class PostgresOnly : public testing::EachBackend {};
INSTANTIATE_TEST_SUITE_P(On, PostgresOnly, ::testing::Values(Backend::kPostgres));

TEST_P(PostgresOnly, WrongServerIsUnreachable) {
  const auto wrong = Database::open({Backend::kPostgres, "postgresql:///x?host=/nowhere&user=a"});
  EXPECT_EQ(wrong.error().code, "store.unreachable");
}

TEST_P(PostgresOnly, KilledServerLosesNothingAcknowledgedAndThePoolRecovers) {
  auto own = testing::PostgresCluster::start();
  ASSERT_TRUE(is_good(own));
  const auto address = (*own)->create_database();
  ASSERT_TRUE(is_good(address));
  auto database = Database::open({Backend::kPostgres, *address});
  ASSERT_TRUE(is_good(database));
  testing::run_script(*database, kPostgresSchema);
  std::atomic<int> acknowledged = 0;
  std::thread writer([&] {
    for (int i = 0;; ++i) {
      const auto done = database->write([&](Transaction& tx) {
        return tx.execute("INSERT INTO line (writer, number) VALUES (1, ?)", i);
      });
      if (!done) {
        const auto& code = done.error().code;
        EXPECT_TRUE(code == "store.unreachable" || code == "store.commit_unknown") << code;
        return;
      }
      ++acknowledged;
    }
  });
  while (acknowledged < 200) std::this_thread::yield();
  ASSERT_TRUE(is_good((*own)->crash_and_restart()));
  writer.join();
  const auto kept =
      database->read([](Reader& r) { return r.one<std::int64_t>("SELECT count(*) FROM line"); });
  ASSERT_TRUE(is_good(kept));
  EXPECT_GE(*kept, acknowledged);
  EXPECT_LE(*kept, acknowledged + 1);
}

}  // namespace
}  // namespace leye::store
