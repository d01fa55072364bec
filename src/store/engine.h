#pragma once
#include <functional>
#include <memory>
#include <string>
#include <string_view>

#include "store/database.h"

namespace leye::store::detail {

using RowCallback = std::function<Result<void>(const Row&)>;

/// One connection of a backend, used by one thread at a time. Values were checked by the caller.
class Connection {
 public:
  virtual ~Connection() = default;
  [[nodiscard]] virtual Backend backend() const = 0;
  virtual Result<std::int64_t> execute(std::string_view text, std::span<const Value> values) = 0;
  virtual Result<void> scan(const Sql&, bool stream, const RowCallback&) = 0;
  virtual Result<void> copy_in(const RowBatch&) = 0;
  virtual Result<std::int64_t> execute_each(std::string_view text, int width,
                                            std::span<const Value> values) = 0;
  /// Statements separated by `;`, without parameters and results.
  virtual Result<void> script(const std::string& sql) = 0;
};

/// A backend: how jobs get a connection and become transactions.
class Engine {
 public:
  Engine(DatabaseUrl url, OpenOptions options) : url_(std::move(url)), options_(options) {}
  virtual ~Engine() = default;
  virtual Result<void> run_read(const std::function<Result<void>(Reader&)>&) = 0;
  virtual Result<void> run_write(Lane, const std::function<Result<void>(Transaction&)>&) = 0;
  virtual void forget_statements() = 0;
  virtual Result<void> copy_to(const std::filesystem::path&) = 0;
  [[nodiscard]] const DatabaseUrl& url() const { return url_; }

 protected:
  DatabaseUrl url_;
  OpenOptions options_;
};

Result<std::unique_ptr<Engine>> open_sqlite(const DatabaseUrl&, const OpenOptions&);
Result<std::unique_ptr<Engine>> open_postgres(const DatabaseUrl&, const OpenOptions&);

/// Errors `store.empty_text`, `store.text_encoding`.
Result<void> check_values(std::span<const Value>);

/// What the job said, unless a statement failed and the job went on as if nothing had happened.
inline Result<void> outcome(Result<void> said, const Reader& reader) {
  if (said && reader.over()) return fail(*reader.over());
  return said;
}

}  // namespace leye::store::detail
