#include "matching/shortage.h"

#include <algorithm>
#include <unordered_map>

namespace leye::matching {
namespace {

void count(const Params& params, const Fit& fit, Shortage& out) {
  const bool enough = fit.components.sum() >= params.targeted_min &&
                      fit.components.skills >= params.targeted_skill_min;
  if (fit.targeted) ++out.targeted;
  if (fit.passes()) {
    for (const auto fact : fit.unknown) ++out.unknown[static_cast<std::size_t>(fact)];
    if (fit.unknown.empty() && !enough) ++out.below_threshold;
    return;
  }
  const Rule rule = fit.reasons.front().rule;
  const bool alone = std::all_of(fit.reasons.begin(), fit.reasons.end(),
                                 [&](const Reason& reason) { return reason.rule == rule; });
  if (alone && enough && fit.unknown.empty()) ++out.if_lifted[static_cast<std::size_t>(rule)];
}

}  // namespace

Shortage shortage_of(const Tables& tables, const Params& params, const SeekerProfile& seeker,
                     std::span<const Vacancy> vacancies) {
  Shortage out;
  std::unordered_map<std::uint32_t, bool> near;  // by occupation: many posts share one
  for (const auto& vacancy : vacancies) {
    if (vacancy.status != Status::kOpen || vacancy.kind != Kind::kJob) continue;
    const auto [known, added] = near.try_emplace(vacancy.occupation.bits(), false);
    if (added)
      known->second =
          occupation_fit(tables, seeker, vacancy.occupation).points >= params.targeted_occ_min;
    if (!known->second) continue;
    ++out.near_posts;
    count(params, judge(tables, params, seeker, vacancy), out);
  }
  return out;
}

}  // namespace leye::matching
