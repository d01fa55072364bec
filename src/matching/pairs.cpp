#include "matching/pairs.h"

#include <algorithm>
#include <unordered_map>

#include "sheets/csv.h"

namespace leye::matching {
namespace {

using Numbers = std::unordered_map<std::string, std::uint32_t>;

Result<void> sort_list(PairMarket& out, const std::vector<Vacancy>& vacancies, std::size_t person) {
  const std::uint64_t hash = out.market.person_ids[person];
  const auto tie = [&](const Candidate& c) {
    return tie_hash(out.market.seed, hash, fnv1a(vacancies[c.vacancy].id));
  };
  auto& list = out.lists[person];
  std::sort(list.begin(), list.end(), [&](const Candidate& a, const Candidate& b) {
    if (a.score != b.score) return a.score > b.score;
    const auto ta = tie(a);
    const auto tb = tie(b);
    return ta != tb ? ta > tb : vacancies[a.vacancy].id < vacancies[b.vacancy].id;
  });
  std::vector<std::uint32_t> seen;
  for (const auto& candidate : list) seen.push_back(candidate.vacancy);
  std::sort(seen.begin(), seen.end());
  const auto twice = std::adjacent_find(seen.begin(), seen.end());
  if (twice == seen.end()) return {};
  return fail("matching.pair_twice", {},
              {{"seeker", out.seekers[person]}, {"vacancy", vacancies[*twice].id}});
}

}  // namespace

Result<PairMarket> market_of(const std::vector<MatchRow>& rows,
                             const std::vector<Vacancy>& vacancies, std::uint64_t seed) {
  PairMarket out;
  out.market.seed = seed;
  Numbers posts;
  for (const auto& vacancy : vacancies) {
    posts.emplace(vacancy.id, static_cast<std::uint32_t>(posts.size()));
    out.market.caps.push_back(vacancy.status == Status::kOpen ? cap_of(vacancy) : 0);
  }
  Numbers people;
  for (const auto& row : rows) {
    const auto post = posts.find(row.vacancy_id);
    if (post == posts.end()) return fail("matching.unknown_vacancy", {}, {{"id", row.vacancy_id}});
    const auto [person, added] =
        people.emplace(row.seeker_id, static_cast<std::uint32_t>(people.size()));
    if (added) {
      out.seekers.push_back(row.seeker_id);
      out.lists.emplace_back();
      out.market.demands.push_back(3);
      out.market.person_ids.push_back(fnv1a(row.seeker_id));
    }
    if (row.targeted) out.lists[person->second].push_back({post->second, row.score});
  }
  for (std::size_t i = 0; i < out.lists.size(); ++i) LEYE_CHECK(sort_list(out, vacancies, i));
  return out;
}

CandidateSource source_of(const PairMarket& market) {
  return [&market](std::size_t person, std::size_t count, std::vector<Candidate>& out) {
    const auto& all = market.lists[person];
    out.assign(all.begin(), all.begin() + static_cast<std::ptrdiff_t>(std::min(count, all.size())));
  };
}

std::string write_allocation(const PairMarket& market, const std::vector<Vacancy>& vacancies,
                             const Allocation& allocation) {
  std::string text = "seeker_id,vacancy_id,score\n";
  for (const auto& a : allocation.assignments) {
    sheets::append_csv_field(text, market.seekers[a.person], ',', false);
    text += ',';
    sheets::append_csv_field(text, vacancies[a.vacancy].id, ',', false);
    text += ',' + std::to_string(a.score) + '\n';
  }
  return text;
}

}  // namespace leye::matching
