#include "store/dialect.h"

#include <gtest/gtest.h>

#include "store/postgres/errors.h"
#include "store/postgres/wire.h"
#include "store/sqlite/errors.h"

namespace leye::store {
namespace {

TEST(Dialect, WordsDifferByDatabaseAndOnlyOutsideOfQuotes) {
  const std::string_view sql = "CREATE TABLE t (a {uuid}, b {text} DEFAULT '{x}') {keyed} -- {y}\n";
  EXPECT_EQ(replace_dialect_words(sql, Backend::kSqlite),
            "CREATE TABLE t (a BLOB, b TEXT DEFAULT '{x}') STRICT, WITHOUT ROWID -- {y}\n");
  EXPECT_EQ(replace_dialect_words(sql, Backend::kPostgres),
            "CREATE TABLE t (a uuid, b text COLLATE \"C\" DEFAULT '{x}')  -- {y}\n");
}

TEST(Dialect, UnknownWordIsAnError) {
  EXPECT_EQ(replace_dialect_words("SELECT {wrong}", Backend::kSqlite).error().code,
            "store.dialect_word");
  EXPECT_EQ(replace_dialect_words("SELECT {open", Backend::kSqlite).error().code,
            "store.dialect_word");
}

TEST(Dialect, ParametersAreNumberedOutsideOfQuotesAndComments) {
  EXPECT_EQ(number_parameters("SELECT '?', \"?\" /* ? */ FROM t WHERE a = ? AND b = ? -- ?"),
            "SELECT '?', \"?\" /* ? */ FROM t WHERE a = $1 AND b = $2 -- ?");
  EXPECT_EQ(number_parameters("SELECT 'it''s ?', ?"), "SELECT 'it''s ?', $1");
}

TEST(DatabaseAddress, ThreeFormsAreUnderstoodAndPasswordsHidden) {
  EXPECT_EQ(parse_database_url("sqlite:a/b.db")->target, "a/b.db");
  EXPECT_EQ(parse_database_url("a/b.db")->backend, Backend::kSqlite);
  const auto url = parse_database_url("postgresql://leye:secret@db:5432/leye?password=other&x=1");
  ASSERT_TRUE(url);
  EXPECT_EQ(url->backend, Backend::kPostgres);
  EXPECT_EQ(url->shown(), "postgresql://leye:***@db:5432/leye?password=***&x=1");
  EXPECT_EQ(parse_database_url("mysql://x").error().code, "store.url");
  EXPECT_EQ(parse_database_url("sqlite:").error().code, "store.url");
}

TEST(ConstraintPlace, IsTheSameFromBothDatabases) {
  EXPECT_EQ(sqlite::constraint_place("UNIQUE constraint failed: t.a, t.b"), "t(a,b)");
  EXPECT_EQ(sqlite::constraint_place("CHECK constraint failed: t_positive"), "t_positive");
  // The values in the message may be personal and go no further.
  EXPECT_EQ(postgres::key_columns("Key (a, b)=(1, (2)=) already exists."), "a,b");
  EXPECT_EQ(postgres::key_columns("none"), "");
}

std::string numeric(std::initializer_list<int> words) {
  std::string out;
  for (const int word : words) postgres::put16(out, static_cast<std::int16_t>(word));
  return out;
}

TEST(PostgresNumeric, WholeNumbersAreReadExactly) {
  // count, weight, sign, scale, digits
  EXPECT_EQ(postgres::numeric_to_integer(numeric({0, 0, 0, 0})), 0);
  EXPECT_EQ(postgres::numeric_to_integer(numeric({1, 1, 0, 0, 3})), 30000);
  EXPECT_EQ(postgres::numeric_to_integer(numeric({2, 1, 0x4000, 0, 1, 2})), -10002);
  EXPECT_EQ(postgres::numeric_to_integer(numeric({5, 4, 0, 0, 922, 3372, 368, 5477, 5807})),
            INT64_MAX);
  EXPECT_EQ(postgres::numeric_to_integer(numeric({5, 4, 0, 0, 922, 3372, 368, 5477, 5808})),
            std::nullopt);
  EXPECT_EQ(postgres::numeric_to_integer(numeric({2, 0, 0, 2, 1, 5000})), std::nullopt);
  EXPECT_EQ(postgres::numeric_to_real(numeric({2, 0, 0, 2, 1, 5000})), 1.5);
  EXPECT_EQ(postgres::numeric_to_integer("short"), std::nullopt);
}

}  // namespace
}  // namespace leye::store
