#pragma once
#include <gtest/gtest.h>

#include <filesystem>
#include <optional>

#include "core/messages.h"
#include "store/store.h"

namespace leye::store::testing {

/// A test that runs on SQLite and on PostgreSQL, each time with a fresh database brought up to the
/// newest schema:
///
///   class Ledger : public store::testing::EachBackend {};
///   LEYE_ON_EACH_BACKEND(Ledger);
///   TEST_P(Ledger, KeepsWhatItSaid) { … db() … }
///
/// Link the test with `TEST_LINK leye_store_testing` in the folder's CMakeLists.txt.
class EachBackend : public ::testing::TestWithParam<Backend> {
 protected:
  EachBackend();
  ~EachBackend() override;
  void SetUp() override;

  /// Open since SetUp.
  Database& db() { return *db_; }
  [[nodiscard]] const DatabaseUrl& url() const { return url_; }
  /// The test's own folder, removed afterwards.
  [[nodiscard]] const std::filesystem::path& folder() const { return folder_; }
  /// Closes the database and opens it again, as after a restart.
  void reopen(const OpenOptions& = {});
  void close() { db_.reset(); }
  /// A database without any schema takes the place of the one made by SetUp (tests of migrations).
  void start_empty();

 private:
  std::filesystem::path folder_;
  DatabaseUrl url_;
  std::optional<Database> db_;
};

/// Runs a script outside of the code under test; a failing statement fails the test.
void run_script(Database&, std::string_view sql);

/// For `ASSERT_TRUE(is_good(result))`: shows the error in words.
template <class T>
::testing::AssertionResult is_good(const Result<T>& result) {
  if (result) return ::testing::AssertionSuccess();
  return ::testing::AssertionFailure()
         << result.error().code << " " << describe(result.error(), Locale::kEn);
}

}  // namespace leye::store::testing

#define LEYE_ON_EACH_BACKEND(suite)                                                          \
  INSTANTIATE_TEST_SUITE_P(                                                                  \
      On, suite,                                                                             \
      ::testing::Values(::leye::store::Backend::kSqlite, ::leye::store::Backend::kPostgres), \
      [](const auto& each) {                                                                 \
        return each.param == ::leye::store::Backend::kSqlite ? "Sqlite" : "Postgres";        \
      })
