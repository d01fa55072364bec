#include "store/store.h"

#include <gtest/gtest.h>
#include <rapidcheck/gtest.h>

#include <thread>

#include "store/testing/each_backend.h"

namespace leye::store {
namespace {

using testing::is_good;

constexpr std::string_view kSchema = R"(
CREATE TABLE sample (
  id {uuid} NOT NULL PRIMARY KEY,
  flag {bool}, number {int}, share {real}, note {text}, digest {bytes}, day {date}, at {instant}, paid {fen}
) {table};
CREATE TABLE visit (
  person {uuid} NOT NULL, day {date} NOT NULL, minutes {int} NOT NULL CONSTRAINT visit_minutes CHECK (minutes > 0),
  sample {uuid} REFERENCES sample (id),
  PRIMARY KEY (person, day)
) {keyed};
)";

class Store : public testing::EachBackend {
 protected:
  void SetUp() override {
    EachBackend::SetUp();
    testing::run_script(db(), kSchema);
  }
  std::int64_t visits() {
    return db()
        .read([](Reader& r) { return r.one<std::int64_t>("SELECT count(*) FROM visit"); })
        .value();
  }
  Result<void> add_visit(PersonId person, Date day, int minutes) {
    return db().write([&](Transaction& tx) -> Result<void> {
      LEYE_CHECK(tx.execute("INSERT INTO visit (person, day, minutes) VALUES (?, ?, ?)", person,
                            day, minutes));
      return {};
    });
  }
};
LEYE_ON_EACH_BACKEND(Store);

const Date kDay = ymd(2020, 11, 20);

TEST_P(Store, EveryTypeComesBackAsItWas) {
  const auto id = PersonId::make();
  const Digest digest = digest_of("x");
  const std::string text = "和平区 𠮷 'quoted' ?";
  const auto read = db().write([&](Transaction& tx) {
    EXPECT_TRUE(
        is_good(tx.execute("INSERT INTO sample VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)", id, true,
                           INT64_MIN, 0.1, text, digest, kDay, Instant(-1), Fen(123))));
    return tx.one<PersonId, bool, std::int64_t, double, std::string, Digest, Date, Instant, Fen>(
        "SELECT id, flag, number, share, note, digest, day, at, paid FROM sample WHERE id = ?", id);
  });
  ASSERT_TRUE(is_good(read));
  EXPECT_EQ(*read, std::tuple(id, true, INT64_MIN, 0.1, text, digest, kDay, Instant(-1), Fen(123)));
}

TEST_P(Store, DatesOfTheWholeCalendarComeBack) {
  EXPECT_TRUE(rc::check([&] {
    const Date day(*rc::gen::inRange(Date::kMinDays, Date::kMaxDays + 1));
    const auto back = db().write([&](Transaction& tx) -> Result<Date> {
      const auto id = new_uuid();
      LEYE_CHECK(tx.execute("INSERT INTO sample (id, day) VALUES (?, ?)", id, day));
      return tx.one<Date>("SELECT day FROM sample WHERE id = ? AND day = ?", id, day);
    });
    RC_ASSERT(back.has_value());
    RC_ASSERT(*back == day);
  }));
}

TEST_P(Store, NullNeedsAnOptional) {
  const auto id = new_uuid();
  const auto nothing = db().write([&](Transaction& tx) {
    EXPECT_TRUE(is_good(tx.execute("INSERT INTO sample (id, note, paid) VALUES (?, ?, ?)", id,
                                   std::optional<std::string>{}, std::optional<Fen>{})));
    return tx.one<std::optional<bool>, std::optional<std::int64_t>, std::optional<double>,
                  std::optional<std::string>, std::optional<Bytes>, std::optional<Date>,
                  std::optional<Fen>, std::optional<Uuid>>(
        "SELECT flag, number, share, note, digest, day, paid, id FROM sample");
  });
  ASSERT_TRUE(is_good(nothing));
  EXPECT_EQ(std::get<3>(*nothing), std::nullopt);
  EXPECT_EQ(std::get<7>(*nothing), id);
  const auto refused = [&]<class T>(T, std::string_view column) {
    const auto read = db().read(
        [&](Reader& r) { return r.one<T>("SELECT " + std::string(column) + " FROM sample"); });
    ASSERT_FALSE(read) << column;
    EXPECT_EQ(read.error().code, "store.null") << column;
    EXPECT_EQ(read.error().args[0].second, column);
  };
  refused(bool{}, "flag");
  refused(std::int64_t{}, "number");
  refused(double{}, "share");
  refused(std::string{}, "note");
  refused(Bytes{}, "digest");
  refused(Date{}, "day");
  refused(Fen{}, "paid");
}

TEST_P(Store, AnotherTypeIsRefusedNotConverted) {
  const auto read = [&]<class T>(T, std::string_view text) {
    return db().read([&](Reader& r) { return r.one<T>(text); }).error().code;
  };
  ASSERT_TRUE(is_good(db().write([&](Transaction& tx) {
    return tx.execute("INSERT INTO sample (id, number, note, digest) VALUES (?, ?, ?, ?)",
                      new_uuid(), 300, "12", as_bytes("abc"));
  })));
  EXPECT_EQ(read(std::int64_t{}, "SELECT note FROM sample"), "store.type");
  EXPECT_EQ(read(std::string{}, "SELECT number FROM sample"), "store.type");
  EXPECT_EQ(read(Uuid{}, "SELECT digest FROM sample"), "store.type");
  EXPECT_EQ(read(Digest{}, "SELECT digest FROM sample"), "store.type");
  EXPECT_EQ(read(std::int8_t{}, "SELECT number FROM sample"), "store.range");
  EXPECT_EQ(read(std::int64_t{}, "SELECT number, note FROM sample"), "store.columns");
  EXPECT_EQ(read(std::int64_t{}, "SELECT number FROM sample WHERE number = 1"), "store.no_row");
}

TEST_P(Store, SumsAndCountsAreIntegers) {
  ASSERT_TRUE(is_good(add_visit(PersonId::make(), kDay, 20)));
  ASSERT_TRUE(is_good(add_visit(PersonId::make(), kDay, 15)));
  const auto sums = db().read([](Reader& r) {
    return r.one<std::int64_t, std::int64_t, std::optional<std::int64_t>, std::int64_t>(
        "SELECT sum(minutes), count(*), (SELECT sum(minutes) FROM visit WHERE minutes > 99), "
        "coalesce(max(minutes), 0) FROM visit");
  });
  ASSERT_TRUE(is_good(sums));
  EXPECT_EQ(*sums, std::tuple(35, 2, std::optional<std::int64_t>{}, 20));
}

TEST_P(Store, TextIsComparedByBytes) {
  const auto sorted = db().write([](Transaction& tx) -> Result<std::vector<std::string>> {
    for (const auto* note : {"b", "B", "a", "Z", "é"})
      LEYE_CHECK(tx.execute("INSERT INTO sample (id, note) VALUES (?, ?)", new_uuid(), note));
    return tx.query<std::string>("SELECT note FROM sample ORDER BY note");
  });
  ASSERT_TRUE(is_good(sorted));
  EXPECT_EQ(*sorted, (std::vector<std::string>{"B", "Z", "a", "b", "é"}));
}

TEST_P(Store, EmptyAndBrokenTextsAreRefused) {
  const auto code = [&](std::string_view note) {
    return db()
        .write([&](Transaction& tx) { return tx.execute("UPDATE sample SET note = ?", note); })
        .error()
        .code;
  };
  EXPECT_EQ(code(""), "store.empty_text");
  EXPECT_EQ(code(std::string_view("a\0b", 3)), "store.text_encoding");
  EXPECT_EQ(code("\xC0\x80"), "store.text_encoding");
  EXPECT_EQ(code("\xED\xA0\x80"), "store.text_encoding");
  EXPECT_EQ(code("\xE4\xB8"), "store.text_encoding");
  EXPECT_EQ(or_null(""), std::nullopt);
}

TEST_P(Store, FailingJobKeepsNothing) {
  const auto done = db().write([&](Transaction& tx) -> Result<void> {
    LEYE_CHECK(
        tx.execute("INSERT INTO visit (person, day, minutes) VALUES (?, ?, 1)", new_uuid(), kDay));
    return fail("test.no");
  });
  EXPECT_EQ(done.error().code, "test.no");
  EXPECT_EQ(visits(), 0);
}

TEST_P(Store, FailedStatementCannotBeOverlooked) {
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

TEST_P(Store, AttemptUndoesItselfAlone) {
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

TEST_P(Store, ConstraintsAreNamed) {
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

TEST_P(Store, WrongStatementsAreErrors) {
  const auto code = [&](std::string_view sql, auto... values) {
    return db().write([&](Transaction& tx) { return tx.execute(sql, values...); }).error().code;
  };
  EXPECT_EQ(code("SELEC 1"), "store.sql");
  EXPECT_EQ(code("DELETE FROM visit; DELETE FROM sample"), "store.sql");
  EXPECT_EQ(code("INSERT INTO sample (id, number) VALUES (?, ?)", new_uuid(), "text"), "store.sql");
  EXPECT_FALSE(code("DELETE FROM visit WHERE minutes = ?").empty());
}

TEST_P(Store, NestedTransactionsAreRefused) {
  const auto nested = db().write([&](Transaction&) -> Result<void> {
    return db().read([](Reader&) -> Result<void> { return {}; });
  });
  EXPECT_EQ(nested.error().code, "store.nested");
  const auto inner = db().read([&](Reader&) -> Result<void> {
    return db().write([](Transaction&) -> Result<void> { return {}; });
  });
  EXPECT_EQ(inner.error().code, "store.nested");
}

TEST_P(Store, ExceptionInAJobIsAnErrorAndKeepsNothing) {
  const auto thrown = db().write([&](Transaction& tx) -> Result<void> {
    LEYE_CHECK(tx.execute("INSERT INTO sample (id) VALUES (?)", new_uuid()));
    throw std::runtime_error("no");
  });
  EXPECT_EQ(thrown.error().code, "store.job_threw");
  const auto left =
      db().read([](Reader& r) { return r.one<std::int64_t>("SELECT count(*) FROM sample"); });
  EXPECT_EQ(left, 0);
}

TEST_P(Store, ReadersCannotWriteAndSeeOneState) {
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

TEST_P(Store, BulkRowsArriveWholeOrNotAtAll) {
  RowBatch batch("sample", {"id", "flag", "number", "share", "note", "digest", "day", "paid"});
  for (int i = 0; i < 5000; ++i)
    batch.add(new_uuid(), i % 2 == 0, i, i / 4.0,
              std::optional<std::string>("第" + std::to_string(i)), digest_of("x"),
              std::optional<Date>{}, Fen(i));
  const auto copy = [&](Transaction& tx) { return tx.copy_in(batch); };
  ASSERT_TRUE(is_good(db().write(copy, Lane::kBulk)));
  const auto back = db().read([](Reader& r) {
    return r.one<std::int64_t, std::int64_t, std::string>(
        "SELECT count(*), sum(paid), max(note) FROM sample WHERE day IS NULL");
  });
  ASSERT_TRUE(is_good(back));
  EXPECT_EQ(*back, std::tuple(5000, 5000 * 4999 / 2, std::string("第999")));
  RowBatch clash("sample", {"id"});
  clash.add(new_uuid());
  clash.add(std::get<Uuid>(batch.values()[0].payload()));
  const auto refused = db().write([&](Transaction& tx) { return tx.copy_in(clash); });
  EXPECT_TRUE(is_unique_violation(refused.error(), "sample(id)"));
  const auto count =
      db().read([](Reader& r) { return r.one<std::int64_t>("SELECT count(*) FROM sample"); });
  EXPECT_EQ(count, 5000);
}

TEST_P(Store, ExecuteEachCountsAndTellsTheFirstError) {
  Values values;
  for (int i = 1; i <= 1000; ++i) {
    values.emplace_back(new_uuid());
    values.emplace_back(kDay);
    values.emplace_back(i);
  }
  const std::string_view insert =
      "INSERT INTO visit (person, day, minutes) VALUES (?, ?, ?) ON CONFLICT (person, day) DO "
      "NOTHING";
  const auto each = [&](Transaction& tx) { return tx.execute_each(insert, 3, values); };
  EXPECT_EQ(db().write(each), 1000);
  EXPECT_EQ(db().write(each), 0);
  values[5] = Value(-1);
  values[3] = Value(new_uuid());
  const auto refused = db().write(each);
  EXPECT_TRUE(is_check_violation(refused.error(), "visit_minutes")) << refused.error().code;
  EXPECT_EQ(visits(), 1000);
}

TEST_P(Store, StreamingStopsWhenAskedAndTheTransactionGoesOn) {
  RowBatch batch("sample", {"id", "number"});
  for (int i = 0; i < 3000; ++i) batch.add(new_uuid(), i);
  const auto sum = db().write([&](Transaction& tx) -> Result<std::int64_t> {
    LEYE_CHECK(tx.copy_in(batch));
    int seen = 0;
    const auto stopped = tx.for_each(
        Sql{"SELECT number FROM sample ORDER BY number"}, [&](const Row& row) -> Result<void> {
          LEYE_TRY(const int number, row.get<int>(0));
          EXPECT_EQ(number, seen);
          EXPECT_EQ(tx.execute("DELETE FROM sample").error().code, "store.nested");
          if (++seen == 10) return fail("test.enough");
          return {};
        });
    EXPECT_EQ(stopped.error().code, "test.enough");
    return tx.one<std::int64_t>("SELECT count(*) FROM sample");
  });
  ASSERT_TRUE(is_good(sum));
  EXPECT_EQ(*sum, 3000);
}

TEST_P(Store, LongReadsAreEnded) {
  OpenOptions options;
  options.read_limit = std::chrono::milliseconds(100);
  ASSERT_NO_FATAL_FAILURE(reopen(options));
  RowBatch batch("sample", {"id", "number"});
  for (int i = 0; i < 3000; ++i) batch.add(new_uuid(), i);
  ASSERT_TRUE(is_good(db().write([&](Transaction& tx) { return tx.copy_in(batch); })));
  const auto endless = db().read([](Reader& r) {
    return r.one<std::int64_t>(
        "SELECT count(*) FROM sample a, sample b, sample c "
        "WHERE a.number + b.number + c.number = 7");
  });
  EXPECT_EQ(endless.error().code, "store.timeout");
  EXPECT_EQ(visits(), 0);
}

TEST_P(Store, SqlGrowsFromPieces) {
  ASSERT_TRUE(is_good(add_visit(PersonId::make(), kDay, 5)));
  Sql sql{"SELECT minutes FROM visit WHERE day = ?", {kDay}};
  sql.add(" AND minutes IN (?, ?)", 4, 5).add(Sql{" AND minutes < ?", {9}});
  EXPECT_EQ(db().read([&](Reader& r) { return r.query<int>(sql); })->size(), 1U);
}

}  // namespace
}  // namespace leye::store
