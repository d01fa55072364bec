#pragma once
#include <memory>
#include <string_view>

#include "access/keys.h"
#include "facts/snapshot.h"
#include "facts/source.h"
#include "rules/pack/determine.h"
#include "store/database.h"

namespace leye::benefits {

/// Determines again, with facts of the day of decision. Threads may ask at once.
class RuleCheck {
 public:
  RuleCheck(std::shared_ptr<const rules::Pack>, facts::Snapshot);
  /// On what is known now: about everybody, or about one person with her application units.
  static Result<RuleCheck> now(store::Reader&, const access::KeyRing&,
                               std::shared_ptr<const rules::Pack>, Date today,
                               std::optional<PersonId> only = std::nullopt);

  /// Errors `benefits.policy` (the pack has no such policy), `benefits.subject_gone` (nothing is
  /// known about the subject any more).
  [[nodiscard]] Result<rules::PolicyResult> determine(std::string_view policy,
                                                      std::string_view subject_kind,
                                                      const Uuid& subject) const;
  [[nodiscard]] const rules::Pack& pack() const { return *pack_; }

 private:
  std::shared_ptr<const rules::Pack> pack_;
  std::shared_ptr<const facts::Snapshot> snapshot_;
  std::map<std::string, facts::Binding, std::less<>> bindings_;  ///< by kind of subject
};

/// The policy of this id or code in force on a day. Error `benefits.policy`.
[[nodiscard]] Result<const rules::Policy*> policy_of(const rules::Pack&, std::string_view id,
                                                     Date on);

}  // namespace leye::benefits
