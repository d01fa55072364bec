#include "store/engine.h"

#include <fmt/format.h>

#include <random>
#include <thread>

#include "store/pool.h"
#include "store/postgres/connection.h"

namespace leye::store::detail {
namespace {

using std::chrono::milliseconds;
using std::chrono::steady_clock;

/// How long a write is begun again after conflicts before the caller hears of them.
constexpr std::chrono::seconds kMaxRetrying{10};

/// Who may try again, and what is left of its patience.
class Retry {
 public:
  /// `over` is the statement's error, `said` what the job or the commit made of it.
  bool again(const std::optional<Error>& over, const Error& said) {
    if (steady_clock::now() > until_) return false;
    const Error& error = over ? *over : said;
    // Two equal inserts at once: the later one meets the row only as a violation, because its
    // snapshot is older. Begun once more it sees the row, as it would have on SQLite.
    if (error.code == "store.unique") return !std::exchange(unique_retried_, true);
    return error.code == "store.conflict";
  }
  void pause() {
    // Random, so that those who met do not meet again; it has no effect on any result.
    thread_local std::minstd_rand random{std::random_device{}()};
    limit_ = std::min(limit_ * 2, milliseconds(64));
    std::this_thread::sleep_for(std::chrono::microseconds(
        std::uniform_int_distribution<long>(0, limit_.count() * 1000)(random)));
  }

 private:
  steady_clock::time_point until_ = steady_clock::now() + kMaxRetrying;
  milliseconds limit_{1};
  bool unique_retried_ = false;
};

class PostgresEngine : public Engine {
 public:
  PostgresEngine(const DatabaseUrl& url, const OpenOptions& options)
      : Engine(url, options), pool_(options.connections, options.wait, [target = url.target] {
          return postgres::Connection::open(target);
        }) {}

  Result<void> run_read(const std::function<Result<void>(Reader&)>& job) override {
    LEYE_TRY(auto connection, begin(fmt::format("BEGIN ISOLATION LEVEL REPEATABLE READ READ ONLY; "
                                                "SET LOCAL statement_timeout = {}",
                                                options_.read_limit.count())));
    Result<void> said;
    {
      Reader reader(*connection);
      said = outcome(job(reader), reader);
    }
    const auto ended = connection->script("COMMIT");
    if (!connection->is_usable()) connection.discard();
    if (said && !ended) return ended;
    return said;
  }

  Result<void> run_write(Lane, const std::function<Result<void>(Transaction&)>& job) override {
    if (options_.read_only) return fail("store.read_only", url_.shown());
    for (Retry retry;; retry.pause()) {
      std::optional<Error> over;
      auto said = write_once(job, over);
      if (said || !retry.again(over, said.error())) return said;
    }
  }

  void forget_statements() override { pool_.clear(); }

  Result<void> copy_to(const std::filesystem::path& to) override {
    return fail("store.copy_unsupported", to.string());
  }

 private:
  using Lease = Pool<postgres::Connection>::Lease;

  /// A pooled connection may have died since (server restarted): then one new try, nothing was done
  /// yet.
  Result<Lease> begin(const std::string& statement) {
    for (int attempt = 0;; ++attempt) {
      LEYE_TRY(auto connection, pool_.take());
      auto begun = connection->script(statement);
      if (begun) return connection;
      connection.discard();
      if (attempt == 1) return fail(begun.error());
      pool_.clear();
    }
  }

  Result<void> write_once(const std::function<Result<void>(Transaction&)>& job,
                          std::optional<Error>& over) {
    LEYE_TRY(auto connection, begin("BEGIN ISOLATION LEVEL REPEATABLE READ"));
    Result<void> said;
    {
      Transaction transaction(*connection);
      said = outcome(job(transaction), transaction);
      over = transaction.over();
    }
    Result<void> ended = said ? connection->commit() : connection->script("ROLLBACK");
    if (!connection->is_usable()) connection.discard();
    if (said && !ended) return ended;
    return said;
  }

  Pool<postgres::Connection> pool_;
};

}  // namespace

Result<std::unique_ptr<Engine>> open_postgres(const DatabaseUrl& url, const OpenOptions& options) {
  // The first connection now, so that a wrong address shows here and not in the first request.
  LEYE_CHECK(postgres::Connection::open(url.target));
  return std::make_unique<PostgresEngine>(url, options);
}

}  // namespace leye::store::detail
