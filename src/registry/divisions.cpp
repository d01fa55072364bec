#include "registry/divisions.h"

#include <set>
#include <tuple>

namespace leye::registry {
namespace {

constexpr std::size_t kBatch = 1000;

/// A unit's own code, without knowing from when, is read as "always".
Result<void> copy(store::Database& db, store::RowBatch& batch) {
  const auto done =
      db.write([&](store::Transaction& tx) { return tx.copy_in(batch); }, store::Lane::kBulk);
  batch.clear();
  return done;
}

using Known = std::set<std::tuple<std::string, std::string, Date>>;

Result<void> load_units(store::Database& db, const codes::Divisions& divisions) {
  LEYE_TRY(const auto rows, db.read([](store::Reader& reader) {
    return reader.query<std::string, Date>("SELECT code, valid_from FROM division");
  }));
  std::set<std::pair<std::string, Date>> known;
  for (const auto& [code, from] : rows) known.emplace(code, from);
  store::RowBatch batch("division", {"code", "name", "level", "parent", "valid_from", "valid_to"});
  for (const auto& unit : divisions.all()) {
    if (!known.emplace(unit.code, unit.valid_from).second) continue;
    std::optional<std::string> parent;
    if (unit.parent) parent = divisions.all()[*unit.parent].code;
    batch.add(unit.code, unit.name, to_text(unit.level), parent, unit.valid_from, unit.valid_to);
    if (batch.rows() >= kBatch) LEYE_CHECK(copy(db, batch));
  }
  return batch.rows() > 0 ? copy(db, batch) : Result<void>();
}

Result<void> load_closure(store::Database& db, const codes::Divisions& divisions) {
  LEYE_TRY(const auto rows, db.read([](store::Reader& reader) {
    return reader.query<std::string, std::string, Date>(
        "SELECT ancestor, descendant, valid_from FROM division_closure");
  }));
  Known known(rows.begin(), rows.end());
  store::RowBatch batch("division_closure", {"ancestor", "descendant", "valid_from", "valid_to"});
  for (const auto& row : divisions.closure()) {
    if (!known.emplace(row.ancestor, row.descendant, row.valid_from).second) continue;
    batch.add(row.ancestor, row.descendant, row.valid_from, row.valid_to);
    if (batch.rows() >= kBatch) LEYE_CHECK(copy(db, batch));
  }
  return batch.rows() > 0 ? copy(db, batch) : Result<void>();
}

template <class... A>
Result<std::vector<DivisionRow>> collect(store::Reader& reader, std::string_view condition, Date on,
                                         const A&... values) {
  store::Sql sql{
      "SELECT d.code, d.name, d.level, d.parent FROM division d WHERE d.valid_from <= ? AND "
      "(d.valid_to IS NULL OR d.valid_to >= ?)",
      {on, on}};
  sql.add(condition, values...);
  LEYE_TRY(auto rows,
           reader.query<std::string, std::string, std::string, std::optional<std::string>>(sql));
  std::vector<DivisionRow> list;
  for (auto& [code, name, level, parent] : rows)
    list.push_back({std::move(code), std::move(name), std::move(level), std::move(parent)});
  return list;
}

}  // namespace

Result<void> load_divisions(store::Database& db, const codes::Divisions& divisions) {
  LEYE_CHECK(load_units(db, divisions));
  return load_closure(db, divisions);
}

Result<DivisionRow> division_of(store::Reader& reader, std::string_view code, Date on) {
  LEYE_TRY(auto found, collect(reader, " AND d.code = ?", on, code));
  if (found.empty()) return fail("division.unknown", {}, {{"code", std::string(code)}});
  return std::move(found.front());
}

Result<std::vector<DivisionRow>> children_of(store::Reader& reader, std::string_view code,
                                             Date on) {
  return collect(reader, " AND d.parent = ? ORDER BY d.code", on, code);
}

Result<std::vector<DivisionRow>> ancestors_of(store::Reader& reader, std::string_view code,
                                              Date on) {
  std::vector<DivisionRow> path;
  std::optional<std::string> next{std::string(code)};
  while (next) {
    LEYE_TRY(auto unit, division_of(reader, *next, on));
    next = unit.parent;
    path.push_back(std::move(unit));
  }
  return path;
}

access::Contains contains(const codes::Divisions& divisions) {
  return [&divisions](std::string_view ancestor, std::string_view descendant) {
    return divisions.contains(ancestor, descendant);
  };
}

Result<bool> contains(store::Reader& reader, std::string_view ancestor, std::string_view descendant,
                      Date on) {
  LEYE_TRY(const auto found,
           reader.find<std::string>(
               "SELECT descendant FROM division_closure WHERE ancestor = ? AND descendant = ? AND "
               "valid_from <= ? AND (valid_to IS NULL OR valid_to >= ?)",
               ancestor, descendant, on, on));
  return found.has_value();
}

}  // namespace leye::registry
