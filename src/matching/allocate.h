#pragma once
#include <array>
#include <cstdint>
#include <functional>
#include <span>
#include <vector>

#include "matching/search.h"

namespace leye::matching {

/// A market in which posts are scarce (§9.1): who may be offered what, and how often.
struct Market {
  std::vector<std::int32_t> demands;      ///< per person 0–3: posts still owed
  std::vector<std::int32_t> caps;         ///< per vacancy: people it may still be given; ≥ 0
  std::vector<std::uint64_t> person_ids;  ///< hashes of the ids; they decide ties, nothing else
  /// What the first, second and third post of a person is worth beside its fit.
  std::array<std::int32_t, 3> bonuses{4000, 2000, 800};
  std::int32_t epsilon =
      64 * 4;              ///< of a bid, in 64ths of a point: 4 points at night, 1/4 in tests
  std::uint64_t seed = 0;  ///< of the day
};

/// The first `count` targeted posts of a person, the best first; fewer only if there are no more.
/// A longer answer to the same person begins with the shorter one.
using CandidateSource =
    std::function<void(std::size_t person, std::size_t count, std::vector<Candidate>& out)>;

struct Assignment {
  std::uint32_t person = 0;
  std::uint32_t vacancy = 0;
  std::int32_t score = 0;
  friend bool operator==(const Assignment&, const Assignment&) = default;
};

/// Proof of how good an allocation is (§9.3), in 64ths of a point: no allocation at all is worth
/// more than `dual`.
struct Certificate {
  std::int64_t primal = 0;
  std::int64_t dual = 0;
  std::int64_t units = 0;       ///< posts given
  std::int64_t full_posts = 0;  ///< caps that are spent
  /// Per cent by which the allocation can be below the optimum.
  [[nodiscard]] double gap() const {
    return dual == 0 ? 0 : 100.0 * static_cast<double>(dual - primal) / static_cast<double>(dual);
  }
};

struct Allocation {
  std::vector<Assignment> assignments;  ///< by person, the best first
  std::vector<std::int64_t> prices;     ///< per vacancy, 64ths; 0 while it has a free place
  Certificate certificate;
};

/// Shares out scarce posts by an ascending auction: caps are never exceeded, and the worth of the
/// result (fits and bonuses) is within units × ε of the optimum. Deterministic; ends by itself.
[[nodiscard]] Allocation allocate(const Market&, const CandidateSource&);

/// People a post may be given at a time (§9.2): its `cap`, else the openings left times `ratio`, at
/// most `most`, but never fewer than the openings left.
[[nodiscard]] std::int32_t cap_of(const Vacancy&, std::int32_t ratio = 5, std::int32_t most = 30);
/// Referrals for one hire, 3–8, from past referrals; 5 without any history (§9.2).
[[nodiscard]] std::int32_t cap_ratio(std::int64_t hires, std::int64_t referrals);

}  // namespace leye::matching
