#pragma once
// A person as the search reads her: numbers and masks, and what follows from them alone.
#include <array>
#include <cstdint>
#include <vector>

#include "matching/index.h"

namespace leye::matching {

class Query {
 public:
  Query(const VacancyIndex&, const SeekerProfile&);

  /// Nobody is searched for who withdrew consent or may not work any more (H01, H06).
  [[nodiscard]] bool shut() const { return shut_; }
  [[nodiscard]] bool age_known() const { return age_ >= 0; }

  /// The hard rules that are left after the index's own, but commute, which needs `minutes`.
  [[nodiscard]] bool allows(const detail::Row&) const;
  /// Whether the whole occupation is avoided (H15).
  [[nodiscard]] bool avoids(Occupation) const;

  [[nodiscard]] std::int32_t wage(std::int32_t top, std::int32_t expected) const;
  /// −1 where the place is unknown; beyond the limit any number beyond it.
  [[nodiscard]] std::int32_t minutes(const detail::Row&) const;
  /// The fewest minutes to any row of the block.
  [[nodiscard]] std::int32_t least_minutes(const detail::Block&) const;
  [[nodiscard]] std::int32_t commute(std::int32_t minutes) const;
  [[nodiscard]] bool too_far(std::int32_t minutes) const { return minutes > limit_; }
  [[nodiscard]] bool below_floor(std::int32_t top) const { return top >= 0 && floor_ > top; }
  [[nodiscard]] std::int32_t education(const detail::Row& row) const {
    return education_[row.edu_min];
  }
  [[nodiscard]] std::int32_t experience(const detail::Row&, std::int64_t counted) const;
  /// The most the row's skills can give, without looking at them.
  [[nodiscard]] std::int32_t skills_bound(const detail::Row&) const;
  [[nodiscard]] std::int32_t skills(const detail::Row&) const;

  [[nodiscard]] const SeekerProfile& seeker() const { return *seeker_; }

 private:
  [[nodiscard]] std::int32_t minutes_over(std::int64_t dx, std::int64_t dy) const;
  [[nodiscard]] std::int32_t by_district(const detail::Row&) const;
  void read_skills();

  const VacancyIndex* index_;
  const SeekerProfile* seeker_;
  bool shut_;
  std::int32_t age_;
  std::int32_t limit_;
  std::int64_t reach_ = 0;  ///< square of the metres that take a minute more than the limit
  std::int32_t floor_;      ///< below 0: none stated
  PayWish pay_;
  std::uint64_t licences_ = 0;
  std::int32_t from_ = 0;
  std::array<std::int32_t, 8> education_{};
  std::vector<std::uint32_t> employers_;
  std::vector<std::uint32_t> declined_;
  std::vector<std::uint8_t> levels_;  ///< by skill; 0: does not have it
  std::int32_t weights_ = 0;          ///< of all her skills
  std::uint32_t street_ = 0;
  std::uint32_t district_ = 0;
};

}  // namespace leye::matching
