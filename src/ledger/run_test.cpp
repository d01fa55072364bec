#include "ledger/run.h"

#include <sys/wait.h>
#include <unistd.h>

#include <csignal>

#include "ledger/ledger_fixture.h"

namespace leye::ledger {
namespace {

class RunTest : public LedgerTest {
 protected:
  RunRequest request() { return {"plan", digest_of("input"), worker_.id, "{}"}; }
  static PersonId person(std::int64_t i) { return PersonId(derived_uuid(i, digest_of("person"))); }
  Runs::Slice open_cases(std::vector<std::int64_t>* seen = nullptr) {
    return [this, seen](Act& act, std::int64_t from, std::int64_t to) -> Result<void> {
      for (auto i = from; i < to; ++i) {
        LEYE_CHECK(act.record(entry(of(person(i)), Kind::kCaseOpened)));
        NewTask t;
        t.subject = person(i).uuid();
        t.kind = "duty";
        t.standard = "monthly-follow-up";
        t.period = "2020-11";
        t.due_on = ymd(2020, 11, 30);
        t.division = kStreet;
        LEYE_CHECK(open_task(act, t));
        if (seen != nullptr) seen->push_back(i);
      }
      return {};
    };
  }
  std::size_t listed() {
    return db()
        .read([&](store::Reader& r) {
          return work_items(r, scope(), {}, clock_.today(), std::nullopt, 10000);
        })
        ->items.size();
  }
  Subject campaign_ = campaign("tianjin-2020q4");
};
LEYE_ON_EACH_BACKEND(RunTest);

TEST_P(RunTest, RowsAreUnseenUntilTheCommitAndAgainAfterTheUndo) {
  Runs runs(db(), *keys_, clock_);
  const auto run = runs.begin(request());
  ASSERT_TRUE(is_good(run));
  ASSERT_TRUE(is_good(runs.slices(*run, "cases", 300, open_cases())));
  EXPECT_EQ(count("task"), 300);
  EXPECT_EQ(listed(), 0U);
  EXPECT_EQ(count("machine_state"), 0);
  const auto committed = runs.commit(*run, campaign_, R"({"created":300})");
  ASSERT_TRUE(is_good(committed));
  EXPECT_EQ(committed->summary, R"({"created":300})");
  EXPECT_EQ(listed(), 300U);
  EXPECT_EQ(count("machine_state"), 300);
  EXPECT_EQ(count("audit_leaf"), 1) << "one leaf for the run";
  EXPECT_EQ(count("campaign_entry"), 1) << "one entry for the run";
  const auto again = runs.begin(request());
  EXPECT_EQ(again->id, run->id);
  EXPECT_EQ(again->state, RunState::kCommitted) << "the same input is done once";
  ASSERT_TRUE(is_good(runs.undo(run->id, campaign_, worker_.id, "错\"文件")));
  EXPECT_EQ(listed(), 0U);
  EXPECT_EQ(count("machine_state"), 0);
  EXPECT_EQ(runs.undo(run->id, campaign_, worker_.id, "").error().code, "run.undone");
  const auto anew = runs.begin(request());
  EXPECT_EQ(anew->attempt, 2);
  ASSERT_TRUE(is_good(runs.slices(*anew, "cases", 300, open_cases())));
  ASSERT_TRUE(is_good(runs.commit(*anew, campaign_, "{}")));
  EXPECT_EQ(listed(), 300U) << "the tasks of the undone run are taken over";
  EXPECT_EQ(*db().read([&](store::Reader& r) { return projection_differences(r, system_); }), 0);
}

TEST_P(RunTest, GoesOnWhereAFailureStoppedIt) {
  Runs runs(db(), *keys_, clock_);
  std::vector<std::int64_t> seen;
  const auto work = open_cases(&seen);
  const auto first = runs.begin(request());
  const auto stopped =
      runs.slices(*first, "cases", 1000, [&](Act& act, std::int64_t from, std::int64_t to) {
        return from >= 300 ? Result<void>(fail("test.stop")) : work(act, from, to);
      });
  EXPECT_EQ(stopped.error().code, "test.stop");
  EXPECT_EQ(runs.commit(*first, campaign_, "{}").error().code, "run.unfinished");
  const auto done = static_cast<std::int64_t>(seen.size());
  ASSERT_GT(done, 0);
  seen.clear();
  const auto second = runs.begin(request());
  EXPECT_EQ(second->id, first->id);
  ASSERT_TRUE(is_good(runs.slices(*second, "cases", 1000, work)));
  EXPECT_EQ(seen.front(), done);
  EXPECT_EQ(count("entry"), 1000);
  ASSERT_TRUE(is_good(runs.commit(*second, campaign_, "{}")));
  EXPECT_TRUE(is_good(runs.commit(*second, campaign_, "{}"))) << "a repeated commit is the same";
  EXPECT_EQ(count("campaign_entry"), 1);
}

TEST_P(RunTest, GoesOnAfterKill9) {
  close();
  // A fast machine doubles its slices up to 2,000 rows, so each child dies in its second: always
  // within the 2,000.
  for (int round = 0; round < 4; ++round) {
    const auto child = ::fork();
    ASSERT_GE(child, 0);
    if (child == 0) {
      auto own = store::Database::open(url());
      if (!own) ::_exit(3);
      Runs runs(*own, *keys_, clock_);
      const auto run = runs.begin(request());
      if (!run) ::_exit(4);
      int slices = 0;
      (void)runs.slices(*run, "cases", 2000, [&](Act& act, std::int64_t from, std::int64_t to) {
        auto result = open_cases()(act, from, to);
        if (++slices == 2) ::raise(SIGKILL);
        return result;
      });
      ::_exit(5);
    }
    int status = 0;
    ::waitpid(child, &status, 0);
    ASSERT_TRUE(WIFSIGNALED(status)) << WEXITSTATUS(status);
  }
  reopen();
  EXPECT_LT(count("entry"), 2000);
  Runs runs(db(), *keys_, clock_);
  const auto run = runs.begin(request());
  ASSERT_TRUE(is_good(run));
  ASSERT_TRUE(is_good(runs.slices(*run, "cases", 2000, open_cases())));
  ASSERT_TRUE(is_good(runs.commit(*run, campaign_, "{}")));
  EXPECT_EQ(count("entry"), 2000);
  EXPECT_EQ(listed(), 2000U);
}

TEST_P(RunTest, ManyTasksAtOnceAreTheSameAsOneByOne) {
  Runs runs(db(), *keys_, clock_);
  std::vector<NewTask> wanted;
  for (std::int64_t i = 0; i < 700; ++i) {
    NewTask t;
    t.subject = person(i).uuid();
    t.kind = "duty";
    t.standard = "monthly-follow-up";
    t.period = "2020-11";
    t.due_on = ymd(2020, 11, 30);
    t.division = kStreet;
    wanted.push_back(t);
  }
  std::int64_t opened = 0;
  const auto plan = [&](const std::string& input, std::size_t count_of) {
    opened = 0;
    const auto run = runs.begin({"plan", digest_of(input), worker_.id, "{}"});
    ASSERT_TRUE(is_good(run));
    const auto total = static_cast<std::int64_t>(count_of);
    ASSERT_TRUE(is_good(runs.slices(
        *run, "tasks", total, [&](Act& act, std::int64_t from, std::int64_t to) -> Result<void> {
          const std::span all(wanted);
          LEYE_TRY(const auto n, open_tasks(act, all.subspan(static_cast<std::size_t>(from),
                                                             static_cast<std::size_t>(to - from))));
          opened += n;
          return {};
        })));
    ASSERT_TRUE(is_good(runs.commit(*run, campaign_, "{}")));
  };
  plan("first", 500);
  EXPECT_EQ(opened, 500);
  EXPECT_EQ(listed(), 500U);
  plan("second", 700);
  EXPECT_EQ(opened, 200) << "500 are there";
  EXPECT_EQ(listed(), 700U);
}

TEST_P(RunTest, HasTheSameIdsOnEveryDatabase) {
  Runs runs(db(), *keys_, clock_);
  const auto run = runs.begin(request());
  EXPECT_EQ(to_text(run->id), to_text(runs.begin(request())->id));
  ASSERT_TRUE(is_good(runs.slices(*run, "cases", 1, open_cases())));
  const auto id =
      db().read([](store::Reader& r) { return r.one<EntryId>("SELECT entry_id FROM entry"); });
  static std::optional<std::pair<RunId, EntryId>> first;
  if (!first) first = {run->id, *id};
  EXPECT_EQ(first->first, run->id);
  EXPECT_EQ(first->second, *id);
}

}  // namespace
}  // namespace leye::ledger
