#include "ledger/command.h"

#include <gtest/gtest.h>
#include <rapidcheck/gtest.h>

#include <thread>

#include "ledger/ledger_fixture.h"

namespace leye::ledger {
namespace {

class Commands : public LedgerTest {};
LEYE_ON_EACH_BACKEND(Commands);

TEST_P(Commands, ARetriedKeyGetsTheStoredAnswerAndAnotherBodyIsRefused) {
  Ledger ledger(db(), *keys_, clock_);
  const auto person = of(PersonId::make());
  auto c = command(person);
  const auto change = [&](Act& act) -> Result<Response> {
    LEYE_CHECK(act.record(entry(person, Kind::kFollowUpDone, "searching")));
    return Response{201, R"({"entry": "张"})", 0, false};
  };
  const auto first = ledger.perform(c, change);
  ASSERT_TRUE(is_good(first));
  EXPECT_EQ(first->version, 1);
  EXPECT_FALSE(first->repeated);
  const auto again = ledger.perform(c, change);
  ASSERT_TRUE(is_good(again));
  EXPECT_TRUE(again->repeated);
  EXPECT_EQ(again->status, 201);
  EXPECT_EQ(again->body, first->body);
  EXPECT_EQ(again->version, 1);
  EXPECT_EQ(count("entry"), 1);
  EXPECT_EQ(count("audit_leaf"), 1);
  c.body = digest_of("another body");
  EXPECT_EQ(ledger.perform(c, change).error().code, "command.key_reused");
  c.account = AccountId::make();
  EXPECT_FALSE(ledger.perform(c, change)->repeated) << "keys of two accounts are two keys";
}

TEST_P(Commands, SixtyFourEqualPostsHaveOneEffect) {
  Ledger ledger(db(), *keys_, clock_);
  const auto person = of(PersonId::make());
  const auto c = command(person);
  std::vector<std::thread> threads;
  std::atomic<int> good = 0;
  for (int i = 0; i < 64; ++i)
    threads.emplace_back([&] {
      const auto answer = ledger.perform(c, [&](Act& act) -> Result<Response> {
        LEYE_CHECK(act.record(entry(person, Kind::kFollowUpDone)));
        return Response{201, "{}", 0, false};
      });
      if (answer && answer->version == 1 && answer->body == "{}") ++good;
    });
  for (auto& thread : threads) thread.join();
  EXPECT_EQ(good, 64);
  EXPECT_EQ(count("entry"), 1);
  EXPECT_EQ(count("command"), 1);
}

TEST_P(Commands, AStaleVersionChangesNothing) {
  Ledger ledger(db(), *keys_, clock_);
  const auto person = of(PersonId::make());
  ASSERT_TRUE(is_good(say(ledger, entry(person, Kind::kFollowUpDone))));
  auto c = command(person);
  c.if_match = 0;
  const auto change = [&](Act& act) -> Result<Response> {
    LEYE_CHECK(act.record(entry(person, Kind::kFollowUpDone)));
    return Response{};
  };
  const auto stale = ledger.perform(c, change);
  ASSERT_EQ(stale.error().code, "command.version");
  EXPECT_EQ(stale.error().args.front().second, "1");
  EXPECT_EQ(count("entry"), 1);
  c.if_match = 1;
  EXPECT_EQ(ledger.perform(c, change)->version, 2) << "a refused key may be used again";
}

TEST_P(Commands, AFailingChangeLeavesNoTrace) {
  Ledger ledger(db(), *keys_, clock_);
  const auto person = of(PersonId::make());
  const auto answer = ledger.perform(command(person), [&](Act& act) -> Result<Response> {
    LEYE_CHECK(act.record(entry(person, Kind::kFollowUpDone)));
    return fail("test.stop");
  });
  EXPECT_EQ(answer.error().code, "test.stop");
  for (const auto* table : {"entry", "command", "audit_leaf", "change", "subject_version"})
    EXPECT_EQ(count(table), 0) << table;
}

TEST_P(Commands, EntriesKnowTheirSubjectsTheirDayAndWhatTheyCorrect) {
  Ledger ledger(db(), *keys_, clock_);
  const auto person = of(PersonId::make());
  const auto office = of(office_of(kStreet));
  EXPECT_EQ(say(ledger, entry(person, Kind::kFairHeld)).error().code, "entry.subject");
  EXPECT_TRUE(is_good(say(ledger, entry(office, Kind::kFairHeld))));
  auto tomorrow = entry(person, Kind::kFollowUpDone);
  tomorrow.occurred_on = ymd(2020, 11, 21);
  EXPECT_EQ(say(ledger, tomorrow).error().code, "entry.future");
  auto wrong = entry(person, Kind::kFollowUpDone, "employed");
  wrong.id = EntryId::make();
  ASSERT_TRUE(is_good(say(ledger, wrong)));
  EXPECT_EQ(say(ledger, wrong).error().code, "entry.exists");
  auto right = entry(person, Kind::kFollowUpDone, "searching");
  right.corrects = EntryId::make();
  EXPECT_EQ(say(ledger, right).error().code, "entry.corrects_unknown");
  right.corrects = wrong.id;
  ASSERT_TRUE(is_good(say(ledger, right)));
  EXPECT_EQ(say(ledger, right).error().code, "entry.corrected_already");
  const auto seen = db().read([&](store::Reader& r) { return entries_of(r, system_, person, {}); });
  ASSERT_EQ(seen->size(), 1U);
  EXPECT_EQ(seen->front().code, "searching");
  EntryFilter all;
  all.corrected = true;
  EXPECT_EQ(
      db().read([&](store::Reader& r) { return entries_of(r, system_, person, all); })->size(), 2U);
}

TEST_P(Commands, AStatementMadeWithoutKnowingAnotherLeavesBoth) {
  Ledger ledger(db(), *keys_, clock_);
  const auto person = PersonId::make();
  const auto state = [&](std::string value, std::optional<std::int64_t> base) {
    return act(ledger, of(person), [&](Act& a) {
      FactStatement s;
      s.person = person;
      s.fact = "person.willing";
      s.value = std::move(value);
      s.occurred_on = clock_.today();
      s.base_version = base;
      return state_fact(a, s);
    });
  };
  const auto standing = [&] {
    return *db().read([&](store::Reader& r) { return standing_facts(r, system_, person); });
  };
  ASSERT_TRUE(is_good(state("true", 0)));
  const auto seen = standing().front().version;
  ASSERT_TRUE(is_good(state("false", seen)));
  ASSERT_EQ(standing().size(), 1U) << "made in knowledge of the first: replaces it";
  ASSERT_TRUE(is_good(state("true", seen)));
  ASSERT_EQ(standing().size(), 2U) << "made offline, before the second was known: both stand";
  ASSERT_TRUE(is_good(state("true", std::nullopt)));
  EXPECT_EQ(standing().size(), 1U) << "settled";
}

TEST_P(Commands, ASealedFactShowsItsNameAlone) {
  Ledger ledger(db(), *keys_, clock_);
  const auto person = PersonId::make();
  ASSERT_TRUE(is_good(act(ledger, of(person), [&](Act& a) {
    FactStatement s;
    s.person = person;
    s.fact = "person.disability_level";
    s.value = "2";
    s.occurred_on = clock_.today();
    s.sealed = true;
    s.n = 2;
    return state_fact(a, s);
  })));
  const auto fact =
      db().read([&](store::Reader& r) { return standing_facts(r, system_, person); })->front();
  EXPECT_EQ(fact.entry.code, "person.disability_level");
  EXPECT_FALSE(fact.entry.n);
  EXPECT_TRUE(fact.entry.has_sealed);
  EXPECT_EQ(*db().read([&](store::Reader& r) {
    return open_sealed(r, *keys_, of(person), fact.entry.id);
  }),
            R"({"v":1,"value":"2"})");
}

class Twice : public AfterEntry {
 public:
  Result<void> after_entry(Act& act) override {
    ++calls;
    NewEntry e;
    e.subject = act.entries().front().subject;
    e.kind = Kind::kMessageRequested;
    e.occurred_on = act.today();
    e.ref = act.entries().front().id.uuid();
    LEYE_CHECK(act.record(e));
    return {};
  }
  int calls = 0;
};

TEST_P(Commands, AfterEntryRunsOnceInsideTheTransaction) {
  Twice after;
  Ledger ledger(db(), *keys_, clock_, &after);
  const auto person = of(PersonId::make());
  ASSERT_TRUE(db().write(
      [](store::Transaction& tx) { return store::subscribe(tx, "MessageRequested", "outreach"); }));
  ASSERT_TRUE(is_good(say(ledger, entry(person, Kind::kFollowUpDone))));
  EXPECT_EQ(after.calls, 1);
  EXPECT_EQ(count("entry"), 2);
  const auto waiting =
      db().write([](store::Transaction& tx) { return store::take(tx, "outreach", 10); });
  ASSERT_EQ(waiting->size(), 1U);
  EXPECT_EQ(waiting->front().subject, person.id);
}

TEST_P(Commands, ASealStampsOnceAndTheAuditVerifies) {
  Ledger ledger(db(), *keys_, clock_);
  const auto a = of(PersonId::make());
  const auto b = of(PersonId::make());
  ASSERT_TRUE(is_good(say(ledger, entry(a, Kind::kFollowUpDone))));
  const auto first = *seal_pending(db(), clock_);
  EXPECT_EQ(first.seal, 1);
  EXPECT_EQ(first.commands, 1);
  EXPECT_EQ(seal_pending(db(), clock_)->seal, 0) << "nothing waited";
  ASSERT_TRUE(is_good(say(ledger, entry(b, Kind::kFollowUpDone))));
  EXPECT_EQ(seal_pending(db(), clock_)->seal, 2);
  const auto changed = db().read([](store::Reader& r) { return changed_between(r, 1, 2); });
  EXPECT_EQ(*changed, std::vector<Subject>{b});
  EntryFilter known;
  known.seal = 1;
  int seen = 0;
  ASSERT_TRUE(db().read([&](store::Reader& r) {
    return for_each_entry(r, system_, SubjectKind::kPerson, known,
                          [&](const Entry& e) -> Result<void> {
                            EXPECT_EQ(e.subject, a);
                            ++seen;
                            return {};
                          });
  }));
  EXPECT_EQ(seen, 1);
  EXPECT_EQ(db().read([](store::Reader& r) { return access::verify_audit(r); })->leaves, 2);
}

}  // namespace
}  // namespace leye::ledger
