#pragma once
#include <sys/types.h>

#include <filesystem>
#include <memory>
#include <string>

#include "core/result.h"

namespace leye::store::testing {

/// A PostgreSQL server of the test's own: in a temporary folder, on a Unix socket, as the user
/// `postgres` when the test runs as root. It ends with the process that started it, however that
/// ends.
class PostgresCluster {
 public:
  static Result<std::unique_ptr<PostgresCluster>> start();
  /// The one of this test program, started when first asked for and stopped at its end. Aborts
  /// with a sentence if PostgreSQL is not installed.
  static PostgresCluster& shared();
  PostgresCluster(const PostgresCluster&) = delete;
  PostgresCluster& operator=(const PostgresCluster&) = delete;
  ~PostgresCluster();

  /// A new database, empty or a copy of `like` (which nobody may have open); its URL.
  Result<std::string> create_database(const std::string& like = "template1");
  [[nodiscard]] static std::string name_in(const std::string& url);
  /// kill -9 of the whole server, and a new start with recovery.
  Result<void> crash_and_restart();

 private:
  PostgresCluster(std::filesystem::path bin, std::filesystem::path folder);
  Result<void> run_server();
  [[nodiscard]] std::string url_of(const std::string& database) const;

  std::filesystem::path bin_;
  std::filesystem::path folder_;
  pid_t server_ = -1;
  int databases_ = 0;
};

}  // namespace leye::store::testing
