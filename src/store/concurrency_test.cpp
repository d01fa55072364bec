#include <gtest/gtest.h>
#include <sys/wait.h>
#include <unistd.h>

#include <atomic>
#include <csignal>
#include <fstream>
#include <thread>

#include "store/store.h"
#include "store/testing/each_backend.h"
#include "store/testing/postgres_cluster.h"

namespace leye::store {
namespace {

using testing::is_good;

constexpr std::string_view kSchema = R"(
CREATE TABLE counter (name {text} NOT NULL PRIMARY KEY, value {int} NOT NULL) {table};
CREATE TABLE line (writer {int} NOT NULL, number {int} NOT NULL, filler {bytes}, PRIMARY KEY (writer, number)) {keyed};
INSERT INTO counter (name, value) VALUES ('all', 0);
)";

class Concurrency : public testing::EachBackend {
 protected:
  void SetUp() override {
    EachBackend::SetUp();
    testing::run_script(db(), kSchema);
  }
  Result<void> add_line(int writer, int number, Lane lane = Lane::kInteractive) {
    return db().write(
        [&](Transaction& tx) -> Result<void> {
          LEYE_CHECK(tx.execute("INSERT INTO line (writer, number) VALUES (?, ?)", writer, number));
          return {};
        },
        lane);
  }
  std::int64_t count(std::string_view sql) {
    return db().read([&](Reader& r) { return r.one<std::int64_t>(sql); }).value();
  }
};
LEYE_ON_EACH_BACKEND(Concurrency);

template <class F>
void in_threads(int threads, F work) {
  std::vector<std::thread> running;
  for (int i = 0; i < threads; ++i) running.emplace_back([&work, i] { work(i); });
  for (auto& thread : running) thread.join();
}

TEST_P(Concurrency, SixteenWritersLoseNoUpdate) {
  // Read, add one, write: what a lock or a new try must protect on PostgreSQL.
  in_threads(16, [&](int writer) {
    for (int i = 0; i < 20; ++i) {
      const auto done = db().write([&](Transaction& tx) -> Result<void> {
        LEYE_TRY(const auto value,
                 tx.one<std::int64_t>("SELECT value FROM counter WHERE name = 'all'"));
        LEYE_CHECK(tx.execute("UPDATE counter SET value = ? WHERE name = 'all'", value + 1));
        LEYE_CHECK(tx.execute("INSERT INTO line (writer, number) VALUES (?, ?)", writer, i));
        return {};
      });
      EXPECT_TRUE(is_good(done));
    }
  });
  EXPECT_EQ(count("SELECT value FROM counter"), 320);
  EXPECT_EQ(count("SELECT count(*) FROM line"), 320);
}

TEST_P(Concurrency, SameRequestFromSixtyFourAtOnceIsKeptOnce) {
  // Check, then insert: the losers of the race must see the winner's row, not a violation.
  std::atomic<int> inserted = 0;
  in_threads(64, [&](int) {
    const auto done = db().write([&](Transaction& tx) -> Result<bool> {
      LEYE_TRY(const auto seen, tx.find<int>("SELECT number FROM line WHERE writer = 1"));
      if (seen) return false;
      LEYE_CHECK(tx.execute("INSERT INTO line (writer, number) VALUES (1, 1)"));
      return true;
    });
    EXPECT_TRUE(is_good(done));
    if (done && *done) ++inserted;
  });
  EXPECT_EQ(inserted, 1);
  EXPECT_EQ(count("SELECT count(*) FROM line"), 1);
}

TEST_P(Concurrency, FailingJobsLeaveTheirNeighboursAlone) {
  std::atomic<int> refused = 0;
  in_threads(16, [&](int writer) {
    for (int i = 0; i < 50; ++i) {
      // Every second line exists already when its twin arrives.
      const auto done = add_line(writer / 2, i);
      if (!done) {
        EXPECT_TRUE(is_unique_violation(done.error(), "line(writer,number)"));
        ++refused;
      }
    }
  });
  EXPECT_EQ(refused, 8 * 50);
  EXPECT_EQ(count("SELECT count(*) FROM line"), 8 * 50);
}

TEST_P(Concurrency, PeopleDoNotWaitForBulkWork) {
  std::atomic<bool> stop = false;
  std::thread bulk([&] {
    for (int i = 0; !stop; ++i) {
      RowBatch batch("line", {"writer", "number"});
      for (int n = 0; n < 500; ++n) batch.add(1000 + i, n);
      EXPECT_TRUE(
          is_good(db().write([&](Transaction& tx) { return tx.copy_in(batch); }, Lane::kBulk)));
    }
  });
  for (int i = 0; i < 50; ++i) EXPECT_TRUE(is_good(add_line(1, i)));
  stop = true;
  bulk.join();
  EXPECT_EQ(count("SELECT count(*) FROM line WHERE writer = 1"), 50);
}

/// The child acknowledges each line on a pipe only after write() returned; it is killed in between.
TEST_P(Concurrency, KilledProcessLosesNothingAcknowledged) {
  close();
  for (int round = 0; round < 3; ++round) {
    int pipe[2];
    ASSERT_EQ(::pipe(pipe), 0);
    const pid_t child = ::fork();
    if (child == 0) {
      auto own = Database::open(url());
      if (!own) ::_exit(1);
      in_threads(4, [&](int thread) {
        for (int i = 0;; ++i) {
          const std::int32_t line[2] = {round * 10 + thread, i};
          const auto done = own->write([&](Transaction& tx) {
            return tx.execute("INSERT INTO line (writer, number, filler) VALUES (?, ?, ?)", line[0],
                              line[1], Bytes(2000));
          });
          if (!done || ::write(pipe[1], line, sizeof line) != sizeof line) ::_exit(2);
        }
      });
    }
    ::close(pipe[1]);
    std::vector<std::pair<int, int>> acknowledged;
    const auto read_one = [&] {
      std::int32_t line[2];
      if (::read(pipe[0], line, sizeof line) != sizeof line) return false;
      acknowledged.emplace_back(line[0], line[1]);
      return true;
    };
    while (acknowledged.size() < 300 && read_one()) {
    }
    ASSERT_EQ(acknowledged.size(), 300U);
    ::kill(child, SIGKILL);
    ::waitpid(child, nullptr, 0);
    while (read_one()) {
    }
    ::close(pipe[0]);
    ASSERT_NO_FATAL_FAILURE(reopen());
    for (const auto& line : acknowledged) {
      const auto kept = db().read([&](Reader& r) {
        return r.find<int>("SELECT number FROM line WHERE writer = ? AND number = ?", line.first,
                           line.second);
      });
      ASSERT_TRUE(is_good(kept));
      EXPECT_TRUE(kept->has_value())
          << line.first << "/" << line.second << " was acknowledged and is lost";
    }
    // A thread writes its lines in order: one missing in the middle would be half a loss.
    EXPECT_EQ(count("SELECT count(*) FROM (SELECT writer FROM line GROUP BY writer "
                    "HAVING max(number) + 1 <> count(*)) broken"),
              0);
    close();
  }
}

class SqliteOnly : public testing::EachBackend {};
INSTANTIATE_TEST_SUITE_P(On, SqliteOnly, ::testing::Values(Backend::kSqlite));
class PostgresOnly : public testing::EachBackend {};
INSTANTIATE_TEST_SUITE_P(On, PostgresOnly, ::testing::Values(Backend::kPostgres));

TEST_P(SqliteOnly, GroupCommitSharesTheDisk) {
  testing::run_script(db(), kSchema);
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
  testing::run_script(db(), kSchema);
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
  testing::run_script(db(), kSchema);
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
  testing::run_script(*database, kSchema);
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
