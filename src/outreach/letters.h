#pragma once
#include <optional>
#include <string>

#include "outreach/outreach.h"

namespace leye::outreach {

/// What the amount line says: the sum, or that the office announces it where the pack's figure is
/// still to be confirmed.
[[nodiscard]] std::string amount_text(const rules::Pack&, const rules::Policy&,
                                      const std::optional<Fen>&, Date on);
/// Papers to bring; those that a register replaces are named as not needed.
[[nodiscard]] std::string papers_text(const rules::Pack&, const rules::Policy&);
/// The office of the street responsible.
[[nodiscard]] std::string where_text(const codes::Divisions&,
                                     const std::optional<std::string>& office);

}  // namespace leye::outreach
