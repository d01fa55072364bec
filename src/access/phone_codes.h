#pragma once
#include <optional>
#include <string>
#include <string_view>

#include "core/date.h"
#include "core/digest.h"
#include "core/ids.h"
#include "core/result.h"
#include "store/database.h"

namespace leye::access {

/// Brings a code to a phone. Outreach implements it; what carries messages is a city's choice.
class CodeSender {
 public:
  virtual ~CodeSender() = default;
  virtual Result<void> send(const Uuid& challenge, std::string_view phone,
                            std::string_view code) = 0;
};

struct PhoneCode {
  Uuid challenge;
  std::string code;  ///< six digits; only its digest is stored
};
/// Valid for ten minutes and five tries. Nothing if the person was sent five in the last hour: her
/// phone is not to be flooded.
Result<std::optional<PhoneCode>> make_phone_code(store::Transaction&, PersonId, Instant now);
/// Whose code it was, once. Error `access.code` for everything else: wrong, late, used, unknown.
/// Not in one transaction with what follows: a wrong try counts.
Result<PersonId> spend_phone_code(store::Database&, const Uuid& challenge, std::string_view code,
                                  Instant now);

}  // namespace leye::access
