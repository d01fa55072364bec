#include <gtest/gtest.h>
#include <sys/wait.h>
#include <unistd.h>

#include <atomic>
#include <csignal>
#include <thread>

#include "store/store.h"
#include "store/testing/each_backend.h"

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

struct Line {
  std::int32_t writer;
  std::int32_t number;
};

/// Writes lines for ever and tells each on the pipe, only after write() returned.
[[noreturn]] void write_until_killed(const DatabaseUrl& url, int round, int pipe) {
  auto own = Database::open(url);
  if (!own) ::_exit(1);
  in_threads(4, [&](int thread) {
    for (int i = 0;; ++i) {
      const Line line{round * 10 + thread, i};
      const auto done = own->write([&](Transaction& tx) {
        return tx.execute("INSERT INTO line (writer, number, filler) VALUES (?, ?, ?)", line.writer,
                          line.number, Bytes(2000));
      });
      if (!done || ::write(pipe, &line, sizeof line) != sizeof line) ::_exit(2);
    }
  });
  ::_exit(3);
}

/// Kills such a process in the middle; the lines it had acknowledged.
std::vector<Line> acknowledged_before_kill(const DatabaseUrl& url, int round) {
  int pipe[2];
  if (::pipe(pipe) != 0) return {};
  const pid_t child = ::fork();
  if (child == 0) write_until_killed(url, round, pipe[1]);
  ::close(pipe[1]);
  std::vector<Line> lines;
  Line line{};
  while (::read(pipe[0], &line, sizeof line) == sizeof line) {
    lines.push_back(line);
    if (lines.size() == 300) ::kill(child, SIGKILL);
  }
  ::waitpid(child, nullptr, 0);
  ::close(pipe[0]);
  return lines;
}

TEST_P(Concurrency, KilledProcessLosesNothingAcknowledged) {
  for (int round = 0; round < 3; ++round) {
    close();
    const auto lines = acknowledged_before_kill(url(), round);
    ASSERT_GE(lines.size(), 300U);
    ASSERT_NO_FATAL_FAILURE(reopen());
    for (const Line& line : lines) {
      const auto kept = db().read([&](Reader& r) {
        return r.find<int>("SELECT number FROM line WHERE writer = ? AND number = ?", line.writer,
                           line.number);
      });
      ASSERT_TRUE(is_good(kept));
      EXPECT_TRUE(kept->has_value()) << line.writer << "/" << line.number << " is lost";
    }
    // A thread writes its lines in order: one missing in the middle would be half a loss.
    EXPECT_EQ(count("SELECT count(*) FROM (SELECT writer FROM line GROUP BY writer "
                    "HAVING max(number) + 1 <> count(*)) broken"),
              0);
  }
}

}  // namespace
}  // namespace leye::store
