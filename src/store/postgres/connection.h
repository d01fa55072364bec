#pragma once
#include <libpq-fe.h>

#include <memory>
#include <string>
#include <unordered_map>

#include "store/engine.h"
#include "store/postgres/wire.h"

namespace leye::store::postgres {

struct ClearResult {
  void operator()(PGresult* result) const { PQclear(result); }
};
using Answer = std::unique_ptr<PGresult, ClearResult>;

/// Parameters in the shape libpq wants them.
class Parameters {
 public:
  explicit Parameters(std::span<const Value>);
  [[nodiscard]] int count() const { return static_cast<int>(data_.size()); }
  [[nodiscard]] const char* const* data() const { return data_.data(); }
  [[nodiscard]] const int* lengths() const { return lengths_.data(); }
  [[nodiscard]] const int* formats() const { return formats_.data(); }

 private:
  std::string buffer_;
  std::vector<const char*> data_;
  std::vector<int> lengths_;
  std::vector<int> formats_;
};

/// One connection to a PostgreSQL server, binary both ways, with its prepared statements.
class Connection : public detail::Connection {
 public:
  /// Error `store.unreachable`.
  static Result<std::unique_ptr<Connection>> open(const std::string& url);

  [[nodiscard]] Backend backend() const override { return Backend::kPostgres; }
  Result<std::int64_t> execute(std::string_view text, std::span<const Value> values) override;
  Result<void> scan(const Sql&, bool stream, const detail::RowCallback&) override;
  Result<void> copy_in(const RowBatch&) override;
  Result<std::int64_t> execute_each(std::string_view text, int width,
                                    std::span<const Value> values) override;
  Result<void> script(const std::string& sql) override;

  [[nodiscard]] bool is_usable() const {
    return PQstatus(connection_.get()) == CONNECTION_OK &&
           PQtransactionStatus(connection_.get()) == PQTRANS_IDLE;
  }
  /// COMMIT; an error also when the server answered ROLLBACK. `store.commit_unknown` if the
  /// connection broke before the answer came.
  Result<void> commit();

 private:
  struct Finish {
    void operator()(PGconn* connection) const { PQfinish(connection); }
  };

  explicit Connection(PGconn* connection) : connection_(connection) {}
  /// The name of the prepared statement for this text and these types.
  Result<std::string> prepare(std::string_view text, std::span<const Value> values);
  [[nodiscard]] Error error_of(const PGresult*) const;
  Result<void> scan_whole(const std::string& name, const Parameters&, const detail::RowCallback&);
  Result<void> scan_stream(const std::string& name, const Parameters&, const detail::RowCallback&);
  Result<void> drain();
  Result<std::int64_t> run_pipelined(const std::string& name, std::size_t width,
                                     std::span<const Value> values);

  std::unique_ptr<PGconn, Finish> connection_;
  std::unordered_map<std::string, std::string> statements_;
  int next_name_ = 0;
};

}  // namespace leye::store::postgres
