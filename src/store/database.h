#pragma once
#include <chrono>
#include <filesystem>
#include <functional>
#include <initializer_list>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "core/result.h"
#include "store/value.h"

namespace leye::store {

enum class Backend { kSqlite, kPostgres };

/// Where the data is: `sqlite:PATH`, a plain path, or `postgresql://user@host/name`.
struct DatabaseUrl {
  Backend backend = Backend::kSqlite;
  std::string target;  ///< file path, or the whole libpq URL

  /// For people and logs: a password is shown as `***`.
  [[nodiscard]] std::string shown() const;
};
/// Error `store.url`.
[[nodiscard]] Result<DatabaseUrl> parse_database_url(std::string_view);

namespace detail {
class Connection;
class Engine;
}  // namespace detail

/// Rows given to the database in one go (`Transaction::copy_in`).
class RowBatch {
 public:
  RowBatch(std::string table, std::initializer_list<std::string_view> columns);
  RowBatch(std::string table, std::vector<std::string> columns);
  template <class... A>
  void add(const A&... values) {
    (values_.emplace_back(values), ...);
  }
  [[nodiscard]] const std::string& table() const { return table_; }
  [[nodiscard]] const std::vector<std::string>& columns() const { return columns_; }
  [[nodiscard]] std::span<const Value> values() const { return values_; }
  [[nodiscard]] std::size_t rows() const { return values_.size() / columns_.size(); }
  void clear() { values_.clear(); }

 private:
  std::string table_;
  std::vector<std::string> columns_;
  Values values_;
};

/// Reads one consistent state of the database. SQL is the common subset of design.md §6 with `?`
/// parameters and the dialect words of `dialect.h` (`{for_update}` …). Not for use by two threads.
///
/// After any error the transaction is over: further calls return the same error, and nothing of it
/// is kept, on both databases alike (see Transaction::attempt).
class Reader {
 public:
  explicit Reader(detail::Connection& connection) : connection_(connection) {}
  Reader(const Reader&) = delete;
  Reader& operator=(const Reader&) = delete;

  /// All rows: `query<PersonId, std::optional<Date>>("SELECT a, b FROM t WHERE c = ?", c)` gives a
  /// vector of tuples, `query<PersonId>(…)` a vector of ids. Error `store.columns` on another
  /// width.
  template <class... T, class... A>
  [[nodiscard]] Result<std::vector<RowOf<T...>>> query(std::string_view text, const A&... values) {
    return query<T...>(Sql{std::string(text), Values{Value(values)...}});
  }
  template <class... T>
  [[nodiscard]] Result<std::vector<RowOf<T...>>> query(const Sql& sql) {
    std::vector<RowOf<T...>> rows;
    LEYE_CHECK(scan(sql, Fetch::kWhole, [&](const Row& row) -> Result<void> {
      LEYE_TRY(auto one_row, decode<T...>(row));
      rows.push_back(std::move(one_row));
      return {};
    }));
    return rows;
  }

  /// The first row, or nothing.
  template <class... T, class... A>
  [[nodiscard]] Result<std::optional<RowOf<T...>>> find(std::string_view text, const A&... values) {
    return find<T...>(Sql{std::string(text), Values{Value(values)...}});
  }
  template <class... T>
  [[nodiscard]] Result<std::optional<RowOf<T...>>> find(const Sql& sql) {
    std::optional<RowOf<T...>> found;
    LEYE_CHECK(scan(sql, Fetch::kWhole, [&](const Row& row) -> Result<void> {
      if (found) return {};
      LEYE_TRY(auto one_row, decode<T...>(row));
      found.emplace(std::move(one_row));
      return {};
    }));
    return found;
  }

  /// The row that must be there (counts, sums). Error `store.no_row`.
  template <class... T, class... A>
  [[nodiscard]] Result<RowOf<T...>> one(std::string_view text, const A&... values) {
    return one<T...>(Sql{std::string(text), Values{Value(values)...}});
  }
  template <class... T>
  [[nodiscard]] Result<RowOf<T...>> one(const Sql& sql) {
    LEYE_TRY(auto found, find<T...>(sql));
    if (!found) return fail("store.no_row");
    return std::move(*found);
  }

  /// Row by row, not held in memory. `each` may not use this Reader.
  [[nodiscard]] Result<void> for_each(const Sql& sql,
                                      const std::function<Result<void>(const Row&)>& each) {
    return scan(sql, Fetch::kStream, each);
  }

  [[nodiscard]] Backend backend() const;
  /// The statement error that ended this transaction, if any.
  [[nodiscard]] const std::optional<Error>& over() const { return over_; }

 protected:
  enum class Fetch { kWhole, kStream };
  Result<void> scan(const Sql&, Fetch, const std::function<Result<void>(const Row&)>&);
  /// Runs `call` unless the transaction is already over, and remembers its error.
  template <class F>
  auto guarded(F&& call) -> decltype(call()) {
    if (over_) return fail(*over_);
    if (streaming_) return fail("store.nested");
    auto result = call();
    if (!result) over_ = result.error();
    return result;
  }

  detail::Connection& connection_;
  std::optional<Error> over_;
  bool streaming_ = false;

