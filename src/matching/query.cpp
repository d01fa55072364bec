#include "matching/query.h"

#include <algorithm>
#include <limits>

namespace leye::matching {
namespace {

using detail::Block;
using detail::Row;

constexpr std::int32_t kOpenSkills = 120;  // a post that lists none

bool may_not_work(const Params& params, const SeekerProfile& seeker) {
  return !seeker.consent_match ||
         (seeker.work_until && params.as_of && *seeker.work_until < *params.as_of);
}

/// The fewest metres that take longer than the limit.
std::int64_t out_of_reach(Mode mode, std::int32_t limit) {
  std::int64_t near = 0;
  std::int64_t far = 1'000'000;
  while (near + 1 < far) {
    const std::int64_t middle = (near + far) / 2;
    (minutes_for(mode, middle) > limit ? far : near) = middle;
  }
  return far;
}

std::int64_t gap(std::int64_t at, std::int64_t least, std::int64_t most) {
  return at < least ? least - at : at > most ? at - most : 0;
}

}  // namespace

Query::Query(const VacancyIndex& index, const SeekerProfile& seeker)
    : index_(&index),
      seeker_(&seeker),
      shut_(may_not_work(index.params(), seeker)),
      age_(seeker.age.value_or(-1)),
      limit_(seeker.commute_max),
      floor_(seeker.wage_floor.value_or(-1)),
      pay_(pay_wish(index.params(), seeker)) {
  reach_ = out_of_reach(seeker.mode, limit_);
  reach_ *= reach_;
  for (const auto& licence : seeker.licences) {
    const std::uint32_t id = index.licences_.find(licence);
    if (id > 0 && id <= 64) licences_ |= 1ULL << (id - 1);
  }
  const auto from = seeker.available_from ? seeker.available_from : index.params().as_of;
  from_ = from ? from->days() : std::numeric_limits<std::int32_t>::min();
  for (std::int32_t asked = 0; asked < 8; ++asked)
    education_[static_cast<std::size_t>(asked)] = education_points(seeker.edu, asked);
  for (const auto& employer : seeker.avoid_employers)
    if (const auto id = index.employers_.find(employer)) employers_.push_back(id);
  for (const auto& id : seeker.declined)
    if (const auto found = index.by_id_.find(id); found != index.by_id_.end())
      declined_.push_back(found->second);
  street_ = index.streets_.find(seeker.home.street);
  district_ = index.districts_.find(seeker.home.district);
  read_skills();
}

void Query::read_skills() {
  if (seeker_->skills_state != SkillsState::kGiven) return;
  levels_.resize(index_->tables().skills().size());
  for (const auto& has : seeker_->skills) {
    weights_ += index_->tables().skill(has.skill).weight;
    levels_[has.skill] = has.level;
  }
}

bool Query::avoids(Occupation occupation) const {
  return std::any_of(seeker_->avoid.begin(), seeker_->avoid.end(),
                     [&](Occupation node) { return occupation.is_under(node); });
}

bool Query::allows(const Row& row) const {
  const auto is = [&](detail::RowFlag flag) { return (row.flags & flag) != 0; };
  if ((seeker_->forms.bits() >> row.form & 1U) == 0) return false;
  if ((row.licences & ~licences_) != 0) return false;
  if ((row.demands & seeker_->cannot.bits()) != 0) return false;
  if (is(detail::kDispatchRow) && seeker_->no_dispatch) return false;
  if (below_floor(row.top)) return false;
  if (row.audience != 0 && (row.audience & seeker_->categories.bits()) == 0) return false;
  if (age_ >= 0 && (age_ < row.age_min || (row.age_max != 255 && age_ > row.age_max))) return false;
  if (is(detail::kMinorRow) && age_ >= 16 && age_ < 18) return false;
  if (from_ > row.latest_start) return false;
  if (is(detail::kEduStrictRow) && seeker_->edu && *seeker_->edu < row.edu_min) return false;
  if (std::find(employers_.begin(), employers_.end(), row.employer) != employers_.end())
    return false;
  if (std::find(declined_.begin(), declined_.end(), row.vacancy) != declined_.end()) return false;
  if (!is(detail::kManyLicences)) return true;
  const auto& asked = index_->vacancies()[row.vacancy].licences;
  return std::all_of(asked.begin(), asked.end(), [&](const std::string& licence) {
    return std::find(seeker_->licences.begin(), seeker_->licences.end(), licence) !=
           seeker_->licences.end();
  });
}

std::int32_t Query::wage(std::int32_t top, std::int32_t expected) const {
  if (top < 0) return wage_points(std::nullopt, pay_);
  if (expected >= pay_.wish) return 150;
  return wage_points(Pay{top, expected}, pay_);
}

std::int32_t Query::by_district(const Row& row) const {
  if (street_ != 0 && street_ == row.street) return 15;
  if (seeker_->home.district.empty() || row.district == 0) return -1;
  if (district_ == row.district) return 35;
  return index_->tables().adjacent(seeker_->home.district, index_->districts_.all()[row.district])
             ? 55
             : 85;
}

std::int32_t Query::minutes(const Row& row) const {
  if ((row.flags & detail::kRemoteRow) != 0) return 0;
  std::int32_t minutes = 0;
  if ((row.flags & detail::kLodgingRow) != 0 && seeker_->accept_lodging) {
    minutes = 10;
  } else if (seeker_->home.xy && (row.flags & detail::kHasXy) != 0) {
    const std::int64_t dx = std::int64_t{seeker_->home.xy->x} - row.x;
    const std::int64_t dy = std::int64_t{seeker_->home.xy->y} - row.y;
    const bool shuttle = (row.flags & detail::kShuttleRow) != 0;
    minutes = shuttle ? minutes_for(seeker_->mode, integer_root(dx * dx + dy * dy))
                      : minutes_over(dx, dy);
  } else {
    minutes = by_district(row);
    if (minutes < 0) return -1;
  }
  return (row.flags & detail::kShuttleRow) != 0 ? std::min(minutes, 40) : minutes;
}

std::int32_t Query::least_minutes(const Block& block) const {
  if (block.anywhere || !seeker_->home.xy) return 0;
  const std::int64_t dx = gap(seeker_->home.xy->x, block.x_min, block.x_max);
  const std::int64_t dy = gap(seeker_->home.xy->y, block.y_min, block.y_max);
  return minutes_over(dx, dy);
}

std::int32_t Query::minutes_over(std::int64_t dx, std::int64_t dy) const {
  const std::int64_t square = dx * dx + dy * dy;
  return square >= reach_ ? limit_ + 1 : minutes_for(seeker_->mode, integer_root(square));
}

std::int32_t Query::commute(std::int32_t minutes) const {
  return minutes < 0 ? commute_points(std::nullopt, limit_)
                     : commute_points(std::optional(minutes), limit_);
}

std::int32_t Query::experience(const Row& row, std::int64_t counted) const {
  if (row.exp_months == detail::kNotSaid) return 40;
  if (counted >= row.exp_months) return 50;
  if ((row.flags & detail::kFreshRow) != 0 && seeker_->fresh) return 50;
  return static_cast<std::int32_t>(50 * counted / row.exp_months);
}

std::int32_t Query::skills_bound(const Row& row) const {
  if (row.skill_count == 0) return kOpenSkills;
  const std::int32_t least = (row.flags & detail::kTrainingRow) != 0 ? 80 : 0;
  switch (seeker_->skills_state) {
    case SkillsState::kGiven:
      return 200;
    case SkillsState::kUnknown:
      return std::max(least, 60);
    case SkillsState::kNone:
      break;
  }
  return least;
}

std::int32_t Query::skills(const Row& row) const {
  if (row.skill_count == 0 || seeker_->skills_state != SkillsState::kGiven)
    return skills_bound(row);
  std::int32_t covered = 0;
  std::int32_t shared = 0;
  const detail::Need* need = &index_->needs_[row.skills];
  for (std::uint16_t i = 0; i < row.skill_count; ++i, ++need) {
    const std::int32_t level = levels_[need->skill];
    if (level == 0) continue;
    covered += need->weighted * (6 * std::min<std::int32_t>(level, need->level) / need->level);
    shared += need->weight;
  }
  const std::int32_t least = (row.flags & detail::kTrainingRow) != 0 ? 80 : 0;
  const std::int32_t either = weights_ + static_cast<std::int32_t>(row.skill_weights) - shared;
  return std::max(
      least, 150 * covered / static_cast<std::int32_t>(row.skill_points) + 50 * shared / either);
}

}  // namespace leye::matching
