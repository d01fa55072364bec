#include "registry/records.h"

#include <algorithm>
#include <unordered_map>

#include "registry/sql.h"

namespace leye::registry {
namespace {

constexpr std::size_t kLookup = 500;  ///< keys per query, below SQLite's limit of parameters

constexpr std::string_view kColumns =
    "r.record_id, r.register, r.record_key, r.version, r.run_id, r.row_no, r.valid_from, "
    "r.valid_to, r.id_key, r.phone_key, r.payload, r.sealed FROM record r";

std::string newest() {
  return access::committed("r.run_id") +
         " AND NOT EXISTS (SELECT 1 FROM record n WHERE n.register = r.register AND n.record_key = "
         "r.record_key AND n.version > r.version AND " +
         access::committed("n.run_id") + ")";
}

Result<Record> record_from(const store::Row& row) {
  Record r;
  LEYE_TRY(r.id, row.get<RecordId>(0));
  LEYE_TRY(r.register_code, row.get<std::string>(1));
  LEYE_TRY(r.key, row.get<std::string>(2));
  LEYE_TRY(r.version, row.get<int>(3));
  LEYE_TRY(r.run, row.get<RunId>(4));
  LEYE_TRY(r.row, row.get<std::int64_t>(5));
  LEYE_TRY(r.valid_from, row.get<std::optional<Date>>(6));
  LEYE_TRY(r.valid_to, row.get<std::optional<Date>>(7));
  LEYE_TRY(r.id_key, row.get<std::optional<access::BlindKey>>(8));
  LEYE_TRY(r.phone_key, row.get<std::optional<access::BlindKey>>(9));
  LEYE_TRY(r.payload, row.get<std::string>(10));
  LEYE_TRY(auto sealed, row.get<std::optional<store::Bytes>>(11));
  r.sealed = std::move(sealed).value_or(store::Bytes());
  return r;
}

std::string cell_row(RecordId id, int version) {
  return to_text(id) + "/" + std::to_string(version);
}

/// What makes a version new: plain and sealed values and the days it holds for.
Digest content_of(const access::KeyRing& keys, const NewRecord& r) {
  const auto from = r.valid_from ? to_text(*r.valid_from) : std::string();
  const auto to = r.valid_to ? to_text(*r.valid_to) : std::string();
  return keys.keyed_digest("record", {r.payload, r.sealed, from, to});
}

struct Version {
  int highest = 0;  ///< of any run, so that a new one never collides
  int visible = 0;
  Digest content{};
};
using Versions = std::unordered_map<std::string, Version>;

Result<void> add_versions(store::Reader& reader, std::string_view code,
                          std::span<const std::string_view> keys, Versions& versions) {
  // The keys as a table to join: a long IN list is compared with every row where PostgreSQL has
  // planned for a table that was still empty. CROSS JOIN: SQLite then looks up each key.
  store::Sql sql{"WITH wanted (key) AS (VALUES ", {}};
  for (std::size_t i = 0; i < keys.size(); ++i) sql.add(i == 0 ? "(?)" : ", (?)", keys[i]);
  sql.add(") SELECT r.record_key, r.version, r.content, " + access::committed("r.run_id") +
              " FROM wanted CROSS JOIN record r WHERE r.record_key = wanted.key AND r.register = ?",
          code);
  return reader.for_each(sql, [&](const store::Row& row) -> Result<void> {
    LEYE_TRY(const auto key, row.get<std::string>(0));
    LEYE_TRY(const auto version, row.get<int>(1));
    LEYE_TRY(const auto visible, row.get<bool>(3));
    auto& known = versions[key];
    known.highest = std::max(known.highest, version);
    if (!visible || version < known.visible) return {};
    known.visible = version;
    LEYE_TRY(known.content, row.get<Digest>(2));
    return {};
  });
}

Result<Versions> versions_of(store::Reader& reader, std::string_view code,
                             std::span<const std::string_view> keys) {
  Versions versions;
  for (std::size_t from = 0; from < keys.size(); from += kLookup)
    LEYE_CHECK(add_versions(reader, code, keys.subspan(from, std::min(kLookup, keys.size() - from)),
                            versions));
  return versions;
}

store::RowBatch record_batch() {
  return {"record",
          {"register", "record_key", "version", "record_id", "run_id", "row_no", "valid_from",
           "valid_to", "id_key", "phone_key", "content", "payload", "sealed"}};
}

void add_row(store::RowBatch& batch, const access::KeyRing& keys, RunId run, std::string_view code,
             const NewRecord& r, int version, const Digest& content) {
  const auto id = record_id(code, r.key);
  std::optional<access::BlindKey> id_key;
  std::optional<access::BlindKey> phone_key;
  if (r.citizen_id) id_key = access::blind_citizen_id(keys, *r.citizen_id);
  if (r.phone) phone_key = access::blind_phone(keys, *r.phone);
  std::optional<store::Bytes> sealed;
  if (!r.sealed.empty())
    sealed = bytes_of(keys.seal({"record", "sealed", cell_row(id, version)}, r.sealed));
  batch.add(code, r.key, version, id, run, r.row, r.valid_from, r.valid_to, id_key, phone_key,
            content, r.payload, sealed);
}

}  // namespace

RecordId record_id(std::string_view register_code, std::string_view key) {
  return RecordId(
      derived_uuid(0, Hasher().field("record").field(register_code).field(key).finish()));
}

Result<PutCounts> put_records(ledger::Act& act, std::string_view code,
                              std::span<const NewRecord> records) {
  if (!act.run()) return fail("record.run", std::string(code));
  std::vector<std::string_view> keys;
  for (const auto& r : records) keys.push_back(r.key);
  LEYE_TRY(const auto versions, versions_of(act.tx(), code, keys));
  PutCounts counts;
  auto batch = record_batch();
  for (const auto& r : records) {
    const auto content = content_of(act.keys(), r);
    const auto known = versions.find(r.key);
    const bool seen = known != versions.end() && known->second.visible > 0;
    if (seen && known->second.content == content) {
      ++counts.unchanged;
      continue;
    }
    const int version = known == versions.end() ? 1 : known->second.highest + 1;
    add_row(batch, act.keys(), *act.run(), code, r, version, content);
    ++(seen ? counts.changed : counts.added);
  }
  if (batch.rows() > 0) LEYE_CHECK(act.tx().copy_in(batch));
  return counts;
}

Result<std::int64_t> close_records(ledger::Act& act, std::string_view code,
                                   std::span<const std::string> keys, Date valid_to) {
  if (!act.run()) return fail("record.run", std::string(code));
  const std::vector<std::string_view> views(keys.begin(), keys.end());
  LEYE_TRY(const auto versions, versions_of(act.tx(), code, views));
  auto batch = record_batch();
  for (const auto& key : keys) {
    const auto known = versions.find(key);
    if (known == versions.end() || known->second.visible == 0) continue;
    LEYE_TRY(const auto old, record_of(act.tx(), act.scope(), record_id(code, key)));
    if (!old || old->valid_to) continue;
    NewRecord closed{key, old->row, old->valid_from, valid_to, old->payload, {}, {}, {}};
    LEYE_TRY(closed.sealed, open_sealed(act.keys(), *old));
    const int version = known->second.highest + 1;
    const auto sealed =
        bytes_of(act.keys().seal({"record", "sealed", cell_row(old->id, version)}, closed.sealed));
    batch.add(code, key, version, old->id, *act.run(), old->row, old->valid_from,
              std::optional(valid_to), old->id_key, old->phone_key, content_of(act.keys(), closed),
              old->payload, sealed);
  }
  if (batch.rows() > 0) LEYE_CHECK(act.tx().copy_in(batch));
  return static_cast<std::int64_t>(batch.rows());
}

Result<void> for_each_record(store::Reader& reader, const access::SystemScope& scope,
                             std::string_view code, std::optional<RunId> run,
                             const std::function<Result<void>(const Record&)>& each) {
  access::PeopleQuery q(scope, {"r.record_id"});
  q.select(kColumns).where("r.register = ?", code).where(newest());
  if (run) q.where("r.run_id = ?", *run);
  q.order("r.record_key");
  return reader.for_each(q.sql(), [&](const store::Row& row) -> Result<void> {
    LEYE_TRY(const auto record, record_from(row));
    return each(record);
  });
}

Result<void> for_each_key(store::Reader& reader, std::string_view code,
                          const std::function<Result<void>(const std::string&)>& each) {
  const store::Sql sql{
      "SELECT r.record_key FROM record r WHERE r.register = ? AND r.valid_to IS "
      "NULL AND " +
          newest() + " ORDER BY r.record_key",
      {code}};
  return reader.for_each(sql, [&](const store::Row& row) -> Result<void> {
    LEYE_TRY(const auto key, row.get<std::string>(0));
    return each(key);
  });
}

Result<std::optional<Record>> record_of(store::Reader& reader, const access::SystemScope& scope,
                                        RecordId id) {
  access::PeopleQuery q(scope, {"r.record_id"});
  q.select(kColumns).where("r.record_id = ?", id).where(newest());
  std::optional<Record> found;
  LEYE_CHECK(reader.for_each(q.sql(), [&](const store::Row& row) -> Result<void> {
    LEYE_TRY(found, record_from(row));
    return {};
  }));
  return found;
}

Result<std::string> open_sealed(const access::KeyRing& keys, const Record& r) {
  if (r.sealed.empty()) return std::string("{}");
  return keys.open({"record", "sealed", cell_row(r.id, r.version)}, store::to_string(r.sealed));
}

Result<std::int64_t> count_records(store::Reader& reader, std::string_view code) {
  return reader.one<std::int64_t>(
      "SELECT count(*) FROM record r WHERE r.register = ? AND " + newest(), code);
}

}  // namespace leye::registry
