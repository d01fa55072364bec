#include "store/dump.h"

#include <fcntl.h>
#include <libpq-fe.h>
#include <spawn.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <unistd.h>

#include <algorithm>
#include <array>
#include <cerrno>
#include <fstream>
#include <memory>
#include <string>
#include <vector>

extern char** environ;

namespace leye::store {
namespace {

namespace fs = std::filesystem;

/// The connection's options as libpq's variables: a password on a command line is read by others.
std::vector<std::string> environment_of(const DatabaseUrl& url) {
  static constexpr std::array<std::pair<std::string_view, std::string_view>, 9> kNames = {
      {{"host", "PGHOST"},
       {"hostaddr", "PGHOSTADDR"},
       {"port", "PGPORT"},
       {"user", "PGUSER"},
       {"password", "PGPASSWORD"},
       {"dbname", "PGDATABASE"},
       {"options", "PGOPTIONS"},
       {"sslmode", "PGSSLMODE"},
       {"sslrootcert", "PGSSLROOTCERT"}}};
  std::vector<std::string> out;
  for (char** all = environ; *all != nullptr; ++all) out.emplace_back(*all);
  const std::unique_ptr<PQconninfoOption, decltype(&PQconninfoFree)> parsed(
      PQconninfoParse(url.target.c_str(), nullptr), &PQconninfoFree);
  for (const auto* option = parsed.get(); option != nullptr && option->keyword != nullptr; ++option)
    for (const auto& [keyword, variable] : kNames)
      if (option->val != nullptr && keyword == option->keyword) {
        const auto prefix = std::string(variable) + "=";
        out.erase(std::remove_if(out.begin(), out.end(),
                                 [&](const std::string& v) { return v.starts_with(prefix); }),
                  out.end());
        out.push_back(prefix + option->val);
      }
  return out;
}

Result<void> run(std::vector<std::string> words, const DatabaseUrl& url) {
  auto variables = environment_of(url);
  std::vector<char*> arguments;
  std::vector<char*> environment;
  for (auto& word : words) arguments.push_back(word.data());
  for (auto& variable : variables) environment.push_back(variable.data());
  arguments.push_back(nullptr);
  environment.push_back(nullptr);
  pid_t child = 0;
  int status = -1;
  const int spawned = ::posix_spawnp(&child, arguments.front(), nullptr, nullptr, arguments.data(),
                                     environment.data());
  if (spawned == 0)
    while (::waitpid(child, &status, 0) < 0 && errno == EINTR) {
    }
  const bool good = spawned == 0 && WIFEXITED(status) && WEXITSTATUS(status) == 0;
  return good ? Result<void>() : fail("store.dump_failed", {}, {{"program", words.front()}});
}

Result<void> copy_database(const fs::path& from, const fs::path& to) {
  std::error_code error;
  if (fs::exists(to, error)) return fail("store.not_empty", to.string());
  fs::copy_file(from, to, error);
  if (!error) fs::permissions(to, fs::perms::owner_read | fs::perms::owner_write, error);
  return error ? fail("file.unwritable", to.string()) : Result<void>();
}

/// Takes the lines that make or comment the schema out of a table of contents.
Result<void> without_schema(const fs::path& list) {
  std::ifstream in(list);
  std::string kept;
  for (std::string line; std::getline(in, line);)
    if (line.find(" SCHEMA ") == std::string::npos) kept += line + '\n';
  in.close();
  std::ofstream out(list, std::ios::trunc);
  out << kept;
  out.close();
  return out ? Result<void>() : fail("file.unwritable", list.string());
}

}  // namespace

Result<void> dump_to(Database& db, const fs::path& to) {
  if (db.backend() == Backend::kSqlite) return db.copy_to(to);
  if (fs::exists(to)) return fail("store.copy_exists", to.string());
  const auto schema = db.read(
      [](Reader& r) { return r.one<std::string>("SELECT cast(current_schema() AS text)"); });
  if (!schema) return fail(schema.error());
  const int made = ::open(to.c_str(), O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, S_IRUSR | S_IWUSR);
  if (made < 0) return fail("file.unwritable", to.string());
  ::close(made);
  return run({"pg_dump", "--format=custom", "--no-owner", "--no-acl", "--schema=" + *schema,
              "--file=" + to.string()},
             db.url());
}

Result<void> load_from(const DatabaseUrl& url, const fs::path& from) {
  if (url.backend == Backend::kSqlite) return copy_database(from, url.target);
  {
    LEYE_TRY(auto db, Database::open(url));
    const auto tables = db.read([](Reader& r) {
      return r.one<std::int64_t>(
          "SELECT count(*) FROM information_schema.tables WHERE table_schema = current_schema()");
    });
    if (!tables) return fail(tables.error());
    if (*tables > 0) return fail("store.not_empty", url.shown());
  }
  std::string database;
  for (const auto& variable : environment_of(url))
    if (variable.starts_with("PGDATABASE=")) database = variable.substr(11);
  // Without CREATE SCHEMA: it is there, empty.
  const fs::path list = from.string() + ".toc";
  LEYE_CHECK(run({"pg_restore", "--list", "--file=" + list.string(), from.string()}, url));
  auto kept = without_schema(list);
  if (kept)
    kept = run({"pg_restore", "--no-owner", "--no-acl", "--exit-on-error", "--single-transaction",
                "--use-list=" + list.string(), "--dbname=" + database, from.string()},
               url);
  std::error_code ignored;
  fs::remove(list, ignored);
  return kept;
}

}  // namespace leye::store
