#pragma once
#include <filesystem>
#include <map>
#include <string_view>
#include <vector>

#include "core/date.h"

namespace leye::codes {

/// `2020-W44`. Error `week.format` (also for a week the year does not have).
[[nodiscard]] Result<Week> parse_week(std::string_view);
/// A week's days within a period, `partial` if not all seven.
struct WeekSpan {
  Week week;
  Period days;
  bool partial = false;
};
/// The ISO weeks that touch a period, in order.
[[nodiscard]] std::vector<WeekSpan> weeks_touching(Period);

enum class DayKind { kWorkday, kWeekend, kHoliday, kMakeupWorkday };
[[nodiscard]] std::string_view to_text(DayKind);

/// A due date; provisional when it lies beyond the announced years and only weekends were known.
struct Due {
  Date date;
  bool provisional = false;
};

/// The State Council's holiday announcements as data. Outside the announced years a day's kind is
/// unknown (error `calendar.unknown`), not "Monday to Friday".
class WorkCalendar {
 public:
  /// Reads `<data_dir>/calendar/holidays.csv`. Errors `data.unreadable`, `data.row`.
  [[nodiscard]] static Result<WorkCalendar> load(const std::filesystem::path& data_dir);

  [[nodiscard]] Result<DayKind> kind(Date) const;
  [[nodiscard]] Result<bool> is_workday(Date) const;
  /// Day 0 is not counted; n may be negative; n = 0 is the day itself.
  [[nodiscard]] Result<Date> add_working_days(Date, int n) const;
  /// Working days in (after, until]; 0 if until ≤ after.
  [[nodiscard]] Result<int> working_days_between(Date after, Date until) const;
  [[nodiscard]] Result<int> working_days_in(Period) const;

  /// An administrative clock (domain.md §7): an event at or after `close` (minute of the
  /// local day) or on a day off counts as come on the next working day; ends on the n-th after it.
  [[nodiscard]] Due due_working_days(Instant event, int n, int close = 17 * 60) const;
  /// A period of calendar days that ends on a day off ends on the next working day (民法典 art.
  /// 203). Duties of the order itself (30 October, month, week) do not move: do not ask for those.
  [[nodiscard]] Due due_calendar_days(Date start, int days) const;

 private:
  [[nodiscard]] bool works(Date, bool& provisional) const;
  std::map<Date, DayKind> special_;
  std::map<int, bool> years_;
};

}  // namespace leye::codes
