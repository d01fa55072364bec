#include "store/testing/each_backend.h"

#include <unistd.h>

#include "core/log.h"
#include "store/testing/postgres_cluster.h"

namespace leye::store::testing {

EachBackend::EachBackend() {
  log::set_level(log::Level::kWarning);
  std::string name = (std::filesystem::temp_directory_path() / "leye-test-XXXXXX").string();
  if (::mkdtemp(name.data()) != nullptr) folder_ = name;
}

EachBackend::~EachBackend() {
  db_.reset();
  std::error_code error;
  if (!folder_.empty()) std::filesystem::remove_all(folder_, error);
}

void EachBackend::SetUp() {
  ASSERT_FALSE(folder_.empty());
  if (GetParam() == Backend::kSqlite) {
    url_ = {Backend::kSqlite, (folder_ / "leye.db").string()};
  } else {
    const auto made = PostgresCluster::shared().create_database();
    ASSERT_TRUE(is_good(made));
    url_ = {Backend::kPostgres, *made};
  }
  ASSERT_NO_FATAL_FAILURE(reopen());
  ASSERT_TRUE(is_good(migrate(*db_)));
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
