#include "access/audit.h"

namespace leye::access {

Result<Uuid> leave_leaf(store::Transaction& tx, const KeyRing& keys, const Leaf& leaf,
                        Instant now) {
  const auto id = new_uuid();
  const auto row = to_text(id);
  std::optional<store::Bytes> reason;
  std::optional<Digest> mark;
  if (leaf.reason && !leaf.reason->empty()) {
    mark = keys.keyed_digest("audit_reason", {row, *leaf.reason});
    const auto sealed = keys.seal({"audit_leaf", "reason", row}, *leaf.reason);
    reason.emplace(sealed.begin(), sealed.end());
  }
  LEYE_CHECK(tx.execute("INSERT INTO audit_leaf (" + std::string(kLeafColumns) +
                            ") VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
                        leaf.subject, id, leaf.command, now, leaf.account, leaf.action,
                        leaf.purpose, leaf.scope, leaf.field, leaf.query, leaf.count, reason,
                        mark));
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

Result<std::vector<FoundLeaf>> find_leaves(store::Reader& reader, const LeafFilter& filter,
                                           std::optional<Uuid> before, std::int64_t limit) {
  store::Sql sql{
      "SELECT leaf_id, subject_id, at, account_id, action, purpose, scope, field, row_count, "
      "reason_mark, reason, seal FROM audit_leaf WHERE 1 = 1"};
  if (filter.from) sql.add(" AND at >= ?", *filter.from);
  if (filter.until) sql.add(" AND at < ?", *filter.until);
  if (filter.account) sql.add(" AND account_id = ?", *filter.account);
  if (filter.action) sql.add(" AND action = ?", *filter.action);
  if (filter.subject) sql.add(" AND subject_id = ?", *filter.subject);
  if (before) sql.add(" AND leaf_id < ?", *before);
  sql.add(" ORDER BY leaf_id DESC LIMIT ?", limit);
  std::vector<FoundLeaf> found;
  LEYE_CHECK(reader.for_each(sql, [&](const store::Row& row) -> Result<void> {
    FoundLeaf leaf;
    LEYE_TRY(leaf.id, row.get<Uuid>(0));
    LEYE_TRY(leaf.subject, row.get<Uuid>(1));
    LEYE_TRY(leaf.at, row.get<Instant>(2));
    LEYE_TRY(leaf.account, row.get<std::optional<AccountId>>(3));
    LEYE_TRY(leaf.action, row.get<std::string>(4));
    LEYE_TRY(leaf.purpose, row.get<std::optional<std::string>>(5));
    LEYE_TRY(leaf.scope, row.get<std::optional<std::string>>(6));
    LEYE_TRY(leaf.field, row.get<std::optional<std::string>>(7));
    LEYE_TRY(leaf.count, row.get<std::optional<std::int64_t>>(8));
    leaf.has_reason = !row.is_null(9) || !row.is_null(10);
    LEYE_TRY(leaf.seal, row.get<std::optional<std::int64_t>>(11));
    found.push_back(std::move(leaf));
    return {};
  }));
  return found;
}

Result<std::optional<std::string>> reason_of(store::Reader& reader, const KeyRing& keys,
                                             const Uuid& leaf) {
  LEYE_TRY(const auto sealed, reader.one<std::optional<store::Bytes>>(
                                  "SELECT reason FROM audit_leaf WHERE leaf_id = ?", leaf));
  if (!sealed) return std::optional<std::string>();
  LEYE_TRY(auto plain,
           keys.open({"audit_leaf", "reason", to_text(leaf)}, store::to_string(*sealed)));
  return std::optional(std::move(plain));
}

}  // namespace leye::access
