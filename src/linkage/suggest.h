#pragma once
#include "linkage/link.h"

namespace leye::linkage {

struct SuggestedRule {
  std::string key;          ///< `[name.folded, birth]`
  std::uint64_t pairs = 0;  ///< it makes
  std::uint64_t fresh = 0;  ///< links it finds that no rule before it finds
  double completeness = 0;  ///< of all rules so far
};

/// Blocking keys out of the fields and parts that the configuration uses, chosen greedily by links
/// found per pair made. The links are those of the id tier, which the keys ignore, or without it
/// the model's own: then completeness speaks of what the present rules find.
[[nodiscard]] Result<std::vector<SuggestedRule>> suggest_blocking(const Config&, Records&,
                                                                  const LinkOptions&);

}  // namespace leye::linkage
