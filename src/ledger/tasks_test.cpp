#include "ledger/tasks.h"

#include "ledger/ledger_fixture.h"

namespace leye::ledger {
namespace {

class Tasks : public LedgerTest {
 protected:
  NewTask duty(PersonId person, std::string division = kStreet, unsigned due = 30) {
    NewTask t;
    t.subject = person.uuid();
    t.kind = "duty";
    t.standard = "monthly-follow-up";
    t.clause = "C2.2.5";
    t.period = "2020-11";
    t.due_on = ymd(2020, 11, due);
    t.division = std::move(division);
    t.place = "府湖里社区";
    t.tags = "|unemployed|hard|";
    return t;
  }
  WorkPage list(Chip chip, std::int64_t limit = 50, std::optional<TaskId> after = {}) {
    WorkFilter f;
    f.chip = chip;
    const auto page = db().read(
        [&](store::Reader& r) { return work_items(r, scope(), f, clock_.today(), after, limit); });
    EXPECT_TRUE(is_good(page));
    return page ? *page : WorkPage{};
  }
  WorkCounts counts() {
    const auto c =
        db().read([&](store::Reader& r) { return work_counts(r, scope(), {}, clock_.today()); });
    EXPECT_TRUE(is_good(c));
    return c ? *c : WorkCounts{};
  }
};
LEYE_ON_EACH_BACKEND(Tasks);

TEST_P(Tasks, ADutyIsOneTaskHoweverOftenItIsOpened) {
  Ledger ledger(db(), *keys_, clock_);
  const auto person = PersonId::make();
  std::vector<Opened> results;
  for (int i = 0; i < 2; ++i)
    ASSERT_TRUE(is_good(act(ledger, of(person), [&](Act& a) -> Result<void> {
      LEYE_TRY(const auto opened, open_task(a, duty(person)));
      EXPECT_EQ(opened.id, duty_task_id(person.uuid(), "monthly-follow-up", "2020-11"));
      results.push_back(opened.result);
      return {};
    })));
  EXPECT_EQ(results, (std::vector{Opened::kCreated, Opened::kUnchanged}));
  EXPECT_EQ(count("task"), 1);
  EXPECT_EQ(count("work_item"), 1);
}

TEST_P(Tasks, CloseWithTheirProofAndOpenAgainWhenItIsWithdrawn) {
  Ledger ledger(db(), *keys_, clock_);
  const auto person = PersonId::make();
  EntryId proof;
  ASSERT_TRUE(is_good(act(ledger, of(person), [&](Act& a) -> Result<void> {
    LEYE_CHECK(open_task(a, duty(person)));
    LEYE_TRY(const auto done, a.record(entry(of(person), Kind::kFollowUpDone)));
    proof = done.id;
    LEYE_TRY(const bool closed,
             close_duty(a, person.uuid(), "monthly-follow-up", "2020-11", done.id));
    EXPECT_TRUE(closed);
    EXPECT_EQ(a.closed_tasks.size(), 1U);
    return {};
  })));
  const auto tasks =
      db().read([&](store::Reader& r) { return tasks_of(r, system_, person.uuid()); });
  EXPECT_EQ(tasks->front().state, TaskState::kDone);
  EXPECT_EQ(tasks->front().closed_by, proof);
  EXPECT_EQ(list(Chip::kDone).items.size(), 1U);
  EXPECT_EQ(list(Chip::kOpen).items.size(), 0U);
  EXPECT_EQ(counts().contacted, 1);
  ASSERT_TRUE(is_good(act(ledger, of(person), [&](Act& a) -> Result<void> {
    auto withdrawn = entry(of(person), Kind::kEntryWithdrawn);
    withdrawn.corrects = proof;
    LEYE_CHECK(a.record(withdrawn));
    LEYE_TRY(const auto opened, open_task(a, duty(person)));
    EXPECT_EQ(opened.result, Opened::kReopened);
    return {};
  })));
  EXPECT_EQ(list(Chip::kOpen).items.size(), 1U);
}

TEST_P(Tasks, AListShowsTheScopeInPagesAndItsCountsEqualIt) {
  Ledger ledger(db(), *keys_, clock_);
  const auto subject = of(PersonId::make());
  ASSERT_TRUE(is_good(act(ledger, subject, [&](Act& a) -> Result<void> {
    for (unsigned i = 0; i < 12; ++i) {
      auto t = duty(PersonId::make(), i % 3 == 0 ? kOtherStreet : kStreet, 15 + i);
      if (i % 4 == 1) t.kind = "fact";
      if (i % 4 == 1) t.standard.reset();
      if (i % 4 == 1) t.period.reset();
      LEYE_CHECK(open_task(a, t));
    }
    return {};
  })));
  std::vector<TaskId> seen;
  std::optional<TaskId> after;
  do {
    const auto page = list(Chip::kOpen, 3, after);
    for (const auto& item : page.items) {
      EXPECT_EQ(item.division, kStreet);
      seen.push_back(item.task);
    }
    after = page.next;
  } while (after);
  EXPECT_EQ(seen.size(), 8U);
  EXPECT_EQ(std::set(seen.begin(), seen.end()).size(), 8U);
  const auto c = counts();
  for (int i = 0; i < 7; ++i) {
    const auto chip = static_cast<Chip>(i);
    EXPECT_EQ(c.at(chip), static_cast<std::int64_t>(list(chip).items.size())) << code(chip);
  }
  EXPECT_GT(c.at(Chip::kOverdue), 0);
  EXPECT_GT(c.at(Chip::kFact), 0);
  worker_.division = kDistrict;
  EXPECT_EQ(list(Chip::kOpen).items.size(), 12U);
}

TEST_P(Tasks, ReassigningMovesTheRowAndKeepsItsHistory) {
  Ledger ledger(db(), *keys_, clock_);
  const auto person = PersonId::make();
  TaskId id;
  ASSERT_TRUE(is_good(act(ledger, of(person), [&](Act& a) -> Result<void> {
    LEYE_TRY(const auto opened, open_task(a, duty(person)));
    id = opened.id;
    return reassign_task(a, person.uuid(), id, kOtherStreet, std::nullopt);
  })));
  EXPECT_EQ(list(Chip::kOpen).items.size(), 0U);
  EXPECT_EQ(count("work_item"), 1);
  EXPECT_EQ(count("task_history"), 1);
  EXPECT_EQ(act(ledger, of(person),
                [&](Act& a) { return cancel_task(a, person.uuid(), TaskId::make(), "moved"); })
                .error()
                .code,
            "task.unknown");
}

}  // namespace
}  // namespace leye::ledger
