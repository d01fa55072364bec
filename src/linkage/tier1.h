#pragma once
#include "linkage/records.h"

namespace leye::linkage {

struct IdPair {
  std::uint32_t left = 0, right = 0;
  bool contradictory = false;  ///< one id, names of two people: for a human
};

/// Pairs of records with one valid id that stands once on each side (within: in at most
/// `kMostOfOneId` records), by left then right.
[[nodiscard]] std::vector<IdPair> id_pairs(const Config&, Records&);
inline constexpr std::size_t kMostOfOneId = 20;

/// By record: number of its valid id, 0 without one.
[[nodiscard]] std::vector<std::uint32_t> valid_ids(const Records&, std::size_t field);

}  // namespace leye::linkage
