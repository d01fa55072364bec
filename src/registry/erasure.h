#pragma once
#include <cstdint>
#include <filesystem>
#include <map>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "access/keys.h"
#include "core/date.h"
#include "core/messages.h"
#include "store/database.h"

namespace leye::registry {

/// How long one kind of data is kept, and the rule that says so.
struct Term {
  int days = 0;  ///< 0: `years` holds
  int years = 0;
  std::string law_zh;
  std::string law_en;
  [[nodiscard]] Date until(Date from) const;  ///< the last day it must or may be kept
  [[nodiscard]] const std::string& law(Locale locale) const {
    return locale == Locale::kEn ? law_en : law_zh;
  }
};
/// `data/privacy/retention.json`: kinds `payment`, `evidence`, `audit`, `upload`, `message`,
/// `answer` (stored answers of commands), `session`.
class Terms {
 public:
  /// Errors `file.unreadable`, `retention.format` with what is missing.
  static Result<Terms> load(const std::filesystem::path&);
  [[nodiscard]] const Term& of(std::string_view kind) const { return terms_.find(kind)->second; }

 private:
  std::map<std::string, Term, std::less<>> terms_;
};

/// Why a person's file must stay for now; nothing if it need not. Payments and what was applied for
/// are kept for their statutory term, and so is whatever is under a hold. The errors
/// `refused.retention` and `refused.hold` name the law and the last day.
Result<void> may_erase(store::Reader&, const Terms&, PersonId, Date today, Locale);
/// Keeps a person's file until a day, under a law. Id of the hold.
Result<Uuid> place_hold(store::Transaction&, PersonId, Date today, Date until,
                        std::string_view law);
Result<std::int64_t> lift_holds(store::Transaction&, PersonId);

struct Erased {
  std::vector<PersonId> people;  ///< the person and those merged with her
  std::int64_t details = 0;
  std::int64_t records = 0;
  std::int64_t entries = 0;
  std::vector<std::string> files;  ///< messages to her, to be deleted from the data folder
};
/// Deletes who she is: her own key is destroyed, name, number, phone, address and what was received
/// of her are overwritten, her number is free again. What was done stays, under an id that leads to
/// nobody: entries, tasks, sums and every count are as they were. Asks `may_erase` first; leaves an
/// audit leaf. Errors `person.unknown`, `refused.*`.
Result<Erased> erase_person(store::Transaction&, const access::KeyRing&, const Terms&, PersonId,
                            std::optional<AccountId> by, std::string reason, Instant now,
                            Date today, Locale);

/// Erases again whom a restored backup brought back; nothing is asked. Number of persons.
Result<std::int64_t> erase_again(store::Transaction&, std::span<const PersonId>, Instant now);

struct Swept {
  std::int64_t sessions = 0;
  std::int64_t answers = 0;
};
/// What is past its term in the database: over sessions, stored answers. `apply` = false only
/// counts.
Result<Swept> sweep(store::Transaction&, const Terms&, Date today, bool apply);

}  // namespace leye::registry
