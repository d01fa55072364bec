#pragma once
#include <string_view>

#include "core/date.h"
#include "core/digest.h"
#include "core/ids.h"
#include "store/database.h"

namespace leye::access {

/// Has the account confirmed this very wording (digest as hex) for the campaign? An empty digest:
/// no text is asked for.
Result<bool> has_confirmed(store::Reader&, AccountId, std::string_view campaign,
                           std::string_view text_digest);
/// Confirming twice is confirming once.
Result<void> confirm(store::Transaction&, AccountId, std::string_view notice,
                     std::string_view campaign, std::string_view version, const Digest& text,
                     Instant now);

/// Whom a window found by full id and reason, and serves for a while.
Result<void> begin_visit(store::Transaction&, AccountId, PersonId, Instant until);
Result<bool> is_visiting(store::Reader&, AccountId, PersonId, Instant now);

}  // namespace leye::access
