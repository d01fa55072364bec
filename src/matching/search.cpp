#include "matching/search.h"

#include <algorithm>
#include <atomic>
#include <thread>

#include "matching/query.h"

namespace leye::matching {
namespace {

using detail::Block;
using detail::Row;

constexpr std::int32_t kMostSkills = 200;
constexpr std::int32_t kMostWage = 150;
constexpr std::int32_t kMostCommute = 150;
constexpr std::int32_t kMostRest = 100;  // education and experience
constexpr std::size_t kSeekersAtOnce = 1024;

std::uint64_t mixed(std::uint64_t v) {
  v = (v ^ v >> 30) * 0xBF58476D1CE4E5B9ULL;
  v = (v ^ v >> 27) * 0x94D049BB133111EBULL;
  return v ^ v >> 31;
}

}  // namespace

std::uint64_t tie_hash(std::uint64_t seed, std::uint64_t seeker_hash, std::uint64_t vacancy_hash) {
  return mixed(mixed(seed + 0x9E3779B97F4A7C15ULL) ^ mixed(seeker_hash) ^ vacancy_hash);
}

Search::Search(const VacancyIndex& index) : index_(&index), points_(index.buckets_.size()) {}

void Search::best(const SeekerProfile& seeker, const SearchOptions& options,
                  std::vector<Candidate>& out) {
  const Query query(*index_, seeker);
  const Params& params = index_->params();
  const bool targeted = options.posts == Posts::kTargeted;
  out.clear();
  if (query.shut() || options.k == 0 || (targeted && !query.age_known())) return;
  options_ = options;
  seeker_hash_ = fnv1a(seeker.id);
  bar_ = targeted ? params.targeted_min : 0;
  skill_bar_ = targeted ? params.targeted_skill_min : 0;
  heap_.clear();
  rank_buckets(seeker, targeted ? params.targeted_occ_min : 0);
  for (std::size_t level = levels_.size(); level-- > 0;) {
    auto& buckets = levels_[level];
    const auto points = static_cast<std::int32_t>(level);
    for (const auto bucket : buckets)
      if (points + kMostSkills + kMostWage + kMostCommute + kMostRest >= bar())
        visit_bucket(query, bucket, points);
    buckets.clear();
  }
  std::sort(heap_.begin(), heap_.end(),
            [&](const Entry& a, const Entry& b) { return better(a, b); });
  for (const auto& entry : heap_) out.push_back({entry.vacancy, entry.score});
}

void Search::rank_buckets(const SeekerProfile& seeker, std::int32_t least) {
  const auto add = [&](std::uint16_t bucket, std::int32_t points) {
    if (points_[bucket] == 0 && points > 0) touched_.push_back(bucket);
    points_[bucket] = std::max(points_[bucket], static_cast<std::int16_t>(points));
  };
  const auto add_code = [&](Occupation code, std::int32_t percent) {
    const auto found = index_->near_.find(code.bits());
    if (found == index_->near_.end()) return;
    for (const auto& near : found->second) {
      const std::int32_t points = near.points * percent / 100;
      // The list falls; below `least` nothing more can count.
      if (points < least) break;
      add(near.bucket, points);
    }
  };
  for (std::size_t r = 0; r < seeker.wishes.size(); ++r)
    add_code(seeker.wishes[r], 100 - 4 * static_cast<std::int32_t>(r));
  for (std::size_t i = 0; seeker.open_to_past && i < seeker.past.size(); ++i)
    add_code(seeker.past[i].code, past_percent(seeker.past[i].months));
  const std::int32_t everywhere = seeker.any_occupation ? 200 : 0;
  if (everywhere >= least)
    for (std::size_t b = 0; b < points_.size(); ++b)
      if (points_[b] <= everywhere) {
        levels_[static_cast<std::size_t>(everywhere)].push_back(static_cast<std::uint16_t>(b));
        points_[b] = 0;
      }
  for (const auto bucket : touched_) {
    const auto points = static_cast<std::size_t>(points_[bucket]);
    if (points > 0) levels_[points].push_back(bucket);
    points_[bucket] = 0;
  }
  touched_.clear();
}

void Search::visit_bucket(const Query& query, std::size_t bucket, std::int32_t occupation) {
  const auto& found = index_->buckets_[bucket];
  if (query.avoids(found.occupation)) return;
  const std::int64_t counted = counted_months(index_->tables(), query.seeker(), found.occupation);
  for (std::uint32_t b = found.begin; b < found.end; ++b) {
    const Block& block = index_->blocks_[b];
    if (!block.pay_unknown && query.below_floor(block.top)) continue;
    const std::int32_t minutes = query.least_minutes(block);
    if (query.too_far(minutes)) continue;
    std::int32_t wage = query.wage(block.top, block.expected);
    if (block.pay_unknown) wage = std::max(wage, query.wage(-1, -1));
    const std::int32_t most = occupation + kMostSkills + wage + query.commute(minutes) + kMostRest;
    if (most < bar()) continue;
    for (std::uint32_t r = block.begin; r < block.end; ++r)
      visit_row(query, index_->rows_[r], occupation, counted);
  }
}

void Search::visit_row(const Query& query, const Row& row, std::int32_t occupation,
                       std::int64_t counted) {
  const bool targeted = options_.posts == Posts::kTargeted;
  if (targeted && row.top < 0) return;
  if (!query.allows(row)) return;
  const std::int32_t skills_bound = query.skills_bound(row);
  if (skills_bound < skill_bar_) return;
  std::int32_t score = occupation + query.wage(row.top, row.expected);
  if (score + skills_bound + kMostCommute + kMostRest < bar()) return;
  const std::int32_t minutes = query.minutes(row);
  if (query.too_far(minutes) || (targeted && minutes < 0)) return;
  score += query.commute(minutes) + query.education(row) + query.experience(row, counted);
  if (score + skills_bound < bar()) return;
  const std::int32_t skills = query.skills(row);
  score += skills;
  if (skills >= skill_bar_ && score >= bar()) keep(row, score);
}

void Search::keep(const Row& row, std::int32_t score) {
  Entry entry{score, row.vacancy, 0};
  if (options_.ties == Ties::kHash)
    entry.tie = tie_hash(options_.seed, seeker_hash_, index_->id_hashes_[row.vacancy]);
  const auto worst_on_top = [&](const Entry& a, const Entry& b) { return better(a, b); };
  if (heap_.size() == options_.k) {
    if (!better(entry, heap_.front())) return;
    std::pop_heap(heap_.begin(), heap_.end(), worst_on_top);
    heap_.back() = entry;
    std::push_heap(heap_.begin(), heap_.end(), worst_on_top);
  } else {
    heap_.push_back(entry);
    if (heap_.size() < options_.k) return;
    std::make_heap(heap_.begin(), heap_.end(), worst_on_top);
  }
  bar_ = std::max(bar_, heap_.front().score);
}

bool Search::better(const Entry& a, const Entry& b) const {
  if (a.score != b.score) return a.score > b.score;
  if (a.tie != b.tie) return a.tie > b.tie;
  if (options_.ties == Ties::kOrder) return a.vacancy < b.vacancy;
  const auto vacancies = index_->vacancies();
  return vacancies[a.vacancy].id < vacancies[b.vacancy].id;
}

Matches match_all(const VacancyIndex& index, std::span<const SeekerProfile> seekers,
                  const SearchOptions& options, unsigned threads) {
  struct Part {
    std::vector<std::size_t> counts;
    std::vector<Candidate> candidates;
  };
  std::vector<Part> parts((seekers.size() + kSeekersAtOnce - 1) / kSeekersAtOnce);
  std::atomic<std::size_t> next = 0;
  const auto work = [&] {
    Search search(index);
    std::vector<Candidate> found;
    for (std::size_t p = next++; p < parts.size(); p = next++) {
      const std::size_t end = std::min((p + 1) * kSeekersAtOnce, seekers.size());
      for (std::size_t i = p * kSeekersAtOnce; i < end; ++i) {
        search.best(seekers[i], options, found);
        parts[p].counts.push_back(found.size());
        parts[p].candidates.insert(parts[p].candidates.end(), found.begin(), found.end());
      }
    }
  };
  std::vector<std::thread> others;
  for (unsigned t = 1; t < threads; ++t) others.emplace_back(work);
  work();
  for (auto& other : others) other.join();
  Matches all;
  for (auto& part : parts) {
    for (const auto count : part.counts)
      all.ends.push_back((all.ends.empty() ? 0 : all.ends.back()) + count);
    all.candidates.insert(all.candidates.end(), part.candidates.begin(), part.candidates.end());
    part = {};
  }
  return all;
}

}  // namespace leye::matching
