#pragma once
#include <array>
#include <cstddef>
#include <cstdint>
#include <limits>
#include <span>
#include <vector>

#include "matching/index.h"

namespace leye::matching {

class Query;

/// Which posts a search may return.
enum class Posts : bool { kPassing, kTargeted };
/// Who comes first among equal scores: a keyed hash of both ids, different each day, so that no
/// id is favoured for good; or the order of the vacancies (for measured workloads).
enum class Ties : bool { kHash, kOrder };

struct SearchOptions {
  std::size_t k = 20;
  Posts posts = Posts::kPassing;
  Ties ties = Ties::kHash;
  std::uint64_t seed = 0;  ///< of the day
};
/// As `k`: every post.
inline constexpr std::size_t kAll = std::numeric_limits<std::size_t>::max();

struct Candidate {
  std::uint32_t vacancy = 0;  ///< index into the index's vacancies
  std::int32_t score = 0;
  friend bool operator==(const Candidate&, const Candidate&) = default;
};

/// Order among equal scores; greater is better.
[[nodiscard]] std::uint64_t tie_hash(std::uint64_t seed, std::uint64_t seeker_hash,
                                     std::uint64_t vacancy_hash);

/// Finds the k best posts of a person: exactly what judging every post, ordering by (score, tie,
/// id) and cutting after k gives (§8), without looking at most of them. One per thread: it keeps
/// its scratch space.
class Search {
 public:
  explicit Search(const VacancyIndex& index);

  /// The best first; fewer than k if fewer pass. `out` is replaced.
  void best(const SeekerProfile&, const SearchOptions&, std::vector<Candidate>& out);

 private:
  struct Entry {
    std::int32_t score;
    std::uint32_t vacancy;
    std::uint64_t tie;
  };
  void rank_buckets(const SeekerProfile&, std::int32_t least);
  void visit_bucket(const Query&, std::size_t bucket, std::int32_t occupation);
  void visit_row(const Query&, const detail::Row&, std::int32_t occupation, std::int64_t counted);
  void keep(const detail::Row&, std::int32_t score);
  [[nodiscard]] bool better(const Entry& a, const Entry& b) const;
  /// A post must reach it to matter: the k-th so far, or what targeted asks.
  [[nodiscard]] std::int32_t bar() const { return bar_; }

  const VacancyIndex* index_;
  SearchOptions options_;
  std::uint64_t seeker_hash_ = 0;
  std::int32_t bar_ = 0;
  std::int32_t skill_bar_ = 0;
  std::vector<Entry> heap_;           ///< the worst on top once it is full
  std::vector<std::int16_t> points_;  ///< per bucket; 0 outside `touched_`
  std::vector<std::uint16_t> touched_;
  std::array<std::vector<std::uint16_t>, 401> levels_;  ///< buckets by points
};

/// Candidates of many people, one after another.
struct Matches {
  std::vector<std::size_t> ends;  ///< per seeker, into `candidates`
  std::vector<Candidate> candidates;
  [[nodiscard]] std::span<const Candidate> of(std::size_t seeker) const {
    const std::size_t begin = seeker == 0 ? 0 : ends[seeker - 1];
    return std::span(candidates).subspan(begin, ends[seeker] - begin);
  }
};

/// `Search::best` of everybody; the same for every number of threads.
[[nodiscard]] Matches match_all(const VacancyIndex&, std::span<const SeekerProfile>,
                                const SearchOptions&, unsigned threads);

}  // namespace leye::matching
