#pragma once
#include <sqlite3.h>

#include <chrono>
#include <memory>
#include <string>
#include <unordered_map>

#include "store/engine.h"

namespace leye::store::sqlite {

enum class Use { kRead, kWrite };

/// One SQLite connection with the pragmas of durability and its prepared statements.
class Connection : public detail::Connection {
 public:
  /// `max_pages` 0 = no limit. Errors as error_of.
  static Result<std::unique_ptr<Connection>> open(const std::string& path, Use, int max_pages);

  [[nodiscard]] Backend backend() const override { return Backend::kSqlite; }
  Result<std::int64_t> execute(std::string_view text, std::span<const Value> values) override;
  Result<void> scan(const Sql&, bool stream, const detail::RowCallback&) override;
  Result<void> copy_in(const RowBatch&) override;
  Result<std::int64_t> execute_each(std::string_view text, int width,
                                    std::span<const Value> values) override;
  Result<void> script(const std::string& sql) override;

  /// Statements running past it end with `store.timeout`; zero takes the limit away.
  void set_limit(std::chrono::milliseconds);
  /// False once SQLite has rolled the transaction back by itself (full disk).
  [[nodiscard]] bool in_transaction() const { return sqlite3_get_autocommit(db_.get()) == 0; }
  void forget_statements() { statements_.clear(); }
  [[nodiscard]] sqlite3* raw() const { return db_.get(); }

 private:
  struct CloseDatabase {
    void operator()(sqlite3* db) const { sqlite3_close_v2(db); }
  };
  struct FinalizeStatement {
    void operator()(sqlite3_stmt* statement) const { sqlite3_finalize(statement); }
  };
  using Statement = std::unique_ptr<sqlite3_stmt, FinalizeStatement>;

  explicit Connection(sqlite3* db) : db_(db) {}
  Result<sqlite3_stmt*> prepare(std::string_view text);
  Result<void> bind(sqlite3_stmt*, std::span<const Value>);
  Result<std::int64_t> run(sqlite3_stmt*, std::span<const Value>);

  std::unique_ptr<sqlite3, CloseDatabase> db_;
  std::unordered_map<std::string, Statement> statements_;
  std::chrono::steady_clock::time_point deadline_;
};

}  // namespace leye::store::sqlite
