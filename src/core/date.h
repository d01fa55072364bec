#pragma once
#include <chrono>
#include <compare>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

#include "core/result.h"

namespace leye {

/// A civil day, no time zone: days since 1970-01-01 in the proleptic Gregorian calendar.
/// Valid from 0001-01-01 to 9999-12-31.
class Date {
 public:
  constexpr Date() = default;
  constexpr explicit Date(std::int32_t days) : days_(days) {}
  [[nodiscard]] constexpr std::int32_t days() const { return days_; }
  friend constexpr auto operator<=>(const Date&, const Date&) = default;
  static constexpr std::int32_t kMinDays = -719162;
  static constexpr std::int32_t kMaxDays = 2932896;

 private:
  std::int32_t days_ = 0;
};

struct CivilDay {
  int year;
  unsigned month;
  unsigned day;
};
[[nodiscard]] CivilDay civil(Date);
/// Nothing for a day that does not exist (30 February) or a year outside 1–9999.
[[nodiscard]] std::optional<Date> make_date(int year, unsigned month, unsigned day);
/// For dates known to exist (tests, constants); aborts otherwise.
[[nodiscard]] Date ymd(int year, unsigned month, unsigned day);

/// `YYYY-MM-DD` and nothing else. Error `date.format`.
[[nodiscard]] Result<Date> parse_date(std::string_view);
[[nodiscard]] std::string to_text(Date);

/// Month arithmetic with the day clamped to the month's last (2020-01-31 + 1 = 2020-02-29).
/// Nothing outside the valid range.
[[nodiscard]] std::optional<Date> add_months(Date, std::int64_t months);
[[nodiscard]] std::optional<Date> add_days(Date, std::int64_t days);
/// b − a, the end not counted.
[[nodiscard]] constexpr std::int64_t days_between(Date a, Date b) {
  return std::int64_t{b.days()} - a.days();
}
/// The largest n with add_months(a, n) ≤ b; the inverse of add_months, also for negative n.
[[nodiscard]] std::int64_t months_between(Date a, Date b);
/// Full years 周岁, complete on the birthday; negative if `on` is before `birth`.
[[nodiscard]] std::int64_t age(Date birth, Date on);
/// 1 Monday … 7 Sunday.
[[nodiscard]] int iso_weekday(Date);

/// A calendar month.
class Month {
 public:
  constexpr Month() = default;
  constexpr Month(int year, unsigned month) : index_(year * 12 + static_cast<int>(month) - 1) {}
  [[nodiscard]] constexpr int year() const { return index_ / 12; }
  [[nodiscard]] constexpr unsigned month() const { return static_cast<unsigned>(index_ % 12) + 1; }
  [[nodiscard]] constexpr Month next() const { return from_index(index_ + 1); }
  [[nodiscard]] constexpr Month previous() const { return from_index(index_ - 1); }
  friend constexpr auto operator<=>(const Month&, const Month&) = default;

 private:
  static constexpr Month from_index(int index) {
    Month m;
    m.index_ = index;
    return m;
  }
  int index_ = 0;
};
[[nodiscard]] Month month_of(Date);
[[nodiscard]] Date first_day(Month);
[[nodiscard]] Date last_day(Month);
[[nodiscard]] std::string to_text(Month);  ///< `2020-11`
/// `YYYY-MM`. Error `month.format`.
[[nodiscard]] Result<Month> parse_month(std::string_view);

/// An ISO 8601 week; 2021-01-03 is in 2020-W53.
struct Week {
  int year = 0;
  int number = 0;
  friend auto operator<=>(const Week&, const Week&) = default;
};
[[nodiscard]] Week week_of(Date);
[[nodiscard]] Date monday(Week);
[[nodiscard]] std::string to_text(Week);  ///< `2020-W44`

/// Both ends included.
struct Period {
  Date start;
  Date end;
  [[nodiscard]] constexpr bool contains(Date d) const { return start <= d && d <= end; }
  friend auto operator<=>(const Period&, const Period&) = default;
};
[[nodiscard]] Period period_of(Month);
[[nodiscard]] Period quarter_of(Date);

/// Microseconds since 1970-01-01T00:00Z.
class Instant {
 public:
  constexpr Instant() = default;
  constexpr explicit Instant(std::int64_t micros) : micros_(micros) {}
  [[nodiscard]] constexpr std::int64_t micros() const { return micros_; }
  friend constexpr auto operator<=>(const Instant&, const Instant&) = default;
  friend constexpr Instant operator+(Instant at, std::chrono::microseconds by) {
    return Instant(at.micros_ + by.count());
  }

 private:
  std::int64_t micros_ = 0;
};
/// China has one zone and no summer time since 1991: local = UTC + 8 h.
inline constexpr std::int64_t kChinaOffsetMicros = 8LL * 3600 * 1'000'000;
/// The business date (Asia/Shanghai) of an instant, and the instant a business date begins.
[[nodiscard]] Date business_date(Instant);
[[nodiscard]] Instant start_of(Date);
[[nodiscard]] std::string to_text(Instant);  ///< `2020-11-20T08:31:02.000001+08:00`
/// RFC 3339 with `Z` or an offset. Error `instant.format`.
[[nodiscard]] Result<Instant> parse_instant(std::string_view);

/// Passed in, never read inside: only `cli` and `server` own a real one.
class Clock {
 public:
  virtual ~Clock() = default;
  [[nodiscard]] virtual Instant now() const = 0;
  [[nodiscard]] virtual Date today() const { return business_date(now()); }
};
/// The machine's clock.
class SystemClock : public Clock {
 public:
  [[nodiscard]] Instant now() const override;
};
/// The machine's time of day on a fixed business date (`leye serve --today`).
class FixedDateClock : public Clock {
 public:
  explicit FixedDateClock(Date today) : today_(today) {}
  [[nodiscard]] Instant now() const override;
  [[nodiscard]] Date today() const override { return today_; }

 private:
  Date today_;
};
/// Stands still until told; for tests and for scripted, reproducible runs.
class ManualClock : public Clock {
 public:
  explicit ManualClock(Instant now) : now_(now) {}
  [[nodiscard]] Instant now() const override { return now_; }
  void set(Instant now) { now_ = now; }

 private:
  Instant now_;
};

}  // namespace leye
