#pragma once
#include <string>
#include <string_view>

#include "core/digest.h"
#include "core/result.h"

namespace leye::access {

/// argon2id, 2 passes, 19 MiB, at most four at once in the process (others wait).
/// Errors `access.password_short` (fewer than 10 bytes), `access.random`.
[[nodiscard]] Result<std::string> hash_password(std::string_view password);
/// True when `password` made `hash`. Takes as long for a hash that is empty, so that an unknown
/// login costs the same as a wrong password.
[[nodiscard]] bool verify_password(std::string_view hash, std::string_view password);

/// 32 random bytes, URL-safe text of 43 letters: what the browser keeps.
[[nodiscard]] std::string new_token();
/// What the database keeps of it.
[[nodiscard]] Digest token_digest(std::string_view token);

}  // namespace leye::access
