#pragma once
#include <optional>
#include <string>
#include <vector>

#include "access/keys.h"
#include "access/people_query.h"
#include "store/database.h"

namespace leye::access {

/// What a person asks to have corrected (PIPL art. 46), in her words; the office decides, and
/// writes down why when it refuses (art. 50).
struct Correction {
  Uuid id;
  PersonId person;
  std::string field;  ///< code of a field class, or name of a fact
  std::string wanted;
  AccountId asked_by;
  Instant asked_at;
  Date due_on;
  std::string state = "asked";  ///< `asked`, `accepted`, `refused`
  std::string answer;
  std::optional<AccountId> decided_by;
  std::optional<Instant> decided_at;
  std::int64_t version = 1;
};
Result<void> ask_correction(store::Transaction&, const KeyRing&, const Correction&);
/// Inside the scope, by last day; `only_open`: those not decided.
Result<std::vector<Correction>> corrections(store::Reader&, const KeyRing&, const Scope&,
                                            bool only_open);
/// Error `access.correction_unknown`, also outside of the scope.
Result<Correction> correction_of(store::Reader&, const KeyRing&, const Scope&, const Uuid&);
/// Errors `access.correction_state`, `access.answer_missing` (refused without a reason),
/// `command.version`.
Result<void> decide_correction(store::Transaction&, const KeyRing&, const Correction&,
                               std::int64_t version, AccountId by, bool accept,
                               const std::string& answer, Instant now);

/// Messages yes or no; the newest word holds, and nobody who never spoke has said no.
Result<void> choose_messages(store::Transaction&, PersonId, bool wanted, std::string_view version,
                             Instant now);
Result<bool> wants_messages(store::Reader&, PersonId);
/// Everybody who said no, for the run that writes messages.
Result<std::vector<PersonId>> who_object(store::Reader&, const SystemScope&);

}  // namespace leye::access
