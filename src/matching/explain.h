#pragma once
#include <string>
#include <vector>

#include "core/messages.h"
#include "matching/fit.h"

namespace leye::matching {

/// Why this post, in sentences for the person (§6): one line per component that has something to
/// say, from fixed texts, and the closing line about review and refusal. Of a rejected pair one
/// sentence per rule, in order.
[[nodiscard]] std::vector<std::string> explanation(const Tables&, const Params&,
                                                   const SeekerProfile&, const Vacancy&, const Fit&,
                                                   Locale);

}  // namespace leye::matching
