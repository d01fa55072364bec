#pragma once
#include <array>
#include <cstdint>
#include <span>
#include <string>
#include <string_view>

#include "core/date.h"

namespace leye::access {

/// What a phone and we share: 20 bytes, as RFC 4226 asks of HMAC-SHA-1.
using TotpSecret = std::array<std::uint8_t, 20>;
[[nodiscard]] TotpSecret new_totp_secret();

inline constexpr std::int64_t kTotpSeconds = 30;
/// The step an instant lies in (RFC 6238, T0 = 0).
[[nodiscard]] std::int64_t totp_step(Instant);
/// The code of a step; `digits` 6 to 8 (RFC 4226 section 5.3).
[[nodiscard]] std::string totp_code(std::span<const std::uint8_t> secret, std::int64_t step,
                                    int digits = 6);

/// RFC 4648, upper case, no padding.
[[nodiscard]] std::string base32(std::span<const std::uint8_t>);
/// What the QR code holds: `otpauth://totp/Leye:login?secret=…&issuer=Leye`.
[[nodiscard]] std::string otpauth_uri(std::span<const std::uint8_t> secret, std::string_view login);

}  // namespace leye::access
