#pragma once
#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "access/keys.h"
#include "core/date.h"
#include "store/database.h"

namespace leye::access {

/// The chain over the leaves of the audit:
///
///   link of a leaf = SHA-256(link before, every column of the leaf)
///   head of a seal = SHA-256(head before, seal, sealed_at, commands, link of its last leaf,
///   leaves)
///
/// each field with its length before it, ids as text, numbers as 8 little-endian bytes; the first
/// link of a seal follows the last link of the seal before. A reason goes in by its mark (a keyed
/// digest), so that it may be sealed anew. Who keeps a head can tell later whether anything before
/// it was changed, without us and without keys.

/// Stamps the leaves not yet sealed with `seal`, chains them to the last head and writes the seal
/// row. Called by the sealer (ledger/seal.h) alone. A clock that was moved back does not move the
/// seals: `sealed_at` never falls. Number of leaves.
Result<std::int64_t> chain_leaves(store::Transaction&, std::int64_t seal, std::int64_t commands,
                                  Instant now);

struct SealHead {
  std::int64_t seal = 0;
  Instant at;
  std::int64_t commands = 0;
  std::int64_t leaves = 0;
  Digest previous{};
  std::optional<Digest> link;  ///< of the last leaf; none in seals of before links
  Digest head{};
};
/// All heads, oldest first: what a third party keeps to check us by.
Result<std::vector<SealHead>> audit_heads(store::Reader&);

/// CSV: `seal,sealed_at,commands,leaves,previous,link,head`; times in UTC microseconds.
[[nodiscard]] std::string heads_text(std::span<const SealHead>);
/// Error `audit.heads_format` with the line.
Result<std::vector<SealHead>> read_heads(std::string_view text);

struct AuditReport {
  std::int64_t seals = 0;
  std::int64_t leaves = 0;
  std::int64_t waiting = 0;  ///< leaves the next seal takes
  Digest head{};
};
/// Recomputes the whole chain. With keys, every reason is opened and held against its mark. Error
/// `audit.broken` names the first row that does not match: `audit_leaf <id>`, which was changed or
/// had one before it taken away, or `seal <n>`.
Result<AuditReport> verify_audit(store::Reader&, const KeyRing* keys = nullptr);
/// Every head that was kept is still one of ours. Errors `audit.head_missing`,
/// `audit.head_differs`.
Result<void> compare_heads(std::span<const SealHead> kept, std::span<const SealHead> ours);
/// A kept file by itself: each head follows from the one before and its own numbers. Offline, for
/// whoever has no database. Error `audit.broken`.
Result<AuditReport> verify_heads(std::span<const SealHead> kept);

/// The columns of a leaf that are chained, in order; `leaf_link` reads a row that begins with them.
inline constexpr std::string_view kLeafColumns =
    "subject_id, leaf_id, command_id, at, account_id, action, purpose, scope, field, query_digest, "
    "row_count, reason, reason_mark";
[[nodiscard]] Result<Digest> leaf_link(const Digest& before, const store::Row&);
[[nodiscard]] Digest head_after(const Digest& before, const SealHead&);

}  // namespace leye::access
