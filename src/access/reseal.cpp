#include "access/reseal.h"

#include <algorithm>
#include <boost/json.hpp>
#include <functional>
#include <thread>

#include "access/person_keys.h"
#include "access/seal.h"
#include "access/vault.h"

namespace leye::access {
namespace {

namespace json = boost::json;
constexpr std::int64_t kSlice = 200;
constexpr std::string_view kProof = "leye";
constexpr const char* kGuard = "identities";
constexpr const char* kTurn = "turn";
constexpr const char* kBlobs = "blobs";
constexpr const char* kSettle = "settle";
constexpr const char* kClean = "clean";

store::Bytes bytes_of(std::string_view text) { return {text.begin(), text.end()}; }

std::string proof_row(std::uint32_t id) { return std::to_string(id); }

std::optional<std::string> normalised(const BlindColumn& blind, std::string_view plain) {
  return blind.index == kIndexPhone ? normalise_phone(plain) : normalise_citizen_id(plain);
}

/// Calls `each` with every text in a JSON document.
void texts_in(const json::value& value, const std::function<void(std::string_view)>& each) {
  if (value.is_string()) each(value.as_string());
  if (value.is_array())
    for (const auto& item : value.as_array()) texts_in(item, each);
  if (value.is_object())
    for (const auto& item : value.as_object()) texts_in(item.value(), each);
}

/// The index of `old` under the ring's first index key, worked out from what was sealed; nothing if
/// no text in there has that index under any key.
std::optional<BlindKey> moved(const KeyRing& keys, const BlindColumn& blind, std::string_view plain,
                              const BlindKey& old) {
  std::optional<BlindKey> found;
  const auto look = [&](std::string_view text) {
    const auto normal = normalised(blind, text);
    if (!normal || found) return;
    for (const auto id : keys.ids()) {
      const auto under = keys.blind_under(id, blind.index, *normal);
      if (under && *under == old) found = keys.blind(blind.index, *normal);
    }
  };
  if (!blind.within) {
    look(plain);
    return found;
  }
  boost::system::error_code bad;
  const auto document = json::parse(plain, bad);
  if (!bad) texts_in(document, look);
  return found;
}

Result<store::Value> value_at(const store::Row& row, int column, store::Type type) {
  if (type == store::Type::kUuid) {
    LEYE_TRY(const auto id, row.uuid(column));
    return store::Value(id);
  }
  if (type == store::Type::kInteger) {
    LEYE_TRY(const auto n, row.integer(column));
    return store::Value(n);
  }
  LEYE_TRY(const auto text, row.text(column));
  return store::Value(std::string(text));
}

std::string text_of(const store::Value& value) {
  if (const auto* id = std::get_if<Uuid>(&value.payload())) return to_text(*id);
  if (const auto* n = std::get_if<std::int64_t>(&value.payload())) return std::to_string(*n);
  return std::get<std::string>(value.payload());
}

store::Sql select(const SealedTable& table, const store::Values& after, std::int64_t limit) {
  store::Sql sql{"SELECT "};
  std::string key;
  for (const auto& column : table.key)
    key.append(key.empty() ? "" : ", ").append("t.").append(column.name);
  sql.add(key);
  for (const auto& column : table.row) sql.add(", t.").add(column.name);
  for (const auto& sealed : table.columns) {
    sql.add(", t.").add(sealed.column);
    for (const auto& blind : sealed.blind) sql.add(", t.").add(blind.column);
  }
  if (!table.person.empty()) sql.add(", ").add(salt_sql(table.person));
  sql.add(" FROM ").add(table.table).add(" t WHERE 1 = 1");
  if (!table.only.empty()) sql.add(" AND ").add(table.only);
  if (!after.empty()) {
    sql.add(" AND (").add(key).add(") > (");
    for (std::size_t i = 0; i < after.size(); ++i) sql.add(i == 0 ? "?" : ", ?", after[i]);
    sql.add(")");
  }
  return sql.add(" ORDER BY ").add(key).add(" LIMIT ?", limit);
}

}  // namespace

struct Reseal::Found {
  struct Cell {
    std::optional<std::string> sealed;
    std::vector<std::optional<BlindKey>> blind;
  };
  store::Values key;
  std::string row;
  std::string salt;
  std::vector<Cell> cells;
};

Result<void> check_keys(store::Reader& reader, const KeyRing& keys) {
  LEYE_TRY(const auto rows, (reader.query<std::uint32_t, store::Bytes>(
                                "SELECT key_id, proof FROM sealing_key ORDER BY key_id")));
  for (const auto& [id, proof] : rows) {
    const auto opened = keys.open({"sealing_key", "proof", proof_row(id)}, store::to_string(proof));
    if (opened) continue;
    const char* code =
        opened.error().code == "seal.key_unknown" ? "access.key_id_missing" : "access.key_id_wrong";
    return tl::unexpected(Error{code, keys.source().shown(), {{"key", std::to_string(id)}}});
  }
  return {};
}

Result<void> note_key(store::Transaction& tx, const KeyRing& keys, Instant now, bool is_first) {
  const auto id = keys.current();
  const auto proof = keys.seal({"sealing_key", "proof", proof_row(id)}, kProof);
  LEYE_CHECK(tx.execute(
      "INSERT INTO sealing_key (key_id, proof, since, resealed_at) VALUES (?, ?, ?, ?) ON CONFLICT "
      "(key_id) DO NOTHING",
      id, bytes_of(proof), now, is_first ? std::optional(now) : std::nullopt));
  return {};
}

Result<bool> reseal_waits(store::Reader& reader, const KeyRing& keys) {
  LEYE_TRY(const auto done,
           reader.find<std::optional<Instant>>(
               "SELECT resealed_at FROM sealing_key WHERE key_id = ?", keys.current()));
  return !done || !*done;
}

Reseal::Reseal(store::Database& db, KeyRing& keys, const std::filesystem::path& folder,
               const Clock& clock)
    : db_(db), keys_(keys), blobs_(folder), clock_(clock) {}

/// Reads which steps are left; true when none are.
Result<bool> Reseal::begin() {
  LEYE_TRY(const bool waits,
           db_.read([&](store::Reader& reader) { return reseal_waits(reader, keys_); }));
  if (!waits) return true;
  target_ = keys_.current();
  LEYE_CHECK(
      db_.write([&](store::Transaction& tx) { return note_key(tx, keys_, clock_.now(), false); }));
  LEYE_TRY(const auto done, db_.read([&](store::Reader& reader) {
    return reader.query<std::string>("SELECT step FROM reseal_step WHERE key_id = ?", target_);
  }));
  std::vector<std::string> all = {kGuard, kTurn};
  for (const auto& table : sealed_tables()) all.emplace_back(table.table);
  for (const char* last : {kBlobs, kSettle, kClean}) all.emplace_back(last);
  steps_.clear();
  for (auto& step : all)
    if (std::find(done.begin(), done.end(), step) == done.end()) steps_.push_back(std::move(step));
  // Another process may have added the key a moment ago: nobody may still write with the old one.
  pause_ = kNotice;
  position_.clear();
  return false;
}

Result<void> Reseal::finish_step() {
  auto noted = db_.write([&](store::Transaction& tx) -> Result<void> {
    LEYE_CHECK(tx.execute(
        "INSERT INTO reseal_step (key_id, step) VALUES (?, ?) ON CONFLICT (key_id, step) DO "
        "NOTHING",
        target_, steps_.front()));
    if (steps_.size() == 1)
      LEYE_CHECK(tx.execute("UPDATE sealing_key SET resealed_at = ? WHERE key_id = ?", clock_.now(),
                            target_));
    return {};
  });
  LEYE_CHECK(std::move(noted));
  steps_.erase(steps_.begin());
  position_.clear();
  return {};
}

/// Changes the ring, and gives every process the time to see it.
Result<void> Reseal::settle(const std::string& step) {
  if (step == kTurn) LEYE_CHECK(keys_.turn_index());
  if (step == kSettle) LEYE_CHECK(keys_.settle_index());
  pause_ = kNotice;
  return {};
}

Result<bool> Reseal::slice() {
  pause_ = std::chrono::milliseconds(0);
  // A newer key makes what was begun pointless: its own rotation does all of it.
  if (steps_.empty() || target_ != keys_.current()) return begin();
  const std::string step = steps_.front();
  bool done = true;
  if (step == kTurn || step == kSettle) {
    LEYE_CHECK(settle(step));
  } else if (step == kBlobs) {
    LEYE_TRY(done, blob_slice());
  } else if (step == kGuard || step == kClean) {
    LEYE_TRY(done, guard_slice(sealed_tables().front(), step == kClean));
  } else {
    for (const auto& table : sealed_tables())
      if (table.table == step) {
        LEYE_TRY(done, table_slice(table));
      }
  }
  if (done) LEYE_CHECK(finish_step());
  return steps_.empty();
}

Result<void> Reseal::run(const std::function<void(const ResealCounts&)>& each) {
  for (;;) {
    LEYE_TRY(const bool done, slice());
    if (each) each(counts_);
    if (done) return {};
    // SQLite has one writer, and it is this process: nobody else is to be waited for.
    if (db_.backend() == store::Backend::kPostgres) std::this_thread::sleep_for(pause_);
  }
}

Result<std::vector<Reseal::Found>> Reseal::read(store::Transaction& tx, const SealedTable& table,
                                                std::int64_t limit) {
  std::vector<Found> rows;
  const auto keys = static_cast<int>(table.key.size());
  LEYE_CHECK(
      tx.for_each(select(table, position_, limit), [&](const store::Row& row) -> Result<void> {
        auto& found = rows.emplace_back();
        int at = 0;
        for (; at < keys; ++at) {
          LEYE_TRY(auto value, value_at(row, at, table.key[static_cast<std::size_t>(at)].type));
          found.key.push_back(std::move(value));
        }
        for (const auto& column : table.row) {
          LEYE_TRY(const auto value, value_at(row, at++, column.type));
          found.row.append(found.row.empty() ? "" : "/").append(text_of(value));
        }
        for (const auto& sealed : table.columns) {
          auto& cell = found.cells.emplace_back();
          LEYE_TRY(cell.sealed, sealed_at(row, at++));
          for ([[maybe_unused]] const auto& blind : sealed.blind) {
            LEYE_TRY(const auto key, row.get<std::optional<BlindKey>>(at++));
            cell.blind.push_back(key);
          }
        }
        if (table.person.empty()) return {};
        LEYE_TRY(auto salt, sealed_at(row, at));
        found.salt = std::move(salt).value_or(std::string());
        return {};
      }));
  return rows;
}

/// One row: what an older key sealed, and the indexes of it.
Result<ResealCounts> Reseal::renew(store::Transaction& tx, const SealedTable& table,
                                   const Found& found) {
  ResealCounts counts;
  store::Sql sql{"UPDATE " + std::string(table.table) + " SET"};
  const auto set = [&](std::string_view column, const store::Value& value) {
    sql.add(sql.values.empty() ? " " : ", ").add(column).add(" = ?", value);
  };
  for (std::size_t c = 0; c < table.columns.size(); ++c) {
    const auto& column = table.columns[c];
    const auto& cell = found.cells[c];
    if (!cell.sealed) continue;
    LEYE_TRY(const auto key, KeyRing::key_of(*cell.sealed));
    if (key == target_) continue;
    const bool personal = KeyRing::is_personal(*cell.sealed);
    const std::string_view salt = personal ? std::string_view(found.salt) : std::string_view();
    const Cell place{table.table, column.column, found.row, salt};
    const auto opened = keys_.open(place, *cell.sealed);
    if (!opened && opened.error().code != "seal.forged" &&
        opened.error().code != "seal.key_destroyed")
      return fail(opened.error());
    if (!opened) {
      ++counts.unopened;
      continue;
    }
    const auto& plain = *opened;
    set(column.column, store::Value(bytes_of(keys_.seal(place, plain))));
    ++counts.values;
    for (std::size_t b = 0; b < column.blind.size(); ++b) {
      if (!cell.blind[b]) continue;
      const auto index = moved(keys_, column.blind[b], plain, *cell.blind[b]);
      if (!index || *index == *cell.blind[b]) continue;
      set(column.blind[b].column, store::Value(*index));
      ++counts.indexes;
    }
  }
  if (sql.values.empty()) return counts;
  for (std::size_t i = 0; i < table.key.size(); ++i)
    sql.add(i == 0 ? " WHERE " : " AND ").add(table.key[i].name).add(" = ?", found.key[i]);
  LEYE_CHECK(tx.execute(sql));
  return counts;
}

Result<bool> Reseal::table_slice(const SealedTable& table) {
  ResealCounts counts;
  store::Values last;
  std::size_t seen = 0;
  auto written = db_.write(
      [&](store::Transaction& tx) -> Result<void> {
        counts = {};
        LEYE_TRY(const auto rows, read(tx, table, kSlice));
        for (const auto& found : rows) {
          LEYE_TRY(const auto one, renew(tx, table, found));
          counts.values += one.values;
          counts.indexes += one.indexes;
          counts.unopened += one.unopened;
        }
        seen = rows.size();
        if (seen > 0) last = rows.back().key;
        return {};
      },
      store::Lane::kBulk);
  LEYE_CHECK(std::move(written));
  counts_.values += counts.values;
  counts_.indexes += counts.indexes;
  counts_.unopened += counts.unopened;
  position_ = std::move(last);
  return seen < static_cast<std::size_t>(kSlice);
}

/// Ids of persons: entered under the newest index key too, or taken away under all others.
Result<bool> Reseal::guard_slice(const SealedTable& table, bool remove) {
  const auto& column = table.columns.front();
  const auto& blind = column.blind.front();
  const std::string guard(blind.guard);
  const auto newest = remove ? keys_.index_ids().front() : keys_.index_ids().back();
  store::Values last;
  std::size_t seen = 0;
  const auto one = [&](store::Transaction& tx, const Found& found) -> Result<void> {
    const auto& sealed = found.cells.front().sealed;
    if (!sealed) return {};
    const auto plain = keys_.open({table.table, column.column, found.row, found.salt}, *sealed);
    if (!plain) return {};  // counted where its column is sealed anew
    const auto normal = normalised(blind, *plain);
    if (!normal) return {};
    LEYE_TRY(const auto now, keys_.blind_under(newest, blind.index, *normal));
    for (const auto id : keys_.ids()) {
      if (id == newest) continue;
      LEYE_TRY(const auto old, keys_.blind_under(id, blind.index, *normal));
      if (remove)
        LEYE_CHECK(tx.execute("DELETE FROM " + guard + " WHERE id_hash = ?", old));
      else
        LEYE_CHECK(tx.execute("INSERT INTO " + guard +
                                  " (id_hash, person_id, run_id) SELECT ?, g.person_id, g.run_id "
                                  "FROM " +
                                  guard + " g WHERE g.id_hash = ? ON CONFLICT (id_hash) DO NOTHING",
                              now, old));
    }
    return {};
  };
  auto written = db_.write(
      [&](store::Transaction& tx) -> Result<void> {
        LEYE_TRY(const auto rows, read(tx, table, kSlice));
        for (const auto& found : rows) LEYE_CHECK(one(tx, found));
        seen = rows.size();
        if (seen > 0) last = rows.back().key;
        return {};
      },
      store::Lane::kBulk);
  LEYE_CHECK(std::move(written));
  position_ = std::move(last);
  return seen < static_cast<std::size_t>(kSlice);
}

Result<bool> Reseal::blob_slice() {
  if (!listed_) {
    LEYE_TRY(waiting_, blobs_.all());
    listed_ = true;
  }
  if (!waiting_.empty()) {
    const auto renewed = reseal_blob(blobs_, keys_, waiting_.back());
    if (!renewed && renewed.error().code.starts_with("file.")) return fail(renewed.error());
    if (!renewed)
      ++counts_.unopened;
    else if (*renewed)
      ++counts_.blobs;
    waiting_.pop_back();
  }
  listed_ = !waiting_.empty();
  return waiting_.empty();
}

}  // namespace leye::access
