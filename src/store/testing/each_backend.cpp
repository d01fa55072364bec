#include "store/testing/each_backend.h"

#include <unistd.h>

#include "core/log.h"
#include "store/testing/postgres_cluster.h"

namespace leye::store::testing {
namespace {

std::string make_folder() {
  std::string name = (std::filesystem::temp_directory_path() / "leye-test-XXXXXX").string();
  return ::mkdtemp(name.data()) != nullptr ? name : std::string();
}

/// A closed database with the newest schema, made once per program: copying it takes milliseconds,
/// running all migrations before each test would not.
class Template {
 public:
  explicit Template(Backend backend) : folder_(make_folder()) {
    url_ = {Backend::kSqlite, (folder_ / "template.db").string()};
    if (backend == Backend::kPostgres) {
      const auto made = PostgresCluster::shared().create_database();
      if (!made) {
        error_ = made.error();
        return;
      }
      url_ = {backend, *made};
    }
    auto db = Database::open(url_);
    const auto migrated = db ? migrate(*db) : Result<MigrationReport>(fail(db.error()));
    if (!migrated) error_ = migrated.error();
  }
  ~Template() {
    std::error_code error;
    std::filesystem::remove_all(folder_, error);
  }
  Template(const Template&) = delete;
  Template& operator=(const Template&) = delete;

  Result<DatabaseUrl> copy(const std::filesystem::path& folder) const {
    if (error_) return fail(*error_);
    if (url_.backend == Backend::kSqlite) {
      const auto path = folder / "leye.db";
      std::filesystem::copy_file(url_.target, path);
      return DatabaseUrl{Backend::kSqlite, path.string()};
    }
    auto& cluster = PostgresCluster::shared();
    LEYE_TRY(auto made, cluster.create_database(PostgresCluster::name_in(url_.target)));
    return DatabaseUrl{Backend::kPostgres, made};
  }
  static const Template& of(Backend backend) {
    static const Template sqlite(Backend::kSqlite);
    if (backend == Backend::kSqlite) return sqlite;
    static const Template postgres(Backend::kPostgres);
    return postgres;
  }

 private:
  std::filesystem::path folder_;
  DatabaseUrl url_;
  std::optional<Error> error_;
};

}  // namespace

EachBackend::EachBackend() {
  log::set_level(log::Level::kWarning);
  folder_ = make_folder();
}

EachBackend::~EachBackend() {
  db_.reset();
  std::error_code error;
  if (!folder_.empty()) std::filesystem::remove_all(folder_, error);
}

void EachBackend::SetUp() {
  ASSERT_FALSE(folder_.empty());
  const auto copied = Template::of(GetParam()).copy(folder_);
  ASSERT_TRUE(is_good(copied));
  url_ = *copied;
  reopen();
}

void EachBackend::start_empty() {
  close();
  if (GetParam() == Backend::kSqlite) {
    url_ = {Backend::kSqlite, (folder_ / "leye.db").string()};
    for (const char* suffix : {"", "-wal", "-shm"}) std::filesystem::remove(url_.target + suffix);
  } else {
    const auto made = PostgresCluster::shared().create_database();
    ASSERT_TRUE(is_good(made));
    url_ = {Backend::kPostgres, *made};
  }
  reopen();
}

void EachBackend::reopen(const OpenOptions& options) {
  db_.reset();
  auto opened = Database::open(url_, options);
  ASSERT_TRUE(is_good(opened));
  db_.emplace(std::move(*opened));
}

void run_script(Database& db, std::string_view sql) {
  const auto done = db.write([&](Transaction& tx) { return tx.script(sql); });
  ASSERT_TRUE(is_good(done));
}

}  // namespace leye::store::testing
