#include <gtest/gtest.h>
#include <rapidcheck/gtest.h>

#include "codes/codes.h"
#include "codes/vectors_test.h"

namespace leye::codes {
namespace {

WorkCalendar calendar() { return WorkCalendar::load(LEYE_SOURCE_DIR "/data").value(); }

TEST(ExcelDate, EveryVector) {
  const auto file = vectors("excel_dates");
  for (const auto& item : file.at("cases").as_array()) {
    const auto& c = item.as_object();
    const double serial = c.at("input").to_number<double>();
    const auto system =
        c.at("date_system").as_int64() == 1904 ? DateSystem::k1904 : DateSystem::k1900;
    const auto moment = excel_date(serial, system);
    ASSERT_EQ(moment.has_value(), c.at("valid").as_bool()) << serial;
    EXPECT_EQ(moment ? to_text(*moment) : cause(moment.error().code),
              text_of(c.at(moment ? "expected" : "error")))
        << serial;
  }
  for (const auto& item : file.at("text_dates").as_array()) {
    const auto& c = item.as_object();
    const auto input = text_of(c.at("input"));
    const auto date = parse_written_date(input);
    ASSERT_EQ(date.has_value(), c.at("valid").as_bool()) << input;
    EXPECT_EQ(date ? to_text(*date) : cause(date.error().code),
              text_of(c.at(date ? "expected" : "error")))
        << input;
  }
}

TEST(ExcelDate, ANumberCellIsReadByItsFormatThenByItsDigits) {
  EXPECT_EQ(to_text(*date_of_number_cell(44126, true)), "2020-10-22");
  EXPECT_EQ(to_text(*date_of_number_cell(20201022, false)), "2020-10-22");
  EXPECT_EQ(to_text(*date_of_number_cell(202010, false)), "2020-10");
  EXPECT_TRUE(date_of_number_cell(44126, false)->serial_guessed);
  EXPECT_EQ(date_of_number_cell(60, true).error().code, "excel_date.phantom_1900_02_29");
  EXPECT_EQ(parse_written_date("十月二十二日").error().code, "text_date.no_year");
  EXPECT_EQ(parse_written_date("22/10/2020").error().code, "text_date.ambiguous");
}

RC_GTEST_PROP(ExcelDate, AnyTextIsADateOrAnErrorAndAWrittenDayComesBack,
              (const std::string& junk)) {
  (void)parse_written_date(junk);
  const Date day(*rc::gen::inRange(-20000, 40000));
  RC_ASSERT(parse_written_date(to_text(day))->first == day);
  const auto c = civil(day);
  const auto chinese =
      std::to_string(c.year) + "年" + std::to_string(c.month) + "月" + std::to_string(c.day) + "日";
  RC_ASSERT(parse_written_date(chinese)->first == day);
}

TEST(Rmb, EveryVector) {
  const auto file = vectors("rmb_capitals");
  for (const auto& item : file.at("cases").as_array()) {
    const auto& c = item.as_object();
    const auto& input = c.at("input");
    const bool valid = c.at("valid").as_bool();
    if (input.is_string()) {
      const auto amount = parse_rmb_capitals(text_of(input));
      ASSERT_EQ(amount.has_value(), valid) << text_of(input);
      if (valid) {
        EXPECT_EQ(amount->count(), c.at("expected").as_int64());
      }
      if (!valid) {
        EXPECT_EQ(amount.error().code, "rmb.syntax");
      }
      continue;
    }
    const auto text = rmb_capitals(Fen(input.as_int64()));
    ASSERT_EQ(text.has_value(), valid) << input.as_int64();
    if (!valid) {
      EXPECT_EQ(text.error().code, "rmb.range");
      continue;
    }
    EXPECT_EQ(*text, text_of(c.at("expected")));
    for (const auto& variant : c.at("accepted_when_parsing").as_array())
      EXPECT_EQ(parse_rmb_capitals(text_of(variant)), Fen(input.as_int64())) << text_of(variant);
  }
}

RC_GTEST_PROP(Rmb, ParsingWhatWasWrittenGivesTheAmountBack, ()) {
  const Fen amount(*rc::gen::inRange<std::int64_t>(-99'999'999'999'999, 100'000'000'000'000));
  RC_ASSERT(parse_rmb_capitals(*rmb_capitals(amount)) == amount);
}

TEST(Weeks, EveryVectorOfTheQuarter) {
  const auto file = vectors("iso_weeks_2020q4");
  for (const auto& item : file.at("cases").as_array()) {
    const auto& c = item.as_object();
    const auto input = text_of(c.at("input"));
    if (!c.at("valid").as_bool()) {
      EXPECT_EQ(parse_week(input).error().code, "week.format") << input;
      continue;
    }
    const auto day = parse_date(input).value();
    EXPECT_EQ(leye::to_text(week_of(day)), text_of(c.at("expected").at("iso_week"))) << input;
    EXPECT_EQ(iso_weekday(day), c.at("expected").at("weekday").as_int64());
  }
  const auto cal = calendar();
  const auto spans = weeks_touching({ymd(2020, 10, 1), ymd(2020, 12, 31)});
  const auto& weeks = file.at("weeks").as_array();
  ASSERT_EQ(spans.size(), weeks.size());
  for (std::size_t i = 0; i < spans.size(); ++i) {
    const auto& w = weeks[i].as_object();
    EXPECT_EQ(leye::to_text(spans[i].week), text_of(w.at("week")));
    EXPECT_EQ(leye::to_text(monday(spans[i].week)), text_of(w.at("monday")));
    EXPECT_EQ(leye::to_text(spans[i].days.start), text_of(w.at("first_in_quarter")));
    EXPECT_EQ(leye::to_text(spans[i].days.end), text_of(w.at("last_in_quarter")));
    EXPECT_EQ(cal.working_days_in(spans[i].days), w.at("workdays_in_quarter").as_int64());
    EXPECT_EQ(parse_week(text_of(w.at("week"))), spans[i].week);
    EXPECT_EQ(spans[i].partial, w.at("days_in_quarter").as_int64() < 7);
  }
}

TEST(WorkCalendar, EveryVectorOfTheQuarter) {
  const auto file = vectors("workdays_2020q4");
  const auto cal = calendar();
  for (const auto& item : file.at("cases").as_array()) {
    const auto& c = item.as_object();
    const auto day = parse_date(text_of(c.at("input"))).value();
    EXPECT_EQ(to_text(*cal.kind(day)), text_of(c.at("expected").at("kind"))) << to_text(day);
    EXPECT_EQ(*cal.is_workday(day), c.at("expected").at("workday").as_bool());
  }
  for (const auto& item : file.at("add_working_days").as_array()) {
    const auto& input = item.at("input").as_object();
    const auto day = parse_date(text_of(input.at("date"))).value();
    const auto n = static_cast<int>(input.at("working_days").as_int64());
    EXPECT_EQ(to_text(*cal.add_working_days(day, n)), text_of(item.at("expected"))) << to_text(day);
  }
  EXPECT_EQ(cal.working_days_in({ymd(2020, 10, 1), ymd(2020, 12, 31)}), 61);
}

TEST(WorkCalendar, BeyondTheAnnouncedYearsADayIsUnknownAndADueDateProvisional) {
  const auto cal = calendar();
  EXPECT_EQ(cal.is_workday(ymd(2022, 1, 4)).error().code, "calendar.unknown");
  EXPECT_EQ(cal.add_working_days(ymd(2021, 12, 31), 1).error().code, "calendar.unknown");
  EXPECT_TRUE(cal.due_calendar_days(ymd(2021, 12, 20), 30).provisional);
  EXPECT_FALSE(cal.due_calendar_days(ymd(2020, 12, 1), 30).provisional);
}

TEST(WorkCalendar, AClockStartsOnTheNextWorkingDayAfterOfficeHours) {
  const auto cal = calendar();
  const auto at = [](const char* text) { return parse_instant(text).value(); };
  EXPECT_EQ(cal.due_working_days(at("2020-10-22T10:00:00+08:00"), 3).date, ymd(2020, 10, 27));
  EXPECT_EQ(cal.due_working_days(at("2020-10-22T18:00:00+08:00"), 3).date, ymd(2020, 10, 28));
  EXPECT_EQ(cal.due_working_days(at("2020-10-03T10:00:00+08:00"), 1).date, ymd(2020, 10, 10));
  EXPECT_EQ(cal.due_calendar_days(ymd(2020, 9, 21), 10).date, ymd(2020, 10, 9));
}

}  // namespace
}  // namespace leye::codes
