#include "store/jobs.h"

#include <gtest/gtest.h>

#include <atomic>
#include <fstream>
#include <thread>

#include "store/store.h"
#include "store/testing/each_backend.h"

namespace leye::store {
namespace {

using std::chrono::seconds;
using testing::is_good;

constexpr Instant kNow(1'605'830'400'000'000);
Instant after(std::int64_t secs) { return Instant(kNow.micros() + secs * 1'000'000); }

class Jobs : public testing::EachBackend {
 protected:
  void SetUp() override {
    EachBackend::SetUp();
    testing::run_script(db(), "CREATE TABLE effect (job {text} NOT NULL) {table}");
  }
  bool add(std::string key, Instant at = kNow, int attempts = 3) {
    return db()
        .write([&](Transaction& tx) {
          return enqueue(tx, {"test.kind", key, R"({"run":1})", at, attempts});
        })
        .value();
  }
  std::optional<Job> lease(Instant now) {
    return db()
        .write([&](Transaction& tx) {
          return lease_job(tx, {"other", "test.kind"}, now, seconds(60));
        })
        .value();
  }
  Result<void> effect_and_complete(const Job& job, Instant now) {
    return db().write([&](Transaction& tx) -> Result<void> {
      LEYE_CHECK(tx.execute("INSERT INTO effect (job) VALUES (?)", job.key));
      return complete_job(tx, job, now);
    });
  }
  Result<void> fail_with(const Job& job, Instant now) {
    return db().write([&](Transaction& tx) {
      return fail_job(tx, job, Error{"test.broken", "row 7", {}}, now);
    });
  }
  std::int64_t effects() {
    return db()
        .read([](Reader& r) { return r.one<std::int64_t>("SELECT count(*) FROM effect"); })
        .value();
  }
};
LEYE_ON_EACH_BACKEND(Jobs);

TEST_P(Jobs, SameKeyIsEnqueuedOnce) {
  EXPECT_TRUE(add("a"));
  EXPECT_FALSE(add("a"));
  const auto job = lease(kNow);
  ASSERT_TRUE(job);
  EXPECT_EQ(job->body, R"({"run":1})");
  EXPECT_TRUE(is_good(effect_and_complete(*job, kNow)));
  EXPECT_FALSE(add("a"));
}

TEST_P(Jobs, MostOverdueFirstAndNotBeforeItsTime) {
  add("later", after(100));
  add("second", after(-1));
  add("first", after(-2));
  EXPECT_EQ(lease(kNow)->key, "first");
  EXPECT_EQ(lease(kNow)->key, "second");
  EXPECT_FALSE(lease(after(59)));
  EXPECT_FALSE(db().write([&](Transaction& tx) {
                     return lease_job(tx, {"unknown"}, after(1000), seconds(1));
                   })
                   ->has_value());
}

TEST_P(Jobs, LostLeaseHasNoEffect) {
  add("a");
  const auto slow = lease(kNow);
  const auto quick = lease(after(61));
  ASSERT_TRUE(slow && quick);
  EXPECT_EQ(quick->attempt, 2);
  EXPECT_TRUE(is_good(effect_and_complete(*quick, after(62))));
  EXPECT_EQ(effect_and_complete(*slow, after(63)).error().code, "store.lease_lost");
  EXPECT_EQ(fail_with(*slow, after(63)).error().code, "store.lease_lost");
  EXPECT_EQ(effects(), 1);
}

TEST_P(Jobs, ExtendedLeaseIsKept) {
  add("a");
  const auto job = lease(kNow);
  EXPECT_TRUE(
      is_good(db().write([&](Transaction& tx) { return extend_lease(tx, *job, after(300)); })));
  EXPECT_FALSE(lease(after(61)));
  EXPECT_TRUE(is_good(effect_and_complete(*job, after(200))));
}

TEST_P(Jobs, FailuresBackOffAndEndInTheDeadLetters) {
  add("a");
  EXPECT_TRUE(is_good(fail_with(*lease(kNow), kNow)));
  EXPECT_FALSE(lease(after(9)));
  EXPECT_TRUE(is_good(fail_with(*lease(after(10)), after(10))));
  EXPECT_FALSE(lease(after(29)));
  EXPECT_TRUE(is_good(fail_with(*lease(after(30)), after(30))));
  EXPECT_FALSE(lease(after(100'000)));
  auto dead = db().read([](Reader& r) { return dead_jobs(r); });
  ASSERT_TRUE(is_good(dead));
  ASSERT_EQ(dead->size(), 1U);
  EXPECT_EQ(dead->front().error, "test.broken row 7");
  EXPECT_EQ(dead->front().attempts, 3);
  EXPECT_EQ(dead->front().since, after(30));
  EXPECT_TRUE(is_good(
      db().write([&](Transaction& tx) { return revive_job(tx, dead->front().id, after(40)); })));
  EXPECT_EQ(lease(after(40))->attempt, 1);
}

TEST_P(Jobs, WorkerThatDiesEachTimeEndsInTheDeadLettersToo) {
  add("a", kNow, 2);
  EXPECT_TRUE(lease(kNow));
  EXPECT_TRUE(lease(after(61)));
  EXPECT_FALSE(lease(after(200)));
  EXPECT_EQ(db().read([](Reader& r) { return dead_jobs(r); })->size(), 1U);
}

TEST_P(Jobs, ReturnedLeaseCostsNoAttempt) {
  add("a");
  const auto job = lease(kNow);
  EXPECT_TRUE(is_good(db().write([&](Transaction& tx) { return return_job(tx, *job, after(1)); })));
  EXPECT_EQ(lease(after(1))->attempt, 1);
}

TEST_P(Jobs, EightWorkersDoEachJobOnce) {
  for (int i = 0; i < 60; ++i) add(std::to_string(i));
  std::vector<std::thread> workers;
  for (int i = 0; i < 8; ++i)
    workers.emplace_back([&] {
      while (const auto job = lease(kNow)) EXPECT_TRUE(is_good(effect_and_complete(*job, kNow)));
    });
  for (auto& worker : workers) worker.join();
  EXPECT_EQ(effects(), 60);
  const auto distinct = db().read(
      [](Reader& r) { return r.one<std::int64_t>("SELECT count(DISTINCT job) FROM effect"); });
  EXPECT_EQ(distinct, 60);
}

class Outbox : public testing::EachBackend {
 protected:
  Result<void> tell(std::string topic, std::string body, Instant at) {
    return db().write([&](Transaction& tx) {
      return publish(tx, {new_uuid(), topic, new_uuid(), body, at});
    });
  }
  std::vector<std::string> taken(std::string_view consumer, int limit) {
    std::vector<std::string> bodies;
    const auto messages = db().write([&](Transaction& tx) { return take(tx, consumer, limit); });
    EXPECT_TRUE(is_good(messages));
    for (const auto& message : *messages) bodies.push_back(*message.body);
    return bodies;
  }
};
LEYE_ON_EACH_BACKEND(Outbox);

using Bodies = std::vector<std::string>;

TEST_P(Outbox, EachConsumerGetsEachMessageOnceOldestFirst) {
  ASSERT_TRUE(is_good(db().write([](Transaction& tx) -> Result<void> {
    LEYE_CHECK(subscribe(tx, "MessageRequested", "outreach"));
    LEYE_CHECK(subscribe(tx, "MessageRequested", "outreach"));
    return subscribe(tx, "MessageRequested", "insight");
  })));
  ASSERT_TRUE(is_good(tell("MessageRequested", "2", after(2))));
  ASSERT_TRUE(is_good(tell("MessageRequested", "3", after(3))));
  ASSERT_TRUE(is_good(tell("Nobody", "x", after(1))));
  // Committed last, though written first: "after position 3" would lose it.
  EXPECT_EQ(taken("outreach", 1), Bodies{"2"});
  ASSERT_TRUE(is_good(tell("MessageRequested", "1", after(1))));
  EXPECT_EQ(taken("outreach", 9), (Bodies{"1", "3"}));
  EXPECT_EQ(taken("outreach", 9), Bodies{});
  EXPECT_EQ(taken("insight", 9), (Bodies{"1", "2", "3"}));
}

TEST_P(Outbox, FailedEffectLeavesTheMessageWaiting) {
  ASSERT_TRUE(is_good(db().write([](Transaction& tx) { return subscribe(tx, "t", "c"); })));
  ASSERT_TRUE(is_good(tell("t", "1", kNow)));
  const auto failed = db().write([](Transaction& tx) -> Result<void> {
    LEYE_TRY(const auto messages, take(tx, "c", 9));
    EXPECT_EQ(messages.size(), 1U);
    return fail("test.no");
  });
  EXPECT_FALSE(failed);
  EXPECT_EQ(db().read([](Reader& r) { return waiting(r, "c"); }), 1);
  EXPECT_EQ(taken("c", 9), Bodies{"1"});
}

class Blobs : public testing::EachBackend {
 protected:
  BlobStore blobs() { return BlobStore(folder()); }
  Result<void> hold(const Digest& digest) {
    return db().write([&](Transaction& tx) { return blobs().hold(tx, digest, kNow); });
  }
  Result<void> release(const Digest& digest) {
    return db().write([&](Transaction& tx) { return blobs().release(tx, digest); });
  }
  /// Far enough in the future that every file is older than the grace.
  std::int64_t sweep() {
    return blobs().sweep(db(), Instant(INT64_MAX), std::chrono::hours(1)).value();
  }
};
LEYE_ON_EACH_BACKEND(Blobs);

TEST_P(Blobs, SameBytesAreOneFileAndComeBack) {
  const std::string bytes("sealed\0bytes", 12);
  const auto digest = blobs().put(bytes);
  ASSERT_TRUE(is_good(digest));
  EXPECT_EQ(blobs().put(bytes), digest);
  EXPECT_EQ(blobs().get(*digest), bytes);
  const auto path = blobs().path_of(*digest);
  EXPECT_EQ(path.parent_path().filename(), to_text(*digest).substr(0, 2));
  EXPECT_EQ(std::distance(std::filesystem::directory_iterator(path.parent_path()), {}), 1);
}

TEST_P(Blobs, SweepTakesOnlyWhatNobodyHolds) {
  const auto held = *blobs().put("held");
  const auto released = *blobs().put("released");
  const auto never = *blobs().put("never");
  for (const auto& digest : {held, held, released}) ASSERT_TRUE(is_good(hold(digest)));
  ASSERT_TRUE(is_good(release(held)));
  ASSERT_TRUE(is_good(release(released)));
  EXPECT_EQ(release(never).error().code, "store.blob_missing");
  EXPECT_EQ(*blobs().sweep(db(), kNow, std::chrono::hours(1)), 0);
  EXPECT_EQ(sweep(), 2);
  EXPECT_TRUE(is_good(blobs().get(held)));
  EXPECT_EQ(blobs().get(released).error().code, "store.blob_missing");
  EXPECT_EQ(hold(released).error().code, "store.blob_missing");
}

TEST_P(Blobs, DamageIsNoticed) {
  const auto digest = *blobs().put("content");
  std::ofstream(blobs().path_of(digest)) << "other";
  EXPECT_EQ(blobs().get(digest).error().code, "store.blob_damaged");
}

}  // namespace
}  // namespace leye::store
