#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

#include <boost/json.hpp>
#include <fstream>
#include <iostream>
#include <optional>
#include <sstream>

#include "access/archive.h"
#include "access/audit_chain.h"
#include "cli/commands.h"
#include "cli/opened.h"
#include "cli/places.h"
#include "registry/erasure.h"
#include "store/dump.h"

namespace leye::cli {
namespace {

namespace fs = std::filesystem;
namespace json = boost::json;
constexpr const char* kDatabase = "database";
constexpr const char* kConfig = "config.json";

/// Gone when this goes.
struct Temporary {
  fs::path path;
  explicit Temporary(fs::path where) : path(std::move(where)) {}
  Temporary(const Temporary&) = delete;
  Temporary& operator=(const Temporary&) = delete;
  ~Temporary() {
    std::error_code ignored;
    for (const char* more : {"", "-wal", "-shm"}) fs::remove(path.string() + more, ignored);
  }
};

/// What a backup takes of the folder: all but keys, the database's own files, locks, drafts.
bool is_kept(const fs::path& relative) {
  const auto first = relative.begin()->string();
  const auto name = relative.filename().string();
  return first != "keys" && !first.starts_with("leye.db") && !first.starts_with(".leye-") &&
         !name.ends_with(".part") && !name.ends_with(".lock");
}

Result<std::vector<fs::path>> files_of(const fs::path& folder) {
  std::vector<fs::path> found;
  std::error_code error;
  for (fs::recursive_directory_iterator it(folder, error), end; !error && it != end;
       it.increment(error)) {
    const auto relative = it->path().lexically_relative(folder);
    if (it->is_regular_file(error) && is_kept(relative)) found.push_back(relative);
  }
  if (error) return fail("file.unreadable", folder.string());
  std::sort(found.begin(), found.end());
  return found;
}

/// What goes in once: a file that a rotation or a job renamed meanwhile is there under its new
/// name.
Result<std::int64_t> add_files(access::ArchiveWriter& archive, const fs::path& folder) {
  std::vector<fs::path> done;
  for (int turn = 0; turn < 2; ++turn) {
    LEYE_TRY(const auto files, files_of(folder));
    for (const auto& file : files) {
      if (std::binary_search(done.begin(), done.end(), file)) continue;
      const auto added = archive.add(file.string(), folder / file);
      if (!added && added.error().code == "file.unreadable") continue;
      if (!added) return fail(added.error());
      done.insert(std::upper_bound(done.begin(), done.end(), file), file);
    }
  }
  return static_cast<std::int64_t>(done.size());
}

/// Takes the database out of an archive into `to`.
access::ArchiveSink database_to(std::ofstream& to) {
  auto wanted = std::make_shared<bool>(false);
  return {[wanted](const std::string& name) -> Result<void> {
            *wanted = name == kDatabase;
            return {};
          },
          [wanted, &to](std::string_view bytes) -> Result<void> {
            if (*wanted) to.write(bytes.data(), static_cast<std::streamsize>(bytes.size()));
            return to ? Result<void>() : fail("file.unwritable", kDatabase);
          },
          []() -> Result<void> { return {}; }};
}

/// The backup is read again from the disk: every piece opens, every digest holds, and the database
/// in it, where it can be opened here, has a whole audit chain.
Result<void> verify(const fs::path& file, server::Place& place) {
  const Temporary copy(place.folder() / (".leye-verify-" + to_text(new_uuid())));
  {
    std::ofstream out(copy.path, std::ios::binary);
    LEYE_CHECK(access::read_archive(file, place.keys(), database_to(out)));
  }
  if (place.db().backend() == store::Backend::kPostgres) return {};
  store::OpenOptions options;
  options.read_only = true;
  LEYE_TRY(auto db, store::Database::open({store::Backend::kSqlite, copy.path.string()}, options));
  LEYE_CHECK(
      db.read([&](store::Reader& reader) { return access::verify_audit(reader, &place.keys()); }));
  return {};
}

Result<Exit> backup(const Arguments& arguments) {
  store::OpenOptions options;
  options.read_only = true;
  options.read_limit = std::chrono::milliseconds(0);
  LEYE_TRY(const auto place, server::Place::open(arguments.path("data"), options));
  const auto out = arguments.path("out");
  std::error_code error;
  if (fs::exists(out, error)) return fail("store.copy_exists", out.string());
  const fs::path draft = out.string() + ".part";
  fs::remove(draft, error);
  std::int64_t files = 0;
  {
    const Temporary dump(place->folder() / (".leye-backup-" + to_text(new_uuid())));
    LEYE_CHECK(store::dump_to(place->db(), dump.path));
    LEYE_TRY(auto archive, access::ArchiveWriter::create(draft, place->keys()));
    LEYE_CHECK(archive.add(kDatabase, dump.path));
    LEYE_TRY(files, add_files(archive, place->folder()));
    const bool sqlite = place->db().backend() == store::Backend::kSqlite;
    LEYE_CHECK(
        archive.finish(json::serialize(json::object{{"format", 1},
                                                    {"made_at", to_text(SystemClock().now())},
                                                    {"database", sqlite ? "sqlite" : "postgresql"},
                                                    {"files", files}})));
  }
  if (const auto whole = verify(draft, *place); !whole) {
    fs::remove(draft, error);
    return fail(whole.error());
  }
  fs::rename(draft, out, error);
  if (error) return fail("file.unwritable", out.string());
  const auto size = static_cast<std::int64_t>(fs::file_size(out, error));
  print(arguments,
        {{"file", out.string()},
         {"bytes", size},
         {"files", files},
         {"key", place->keys().current()},
         {"verified", true}},
        out.string() + ": database and " + std::to_string(files) + " files, " +
            std::to_string(size) + " bytes, read again and whole; opens with key " +
            std::to_string(place->keys().current()));
  return Exit::kDone;
}

/// Writes the files of an archive into a folder; the configuration is held back to the end.
class Unpacking {
 public:
  explicit Unpacking(fs::path folder) : folder_(std::move(folder)) {}
  access::ArchiveSink sink() {
    return {[this](const std::string& name) { return begin(name); },
            [this](std::string_view bytes) { return take(bytes); }, [this]() { return end(); }};
  }
  [[nodiscard]] fs::path dump() const { return folder_ / ".leye-restore"; }
  std::string config;

