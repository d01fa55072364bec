#include "core/date.h"

#include <fmt/format.h>

#include <chrono>
#include <cstdlib>

namespace leye {
namespace {

/// Days since 1970-01-01 of a civil day, after Howard Hinnant's chrono-compatible algorithms.
std::int32_t days_from_civil(int y, unsigned m, unsigned d) {
  return static_cast<std::int32_t>(
      std::chrono::sys_days(std::chrono::year(y) / std::chrono::month(m) / std::chrono::day(d))
          .time_since_epoch()
          .count());
}

bool digits(std::string_view text, int& out) {
  if (text.empty()) return false;
  out = 0;
  for (const char c : text) {
    if (c < '0' || c > '9') return false;
    out = out * 10 + (c - '0');
  }
  return true;
}

std::int64_t floor_div(std::int64_t a, std::int64_t b) {
  return a / b - (a % b != 0 && (a < 0) != (b < 0) ? 1 : 0);
}

}  // namespace

CivilDay civil(Date date) {
  const std::chrono::year_month_day day{std::chrono::sys_days{std::chrono::days{date.days()}}};
  return {static_cast<int>(day.year()), static_cast<unsigned>(day.month()),
          static_cast<unsigned>(day.day())};
}

std::optional<Date> make_date(int year, unsigned month, unsigned day) {
  const std::chrono::year_month_day d{std::chrono::year(year), std::chrono::month(month),
                                      std::chrono::day(day)};
  if (year < 1 || year > 9999 || !d.ok()) return std::nullopt;
  return Date(days_from_civil(year, month, day));
}

Date ymd(int year, unsigned month, unsigned day) {
  const auto date = make_date(year, month, day);
  if (!date) std::abort();
  return *date;
}

Result<Date> parse_date(std::string_view text) {
  int year = 0;
  int month = 0;
  int day = 0;
  if (text.size() == 10 && text[4] == '-' && text[7] == '-' && digits(text.substr(0, 4), year) &&
      digits(text.substr(5, 2), month) && digits(text.substr(8, 2), day))
    if (const auto date = make_date(year, static_cast<unsigned>(month), static_cast<unsigned>(day)))
      return *date;
  return fail("date.format", {}, {{"text", std::string(text)}});
}

std::string to_text(Date date) {
  const auto d = civil(date);
  return fmt::format("{:04}-{:02}-{:02}", d.year, d.month, d.day);
}

std::optional<Date> add_months(Date date, std::int64_t months) {
  if (months > 120000 || months < -120000) return std::nullopt;
  const auto d = civil(date);
  const std::int64_t index = std::int64_t{d.year} * 12 + d.month - 1 + months;
  const auto year = floor_div(index, 12);
  const auto month = static_cast<unsigned>(index - year * 12) + 1;
  if (year < 1 || year > 9999) return std::nullopt;
  const auto last = civil(last_day(Month(static_cast<int>(year), month))).day;
  return make_date(static_cast<int>(year), month, std::min(d.day, last));
}

std::optional<Date> add_days(Date date, std::int64_t days) {
  std::int64_t sum = 0;
  if (__builtin_add_overflow(std::int64_t{date.days()}, days, &sum) || sum < Date::kMinDays ||
      sum > Date::kMaxDays)
    return std::nullopt;
  return Date(static_cast<std::int32_t>(sum));
}

std::int64_t months_between(Date a, Date b) {
  const auto from = civil(a);
  const auto to = civil(b);
  const std::int64_t n =
      (std::int64_t{to.year} - from.year) * 12 + (static_cast<std::int64_t>(to.month) - from.month);
  // The day of a, clamped to b's month, decides whether the last month is complete.
  const auto last = civil(last_day(month_of(b))).day;
  return std::min(from.day, last) <= to.day ? n : n - 1;
}

std::int64_t age(Date birth, Date on) { return floor_div(months_between(birth, on), 12); }

int iso_weekday(Date date) {
  return static_cast<int>((floor_div(std::int64_t{date.days()} + 3, 1) % 7 + 7) % 7) + 1;
}

Month month_of(Date date) {
  const auto d = civil(date);
  return {d.year, d.month};
}
Date first_day(Month m) { return Date(days_from_civil(m.year(), m.month(), 1)); }
Date last_day(Month m) { return Date(first_day(m.next()).days() - 1); }
std::string to_text(Month m) { return fmt::format("{:04}-{:02}", m.year(), m.month()); }

Result<Month> parse_month(std::string_view text) {
  int year = 0;
  int month = 0;
  if (text.size() == 7 && text[4] == '-' && digits(text.substr(0, 4), year) &&
      digits(text.substr(5, 2), month) && month >= 1 && month <= 12 && year >= 1)
    return Month(year, static_cast<unsigned>(month));
  return fail("month.format", {}, {{"text", std::string(text)}});
}

Week week_of(Date date) {
  // The week belongs to the year of its Thursday.
  const Date thursday(date.days() + 4 - iso_weekday(date));
  const int year = civil(thursday).year;
  const Date january_first = *make_date(year, 1, 1);
  return {year, static_cast<int>(days_between(january_first, thursday) / 7) + 1};
}

Date monday(Week week) {
  const Date fourth = *make_date(week.year, 1, 4);  // always in week 1
  return Date(fourth.days() - (iso_weekday(fourth) - 1) + 7 * (week.number - 1));
}

std::string to_text(Week week) { return fmt::format("{:04}-W{:02}", week.year, week.number); }

Period period_of(Month m) { return {first_day(m), last_day(m)}; }

Period quarter_of(Date date) {
  const Month m = month_of(date);
  const unsigned first = (m.month() - 1) / 3 * 3 + 1;
  return {first_day(Month(m.year(), first)), last_day(Month(m.year(), first + 2))};
}

Date business_date(Instant instant) {
  return Date(static_cast<std::int32_t>(
      floor_div(instant.micros() + kChinaOffsetMicros, 86'400'000'000LL)));
}

Instant start_of(Date date) {
  return Instant(std::int64_t{date.days()} * 86'400'000'000LL - kChinaOffsetMicros);
}

std::string to_text(Instant instant) {
  const std::int64_t of_day = instant.micros() - start_of(business_date(instant)).micros();
  const std::int64_t seconds = of_day / 1'000'000;
  return fmt::format("{}T{:02}:{:02}:{:02}.{:06}+08:00", to_text(business_date(instant)),
                     seconds / 3600, seconds / 60 % 60, seconds % 60, of_day % 1'000'000);
}

Result<Instant> parse_instant(std::string_view text) {
  const auto bad = [&] { return fail("instant.format", {}, {{"text", std::string(text)}}); };
  if (text.size() < 20 || (text[10] != 'T' && text[10] != ' ')) return bad();
  const auto date = parse_date(text.substr(0, 10));
  int hour = 0;
  int minute = 0;
  int second = 0;
  if (!date || text[13] != ':' || text[16] != ':' || !digits(text.substr(11, 2), hour) ||
      !digits(text.substr(14, 2), minute) || !digits(text.substr(17, 2), second) || hour > 23 ||
      minute > 59 || second > 59)
    return bad();
  std::string_view rest = text.substr(19);
  std::int64_t micros = 0;
  if (rest.starts_with('.')) {
    rest.remove_prefix(1);
    std::int64_t unit = 100'000;
    std::size_t n = 0;
    for (; n < rest.size() && rest[n] >= '0' && rest[n] <= '9'; ++n, unit /= 10)
      micros += (rest[n] - '0') * unit;
    if (n == 0) return bad();
    rest.remove_prefix(n);
  }
  std::int64_t offset = 0;
  if (rest != "Z") {
    int oh = 0;
    int om = 0;
    if (rest.size() != 6 || (rest[0] != '+' && rest[0] != '-') || rest[3] != ':' ||
        !digits(rest.substr(1, 2), oh) || !digits(rest.substr(4, 2), om) || oh > 23 || om > 59)
      return bad();
    offset = (oh * 3600LL + om * 60LL) * (rest[0] == '-' ? -1 : 1);
  }
  const std::int64_t seconds =
      std::int64_t{date->days()} * 86400 + hour * 3600LL + minute * 60LL + second - offset;
  return Instant(seconds * 1'000'000 + micros);
}

Instant SystemClock::now() const {
  return Instant(std::chrono::duration_cast<std::chrono::microseconds>(
                     std::chrono::system_clock::now().time_since_epoch())
                     .count());
}

Instant FixedDateClock::now() const {
  const Instant real = SystemClock().now();
  const std::int64_t of_day = real.micros() - start_of(business_date(real)).micros();
  return Instant(start_of(today_).micros() + of_day);
}

}  // namespace leye
