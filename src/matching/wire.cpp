#include "matching/wire.h"

#include <algorithm>

namespace leye::matching {
namespace {

constexpr int kMostYuan = 10'000'000;
constexpr int kMostMetres = 1'000'000'000;
constexpr int kMostMonths = 1200;
constexpr int kMostYears = 150;
constexpr int kMostPeople = 1'000'000;
constexpr std::size_t kMostWishes = 5;
constexpr std::string_view kNotSaid = "unknown";

Result<int> in_range(const std::string& where, int value, int least, int most) {
  if (value >= least && value <= most) return value;
  return fail("matching.range", where,
              {{"number", std::to_string(value)},
               {"least", std::to_string(least)},
               {"most", std::to_string(most)}});
}

/// Sets `out` if the field was given.
template <class T>
Result<void> number(const char* where, const std::optional<int>& given, int least, int most,
                    T& out) {
  if (!given) return {};
  LEYE_TRY(out, in_range(where, *given, least, most));
  return {};
}

template <class T>
void take(const std::optional<T>& given, T& out) {
  if (given) out = *given;
}

template <class E>
EnumSet<E> set_of(const std::optional<std::vector<E>>& given) {
  EnumSet<E> set;
  if (given)
    for (const E e : *given) set.add(e);
  return set;
}

template <class T>
std::vector<T> each_once(const std::optional<std::vector<T>>& given) {
  std::vector<T> list;
  if (given)
    for (const auto& item : *given)
      if (std::find(list.begin(), list.end(), item) == list.end()) list.push_back(item);
  return list;
}

Result<Occupation> known_occupation(const Tables& tables, const std::string& text,
                                    const std::string& where) {
  const auto code = Occupation::parse(text);
  if (!code) return fail(at(where, code.error()));
  if (tables.occupation(*code) == nullptr)
    return fail("matching.unknown_occupation", where, {{"text", text}});
  return *code;
}

Result<std::vector<Occupation>> occupations(const Tables& tables, const std::string& where,
                                            const std::optional<std::vector<std::string>>& given) {
  std::vector<Occupation> list;
  for (std::size_t i = 0; given && i < given->size(); ++i) {
    LEYE_TRY(const auto code,
             known_occupation(tables, (*given)[i], where + "/" + std::to_string(i)));
    list.push_back(code);
  }
  return list;
}

Result<SkillId> known_skill(const Tables& tables, const std::string& id, const std::string& where) {
  const auto skill = tables.skill(id);
  if (!skill) return fail("matching.unknown_skill", where, {{"text", id}});
  return *skill;
}

Result<void> place(const std::optional<std::vector<int>>& xy,
                   const std::optional<std::string>& street,
                   const std::optional<std::string>& district, Place& out) {
  take(street, out.street);
  take(district, out.district);
  if (!xy) return {};
  if (xy->size() != 2) return fail("matching.point", "/xy");
  LEYE_TRY(const int x, in_range("/xy/0", (*xy)[0], -kMostMetres, kMostMetres));
  LEYE_TRY(const int y, in_range("/xy/1", (*xy)[1], -kMostMetres, kMostMetres));
  out.xy = Point{x, y};
  return {};
}

Result<void> seeker_work(const Tables& tables, const SeekerWire& wire, SeekerProfile& out) {
  LEYE_TRY(out.wishes, occupations(tables, "/wishes", wire.wishes));
  if (out.wishes.size() > kMostWishes) return fail("matching.too_many_wishes", "/wishes");
  LEYE_TRY(out.avoid, occupations(tables, "/avoid", wire.avoid));
  for (std::size_t i = 0; wire.past && i < wire.past->size(); ++i) {
    const std::string where = "/past/" + std::to_string(i);
    const auto& work = (*wire.past)[i];
    LEYE_TRY(const auto code, known_occupation(tables, work.code, where + "/code"));
    LEYE_TRY(const auto months, in_range(where + "/months", work.months, 0, kMostMonths));
    out.past.push_back({code, months});
  }
  return {};
}

Result<void> seeker_skills(const Tables& tables, const SeekerWire& wire, SeekerProfile& out) {
  if (wire.skills)
    for (const auto& [id, level] : *wire.skills) {
      const std::string where = "/skills/" + id;
      LEYE_TRY(const auto skill, known_skill(tables, id, where));
      LEYE_TRY(const int known, in_range(where, level, 1, 3));
      out.skills.push_back({skill, static_cast<std::uint8_t>(known)});
    }
  out.skills_state =
      wire.skills_state.value_or(out.skills.empty() ? SkillsState::kUnknown : SkillsState::kGiven);
  return {};
}

Result<void> seeker_age(const Params& params, const SeekerWire& wire, SeekerProfile& out) {
  if (wire.age) {
    LEYE_TRY(out.age, in_range("/age", *wire.age, 0, kMostYears));
  } else if (wire.birth_month) {
    if (!params.as_of) return fail("matching.as_of", "/birth_month");
    const auto years = age(first_day(*wire.birth_month), *params.as_of);
    LEYE_TRY(out.age,
             in_range("/birth_month", static_cast<int>(std::clamp<std::int64_t>(years, -1, 1000)),
                      0, kMostYears));
  }
  if (wire.work_until && !params.as_of) return fail("matching.as_of", "/work_until");
  out.work_until = wire.work_until;
  return {};
}

/// 21.75 paid days and 174 hours a month (劳社部发〔2008〕3号); piece rates state a typical month.
std::int32_t monthly(std::int32_t wage, WageUnit unit) {
  const std::int64_t amount = wage;
  switch (unit) {
    case WageUnit::kDay:
      return static_cast<std::int32_t>(amount * 2175 / 100);
    case WageUnit::kHour:
      return static_cast<std::int32_t>(amount * 174);
    case WageUnit::kMonth:
    case WageUnit::kPiece:
      break;
  }
  return wage;
}

Result<void> vacancy_pay(const VacancyWire& wire, Vacancy& out) {
  const auto unit = wire.wage_unit.value_or(WageUnit::kMonth);
  const int most = unit == WageUnit::kDay || unit == WageUnit::kHour ? kMostYuan / 200 : kMostYuan;
  if (wire.wage_min) {
    LEYE_TRY(const int wage, in_range("/wage_min", *wire.wage_min, 0, most));
    out.wage_min = monthly(wage, unit);
  }
  if (wire.wage_max) {
    LEYE_TRY(const int wage, in_range("/wage_max", *wire.wage_max, 0, most));
    out.wage_max = monthly(wage, unit);
  }
  return number("/wage_months", wire.wage_months, 12, 16, out.wage_months);
}

Result<void> vacancy_skills(const Tables& tables, const VacancyWire& wire, Vacancy& out) {
  for (std::size_t i = 0; wire.skills && i < wire.skills->size(); ++i) {
    const auto& asked = (*wire.skills)[i];
    const std::string where = "/skills/" + std::to_string(i);
    LEYE_TRY(const auto skill, known_skill(tables, asked.id, where + "/id"));
    LEYE_TRY(const int level, in_range(where + "/level", asked.level.value_or(1), 1, 3));
    LEYE_TRY(const int must, in_range(where + "/must", asked.must.value_or(0), 0, 1));
    const RequiredSkill required{skill, must == 1, static_cast<std::uint8_t>(level)};
    const auto same = std::find_if(out.skills.begin(), out.skills.end(),
                                   [&](const RequiredSkill& s) { return s.skill == skill; });
    // A skill named twice: the later statement holds.
    if (same != out.skills.end())
      *same = required;
    else
      out.skills.push_back(required);
  }
  return {};
}

Result<void> vacancy_experience(const VacancyWire& wire, Vacancy& out) {
  if (!wire.exp_months) return {};
  const auto* word = wire.exp_months->if_string();
  if (word != nullptr && *word == kNotSaid) {
    out.exp_months.reset();
    return {};
  }
  const auto months = json::read_value<int>(*wire.exp_months);
  if (!months) return fail(at("/exp_months", months.error().front()));
  LEYE_TRY(out.exp_months, in_range("/exp_months", *months, 0, kMostMonths));
  return {};
}

Result<void> vacancy_age(const Params& params, const VacancyWire& wire, Vacancy& out) {
  if (wire.age_days) return number("/age_days", wire.age_days, 0, 1'000'000, out.age_days);
  const auto confirmed = wire.confirmed ? wire.confirmed : wire.published;
  if (!confirmed) return {};
  if (!params.as_of) return fail("matching.as_of", wire.confirmed ? "/confirmed" : "/published");
  const auto days = days_between(*confirmed, *params.as_of);
  out.age_days = static_cast<std::int32_t>(std::max<std::int64_t>(0, days));
  return {};
}

Result<void> vacancy_limits(const Params& params, const VacancyWire& wire, Vacancy& out) {
  LEYE_CHECK(number("/headcount", wire.headcount, 1, kMostPeople, out.headcount));
  LEYE_CHECK(number("/filled", wire.filled, 0, kMostPeople, out.filled));
  LEYE_CHECK(number("/edu_min", wire.edu_min, 0, 7, out.edu_min));
  LEYE_CHECK(number("/law_age_min", wire.law_age_min, 0, kMostYears, out.law_age_min));
  LEYE_CHECK(number("/law_age_max", wire.law_age_max, 0, kMostYears, out.law_age_max));
  LEYE_CHECK(number("/cap", wire.cap, 0, kMostPeople, out.cap));
  if (wire.latest_start && !params.as_of) return fail("matching.as_of", "/latest_start");
  out.latest_start = wire.latest_start;
  return {};
}

}  // namespace

void keep_null_experience(boost::json::object& vacancy) {
  auto* months = vacancy.if_contains("exp_months");
  if (months != nullptr && months->is_null()) *months = kNotSaid;
}

Result<Params> params_of(const ParamsWire& wire) {
  Params out;
  LEYE_CHECK(number("/min_wage_month", wire.min_wage_month, 0, kMostYuan, out.min_wage_month));
  LEYE_CHECK(number("/targeted_min", wire.targeted_min, 0, 1000, out.targeted_min));
  LEYE_CHECK(number("/targeted_occ_min", wire.targeted_occ_min, 0, 400, out.targeted_occ_min));
  LEYE_CHECK(
      number("/targeted_skill_min", wire.targeted_skill_min, 0, 200, out.targeted_skill_min));
  LEYE_CHECK(number("/freshness_days", wire.freshness_days, 0, 1'000'000, out.freshness_days));
  out.as_of = wire.as_of;
  return out;
}

Result<SeekerProfile> seeker_of(const Tables& tables, const Params& params,
                                const SeekerWire& wire) {
  SeekerProfile out;
  take(wire.seeker_id, out.id);
  take(wire.consent_match, out.consent_match);
  LEYE_CHECK(seeker_age(params, wire, out));
  out.categories = set_of(wire.categories);
  take(wire.any_occupation, out.any_occupation);
  take(wire.open_to_past, out.open_to_past);
  LEYE_CHECK(seeker_work(tables, wire, out));
  LEYE_CHECK(seeker_skills(tables, wire, out));
  out.licences = each_once(wire.licences);
  LEYE_CHECK(number("/edu", wire.edu, 0, 7, out.edu));
  take(wire.fresh, out.fresh);
  LEYE_CHECK(number("/wage_floor", wire.wage_floor, 0, kMostYuan, out.wage_floor));
  LEYE_CHECK(number("/wage_wish", wire.wage_wish, 0, kMostYuan, out.wage_wish));
  LEYE_CHECK(place(wire.xy, wire.street, wire.district, out.home));
  take(wire.mode, out.mode);
  LEYE_CHECK(number("/commute_max", wire.commute_max, 20, 180, out.commute_max));
  take(wire.accept_lodging, out.accept_lodging);
  if (wire.forms) out.forms = set_of(wire.forms);
  take(wire.no_dispatch, out.no_dispatch);
  out.cannot = set_of(wire.cannot);
  out.available_from = wire.available_from;
  out.avoid_employers = each_once(wire.avoid_employers);
  out.declined = each_once(wire.declined);
  return out;
}

Result<Vacancy> vacancy_of(const Tables& tables, const Params& params, const VacancyWire& wire) {
  Vacancy out;
  take(wire.id, out.id);
  take(wire.employer, out.employer);
  take(wire.kind, out.kind);
  take(wire.status, out.status);
  LEYE_TRY(out.occupation, known_occupation(tables, wire.occupation, "/occupation"));
  LEYE_CHECK(vacancy_limits(params, wire, out));
  LEYE_CHECK(vacancy_pay(wire, out));
  LEYE_CHECK(place(wire.xy, wire.street, wire.district, out.place));
  take(wire.remote, out.remote);
  take(wire.lodging, out.lodging);
  take(wire.shuttle, out.shuttle);
  take(wire.form, out.form);
  take(wire.dispatch, out.dispatch);
  take(wire.edu_strict, out.edu_strict);
  LEYE_CHECK(vacancy_experience(wire, out));
  take(wire.accepts_fresh, out.accepts_fresh);
  LEYE_CHECK(vacancy_skills(tables, wire, out));
  take(wire.training_provided, out.training_provided);
  out.licences = each_once(wire.licences);
  take(wire.minor_forbidden, out.minor_forbidden);
  out.demands = each_once(wire.demands);
  out.audience = set_of(wire.audience);
  LEYE_CHECK(vacancy_age(params, wire, out));
  take(wire.lint_block, out.lint_block);
  return out;
}

}  // namespace leye::matching
