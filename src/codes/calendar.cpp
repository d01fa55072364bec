#include "codes/calendar.h"

#include <charconv>

#include "codes/data_csv.h"

namespace leye::codes {
namespace {

constexpr int kLongestSearch = 4000;

std::optional<int> digits(std::string_view text) {
  int value = 0;
  const auto [end, ec] = std::from_chars(text.data(), text.data() + text.size(), value);
  return ec == std::errc{} && end == text.data() + text.size() ? std::optional<int>(value)
                                                               : std::nullopt;
}

std::optional<DayKind> kind_of(std::string_view text) {
  if (text == "holiday") return DayKind::kHoliday;
  if (text == "makeup_workday") return DayKind::kMakeupWorkday;
  return std::nullopt;
}

bool weekend(Date date) { return iso_weekday(date) >= 6; }

}  // namespace

Result<Week> parse_week(std::string_view text) {
  const auto refuse = [&] { return fail("week.format", {}, {{"text", std::string(text)}}); };
  if (text.size() != 8 || text.substr(4, 2) != "-W") return refuse();
  const auto year = digits(text.substr(0, 4));
  const auto number = digits(text.substr(6));
  if (!year || !number || *year < 1 || *number < 1 || *number > 53) return refuse();
  const Week week{*year, *number};
  if (week_of(monday(week)) != week) return refuse();
  return week;
}

std::vector<WeekSpan> weeks_touching(Period period) {
  std::vector<WeekSpan> out;
  for (Date day = period.start; day <= period.end;) {
    const Week week = week_of(day);
    const Date last(monday(week).days() + 6);
    const Period span{day, last < period.end ? last : period.end};
    out.push_back({week, span, days_between(span.start, span.end) != 6});
    day = Date(last.days() + 1);
  }
  return out;
}

std::string_view to_text(DayKind kind) {
  switch (kind) {
    case DayKind::kWorkday:
      return "workday";
    case DayKind::kWeekend:
      return "weekend";
    case DayKind::kHoliday:
      return "holiday";
    case DayKind::kMakeupWorkday:
      return "makeup_workday";
  }
  return "";
}

Result<WorkCalendar> WorkCalendar::load(const std::filesystem::path& data_dir) {
  const auto path = data_dir / "calendar" / "holidays.csv";
  LEYE_TRY(const auto rows, read_data_csv(path));
  WorkCalendar calendar;
  for (const auto& row : rows) {
    const auto kind = kind_of(row[2]);
    const auto first = parse_date(row[0]);
    const auto last = parse_date(row[1]);
    if (!kind || !first || !last || *last < *first)
      return fail("data.row", path.string() + ": " + row[0],
                  {{"expected", "first,last,kind,name"}, {"found", row[2]}});
    for (Date day = *first; day <= *last; day = Date(day.days() + 1)) {
      calendar.special_[day] = *kind;
      calendar.years_[civil(day).year] = true;
    }
  }
  return calendar;
}

Result<DayKind> WorkCalendar::kind(Date date) const {
  if (const auto it = special_.find(date); it != special_.end()) return it->second;
  if (!years_.contains(civil(date).year))
    return fail("calendar.unknown", leye::to_text(date),
                {{"year", std::to_string(civil(date).year)}});
  return weekend(date) ? DayKind::kWeekend : DayKind::kWorkday;
}

Result<bool> WorkCalendar::is_workday(Date date) const {
  return kind(date).map(
      [](DayKind k) { return k == DayKind::kWorkday || k == DayKind::kMakeupWorkday; });
}

Result<Date> WorkCalendar::add_working_days(Date date, int n) const {
  const int step = n < 0 ? -1 : 1;
  for (int left = n < 0 ? -n : n; left > 0;) {
    date = Date(date.days() + step);
    LEYE_TRY(const bool work, is_workday(date));
    if (work) --left;
  }
  return date;
}

Result<int> WorkCalendar::working_days_between(Date after, Date until) const {
  return working_days_in({Date(after.days() + 1), until});
}

Result<int> WorkCalendar::working_days_in(Period period) const {
  int count = 0;
  for (Date day = period.start; day <= period.end; day = Date(day.days() + 1)) {
    LEYE_TRY(const bool work, is_workday(day));
    if (work) ++count;
  }
  return count;
}

bool WorkCalendar::works(Date date, bool& provisional) const {
  if (const auto known = is_workday(date)) return *known;
  provisional = true;
  return !weekend(date);
}

Due WorkCalendar::due_working_days(Instant event, int n, int close) const {
  Due due{business_date(event), false};
  const auto minute = static_cast<int>((event.micros() - start_of(due.date).micros()) / 60'000'000);
  // An event of a day off or after hours is taken to have come on the next working day, which is
  // then day 0; one before opening belongs to that same day.
  if (minute >= close || !works(due.date, due.provisional)) {
    do due.date = Date(due.date.days() + 1);
    while (!works(due.date, due.provisional));
  }
  for (int left = n, guard = 0; left > 0 && guard < kLongestSearch; ++guard) {
    due.date = Date(due.date.days() + 1);
    if (works(due.date, due.provisional)) --left;
  }
  return due;
}

Due WorkCalendar::due_calendar_days(Date start, int days) const {
  Due due{Date(start.days() + days), false};
  while (!works(due.date, due.provisional)) due.date = Date(due.date.days() + 1);
  return due;
}

}  // namespace leye::codes