 private:
  template <class... T>
  static Result<RowOf<T...>> decode(const Row& row) {
    LEYE_CHECK(check_width(row, static_cast<int>(sizeof...(T))));
    return decode_columns<T...>(row, std::index_sequence_for<T...>{});
  }
  template <class... T, std::size_t... I>
  static Result<RowOf<T...>> decode_columns(const Row& row, std::index_sequence<I...>) {
    std::tuple<Result<T>...> cells{row.get<T>(static_cast<int>(I))...};
    const Error* error = nullptr;
    ((error == nullptr && !std::get<I>(cells) ? void(error = &std::get<I>(cells).error()) : void()),
     ...);
    if (error != nullptr) return fail(*error);
    return RowOf<T...>{std::move(*std::get<I>(cells))...};
  }
  static Result<void> check_width(const Row&, int wanted);
};

/// Reads and writes; all of it is kept, or nothing.
class Transaction : public Reader {
 public:
  using Reader::Reader;

  /// Number of rows changed.
  template <class... A>
  Result<std::int64_t> execute(std::string_view text, const A&... values) {
    return execute(Sql{std::string(text), Values{Value(values)...}});
  }
  Result<std::int64_t> execute(const Sql&);

  /// Many rows into one table: binary COPY on PostgreSQL, a prepared insert on SQLite. Nothing of
  /// the batch is changed. A batch of about 1,000 rows keeps the writer free for people.
  Result<void> copy_in(const RowBatch&);

  /// The same statement for each row of the batch's values (`INSERT … ON CONFLICT …`, `UPDATE …`):
  /// pipelined on PostgreSQL. `width` = parameters per execution. Number of rows changed in all.
  Result<std::int64_t> execute_each(std::string_view text, int width,
                                    std::span<const Value> values);

  /// Several statements separated by `;`, without parameters (migrations).
  Result<void> script(std::string_view text);

  /// A try within the transaction: when `step` (or a statement in it) fails, only what it did is
  /// undone, its error is returned, and the transaction goes on.
  Result<void> attempt(const std::function<Result<void>()>& step);

 private:
  int depth_ = 0;  ///< of attempts
};

/// Interactive writes go before bulk ones (slices of imports and runs, at most 10 ms each).
enum class Lane { kInteractive, kBulk };

struct OpenOptions {
  int connections = 16;  ///< at most this many at once (PostgreSQL), readers kept open (SQLite)
  std::chrono::milliseconds wait{10'000};        ///< for a free connection before `store.busy`
  std::chrono::milliseconds read_limit{30'000};  ///< of one read before `store.timeout`; 0 = none
  bool read_only =
      false;          ///< SQLite: no writer and no lock on the file; writes are `store.read_only`
  int max_pages = 0;  ///< SQLite: cap of the file's size in pages, 0 = none
};

/// An open database; share one by reference between threads. Closing waits for running calls.
class Database {
 public:
  /// Errors `store.unreachable`, `store.in_use` (another process writes this SQLite file),
  /// `store.not_a_database`, `store.url`. Does not migrate: see migrate.h.
  static Result<Database> open(const DatabaseUrl&, const OpenOptions& = {});
  Database(Database&&) noexcept;
  Database& operator=(Database&&) noexcept;
  ~Database();

  /// `db.read([&](store::Reader& r) -> Result<T> { … })`: one consistent state.
  template <class F>
  auto read(F&& job) -> std::invoke_result_t<F, Reader&> {
    std::optional<std::invoke_result_t<F, Reader&>> result;
    LEYE_CHECK(run_read([&](Reader& reader) -> Result<void> {
      result.emplace(job(reader));
      if (!*result) return fail(result->error());
      return {};
    }));
    return std::move(*result);
  }

  /// `db.write([&](store::Transaction& tx) -> Result<T> { … })`: one transaction, durable when this
  /// returns a value, nothing kept when it returns an error. `job` may run again after a conflict
  /// with another writer, so its only effects are those on `tx`. On SQLite it runs on the writer's
  /// thread. A read or write inside a job is `store.nested`: pass the Reader or Transaction on.
  template <class F>
  auto write(F&& job, Lane lane = Lane::kInteractive) -> std::invoke_result_t<F, Transaction&> {
    std::optional<std::invoke_result_t<F, Transaction&>> result;
    LEYE_CHECK(run_write(lane, [&](Transaction& tx) -> Result<void> {
      result.emplace(job(tx));
      if (!*result) return fail(result->error());
      return {};
    }));
    return std::move(*result);
  }

  [[nodiscard]] Backend backend() const;
  [[nodiscard]] const DatabaseUrl& url() const;
  /// Prepared statements are forgotten; migrate() calls it.
  void forget_statements();
  /// A copy of the whole database, as of now, beside running writes (SQLite only; PostgreSQL has
  /// pg_dump: `store.copy_unsupported`). Fails if `to` exists.
  Result<void> copy_to(const std::filesystem::path& to);

 private:
  explicit Database(std::unique_ptr<detail::Engine>);
  Result<void> run_read(const std::function<Result<void>(Reader&)>&);
  Result<void> run_write(Lane, const std::function<Result<void>(Transaction&)>&);

  std::unique_ptr<detail::Engine> engine_;
};

/// Was it refused because such a row exists already? `where` narrows it to a table
/// (`person_identity`) or its columns (`person_identity(id_hash)`, in the order of the key).
[[nodiscard]] bool is_unique_violation(const Error&, std::string_view where = {});
[[nodiscard]] bool is_foreign_key_violation(const Error&);
/// `name` = the name given in `CONSTRAINT name CHECK (…)`.
[[nodiscard]] bool is_check_violation(const Error&, std::string_view name = {});

}  // namespace leye::store
