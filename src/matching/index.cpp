#include "matching/index.h"

#include <algorithm>
#include <limits>
#include <map>

namespace leye::matching {
namespace detail {

std::uint32_t Names::intern(const std::string& text) {
  if (text.empty()) return 0;
  const auto [found, added] = ids_.emplace(text, static_cast<std::uint32_t>(names_.size()));
  if (added) names_.push_back(text);
  return found->second;
}

std::uint32_t Names::find(const std::string& text) const {
  const auto found = ids_.find(text);
  return found == ids_.end() ? 0 : found->second;
}

}  // namespace detail

namespace {

using detail::Block;
using detail::Row;

constexpr std::uint32_t kBlockRows = 16;
constexpr std::uint32_t kLicenceBits = 64;

/// H02–H05 and H20: what rejects a post for everybody.
bool possible(const Params& params, const Vacancy& vacancy) {
  const auto pay = pay_of(vacancy);
  return vacancy.status == Status::kOpen && vacancy.age_days <= params.freshness_days &&
         !vacancy.lint_block && vacancy.kind == Kind::kJob &&
         !(pay && vacancy.form == Form::kFullTime && pay->top < params.min_wage_month);
}

std::uint16_t flags_of(const Vacancy& v) {
  int flags = 0;
  const auto set = [&](bool on, detail::RowFlag flag) { flags |= on ? flag : 0; };
  set(v.place.xy.has_value(), detail::kHasXy);
  set(v.remote || v.form == Form::kRemote, detail::kRemoteRow);
  set(v.lodging, detail::kLodgingRow);
  set(v.shuttle, detail::kShuttleRow);
  set(v.dispatch, detail::kDispatchRow);
  set(v.edu_strict, detail::kEduStrictRow);
  set(v.accepts_fresh, detail::kFreshRow);
  set(v.training_provided, detail::kTrainingRow);
  set(v.minor_forbidden, detail::kMinorRow);
  return static_cast<std::uint16_t>(flags);
}

bool lies_anywhere(const Row& row) {
  constexpr int kElsewhere = detail::kRemoteRow | detail::kLodgingRow | detail::kShuttleRow;
  return (row.flags & kElsewhere) != 0 || (row.flags & detail::kHasXy) == 0;
}

/// Bits of x and y in turn: rows near each other in this order lie near each other.
std::uint64_t z_order(const Row& row) {
  const auto spread = [](std::int32_t coordinate) {
    // 64 m is fine enough to keep neighbours together.
    std::uint64_t v = static_cast<std::uint64_t>(std::int64_t{coordinate} + (1LL << 31)) >> 6;
    v = (v | v << 16) & 0x0000FFFF0000FFFFULL;
    v = (v | v << 8) & 0x00FF00FF00FF00FFULL;
    v = (v | v << 4) & 0x0F0F0F0F0F0F0F0FULL;
    v = (v | v << 2) & 0x3333333333333333ULL;
    return (v | v << 1) & 0x5555555555555555ULL;
  };
  return spread(row.x) | spread(row.y) << 1;
}

Block block_of(std::span<const Row> rows, std::uint32_t begin) {
  Block block{begin,     begin + static_cast<std::uint32_t>(rows.size()),
              rows[0].x, rows[0].x,
              rows[0].y, rows[0].y,
              -1,        -1,
              false,     false};
  for (const auto& row : rows) {
    block.x_min = std::min(block.x_min, row.x);
    block.x_max = std::max(block.x_max, row.x);
    block.y_min = std::min(block.y_min, row.y);
    block.y_max = std::max(block.y_max, row.y);
    block.top = std::max(block.top, row.top);
    block.expected = std::max(block.expected, row.expected);
    block.anywhere = block.anywhere || lies_anywhere(row);
    block.pay_unknown = block.pay_unknown || row.top < 0;
  }
  return block;
}

}  // namespace

std::uint64_t fnv1a(std::string_view text) {
  std::uint64_t hash = 0xcbf29ce484222325ULL;
  for (const char c : text) hash = (hash ^ static_cast<unsigned char>(c)) * 0x100000001b3ULL;
  return hash;
}

VacancyIndex::VacancyIndex(const Tables& tables, const Params& params,
                           std::span<const Vacancy> vacancies)
    : tables_(&tables), params_(params), vacancies_(vacancies) {
  std::map<Occupation, std::vector<Row>> buckets;
  for (std::uint32_t i = 0; i < vacancies.size(); ++i) {
    by_id_.emplace(vacancies[i].id, i);
    id_hashes_.push_back(fnv1a(vacancies[i].id));
    if (!possible(params, vacancies[i])) continue;
    Row row;
    fill_row(i, row);
    buckets[vacancies[i].occupation].push_back(row);
  }
  for (auto& [occupation, rows] : buckets) add_bucket(occupation, std::move(rows));
  find_near();
}

void VacancyIndex::fill_row(std::uint32_t vacancy, Row& row) {
  const Vacancy& v = vacancies_[vacancy];
  row.vacancy = vacancy;
  row.flags = flags_of(v);
  if (v.place.xy) {
    row.x = v.place.xy->x;
    row.y = v.place.xy->y;
  }
  if (const auto pay = pay_of(v)) {
    row.top = pay->top;
    row.expected = pay->expected;
  }
  for (const auto& licence : v.licences) {
    const std::uint32_t bit = licences_.intern(licence) - 1;
    if (bit < kLicenceBits)
      row.licences |= 1ULL << bit;
    else
      row.flags |= detail::kManyLicences;
  }
  row.employer = employers_.intern(v.employer);
  row.latest_start =
      v.latest_start ? v.latest_start->days() : std::numeric_limits<std::int32_t>::max();
  row.exp_months = v.exp_months ? static_cast<std::uint16_t>(*v.exp_months) : detail::kNotSaid;
  for (const auto demand : v.demands)
    row.demands = static_cast<std::uint16_t>(row.demands | 1U << static_cast<unsigned>(demand));
  row.street = streets_.intern(v.place.street);
  row.district = districts_.intern(v.place.district);
  row.form = static_cast<std::uint8_t>(v.form);
  row.edu_min = static_cast<std::uint8_t>(v.edu_min);
  row.age_min = static_cast<std::uint8_t>(v.law_age_min);
  row.age_max = static_cast<std::uint8_t>(v.law_age_max.value_or(255));
  row.audience = static_cast<std::uint8_t>(v.audience.bits());
  fill_skills(v, row);
}

void VacancyIndex::fill_skills(const Vacancy& v, Row& row) {
  row.skills = static_cast<std::uint32_t>(needs_.size());
  row.skill_count = static_cast<std::uint16_t>(v.skills.size());
  for (const auto& asked : v.skills) {
    const int weight = tables_->skill(asked.skill).weight;
    const int weighted = weight * (asked.must ? 3 : 1);
    needs_.push_back({asked.skill, asked.level, static_cast<std::uint8_t>(weight),
                      static_cast<std::uint8_t>(weighted)});
    row.skill_points += static_cast<std::uint32_t>(6 * weighted);
    row.skill_weights += static_cast<std::uint32_t>(weight);
  }
}

void VacancyIndex::add_bucket(Occupation occupation, std::vector<Row> rows) {
  const auto plain = std::stable_partition(rows.begin(), rows.end(),
                                           [](const Row& row) { return !lies_anywhere(row); });
  std::stable_sort(rows.begin(), plain,
                   [](const Row& a, const Row& b) { return z_order(a) < z_order(b); });
  const auto first = static_cast<std::uint32_t>(blocks_.size());
  const std::size_t begin = rows_.size();
  const auto near_count = static_cast<std::size_t>(plain - rows.begin());
  rows_.insert(rows_.end(), rows.begin(), rows.end());
  add_blocks(begin, begin + near_count);
  add_blocks(begin + near_count, rows_.size());
  buckets_.push_back({occupation, first, static_cast<std::uint32_t>(blocks_.size())});
}

void VacancyIndex::add_blocks(std::size_t begin, std::size_t end) {
  for (; begin < end; begin += kBlockRows)
    blocks_.push_back(
        block_of(std::span(rows_).subspan(begin, std::min<std::size_t>(kBlockRows, end - begin)),
                 static_cast<std::uint32_t>(begin)));
}

void VacancyIndex::find_near() {
  for (const auto& row : tables_->occupations()) {
    std::vector<detail::Near> near;
    for (std::size_t b = 0; b < buckets_.size(); ++b) {
      const auto points = occupation_points(*tables_, row.code, buckets_[b].occupation);
      if (points > 0)
        near.push_back({static_cast<std::uint16_t>(b), static_cast<std::uint16_t>(points)});
    }
    std::stable_sort(near.begin(), near.end(), [](const detail::Near& a, const detail::Near& b) {
      return a.points > b.points;
    });
    near_.emplace(row.code.bits(), std::move(near));
  }
}

}  // namespace leye::matching
