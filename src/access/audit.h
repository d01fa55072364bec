#pragma once
#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "access/decide.h"
#include "access/keys.h"
#include "access/people_query.h"
#include "store/database.h"

namespace leye::access {

/// One act, one leaf, in the same transaction. No personal data: ids are random, a reason is
/// sealed, a query is its digest.
struct Leaf {
  Uuid subject;  ///< the person it concerns, or nil
  std::optional<CommandId> command;
  std::optional<AccountId> account;
  std::string action;
  std::optional<std::string> purpose;
  std::optional<std::string> scope;
  std::optional<std::string> field;
  std::optional<Digest> query;
  std::optional<std::int64_t> count;
  std::optional<std::string> reason;  ///< plain; sealed on the way in
};
/// Id of the new leaf.
Result<Uuid> leave_leaf(store::Transaction&, const KeyRing&, const Leaf&, Instant now);

/// A list was read: query digest, scope, count.
[[nodiscard]] Leaf list_leaf(const Scope&, Action, const Digest& query, std::int64_t count);
/// A person was opened; durable before the body is sent.
[[nodiscard]] Leaf open_leaf(const Scope&, Action, PersonId);
/// One field of a person was shown in clear, for a reason.
[[nodiscard]] Leaf reveal_leaf(const Scope&, PersonId, FieldClass, std::string reason);

/// Who looked at a person, newest first ("who looked at me").
struct Look {
  Instant at;
  AccountId account;
  std::string action;
  std::optional<std::string> purpose;
  std::optional<std::string> field;
};
Result<std::vector<Look>> looks_at(store::Reader&, PersonId, std::int64_t limit);

/// Stamps the leaves not yet sealed with `seal`, chains them to the last head and writes the seal
/// row. Called by the sealer (ledger/seal.h) alone. Number of leaves.
Result<std::int64_t> chain_leaves(store::Transaction&, std::int64_t seal, std::int64_t commands,
                                  Instant now);

struct SealHead {
  std::int64_t seal = 0;
  Instant at;
  std::int64_t commands = 0;
  std::int64_t leaves = 0;
  Digest head{};
};
/// All heads, oldest first: what a third party keeps to check us by.
Result<std::vector<SealHead>> audit_heads(store::Reader&);
struct AuditReport {
  std::int64_t seals = 0;
  std::int64_t leaves = 0;
  Digest head{};
};
/// Recomputes the whole chain. Error `audit.broken` names the first seal that does not match.
Result<AuditReport> verify_audit(store::Reader&);

}  // namespace leye::access
