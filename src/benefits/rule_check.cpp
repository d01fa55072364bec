#include "benefits/rule_check.h"

#include "facts/build.h"
#include "facts/read_population.h"

namespace leye::benefits {

RuleCheck::RuleCheck(std::shared_ptr<const rules::Pack> pack, facts::Snapshot snapshot)
    : pack_(std::move(pack)),
      snapshot_(std::make_shared<const facts::Snapshot>(std::move(snapshot))) {
  for (const auto& policy : pack_->policies) {
    const std::string& kind = policy.head.applies_to;
    if (snapshot_->table(kind) != nullptr && !bindings_.contains(kind))
      bindings_.emplace(kind, facts::Binding(pack_->environment, *snapshot_, kind));
  }
}

Result<RuleCheck> RuleCheck::now(store::Reader& reader, const access::KeyRing& keys,
                                 std::shared_ptr<const rules::Pack> pack, Date today,
                                 std::optional<PersonId> only) {
  LEYE_TRY(const auto population,
           facts::read_population(reader, keys, {today, std::nullopt, only}));
  auto snapshot = facts::build_snapshot(*pack, population, today, 0);
  return RuleCheck(std::move(pack), std::move(snapshot));
}

Result<const rules::Policy*> policy_of(const rules::Pack& pack, std::string_view id, Date on) {
  const auto rule = pack.find(id, on);
  if (rule.policy == nullptr) return fail("benefits.policy", {}, {{"policy", std::string(id)}});
  return rule.policy;
}

Result<rules::PolicyResult> RuleCheck::determine(std::string_view policy,
                                                 std::string_view subject_kind,
                                                 const Uuid& subject) const {
  LEYE_TRY(const auto* const rule, policy_of(*pack_, policy, snapshot_->as_of));
  const auto binding = bindings_.find(subject_kind);
  if (binding == bindings_.end()) return fail("benefits.subject_gone", to_text(subject));
  const auto row = binding->second.table().row_of(subject);
  if (!row) return fail("benefits.subject_gone", to_text(subject));
  facts::RowSource source(binding->second);
  source.at(*row);
  return rules::determine(*rule, source, {snapshot_->as_of, pack_->campaign.period});
}

}  // namespace leye::benefits
