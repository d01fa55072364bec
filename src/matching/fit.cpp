#include "matching/fit.h"

#include <algorithm>
#include <array>
#include <cmath>

namespace leye::matching {
namespace {

/// Points by depth of the shallower code and number of equal segments (§5.1).
constexpr std::array<std::array<std::int32_t, 5>, 5> kPrefix{{{0, 0, 0, 0, 0},
                                                              {0, 160, 0, 0, 0},
                                                              {0, 60, 280, 0, 0},
                                                              {0, 60, 200, 360, 0},
                                                              {0, 60, 200, 320, 400}}};

std::int32_t related_points(const Tables& tables, Occupation from, Occupation post) {
  if (from.depth() < 3 || post.depth() < 3 || from.group() == post.group()) return 0;
  return std::max({tables.related(from, post), tables.related(from, post.group()),
                   tables.related(from.group(), post), tables.related(from.group(), post.group())});
}

std::int32_t by_district(const Tables& tables, const Place& home, const Place& work) {
  if (!home.street.empty() && home.street == work.street) return 15;
  if (home.district == work.district) return 35;
  return tables.adjacent(home.district, work.district) ? 55 : 85;
}

bool comparable(const Place& home, const Place& work) {
  return (!home.street.empty() && home.street == work.street) ||
         (!home.district.empty() && !work.district.empty());
}

std::int64_t distance(Point a, Point b) {
  const std::int64_t dx = std::int64_t{a.x} - b.x;
  const std::int64_t dy = std::int64_t{a.y} - b.y;
  return integer_root(dx * dx + dy * dy);
}

}  // namespace

std::int32_t occupation_points(const Tables& tables, Occupation from, Occupation post) {
  const int depth = std::min(from.depth(), post.depth());
  const auto equal = static_cast<std::size_t>(common_segments(from, post));
  return std::max(kPrefix[static_cast<std::size_t>(depth)][equal],
                  related_points(tables, from, post));
}

std::int32_t past_percent(std::int32_t months) {
  return months >= 24 ? 90 : months >= 6 ? 85 : months >= 1 ? 70 : 0;
}

OccupationFit occupation_fit(const Tables& tables, const SeekerProfile& seeker, Occupation post) {
  OccupationFit best;
  const auto offer = [&](std::int32_t points, Via::Route route, std::size_t index) {
    if (points > best.points) best = {points, {route, index}};
  };
  for (std::size_t r = 0; r < seeker.wishes.size(); ++r)
    offer(occupation_points(tables, seeker.wishes[r], post) *
              (100 - 4 * static_cast<std::int32_t>(r)) / 100,
          Via::Route::kWish, r);
  for (std::size_t i = 0; seeker.open_to_past && i < seeker.past.size(); ++i)
    offer(occupation_points(tables, seeker.past[i].code, post) *
              past_percent(seeker.past[i].months) / 100,
          Via::Route::kPast, i);
  if (seeker.any_occupation) offer(200, Via::Route::kAny, 0);
  return best;
}

std::int32_t skill_points(const Tables& tables, const SeekerProfile& seeker,
                          const Vacancy& vacancy) {
  if (vacancy.skills.empty()) return 120;
  const std::int32_t least = vacancy.training_provided ? 80 : 0;
  if (seeker.skills_state == SkillsState::kUnknown) return std::max(least, 60);
  if (seeker.skills_state == SkillsState::kNone) return least;
  std::int32_t all = 0;
  std::int32_t covered = 0;
  std::int32_t shared = 0;
  std::int32_t either = 0;
  for (const auto& has : seeker.skills) either += tables.skill(has.skill).weight;
  for (const auto& asked : vacancy.skills) {
    const std::int32_t weight = tables.skill(asked.skill).weight;
    const std::int32_t weighted = weight * (asked.must ? 3 : 1);
    all += 6 * weighted;
    const auto has = std::find_if(seeker.skills.begin(), seeker.skills.end(),
                                  [&](const SkillLevel& s) { return s.skill == asked.skill; });
    if (has == seeker.skills.end()) {
      either += weight;
      continue;
    }
    covered += weighted * (6 * std::min(has->level, asked.level) / asked.level);
    shared += weight;
  }
  return std::max(least, 150 * covered / all + 50 * shared / either);
}

std::optional<Pay> pay_of(const Vacancy& vacancy) {
  if (!vacancy.wage_min) return std::nullopt;
  const auto monthly = [&](std::int32_t wage) {
    return static_cast<std::int32_t>(std::int64_t{wage} * vacancy.wage_months / 12);
  };
  const std::int32_t bottom = monthly(*vacancy.wage_min);
  const std::int32_t top =
      std::clamp(monthly(vacancy.wage_max.value_or(*vacancy.wage_min)), bottom, 2 * bottom);
  const auto share = static_cast<std::int32_t>(std::int64_t{top - bottom} * 40 / 100);
  return Pay{top, bottom + share};
}

PayWish pay_wish(const Params& params, const SeekerProfile& seeker) {
  const std::int32_t floor = seeker.wage_floor.value_or(params.min_wage_month);
  const auto usual = static_cast<std::int32_t>(std::int64_t{floor} * 120 / 100);
  return {floor, std::max(seeker.wage_wish.value_or(usual), floor)};
}

std::int32_t wage_points(const std::optional<Pay>& pay, const PayWish& wish) {
  if (!pay) return 45;
  const std::int64_t e = pay->expected;
  const std::int64_t f = wish.floor;
  const std::int64_t u = wish.wish;
  if (e >= u) return 150;
  if (e >= f) return static_cast<std::int32_t>(60 + 90 * (e - f) / (u - f));
  const std::int64_t span = std::max<std::int64_t>(1, u - f);
  const std::int64_t above = std::max<std::int64_t>(0, pay->top - f);
  return static_cast<std::int32_t>(40 * std::min(above, span) / span);
}

std::int64_t integer_root(std::int64_t n) {
  const auto square = static_cast<std::uint64_t>(n);
  auto root = static_cast<std::uint64_t>(std::sqrt(static_cast<double>(n)));
  // The double may round across a square; below 2³² the product stays inside 64 bits.
  while (root * root > square) --root;
  while ((root + 1) * (root + 1) <= square) ++root;
  return static_cast<std::int64_t>(root);
}

std::int32_t minutes_for(Mode mode, std::int64_t metres) {
  constexpr std::array<std::array<std::int64_t, 2>, 4> kSpeed{{{0, 12}, {3, 4}, {12, 3}, {8, 2}}};
  const auto& [start, per_km] = kSpeed[static_cast<std::size_t>(mode)];
  const std::int64_t road = metres * 130 / 100;
  return static_cast<std::int32_t>(start + road * per_km / 1000);
}

std::optional<std::int32_t> commute_minutes(const Tables& tables, const SeekerProfile& seeker,
                                            const Vacancy& vacancy) {
  const Place& home = seeker.home;
  const Place& work = vacancy.place;
  std::int32_t minutes = 0;
  if (vacancy.remote || vacancy.form == Form::kRemote) return 0;
  if (vacancy.lodging && seeker.accept_lodging)
    minutes = 10;
  else if (home.xy && work.xy)
    minutes = minutes_for(seeker.mode, distance(*home.xy, *work.xy));
  else if (comparable(home, work))
    minutes = by_district(tables, home, work);
  else
    return std::nullopt;
  return vacancy.shuttle ? std::min(minutes, 40) : minutes;
}

std::int32_t commute_points(std::optional<std::int32_t> minutes, std::int32_t limit) {
  if (!minutes) return 45;
  if (*minutes <= 15) return 150;
  if (*minutes > limit) return 0;
  return 30 + 120 * (limit - *minutes) / (limit - 15);
}

std::int32_t education_points(std::optional<std::int32_t> edu, std::int32_t asked) {
  if (asked == 0) return 50;
  if (!edu) return 25;
  switch (*edu - asked) {
    case -1:
      return 20;
    case 0:
    case 1:
      return 50;
    case 2:
      return 40;
    case 3:
      return 25;
    default:
      return *edu < asked ? 0 : 15;
  }
}

std::int64_t counted_months(const Tables& tables, const SeekerProfile& seeker, Occupation post) {
  std::int64_t halves = 0;
  for (const auto& work : seeker.past) {
    const int common = common_segments(work.code, post);
    if (common >= 3)
      halves += std::int64_t{work.months} * 2;
    else if (common == 2 || occupation_points(tables, work.code, post) >= 200)
      halves += work.months;
  }
  return halves / 2;
}

std::int32_t experience_points(const Tables& tables, const SeekerProfile& seeker,
                               const Vacancy& vacancy) {
  if (!vacancy.exp_months) return 40;
  const std::int64_t asked = *vacancy.exp_months;
  if (asked == 0 || (vacancy.accepts_fresh && seeker.fresh)) return 50;
  const std::int64_t has = counted_months(tables, seeker, vacancy.occupation);
  return has >= asked ? 50 : static_cast<std::int32_t>(50 * has / asked);
}

Fit judge(const Tables& tables, const Params& params, const SeekerProfile& seeker,
          const Vacancy& vacancy) {
  Fit fit;
  const auto occupation = occupation_fit(tables, seeker, vacancy.occupation);
  const auto pay = pay_of(vacancy);
  fit.via = occupation.via;
  fit.minutes = commute_minutes(tables, seeker, vacancy);
  fit.components = {occupation.points,
                    skill_points(tables, seeker, vacancy),
                    wage_points(pay, pay_wish(params, seeker)),
                    commute_points(fit.minutes, seeker.commute_max),
                    education_points(seeker.edu, vacancy.edu_min),
                    experience_points(tables, seeker, vacancy)};
  fit.reasons = rejections(params, seeker, vacancy, fit.minutes);
  if (!seeker.age) fit.unknown.push_back(Unknown::kAge);
  if (!pay) fit.unknown.push_back(Unknown::kWage);
  if (!fit.minutes) fit.unknown.push_back(Unknown::kLocation);
  fit.score = fit.passes() ? fit.components.sum() : 0;
  fit.targeted = fit.passes() && fit.unknown.empty() && fit.score >= params.targeted_min &&
                 fit.components.occupation >= params.targeted_occ_min &&
                 fit.components.skills >= params.targeted_skill_min;
  return fit;
}

}  // namespace leye::matching
