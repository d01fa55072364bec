#include <gtest/gtest.h>
#include <rapidcheck/gtest.h>

#include "core/date.h"
#include "core/digest.h"
#include "core/fen.h"
#include "core/ids.h"
#include "core/messages.h"

namespace leye {
namespace {

TEST(Date, WritesWhatItReadsAndRefusesDaysThatDoNotExist) {
  EXPECT_EQ(to_text(*parse_date("2020-02-29")), "2020-02-29");
  for (const auto* bad : {"2021-02-29", "2020-2-29", "2020-13-01", "", "2020-10-2x", "0000-01-01"})
    EXPECT_EQ(parse_date(bad).error().code, "date.format") << bad;
}

TEST(Date, MonthArithmeticClampsToTheMonthsLastDay) {
  EXPECT_EQ(add_months(ymd(2020, 1, 31), 1), ymd(2020, 2, 29));
  EXPECT_EQ(add_months(ymd(2020, 3, 31), -1), ymd(2020, 2, 29));
  EXPECT_EQ(months_between(ymd(2020, 1, 31), ymd(2020, 2, 28)), 0);
  EXPECT_EQ(months_between(ymd(2020, 3, 31), ymd(2020, 2, 28)), -2);
  EXPECT_EQ(age(ymd(2004, 2, 29), ymd(2021, 2, 28)), 17);
  EXPECT_FALSE(add_days(ymd(9999, 12, 31), 1));
}

RC_GTEST_PROP(Date, MonthsBetweenIsTheInverseOfAddMonths, ()) {
  const Date a(*rc::gen::inRange(-20000, 40000));
  const Date b(*rc::gen::inRange(-20000, 40000));
  const auto n = months_between(a, b);
  RC_ASSERT(*add_months(a, n) <= b);
  RC_ASSERT(*add_months(a, n + 1) > b);
}

TEST(Date, IsoWeekOfTheTurnOfTheYear) {
  EXPECT_EQ(to_text(week_of(ymd(2021, 1, 3))), "2020-W53");
  EXPECT_EQ(to_text(week_of(ymd(2020, 10, 19))), "2020-W43");
  EXPECT_EQ(monday({2020, 53}), ymd(2020, 12, 28));
}

TEST(Instant, MidnightInChinaIsTheDayBeforeInUtc) {
  const auto fair = parse_instant("2020-10-31T16:30:00Z");
  ASSERT_TRUE(fair);
  EXPECT_EQ(business_date(*fair), ymd(2020, 11, 1));
  EXPECT_EQ(to_text(*fair), "2020-11-01T00:30:00.000000+08:00");
}

TEST(Fen, ReadsAndWritesYuanExactly) {
  EXPECT_EQ(parse_yuan("1,234.5")->count(), 123450);
  EXPECT_EQ(parse_yuan("¥ 12")->count(), 1200);
  EXPECT_EQ(to_yuan(Fen(-123456789)), "-1,234,567.89");
  for (const auto* bad : {"1.234", "", "abc", "1.", ".5", "1-2"})
    EXPECT_EQ(parse_yuan(bad).error().code, "money.format") << bad;
}

TEST(Fen, RoundsAsNamed) {
  const auto half = [](std::int64_t x, Rounding r) { return mul_ratio(x, 1, 2, r).value(); };
  EXPECT_EQ(half(5, Rounding::kHalfUp), 3);
  EXPECT_EQ(half(5, Rounding::kHalfEven), 2);
  EXPECT_EQ(half(-5, Rounding::kHalfUp), -3);
  EXPECT_EQ(half(-5, Rounding::kFloor), -3);
  EXPECT_EQ(mul_ratio(Fen(INT64_MAX), 2, 1, Rounding::kDown).error().code, "money.overflow");
}

TEST(Uuid, IsOrderedByTimeAndReadsItsOwnText) {
  Uuid last = new_uuid();
  for (int i = 0; i < 10000; ++i) {
    const Uuid next = new_uuid();
    ASSERT_LT(last, next);
    last = next;
  }
  EXPECT_EQ(parse_uuid(to_text(last)), last);
  EXPECT_FALSE(parse_uuid("not an id"));
}

TEST(Uuid, DerivedIdsRepeat) {
  const auto digest = digest_of("file");
  EXPECT_EQ(derived_uuid(1603843200000, digest), derived_uuid(1603843200000, digest));
  EXPECT_NE(derived_uuid(1603843200000, digest), derived_uuid(1603843200000, digest_of("other")));
}

TEST(Digest, IsSha256) {
  EXPECT_EQ(to_text(digest_of("abc")),
            "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad");
}

TEST(Messages, EveryErrorCodeSpeaksBothLanguages) {
  for (const auto& code : error_codes())
    for (const auto locale : {Locale::kZhCn, Locale::kEn}) {
      EXPECT_FALSE(what({code, {}, {}}, locale).empty()) << code;
      EXPECT_FALSE(remedy({code, {}, {}}, locale).empty()) << code;
    }
  EXPECT_EQ(describe(parse_date("x").error(), Locale::kEn),
            "'x' is not a date; write YYYY-MM-DD, for example 2020-10-30 [date.format]");
}

}  // namespace
}  // namespace leye
