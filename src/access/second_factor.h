#pragma once
#include <string>
#include <string_view>
#include <vector>

#include "access/keys.h"
#include "core/date.h"
#include "core/ids.h"
#include "store/database.h"

namespace leye::access {

/// What the enrolment page shows, once: the secret leaves us here and never again.
struct Enrolment {
  std::string uri;     ///< otpauth://… for a QR code
  std::string secret;  ///< base32, to be typed
};
/// A new secret, of no effect until `confirm_factor`. Error `access.factor_exists`.
Result<Enrolment> begin_factor(store::Transaction&, const KeyRing&, AccountId,
                               std::string_view login, Instant now);
/// The phone shows the right code: the factor holds from now on. Ten recovery codes, shown once.
/// Errors `access.factor_missing`, `access.factor_exists`, `access.code`.
Result<std::vector<std::string>> confirm_factor(store::Transaction&, const KeyRing&, AccountId,
                                                std::string_view code, Instant now);
/// Has the account a confirmed second factor?
Result<bool> has_factor(store::Reader&, AccountId);
/// Is `code` the one of now (one step of 30 s to either side), or a recovery code? Each is good
/// once: a code seen over a shoulder or on the line opens nothing.
Result<bool> spend_code(store::Transaction&, const KeyRing&, AccountId, std::string_view code,
                        Instant now);
/// For a phone that was lost: the security administrator takes the factor away; sessions end.
Result<void> drop_factor(store::Transaction&, AccountId);

}  // namespace leye::access
