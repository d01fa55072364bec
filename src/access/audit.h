#pragma once
#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "access/audit_chain.h"
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

/// What an auditor looks for; everything that is given must hold.
struct LeafFilter {
  std::optional<Instant> from;
  std::optional<Instant> until;  ///< before it
  std::optional<AccountId> account;
  std::optional<std::string> action;
  std::optional<Uuid> subject;
};
struct FoundLeaf {
  Uuid id;
  Uuid subject;
  Instant at;
  std::optional<AccountId> account;
  std::string action;
  std::optional<std::string> purpose;
  std::optional<std::string> scope;
  std::optional<std::string> field;
  std::optional<std::int64_t> count;
  bool has_reason = false;
  std::optional<std::int64_t> seal;
};
/// Newest first; `before` is the last leaf of the page before. Reasons stay sealed
/// (`reason_of`).
Result<std::vector<FoundLeaf>> find_leaves(store::Reader&, const LeafFilter&,
                                           std::optional<Uuid> before, std::int64_t limit);
/// The reason that was given, in clear; nothing where none was. Errors `store.no_row`, `seal.*`.
Result<std::optional<std::string>> reason_of(store::Reader&, const KeyRing&, const Uuid& leaf);

}  // namespace leye::access
