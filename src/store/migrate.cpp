#include "store/migrate.h"

#include <algorithm>
#include <map>

#include "core/log.h"
#include "core/messages.h"

namespace leye::store {
namespace detail {

struct EmbeddedMigration {
  int number;
  const char* name;
  const char* sql;
};
extern const EmbeddedMigration kMigrations[];

}  // namespace detail

namespace {

constexpr std::string_view kCreateTable =
    "CREATE TABLE IF NOT EXISTS schema_migration ("
    "number {int} NOT NULL PRIMARY KEY, name {text} NOT NULL, checksum {bytes} NOT NULL) {table}";

std::string file_name(int number, std::string_view name) {
  std::string digits = std::to_string(number);
  digits.insert(0, digits.size() < 4 ? 4 - digits.size() : 0, '0');
  return digits + "_" + std::string(name) + ".sql";
}

Result<bool> has_table(Reader& reader) {
  const std::string_view text =
      reader.backend() == Backend::kSqlite
          ? "SELECT count(*) FROM sqlite_schema WHERE name = 'schema_migration'"
          : "SELECT count(*) FROM information_schema.tables "
            "WHERE table_name = 'schema_migration' AND table_schema = current_schema()";
  LEYE_TRY(const auto count, reader.one<std::int64_t>(text));
  return count > 0;
}

using Applied = std::map<int, std::pair<std::string, Digest>>;

Result<Applied> read_applied(Reader& reader) {
  Applied applied;
  LEYE_TRY(const bool exists, has_table(reader));
  if (!exists) return applied;
  LEYE_TRY(auto rows, reader.query<int, std::string, Digest>(
                          "SELECT number, name, checksum FROM schema_migration ORDER BY number"));
  for (auto& [number, name, checksum] : rows)
    applied.emplace(number, std::pair(std::move(name), checksum));
  return applied;
}

/// The steps still to be done, or why this program must keep its hands off.
Result<std::vector<const Migration*>> missing(const Applied& applied,
                                              std::span<const Migration> known) {
  for (const auto& entry : applied) {
    const int number = entry.first;
    const auto& [step, checksum] = entry.second;
    const auto found = std::find_if(known.begin(), known.end(),
                                    [&](const Migration& m) { return m.number == number; });
    const std::string name = file_name(number, step);
    if (found == known.end()) return fail("store.schema_newer", {}, {{"step", name}});
    if (digest_of(found->sql) != checksum)
      return fail("store.migration_changed", {}, {{"step", name}});
  }
  std::vector<const Migration*> steps;
  for (const Migration& migration : known)
    if (!applied.contains(migration.number)) steps.push_back(&migration);
  return steps;
}

/// False if another process did it meanwhile.
Result<bool> apply(Database& db, const Migration& step) {
  auto applied = db.write([&](Transaction& tx) -> Result<bool> {
    LEYE_TRY(const auto rows,
             tx.execute("INSERT INTO schema_migration (number, name, checksum) VALUES (?, ?, ?) "
                        "ON CONFLICT (number) DO NOTHING",
                        step.number, step.name, digest_of(step.sql)));
    if (rows == 0) return false;
    LEYE_CHECK(tx.script(step.sql));
    return true;
  });
  if (!applied && applied.error().code == "store.sql")
    return fail("store.migration_failed", file_name(step.number, step.name),
                {{"message", what(applied.error(), Locale::kEn)}});
  return applied;
}

}  // namespace

const std::vector<Migration>& migrations() {
  static const std::vector<Migration> all = [] {
    std::vector<Migration> steps;
    for (const auto* m = detail::kMigrations; m->name != nullptr; ++m)
      steps.push_back({m->number, m->name, m->sql});
    return steps;
  }();
  return all;
}

Result<MigrationReport> migrate(Database& db, std::span<const Migration> known) {
  LEYE_TRY(const auto applied, db.read([](Reader& reader) { return read_applied(reader); }));
  LEYE_TRY(const auto steps, missing(applied, known));
  LEYE_CHECK(db.write([](Transaction& tx) { return tx.script(kCreateTable); }));
  MigrationReport report;
  for (const Migration* step : steps) {
    LEYE_TRY(const bool done, apply(db, *step));
    if (!done) continue;
    report.applied.push_back(step->number);
    log::info("store.migrated", {{"step", file_name(step->number, step->name)}});
  }
  if (!report.applied.empty()) db.forget_statements();
  return report;
}

Result<void> check_schema(Database& db, std::span<const Migration> known) {
  LEYE_TRY(const auto applied, db.read([](Reader& reader) { return read_applied(reader); }));
  LEYE_TRY(const auto steps, missing(applied, known));
  if (steps.empty()) return {};
  return fail("store.schema_older", {},
              {{"step", file_name(steps.front()->number, steps.front()->name)}});
}

}  // namespace leye::store
