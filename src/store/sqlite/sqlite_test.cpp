#include <gtest/gtest.h>
#include <unistd.h>

#include <atomic>
#include <fstream>
#include <thread>

#include "store/store.h"
#include "store/testing/each_backend.h"

namespace leye::store {
namespace {

using testing::is_good;

constexpr std::string_view kSqliteSchema = R"(
CREATE TABLE counter (name {text} NOT NULL PRIMARY KEY, value {int} NOT NULL) {table};
CREATE TABLE line (writer {int} NOT NULL, number {int} NOT NULL, filler {bytes}, PRIMARY KEY (writer, number)) {keyed};
INSERT INTO counter (name, value) VALUES ('all', 0);
)";

class SqliteOnly : public testing::EachBackend {};
INSTANTIATE_TEST_SUITE_P(On, SqliteOnly, ::testing::Values(Backend::kSqlite));

template <class F>
void in_threads(int threads, F work) {
  std::vector<std::thread> running;
  for (int i = 0; i < threads; ++i) running.emplace_back([&work, i] { work(i); });
  for (auto& thread : running) thread.join();
}

TEST_P(SqliteOnly, GroupCommitSharesTheDisk) {
  testing::run_script(db(), kSqliteSchema);
  // The first job holds the writer while 63 others queue up behind it: they share one commit, so
  // the WAL grows by far less than one commit each (a commit writes every page it touched).
  const auto wal = folder() / "leye.db-wal";
  const auto write_lines = [&](int base, bool together) {
    const auto before = std::filesystem::file_size(wal);
    std::atomic<int> queued = 0;
    const auto one = [&](int i) {
      ++queued;
      EXPECT_TRUE(is_good(db().write([&](Transaction& tx) -> Result<void> {
        while (together && i == 0 && queued < 64) std::this_thread::yield();
        if (together && i == 0) std::this_thread::sleep_for(std::chrono::milliseconds(50));
        LEYE_CHECK(tx.execute("INSERT INTO line (writer, number) VALUES (?, ?)", base, i));
        return {};
      })));
    };
    if (together) {
      in_threads(64, one);
    } else {
      for (int i = 0; i < 64; ++i) one(i);
    }
    return std::filesystem::file_size(wal) - before;
  };
  const auto alone = write_lines(1, false);
  const auto shared = write_lines(2, true);
  EXPECT_LT(shared * 4, alone);
}

TEST_P(SqliteOnly, SecondProcessIsRefusedWithItsHolder) {
  const auto second = Database::open(url());
  ASSERT_FALSE(second);
  EXPECT_EQ(second.error().code, "store.in_use");
  EXPECT_EQ(second.error().args[0].second, std::to_string(::getpid()));
  OpenOptions options;
  options.read_only = true;
  auto reader = Database::open(url(), options);
  ASSERT_TRUE(is_good(reader));
  EXPECT_TRUE(is_good(check_schema(*reader)));
  EXPECT_EQ(
      reader->write([](Transaction& tx) { return tx.execute("DELETE FROM job"); }).error().code,
      "store.read_only");
}

TEST_P(SqliteOnly, FullDiskIsSaidAndOnlyTheLateRowsAreMissing) {
  testing::run_script(db(), kSqliteSchema);
  OpenOptions options;
  close();
  options.max_pages = static_cast<int>(std::filesystem::file_size(url().target) / 4096) + 40;
  ASSERT_NO_FATAL_FAILURE(reopen(options));
  int kept = 0;
  std::optional<Error> full;
  for (; !full && kept < 1000; ++kept) {
    const auto done = db().write([&](Transaction& tx) {
      return tx.execute("INSERT INTO line (writer, number, filler) VALUES (1, ?, ?)", kept,
                        Bytes(3000));
    });
    if (!done) full = done.error();
    if (full) break;
  }
  ASSERT_TRUE(full);
  EXPECT_EQ(full->code, "store.disk_full");
  ASSERT_NO_FATAL_FAILURE(reopen());
  const auto count =
      db().read([](Reader& r) { return r.one<std::int64_t>("SELECT count(*) FROM line"); });
  EXPECT_EQ(count, kept);
  EXPECT_GT(kept, 10);
  EXPECT_TRUE(is_good(db().write([](Transaction& tx) {
    return tx.execute("INSERT INTO line (writer, number) VALUES (2, 0)");
  })));
}

TEST_P(SqliteOnly, WrongFileAndMissingFolderAreToldApart) {
  const auto text = folder() / "text.db";
  std::ofstream(text) << std::string(4096, 'x');
  EXPECT_EQ(Database::open({Backend::kSqlite, text.string()}).error().code, "store.not_a_database");
  EXPECT_EQ(Database::open({Backend::kSqlite, folder() / "no/such/leye.db"}).error().code,
            "store.unreachable");
}

TEST_P(SqliteOnly, FilesArePrivate) {
  using std::filesystem::perms;
  const auto rights = std::filesystem::status(folder() / "leye.db").permissions();
  EXPECT_EQ(rights, perms::owner_read | perms::owner_write);
}

TEST_P(SqliteOnly, CopyIsTakenBesideRunningWrites) {
  testing::run_script(db(), kSqliteSchema);
  std::atomic<bool> stop = false;
  std::thread writer([&] {
    for (int i = 0; !stop; ++i)
      EXPECT_TRUE(is_good(db().write([&](Transaction& tx) -> Result<void> {
        LEYE_CHECK(tx.execute("INSERT INTO line (writer, number) VALUES (1, ?)", i));
        LEYE_CHECK(tx.execute("UPDATE counter SET value = value + 1 WHERE name = 'all'"));
        return {};
      })));
  });
  const auto target = folder() / "copy.db";
  const auto copied = db().copy_to(target);
  stop = true;
  writer.join();
  ASSERT_TRUE(is_good(copied));
  EXPECT_EQ(db().copy_to(target).error().code, "store.copy_exists");
  auto copy = Database::open({Backend::kSqlite, target.string()});
  ASSERT_TRUE(is_good(copy));
  const auto counts = copy->read([](Reader& r) {
    return r.one<std::int64_t, std::int64_t>(
        "SELECT (SELECT count(*) FROM line), (SELECT value FROM counter)");
  });
  ASSERT_TRUE(is_good(counts));
  EXPECT_EQ(std::get<0>(*counts), std::get<1>(*counts));
}

}  // namespace
}  // namespace leye::store
