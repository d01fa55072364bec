#include <algorithm>
#include <array>

#include "core/json.h"
#include "matching/fit.h"

namespace leye::matching {
namespace {

constexpr std::array<std::string_view, kRules> kCodes{
    "H01_CONSENT",   "H02_CLOSED",     "H03_STALE",   "H04_UNLAWFUL_AD", "H05_BELOW_MIN_WAGE",
    "H06_AGE_LAW",   "H07_MINOR_WORK", "H08_LICENCE", "H09_AUDIENCE",    "H10_WAGE_FLOOR",
    "H11_WORK_FORM", "H12_DISPATCH",   "H13_COMMUTE", "H14_HEALTH",      "H15_AVOID",
    "H16_EMPLOYER",  "H17_DECLINED",   "H18_START",   "H19_EDU_STRICT",  "H20_NOT_A_JOB"};

using Reasons = std::vector<Reason>;

bool contains(const std::vector<std::string>& list, const std::string& text) {
  return std::find(list.begin(), list.end(), text) != list.end();
}

bool outside_age_law(const Params& params, const SeekerProfile& seeker, const Vacancy& vacancy) {
  const bool retired = seeker.work_until && params.as_of && *seeker.work_until < *params.as_of;
  if (!seeker.age) return retired;
  return retired || *seeker.age < vacancy.law_age_min ||
         (vacancy.law_age_max && *seeker.age > *vacancy.law_age_max);
}

/// H01–H09: what the law and the state of the post decide.
void lawful(const Params& params, const SeekerProfile& seeker, const Vacancy& vacancy,
            const std::optional<Pay>& pay, Reasons& out) {
  const auto reject = [&](Rule rule, std::string detail = {}) {
    out.push_back({rule, std::move(detail)});
  };
  if (!seeker.consent_match) reject(Rule::kConsent);
  if (vacancy.status != Status::kOpen) reject(Rule::kClosed);
  if (vacancy.age_days > params.freshness_days) reject(Rule::kStale);
  if (vacancy.lint_block) reject(Rule::kUnlawfulAd);
  if (pay && vacancy.form == Form::kFullTime && pay->top < params.min_wage_month)
    reject(Rule::kBelowMinWage);
  if (outside_age_law(params, seeker, vacancy)) reject(Rule::kAgeLaw);
  if (vacancy.minor_forbidden && seeker.age && *seeker.age >= 16 && *seeker.age < 18)
    reject(Rule::kMinorWork);
  for (const auto& licence : vacancy.licences)
    if (!contains(seeker.licences, licence)) reject(Rule::kLicence, licence);
  if (!vacancy.audience.empty() && !vacancy.audience.meets(seeker.categories))
    reject(Rule::kAudience);
}

bool too_late(const Params& params, const SeekerProfile& seeker, const Vacancy& vacancy) {
  const auto from = seeker.available_from ? seeker.available_from : params.as_of;
  return from && vacancy.latest_start && *from > *vacancy.latest_start;
}

/// H10–H20: what the person said.
void wanted(const Params& params, const SeekerProfile& seeker, const Vacancy& vacancy,
            const std::optional<Pay>& pay, std::optional<std::int32_t> minutes, Reasons& out) {
  const auto reject = [&](Rule rule, std::string detail = {}) {
    out.push_back({rule, std::move(detail)});
  };
  if (pay && seeker.wage_floor && *seeker.wage_floor > pay->top) reject(Rule::kWageFloor);
  if (!seeker.forms.has(vacancy.form)) reject(Rule::kWorkForm, json::enum_text(vacancy.form));
  if (vacancy.dispatch && seeker.no_dispatch) reject(Rule::kDispatch);
  if (minutes && *minutes > seeker.commute_max) reject(Rule::kCommute);
  for (const auto demand : vacancy.demands)
    if (seeker.cannot.has(demand)) reject(Rule::kHealth, json::enum_text(demand));
  for (const auto node : seeker.avoid)
    if (vacancy.occupation.is_under(node)) reject(Rule::kAvoid, to_text(node));
  if (!vacancy.employer.empty() && contains(seeker.avoid_employers, vacancy.employer))
    reject(Rule::kEmployer);
  if (contains(seeker.declined, vacancy.id)) reject(Rule::kDeclined);
  if (too_late(params, seeker, vacancy)) reject(Rule::kStart);
  if (vacancy.edu_strict && seeker.edu && *seeker.edu < vacancy.edu_min) reject(Rule::kEduStrict);
  if (vacancy.kind != Kind::kJob) reject(Rule::kNotAJob, json::enum_text(vacancy.kind));
}

}  // namespace

std::string_view code_of(Rule rule) { return kCodes[static_cast<std::size_t>(rule)]; }

std::string to_text(const Reason& reason) {
  std::string text(code_of(reason.rule));
  if (!reason.detail.empty()) text += ":" + reason.detail;
  return text;
}

std::string_view to_text(Unknown unknown) {
  constexpr std::array<std::string_view, 3> kNames{"age", "wage", "location"};
  return kNames[static_cast<std::size_t>(unknown)];
}

std::string to_text(const Via& via, const SeekerProfile& seeker) {
  switch (via.route) {
    case Via::Route::kWish:
      return "wish:" + std::to_string(via.index + 1);
    case Via::Route::kPast:
      return "past:" + to_text(seeker.past[via.index].code);
    case Via::Route::kAny:
      return "any";
    case Via::Route::kNone:
      break;
  }
  return {};
}

std::vector<Reason> rejections(const Params& params, const SeekerProfile& seeker,
                               const Vacancy& vacancy, std::optional<std::int32_t> minutes) {
  Reasons reasons;
  const auto pay = pay_of(vacancy);
  lawful(params, seeker, vacancy, pay, reasons);
  wanted(params, seeker, vacancy, pay, minutes, reasons);
  return reasons;
}

}  // namespace leye::matching
