#pragma once
// Workload LeyeJobs-1 of matching.md §18.1: people and posts drawn in a fixed order, so that every
// implementation gets the same ones and the golden figures tell whether it scored them right.
#include <array>
#include <cstdint>
#include <filesystem>
#include <string>
#include <vector>

#include "matching/matching.h"

namespace leye::bench {

enum class Market : bool { kCity, kDense };

/// What both entities are drawn from.
class LeyeJobs {
 public:
  [[nodiscard]] static Result<LeyeJobs> load(const matching::Tables&,
                                             const std::filesystem::path& tables, Market);

  [[nodiscard]] std::vector<matching::SeekerProfile> seekers(std::size_t count) const;
  [[nodiscard]] std::vector<matching::Vacancy> vacancies(std::size_t count) const;
  [[nodiscard]] matching::SeekerProfile seeker(std::uint64_t number) const;
  [[nodiscard]] matching::Vacancy vacancy(std::uint64_t number) const;

 private:
  class Draw;
  [[nodiscard]] std::int32_t base_wage(matching::Occupation) const;
  [[nodiscard]] std::uint64_t base_skill(matching::Occupation) const;
  void wishes(Draw&, matching::SeekerProfile&) const;
  void pay_and_way(Draw&, matching::SeekerProfile&) const;
  void limits(Draw&, matching::SeekerProfile&) const;
  void seeker_skills(Draw&, matching::SeekerProfile&) const;
  void conditions(Draw&, matching::Vacancy&) const;
  void vacancy_skills(Draw&, matching::Vacancy&) const;

  Market market_ = Market::kCity;
  std::vector<matching::Occupation> leaves_;
  std::vector<matching::Occupation> rows_;  ///< a title each: the popularity of its leaf
  std::size_t skills_ = 0;
};

/// c_j = max(1, ⌈heads·T/H⌉) with T = ⌊3N / tightness⌋, tightness in tenths.
[[nodiscard]] std::vector<std::int32_t> caps(const std::vector<matching::Vacancy>&,
                                             std::size_t seekers, std::int64_t tenths);

}  // namespace leye::bench
