#pragma once
#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "matching/allocate.h"
#include "matching/files.h"

namespace leye::matching {

/// A file of matches as a market: its targeted rows only, people in the order they appear.
struct PairMarket {
  std::vector<std::string> seekers;
  std::vector<std::vector<Candidate>> lists;  ///< per person, the best first
  Market market;
};

/// Posts that are not open have no room. Errors `matching.unknown_vacancy` (a row names a post the
/// other file lacks), `matching.pair_twice`.
[[nodiscard]] Result<PairMarket> market_of(const std::vector<MatchRow>&,
                                           const std::vector<Vacancy>&, std::uint64_t seed);
/// The lists as what an allocation reads from. `market` must outlive it.
[[nodiscard]] CandidateSource source_of(const PairMarket& market);

/// `seeker_id,vacancy_id,score` lines, with a heading.
[[nodiscard]] std::string write_allocation(const PairMarket&, const std::vector<Vacancy>&,
                                           const Allocation&);

}  // namespace leye::matching
