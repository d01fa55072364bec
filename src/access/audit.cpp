#include "access/audit.h"

namespace leye::access {
namespace {

constexpr std::string_view kLeafColumns =
    "subject_id, leaf_id, command_id, at, account_id, action, purpose, scope, field, query_digest, "
    "row_count, reason";

template <class T>
std::string text_of(const std::optional<T>& value) {
  return value ? to_text(*value) : std::string();
}

Result<void> add_leaf(Hasher& chain, const store::Row& row) {
  LEYE_TRY(const auto subject, row.get<Uuid>(0));
  LEYE_TRY(const auto leaf, row.get<Uuid>(1));
  LEYE_TRY(const auto command, row.get<std::optional<Uuid>>(2));
  LEYE_TRY(const auto at, row.get<std::int64_t>(3));
  LEYE_TRY(const auto account, row.get<std::optional<Uuid>>(4));
  LEYE_TRY(const auto query, row.get<std::optional<Digest>>(9));
  LEYE_TRY(const auto count, row.get<std::optional<std::int64_t>>(10));
  LEYE_TRY(const auto reason, row.get<std::optional<store::Bytes>>(11));
  chain.field(to_text(subject)).field(to_text(leaf)).field(text_of(command)).add(at);
  chain.field(text_of(account));
  for (int column = 5; column <= 8; ++column) {
    LEYE_TRY(const auto text, row.get<std::optional<std::string>>(column));
    chain.field(text.value_or(std::string()));
  }
  chain.field(text_of(query)).field(count ? std::to_string(*count) : std::string());
  chain.field(reason ? store::to_string(*reason) : std::string());
  return {};
}

/// Head after `seal`: previous head, the seal's own numbers, then its leaves in order of id.
Result<Digest> head_of(store::Reader& reader, const SealHead& seal, const Digest& previous,
                       std::int64_t& leaves) {
  Hasher chain;
  chain.field(to_text(previous)).add(seal.seal).add(seal.at.micros()).add(seal.commands);
  leaves = 0;
  const store::Sql sql{"SELECT " + std::string(kLeafColumns) +
                           " FROM audit_leaf WHERE seal = ? ORDER BY leaf_id, subject_id",
                       {seal.seal}};
  LEYE_CHECK(reader.for_each(sql, [&](const store::Row& row) -> Result<void> {
    ++leaves;
    return add_leaf(chain, row);
  }));
  return chain.add(leaves).finish();
}

Result<Digest> last_head(store::Reader& reader) {
  LEYE_TRY(auto head, reader.find<Digest>("SELECT head FROM seal ORDER BY seal DESC LIMIT 1"));
  return head.value_or(Digest{});
}

}  // namespace

Result<Uuid> leave_leaf(store::Transaction& tx, const KeyRing& keys, const Leaf& leaf,
                        Instant now) {
  const auto id = new_uuid();
  const auto row = to_text(id);
  std::optional<store::Bytes> reason;
  if (leaf.reason && !leaf.reason->empty()) {
    const auto sealed = keys.seal({"audit_leaf", "reason", row}, *leaf.reason);
    reason.emplace(sealed.begin(), sealed.end());
  }
  LEYE_CHECK(tx.execute("INSERT INTO audit_leaf (" + std::string(kLeafColumns) +
                            ") VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
                        leaf.subject, id, leaf.command, now, leaf.account, leaf.action,
                        leaf.purpose, leaf.scope, leaf.field, leaf.query, leaf.count, reason));
  return id;
}

Leaf list_leaf(const Scope& scope, Action action, const Digest& query, std::int64_t count) {
  Leaf leaf;
  leaf.account = scope.account();
  leaf.action = code(action);
  leaf.purpose = code(scope.purpose());
  leaf.scope = scope.text();
  leaf.query = query;
  leaf.count = count;
  return leaf;
}

Leaf open_leaf(const Scope& scope, Action action, PersonId person) {
  Leaf leaf;
  leaf.subject = person.uuid();
  leaf.account = scope.account();
  leaf.action = code(action);
  leaf.purpose = code(scope.purpose());
  leaf.scope = scope.text();
  return leaf;
}

Leaf reveal_leaf(const Scope& scope, PersonId person, FieldClass field, std::string reason) {
  auto leaf = open_leaf(scope, Action::kReveal, person);
  leaf.field = code(field);
  leaf.reason = std::move(reason);
  return leaf;
}

Result<std::vector<Look>> looks_at(store::Reader& reader, PersonId person, std::int64_t limit) {
  LEYE_TRY(auto rows, (reader.query<Instant, AccountId, std::string, std::optional<std::string>,
                                    std::optional<std::string>>(
                          "SELECT at, account_id, action, purpose, field FROM audit_leaf WHERE "
                          "subject_id = ? AND account_id IS NOT NULL ORDER BY leaf_id DESC LIMIT ?",
                          person, limit)));
  std::vector<Look> looks;
  for (auto& [at, account, action, purpose, field] : rows)
    looks.push_back({at, account, std::move(action), std::move(purpose), std::move(field)});
  return looks;
}

Result<std::int64_t> chain_leaves(store::Transaction& tx, std::int64_t seal, std::int64_t commands,
                                  Instant now) {
  LEYE_TRY(const auto previous, last_head(tx));
  // Stamp first, read the stamped: a leaf committed in between stays for the next seal.
  LEYE_CHECK(tx.execute("UPDATE audit_leaf SET seal = ? WHERE seal IS NULL", seal));
  std::int64_t leaves = 0;
  LEYE_TRY(const auto head, head_of(tx, {seal, now, commands, 0, {}}, previous, leaves));
  LEYE_CHECK(tx.execute(
      "INSERT INTO seal (seal, sealed_at, commands, leaves, previous, head) VALUES (?, ?, ?, ?, "
      "?, ?)",
      seal, now, commands, leaves, previous, head));
  return leaves;
}

Result<std::vector<SealHead>> audit_heads(store::Reader& reader) {
  LEYE_TRY(auto rows,
           (reader.query<std::int64_t, Instant, std::int64_t, std::int64_t, Digest>(
               "SELECT seal, sealed_at, commands, leaves, head FROM seal ORDER BY seal")));
  std::vector<SealHead> heads;
  for (const auto& [seal, at, commands, leaves, head] : rows)
    heads.push_back({seal, at, commands, leaves, head});
  return heads;
}

Result<AuditReport> verify_audit(store::Reader& reader) {
  LEYE_TRY(const auto heads, audit_heads(reader));
  AuditReport report;
  for (const auto& seal : heads) {
    std::int64_t leaves = 0;
    LEYE_TRY(const auto head, head_of(reader, seal, report.head, leaves));
    const bool in_order = seal.seal == report.seals + 1;
    if (!in_order || leaves != seal.leaves || head != seal.head)
      return fail("audit.broken", {}, {{"seal", std::to_string(report.seals + 1)}});
    report.head = head;
    report.leaves += leaves;
    ++report.seals;
  }
  return report;
}

}  // namespace leye::access
