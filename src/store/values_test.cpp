#include <gtest/gtest.h>
#include <rapidcheck/gtest.h>

#include "store/store.h"
#include "store/testing/sample_tables.h"

namespace leye::store {
namespace {

using testing::is_good;
using testing::kDay;

class Columns : public testing::SampleTables {};
LEYE_ON_EACH_BACKEND(Columns);

TEST_P(Columns, EveryTypeComesBackAsItWas) {
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

TEST_P(Columns, DatesOfTheWholeCalendarComeBack) {
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

TEST_P(Columns, NullNeedsAnOptional) {
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

TEST_P(Columns, AnotherTypeIsRefusedNotConverted) {
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

TEST_P(Columns, SumsAndCountsAreIntegers) {
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

TEST_P(Columns, TextIsComparedByBytes) {
  const auto sorted = db().write([](Transaction& tx) -> Result<std::vector<std::string>> {
    for (const auto* note : {"b", "B", "a", "Z", "é"})
      LEYE_CHECK(tx.execute("INSERT INTO sample (id, note) VALUES (?, ?)", new_uuid(), note));
    return tx.query<std::string>("SELECT note FROM sample ORDER BY note");
  });
  ASSERT_TRUE(is_good(sorted));
  EXPECT_EQ(*sorted, (std::vector<std::string>{"B", "Z", "a", "b", "é"}));
}

TEST_P(Columns, EmptyAndBrokenTextsAreRefused) {
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

}  // namespace
}  // namespace leye::store
