#pragma once
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "access/keys.h"
#include "store/value.h"

namespace leye::access {

/// Full-width to half-width, blanks out, `x` to `X`; nothing when nothing is left.
[[nodiscard]] std::optional<std::string> normalise_citizen_id(std::string_view);
/// Digits only, a leading 86 of a 13-digit number dropped; nothing when nothing is left.
[[nodiscard]] std::optional<std::string> normalise_phone(std::string_view);
/// Account and card numbers: digits only; nothing when nothing is left.
[[nodiscard]] std::optional<std::string> normalise_digits(std::string_view);

/// Columns that have a blind index; no other column gets one (never a low-entropy one).
inline constexpr std::string_view kIndexCitizenId = "citizen_id";
inline constexpr std::string_view kIndexPhone = "phone";
inline constexpr std::string_view kIndexLogin = "login";

/// `keys.blind(kIndexCitizenId, normalise_citizen_id(id))`; nothing for an empty id, which
/// equals nothing, not even another empty one.
[[nodiscard]] std::optional<BlindKey> blind_citizen_id(const KeyRing&, std::string_view id);
/// The same under every key of the indexes (`KeyRing::blind_all`): what a search looks for. Empty
/// for an empty id.
[[nodiscard]] std::vector<BlindKey> blind_citizen_ids(const KeyRing&, std::string_view id);
[[nodiscard]] std::optional<BlindKey> blind_phone(const KeyRing&, std::string_view phone);

/// The sealed value in a bytes column, nothing for NULL.
[[nodiscard]] Result<std::optional<std::string>> sealed_at(const store::Row&, int column);

}  // namespace leye::access
