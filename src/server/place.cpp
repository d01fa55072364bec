#include "server/place.h"

#include <fcntl.h>
#include <unistd.h>

#include <fstream>
#include <sstream>

#include "access/reseal.h"
#include "campaign/campaign.h"
#include "codes/divisions.h"
#include "core/json.h"
#include "registry/divisions.h"
#include "store/migrate.h"

namespace leye::server {

namespace {

/// `config.json`. A newer `format` is refused.
struct PlaceConfig {
  int format = 1;
  std::string db;  ///< `leye.db` (in the folder) or postgresql://…
  /// `optional` where reveals and exports are open with a password alone (a demo); any other word,
  /// and none, asks for two factors.
  std::optional<std::string> second_factor;
};
BOOST_DESCRIBE_STRUCT(PlaceConfig, (), (format, db, second_factor))

constexpr std::string_view kOptional = "optional";

namespace fs = std::filesystem;
constexpr int kFormat = 1;
constexpr const char* kConfig = "config.json";

Result<std::string> read_text(const fs::path& path) {
  std::ifstream in(path, std::ios::binary);
  std::ostringstream text;
  text << in.rdbuf();
  if (!in) return fail("file.unreadable", path.string());
  return std::move(text).str();
}

/// Written whole under another name first: a crash leaves the old file or the new one.
Result<void> write_text(const fs::path& path, std::string_view text) {
  const fs::path part = path.string() + ".part";
  const int fd = ::open(part.c_str(), O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, 0600);
  if (fd < 0) return fail("file.unwritable", path.string());
  const auto written = ::write(fd, text.data(), text.size());
  const bool good = written == static_cast<ssize_t>(text.size()) && ::fsync(fd) == 0;
  ::close(fd);
  if (!good || ::rename(part.c_str(), path.c_str()) != 0)
    return fail("file.unwritable", path.string());
  return {};
}

Result<store::DatabaseUrl> url_of(const fs::path& folder, const std::string& db) {
  if (db.starts_with("postgres")) return store::parse_database_url(db);
  return store::parse_database_url("sqlite:" + (folder / db).string());
}

Result<void> make_folders(const fs::path& folder) {
  std::error_code ec;
  for (const char* name :
       {"", "keys", "blobs", "snapshots", "runs", "messages", "reports", "packs"}) {
    const fs::path made = *name ? folder / name : folder;
    fs::create_directories(made, ec);
    if (!ec) fs::permissions(made, fs::perms::owner_all, ec);
    if (ec) return fail("file.unwritable", made.string());
  }
  return {};
}

}  // namespace

Place::Place(fs::path folder, store::Database db, access::KeyRing keys, bool second_factor_due)
    : folder_(std::move(folder)),
      db_(std::move(db)),
      keys_(std::move(keys)),
      second_factor_due_(second_factor_due) {}

Result<std::unique_ptr<Place>> Place::create(const NewPlace& wanted, const Clock& clock) {
  std::error_code ec;
  const fs::path config_file = wanted.folder / kConfig;
  if (fs::exists(config_file, ec)) return fail("place.exists", wanted.folder.string());
  const PlaceConfig config{kFormat, wanted.db.empty() ? "leye.db" : wanted.db,
                           std::string(wanted.second_factor_optional ? kOptional : "required")};
  LEYE_TRY(const auto url, url_of(wanted.folder, config.db));
  LEYE_TRY(const auto divisions, codes::Divisions::load(wanted.divisions));
  // A faulty pack and a server that cannot be reached leave nothing behind.
  LEYE_CHECK(campaign::signable(wanted.pack));
  if (config.db.starts_with("postgres")) LEYE_CHECK(store::Database::open(url));
  LEYE_CHECK(make_folders(wanted.folder));
  LEYE_TRY(auto database, store::Database::open(url));
  LEYE_CHECK(store::migrate(database));
  const fs::path key_file = wanted.folder / "keys" / "master.key";
  std::optional<std::string_view> seed;
  if (wanted.key_seed) seed = *wanted.key_seed;
  // The key of an attempt that broke off opens what that attempt sealed.
  const auto source = access::KeySource::from_environment(key_file);
  const bool has_keys = !source.writable() || fs::exists(source.file, ec);
  LEYE_TRY(auto keys,
           has_keys ? access::KeyRing::open(source) : access::KeyRing::create(source, seed));
  LEYE_CHECK(database.read([&](store::Reader& r) { return access::check_keys(r, keys); }));
  LEYE_CHECK(database.write(
      [&](store::Transaction& tx) { return access::note_key(tx, keys, clock.now(), true); }));
  LEYE_CHECK(registry::load_divisions(database, divisions));
  {
    ledger::Ledger ledger(database, keys, clock);
    LEYE_CHECK(campaign::sign(ledger, wanted.folder, wanted.pack, clock.today(), std::nullopt));
  }
  LEYE_CHECK(write_text(config_file, json::write(config) + "\n"));
  return std::unique_ptr<Place>(new Place(wanted.folder, std::move(database), std::move(keys),
                                          !wanted.second_factor_optional));
}

Result<std::unique_ptr<Place>> Place::open(const fs::path& folder,
                                           const store::OpenOptions& options) {
  std::error_code ec;
  if (!fs::exists(folder / kConfig, ec)) return fail("place.missing", folder.string());
  LEYE_TRY(const auto text, read_text(folder / kConfig));
  const auto config = json::read<PlaceConfig>(text);
  if (!config) return fail(at((folder / kConfig).string(), config.error().front()));
  if (config->format > kFormat)
    return fail("place.newer", folder.string(), {{"format", std::to_string(config->format)}});
  LEYE_TRY(auto keys, access::KeyRing::open(
                          access::KeySource::from_environment(folder / "keys" / "master.key")));
  LEYE_TRY(const auto url, url_of(folder, config->db));
  LEYE_TRY(auto database, store::Database::open(url, options));
  LEYE_CHECK(store::check_schema(database));
  LEYE_CHECK(database.read([&](store::Reader& r) { return access::check_keys(r, keys); }));
  return std::unique_ptr<Place>(new Place(folder, std::move(database), std::move(keys),
                                          config->second_factor.value_or("") != kOptional));
}

}  // namespace leye::server
