#include "store/engine.h"

#include <fcntl.h>
#include <fmt/format.h>
#include <sys/file.h>
#include <unistd.h>

#include <cstdlib>

#include "store/pool.h"
#include "store/sqlite/connection.h"
#include "store/sqlite/errors.h"
#include "store/sqlite/writer.h"

namespace leye::store::detail {
namespace {

namespace fs = std::filesystem;
using sqlite::Use;

/// Two processes with a writer each would wait for each other's locks by polling, and run jobs
/// twice: the file beside the database belongs to one. The kernel frees it when the process ends,
/// however.
class ProcessLock {
 public:
  static Result<ProcessLock> take(const std::string& path) {
    const std::string name = path + ".lock";
    const int file = ::open(name.c_str(), O_RDWR | O_CREAT | O_CLOEXEC, 0600);
    if (file < 0) return fail("store.unreachable", path, {{"message", "cannot create " + name}});
    ProcessLock lock(file);
    char holder[24] = {};
    if (::flock(file, LOCK_EX | LOCK_NB) != 0) {
      const auto length = ::pread(file, holder, sizeof holder - 1, 0);
      const int pid = length > 0 ? std::atoi(holder) : 0;
      return fail("store.in_use", path, {{"pid", std::to_string(pid)}});
    }
    const std::string pid = std::to_string(::getpid()) + "\n";
    const bool written = ::ftruncate(file, 0) == 0 && ::pwrite(file, pid.data(), pid.size(), 0) ==
                                                          static_cast<ssize_t>(pid.size());
    if (!written) return fail("store.unreachable", path, {{"message", "cannot write " + name}});
    return lock;
  }
  ProcessLock() = default;
  ProcessLock(ProcessLock&& other) noexcept : file_(std::exchange(other.file_, -1)) {}
  ProcessLock& operator=(ProcessLock&& other) noexcept {
    std::swap(file_, other.file_);
    return *this;
  }
  ~ProcessLock() {
    if (file_ >= 0) ::close(file_);
  }

 private:
  explicit ProcessLock(int file) : file_(file) {}
  int file_ = -1;
};

/// SQLite would create the file readable by everyone; its -wal and -shm take over these rights.
Result<void> create_private(const std::string& path) {
  const int file = ::open(path.c_str(), O_RDWR | O_CREAT | O_CLOEXEC, 0600);
  if (file < 0) return fail("store.unreachable", path, {{"message", "cannot open or create"}});
  ::close(file);
  return {};
}

class SqliteEngine : public Engine {
 public:
  SqliteEngine(const DatabaseUrl& url, const OpenOptions& options, ProcessLock lock)
      : Engine(url, options),
        lock_(std::move(lock)),
        readers_(options.connections, options.wait,
                 [path = url.target] { return sqlite::Connection::open(path, Use::kRead, 0); }) {}

  void start_writer(std::unique_ptr<sqlite::Connection> connection) {
    writer_ = std::make_unique<sqlite::Writer>(std::move(connection));
  }

  Result<void> run_read(const std::function<Result<void>(Reader&)>& job) override {
    LEYE_TRY(auto connection, readers_.take());
    connection->set_limit(options_.read_limit);
    LEYE_CHECK(connection->script("BEGIN"));
    Result<void> said;
    {
      Reader reader(*connection);
      said = outcome(job(reader), reader);
    }
    connection->set_limit(std::chrono::milliseconds(0));
    if (connection->in_transaction()) {
      if (auto ended = connection->script("ROLLBACK"); !ended) {
        connection.discard();
        if (said) return ended;
      }
    }
    return said;
  }

  Result<void> run_write(Lane lane, const std::function<Result<void>(Transaction&)>& job) override {
    if (!writer_) return fail("store.read_only", url_.shown());
    return writer_->run(lane, job);
  }

  /// SQLite prepares again by itself when the schema has changed.
  void forget_statements() override {}

  Result<void> copy_to(const fs::path& to) override {
    if (fs::exists(to)) return fail("store.copy_exists", to.string());
    LEYE_CHECK(create_private(to.string()));
    LEYE_TRY(auto source, readers_.take());
    sqlite3* raw = nullptr;
    const int opened = sqlite3_open_v2(to.c_str(), &raw, SQLITE_OPEN_READWRITE, nullptr);
    const std::unique_ptr<sqlite3, decltype(&sqlite3_close)> target(raw, &sqlite3_close);
    if (opened != SQLITE_OK) return fail(at(to.string(), sqlite::error_of(raw, opened)));
    // All pages in one step: one consistent state, while the writer goes on in the WAL.
    sqlite3_backup* backup = sqlite3_backup_init(raw, "main", source->raw(), "main");
    if (backup == nullptr)
      return fail(at(to.string(), sqlite::error_of(raw, sqlite3_extended_errcode(raw))));
    sqlite3_backup_step(backup, -1);
    const int finished = sqlite3_backup_finish(backup);
    if (finished != SQLITE_OK) return fail(at(to.string(), sqlite::error_of(raw, finished)));
    return check_copy(raw, to.string());
  }

 private:
  static Result<void> check_copy(sqlite3* copy, const std::string& place) {
    std::string verdict;
    const auto keep = [](void* out, int, char** cells, char**) {
      *static_cast<std::string*>(out) += cells[0] != nullptr ? cells[0] : "";
      return 0;
    };
    const int rc = sqlite3_exec(copy, "PRAGMA quick_check(1)", keep, &verdict, nullptr);
    if (rc != SQLITE_OK || verdict != "ok") return fail("store.not_a_database", place);
    return {};
  }

  ProcessLock lock_;
  Pool<sqlite::Connection> readers_;
  std::unique_ptr<sqlite::Writer> writer_;
};

}  // namespace

Result<std::unique_ptr<Engine>> open_sqlite(const DatabaseUrl& url, const OpenOptions& options) {
  ProcessLock lock;
  if (!options.read_only) {
    LEYE_TRY(lock, ProcessLock::take(url.target));
    LEYE_CHECK(create_private(url.target));
  }
  auto engine = std::make_unique<SqliteEngine>(url, options, std::move(lock));
  const auto use = options.read_only ? Use::kRead : Use::kWrite;
  LEYE_TRY(auto connection, sqlite::Connection::open(url.target, use, options.max_pages));
  // A file of another program shows itself only when its first page is read.
  LEYE_CHECK(connection->script("SELECT count(*) FROM sqlite_schema"));
  if (!options.read_only) engine->start_writer(std::move(connection));
  return engine;
}

}  // namespace leye::store::detail
