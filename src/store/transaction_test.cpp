#include <gtest/gtest.h>

#include <stdexcept>
#include <thread>

#include "store/store.h"
#include "store/testing/sample_tables.h"

namespace leye::store {
namespace {

using testing::is_good;
using testing::kDay;

class Transactions : public testing::SampleTables {};
LEYE_ON_EACH_BACKEND(Transactions);

TEST_P(Transactions, FailingJobKeepsNothing) {
  const auto done = db().write([&](Transaction& tx) -> Result<void> {
    LEYE_CHECK(
        tx.execute("INSERT INTO visit (person, day, minutes) VALUES (?, ?, 1)", new_uuid(), kDay));
    return fail("test.no");
  });
  EXPECT_EQ(done.error().code, "test.no");
  EXPECT_EQ(visits(), 0);
}

TEST_P(Transactions, FailedStatementCannotBeOverlooked) {
  const auto person = PersonId::make();
  const auto done = db().write([&](Transaction& tx) -> Result<void> {
    const auto add = [&] {
      return tx.execute("INSERT INTO visit (person, day, minutes) VALUES (?, ?, 1)", person, kDay);
    };
    EXPECT_TRUE(add());
    EXPECT_FALSE(add());
    EXPECT_EQ(tx.one<std::int64_t>("SELECT count(*) FROM visit").error().code, "store.unique");
    return {};
  });
  ASSERT_FALSE(done);
  EXPECT_TRUE(is_unique_violation(done.error(), "visit(person,day)"));
  EXPECT_EQ(visits(), 0);
}

TEST_P(Transactions, AttemptUndoesItselfAlone) {
  const auto person = PersonId::make();
  const auto add = [&](Transaction& tx, Date day, int minutes) -> Result<void> {
    LEYE_CHECK(tx.execute("INSERT INTO visit (person, day, minutes) VALUES (?, ?, ?)", person, day,
                          minutes));
    return {};
  };
  const auto done = db().write([&](Transaction& tx) -> Result<void> {
    LEYE_CHECK(add(tx, kDay, 1));
    const auto tried = tx.attempt([&]() -> Result<void> {
      LEYE_CHECK(add(tx, Date(kDay.days() + 1), 1));
      return add(tx, kDay, 1);
    });
    EXPECT_TRUE(is_unique_violation(tried.error(), "visit"));
    LEYE_CHECK(tx.attempt([&] { return add(tx, Date(kDay.days() + 2), 1); }));
    return add(tx, Date(kDay.days() + 3), 1);
  });
  ASSERT_TRUE(is_good(done));
  EXPECT_EQ(visits(), 3);
}

TEST_P(Transactions, ConstraintsAreNamed) {
  const auto person = PersonId::make();
  ASSERT_TRUE(is_good(add_visit(person, kDay, 5)));
  const auto twice = add_visit(person, kDay, 5);
  EXPECT_TRUE(is_unique_violation(twice.error()));
  EXPECT_TRUE(is_unique_violation(twice.error(), "visit"));
  EXPECT_TRUE(is_unique_violation(twice.error(), "visit(person,day)"));
  EXPECT_FALSE(is_unique_violation(twice.error(), "visit(person)"));
  EXPECT_FALSE(is_unique_violation(twice.error(), "vis"));
  const auto short_visit = add_visit(PersonId::make(), kDay, 0);
  EXPECT_TRUE(is_check_violation(short_visit.error(), "visit_minutes"));
  const auto run = [&](std::string_view sql) {
    return db().write([&](Transaction& tx) { return tx.execute(sql, new_uuid(), new_uuid()); });
  };
  const auto orphan =
      run("INSERT INTO visit (person, day, minutes, sample) "
          "SELECT ?, day, 1, ? FROM visit");
  EXPECT_TRUE(is_foreign_key_violation(orphan.error())) << orphan.error().code;
  const auto no_minutes = db().write([&](Transaction& tx) {
    return tx.execute("INSERT INTO visit (person, day) VALUES (?, ?)", new_uuid(), kDay);
  });
  EXPECT_EQ(no_minutes.error().code, "store.not_null");
  EXPECT_EQ(no_minutes.error().where, "visit(minutes)");
}

TEST_P(Transactions, WrongStatementsAreErrors) {
  const auto code = [&](std::string_view sql, auto... values) {
    return db().write([&](Transaction& tx) { return tx.execute(sql, values...); }).error().code;
  };
  EXPECT_EQ(code("SELEC 1"), "store.sql");
  EXPECT_EQ(code("DELETE FROM visit; DELETE FROM sample"), "store.sql");
  EXPECT_EQ(code("INSERT INTO sample (id, number) VALUES (?, ?)", new_uuid(), "text"), "store.sql");
  EXPECT_FALSE(code("DELETE FROM visit WHERE minutes = ?").empty());
}

TEST_P(Transactions, NestedTransactionsAreRefused) {
  const auto nested = db().write([&](Transaction&) -> Result<void> {
    return db().read([](Reader&) -> Result<void> { return {}; });
  });
  EXPECT_EQ(nested.error().code, "store.nested");
  const auto inner = db().read([&](Reader&) -> Result<void> {
    return db().write([](Transaction&) -> Result<void> { return {}; });
  });
  EXPECT_EQ(inner.error().code, "store.nested");
}

TEST_P(Transactions, ExceptionInAJobIsAnErrorAndKeepsNothing) {
  const auto thrown = db().write([&](Transaction& tx) -> Result<void> {
    LEYE_CHECK(tx.execute("INSERT INTO sample (id) VALUES (?)", new_uuid()));
    throw std::runtime_error("no");
  });
  EXPECT_EQ(thrown.error().code, "store.job_threw");
  const auto left =
      db().read([](Reader& r) { return r.one<std::int64_t>("SELECT count(*) FROM sample"); });
  EXPECT_EQ(left, 0);
}

TEST_P(Transactions, ReadersCannotWriteAndSeeOneState) {
  ASSERT_TRUE(is_good(add_visit(PersonId::make(), kDay, 1)));
  const auto counts = db().read([&](Reader& r) -> Result<std::pair<std::int64_t, std::int64_t>> {
    LEYE_TRY(const auto before, r.one<std::int64_t>("SELECT count(*) FROM visit"));
    std::thread([&] { EXPECT_TRUE(is_good(add_visit(PersonId::make(), kDay, 1))); }).join();
    LEYE_TRY(const auto after, r.one<std::int64_t>("SELECT count(*) FROM visit"));
    return std::pair(before, after);
  });
  ASSERT_TRUE(is_good(counts));
  EXPECT_EQ(counts->first, counts->second);
  EXPECT_EQ(visits(), 2);
  const auto written = db().read([](Reader& r) {
    return r.query<Uuid>("DELETE FROM visit WHERE minutes = 1 RETURNING person");
  });
  EXPECT_EQ(written.error().code, "store.read_only");
}

}  // namespace
}  // namespace leye::store
