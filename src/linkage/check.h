#pragma once
#include <string>
#include <vector>

#include "linkage/records.h"

namespace leye::linkage {

/// What is legal and yet probably wrong: levels that no pair reaches, rules that another contains,
/// comparisons that count one source twice, and with records keys that are mostly empty.
[[nodiscard]] std::vector<std::string> check(const Config&, Records*);

}  // namespace leye::linkage
