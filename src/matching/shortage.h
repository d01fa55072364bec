#pragma once
#include <array>
#include <cstdint>
#include <span>

#include "matching/fit.h"

namespace leye::matching {

/// Why a person has fewer than three targeted posts (§11.4), counted over the posts near to her
/// wishes. A list is never filled up with what does not fit.
struct Shortage {
  std::int64_t near_posts = 0;  ///< open jobs with enough occupation points; 0: collect posts
  std::int64_t targeted = 0;
  std::int64_t below_threshold = 0;  ///< pass, all known, but score or skills fall short
  /// Per rule the posts that would be targeted if it alone were lifted: a choice to offer her,
  /// never made for her.
  std::array<std::int64_t, kRules> if_lifted{};
  /// Per missing fact the posts that pass but cannot count until it is known.
  std::array<std::int64_t, 3> unknown{};
};

[[nodiscard]] Shortage shortage_of(const Tables&, const Params&, const SeekerProfile&,
                                   std::span<const Vacancy>);

}  // namespace leye::matching
