#pragma once
#include <string>
#include <string_view>

#include "core/fen.h"

namespace leye::codes {

/// Amounts in capitals 人民币大写, 银发〔1997〕393号 annex 1: `壹仟肆佰零玖元伍角`. Amounts of
/// 10^14 fen and above are refused. Error `rmb.range`.
[[nodiscard]] Result<std::string> rmb_capitals(Fen);

/// Reads the canonical form and every variant the rule leaves open (圆=元, 正=整, 人民币 in front,
/// traditional and plain numerals). Error `rmb.syntax`.
[[nodiscard]] Result<Fen> parse_rmb_capitals(std::string_view);

}  // namespace leye::codes
