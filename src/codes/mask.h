#pragma once
#include <string>
#include <string_view>

namespace leye::codes {

/// Masks for display (web.md §4.7); a value too short to mask becomes all `*`.
[[nodiscard]] std::string mask_citizen_id(std::string_view);  ///< `1201**********1234`
[[nodiscard]] std::string mask_phone(std::string_view);       ///< `138****6017`
[[nodiscard]] std::string mask_bank_card(std::string_view);   ///< `**** 1234`
[[nodiscard]] std::string mask_name(std::string_view);  ///< `张*`, `王*芳`, longer: first and last

}  // namespace leye::codes