 private:
  Result<void> begin(const std::string& name) {
    const fs::path path(name);
    for (const auto& part : path)
      if (part == ".." || part == "/" || path.is_absolute()) return fail("backup.format", name);
    is_config_ = name == kConfig;
    if (is_config_) return {};
    path_ = name == kDatabase ? dump() : folder_ / path;
    std::error_code error;
    fs::create_directories(path_.parent_path(), error);
    out_.open(path_, std::ios::binary | std::ios::trunc);
    return out_ ? Result<void>() : fail("file.unwritable", path_.string());
  }
  Result<void> take(std::string_view bytes) {
    if (is_config_) {
      config += bytes;
      return {};
    }
    out_.write(bytes.data(), static_cast<std::streamsize>(bytes.size()));
    return out_ ? Result<void>() : fail("file.unwritable", path_.string());
  }
  Result<void> end() {
    if (is_config_) return {};
    out_.close();
    return out_ ? Result<void>() : fail("file.unwritable", path_.string());
  }

  fs::path folder_;
  fs::path path_;
  std::ofstream out_;
  bool is_config_ = false;
};

Result<void> make_empty(const fs::path& folder) {
  std::error_code error;
  if (fs::exists(folder, error) && !fs::is_empty(folder, error))
    return fail("store.not_empty", folder.string());
  fs::create_directories(folder / "keys", error);
  fs::permissions(folder, fs::perms::owner_all, error);
  fs::permissions(folder / "keys", fs::perms::owner_all, error);
  return error ? fail("file.unwritable", folder.string()) : Result<void>();
}

Result<store::DatabaseUrl> target_of(const Arguments& arguments, const fs::path& folder,
                                     json::object& config) {
  if (arguments.has("db")) config["db"] = arguments.text("db");
  const auto* db = config.if_contains("db");
  if (db == nullptr || !db->is_string()) return fail("backup.format", kConfig);
  const std::string named(db->as_string());
  if (named.starts_with("postgres")) return store::parse_database_url(named);
  return store::DatabaseUrl{store::Backend::kSqlite, (folder / named).string()};
}

/// From the keys that opened the backup: without them the place could not be opened.
Result<void> put_keys(const access::KeySource& from, const fs::path& folder) {
  const access::KeySource target{folder / "keys" / "master.key", {}};
  LEYE_TRY(auto text, from.read());
  auto written = target.write(text, true);
  std::fill(text.begin(), text.end(), '\0');
  return written;
}

/// Whoever was erased after the backup was made is erased again.
Result<std::int64_t> erase_again(server::Place& place, const access::KeySource& source) {
  std::ifstream list(erased_list(source, place.folder()));
  std::vector<PersonId> people;
  for (std::string line; std::getline(list, line);)
    if (const auto id = PersonId::parse(line)) people.push_back(*id);
  return place.db().write([&](store::Transaction& tx) {
    return registry::erase_again(tx, people, SystemClock().now());
  });
}

Result<Exit> restore(const Arguments& arguments) {
  const auto file = arguments.path("FILE");
  const auto folder = arguments.path("data");
  const auto source = arguments.has("keys")
                          ? access::KeySource{arguments.path("keys"), {}}
                          : access::KeySource::from_environment(folder / "keys" / "master.key");
  LEYE_TRY(const auto keys, access::KeyRing::open(source));
  // All of it is read before anything is written.
  const access::ArchiveSink nothing{[](const std::string&) { return Result<void>(); },
                                    [](std::string_view) { return Result<void>(); },
                                    []() { return Result<void>(); }};
  LEYE_TRY(const auto manifest_text, access::read_archive(file, keys, nothing));
  LEYE_CHECK(make_empty(folder));
  Unpacking unpacking(folder);
  LEYE_CHECK(access::read_archive(file, keys, unpacking.sink()));
  const Temporary dump(unpacking.dump());
  boost::system::error_code bad;
  auto config = json::parse(unpacking.config, bad);
  const auto manifest = json::parse(manifest_text, bad);
  if (bad || !config.is_object() || !manifest.is_object()) return fail("backup.format", kConfig);
  LEYE_TRY(const auto url, target_of(arguments, folder, config.as_object()));
  const bool sqlite = url.backend == store::Backend::kSqlite;
  const auto* made_of = manifest.as_object().if_contains("database");
  if (made_of == nullptr || *made_of != (sqlite ? "sqlite" : "postgresql"))
    return fail("backup.backend", url.shown());
  LEYE_CHECK(store::load_from(url, dump.path));
  if (arguments.has("keys")) LEYE_CHECK(put_keys(source, folder));
  std::ofstream out(folder / kConfig, std::ios::binary);
  out << json::serialize(config) << "\n";
  out.close();
  if (!out) return fail("file.unwritable", (folder / kConfig).string());
  LEYE_TRY(const auto place, server::Place::open(folder));
  LEYE_TRY(const auto audit, place->db().read([&](store::Reader& reader) {
    return access::verify_audit(reader, &place->keys());
  }));
  LEYE_TRY(const auto again, erase_again(*place, source));
  print(arguments,
        {{"data", folder.string()},
         {"db", place->db().url().shown()},
         {"seals", audit.seals},
         {"leaves", audit.leaves},
         {"erased_again", again},
         {"head", to_text(audit.head)}},
        folder.string() + ": restored; keys fit, audit chain holds (" +
            std::to_string(audit.seals) + " seals)");
  return Exit::kDone;
}

}  // namespace

std::vector<Command> backup_commands() {
  return {
      {"backup",
       "database and files in one encrypted file, beside a running server; read again when done",
       {},
       {data_option(), {"out", "FILE", "file to write", true}},
       backup},
      {"restore",
       "a backup into an empty place; everything is checked before anything is written",
       {{"FILE", "file written by leye backup"}},
       {{"data", "DIR", "empty or new data folder", true},
        {"db", "URL", "empty database (default: the one of the backup)"},
        {"keys", "FILE", "key file to open it with; it is put into the new place"}},
       restore}};
}

}  // namespace leye::cli
