#include "store/sqlite/connection.h"

#include <fmt/format.h>

#include <cstring>

#include "store/dialect.h"
#include "store/sqlite/errors.h"
#include "store/sqlite/row.h"

namespace leye::store::sqlite {
namespace {

/// More would be SQL put together with values in it; then starting over is cheaper than growing.
constexpr std::size_t kMaxStatements = 512;
constexpr int kStepsBetweenLimitChecks = 10'000;

/// Resets a statement on every way out, so that it holds no lock and no borrowed bytes.
class Reset {
 public:
  explicit Reset(sqlite3_stmt* statement) : statement_(statement) {}
  Reset(const Reset&) = delete;
  Reset& operator=(const Reset&) = delete;
  ~Reset() {
    sqlite3_reset(statement_);
    sqlite3_clear_bindings(statement_);
  }

 private:
  sqlite3_stmt* statement_;
};

int bind_one(sqlite3_stmt* statement, int position, const Value& value) {
  const auto& payload = value.payload();
  switch (value.is_null() ? -1 : static_cast<int>(value.type())) {
    case static_cast<int>(Type::kBool):
      return sqlite3_bind_int64(statement, position, std::get<bool>(payload) ? 1 : 0);
    case static_cast<int>(Type::kInteger):
      return sqlite3_bind_int64(statement, position, std::get<std::int64_t>(payload));
    case static_cast<int>(Type::kReal):
      return sqlite3_bind_double(statement, position, std::get<double>(payload));
    case static_cast<int>(Type::kText): {
      const auto& text = std::get<std::string>(payload);
      return sqlite3_bind_text64(statement, position, text.data(), text.size(), SQLITE_STATIC,
                                 SQLITE_UTF8);
    }
    case static_cast<int>(Type::kBytes): {
      const auto& bytes = std::get<std::string>(payload);
      // A null pointer would bind NULL, not zero bytes.
      const char* data = bytes.empty() ? "" : bytes.data();
      return sqlite3_bind_blob64(statement, position, data, bytes.size(), SQLITE_STATIC);
    }
    case static_cast<int>(Type::kUuid): {
      const auto& id = std::get<Uuid>(payload);
      return sqlite3_bind_blob64(statement, position, id.bytes.data(), 16, SQLITE_STATIC);
    }
    case static_cast<int>(Type::kDate):
      return sqlite3_bind_int64(statement, position, std::get<Date>(payload).days());
    default:
      return sqlite3_bind_null(statement, position);
  }
}

}  // namespace

Result<std::unique_ptr<Connection>> Connection::open(const std::string& path, Use use,
                                                     int max_pages) {
  sqlite3* raw = nullptr;
  const int flags = SQLITE_OPEN_READWRITE | SQLITE_OPEN_NOMUTEX | SQLITE_OPEN_EXRESCODE;
  const int rc = sqlite3_open_v2(path.c_str(), &raw, flags, nullptr);
  std::unique_ptr<Connection> connection(new Connection(raw));
  if (rc != SQLITE_OK) return fail(at(path, error_of(raw, rc)));
  std::string pragmas =
      "PRAGMA busy_timeout=5000; PRAGMA journal_mode=WAL; PRAGMA synchronous=FULL;"
      "PRAGMA foreign_keys=ON; PRAGMA temp_store=MEMORY; PRAGMA cache_size=-65536;"
      "PRAGMA mmap_size=268435456; PRAGMA wal_autocheckpoint=4000; PRAGMA trusted_schema=OFF;";
  if (use == Use::kRead) pragmas += "PRAGMA query_only=ON;";
  if (max_pages > 0) pragmas += fmt::format("PRAGMA max_page_count={};", max_pages);
  if (auto set = connection->script(pragmas); !set) return fail(at(path, set.error()));
  return connection;
}

Result<sqlite3_stmt*> Connection::prepare(std::string_view text) {
  std::string key(text);
  if (const auto found = statements_.find(key); found != statements_.end())
    return found->second.get();
  LEYE_TRY(const std::string sql, replace_dialect_words(text, Backend::kSqlite));
  sqlite3_stmt* raw = nullptr;
  const char* tail = nullptr;
  const int rc = sqlite3_prepare_v3(db_.get(), sql.data(), static_cast<int>(sql.size()),
                                    SQLITE_PREPARE_PERSISTENT, &raw, &tail);
  Statement statement(raw);
  if (rc != SQLITE_OK) return fail(error_of(db_.get(), rc));
  const std::string_view rest(tail, static_cast<std::size_t>(sql.data() + sql.size() - tail));
  if (raw == nullptr || rest.find_first_not_of(" \n\t;") != std::string_view::npos)
    return fail("store.sql", {}, {{"message", "one statement expected"}});
  if (statements_.size() >= kMaxStatements) statements_.clear();
  return statements_.emplace(std::move(key), std::move(statement)).first->second.get();
}

Result<void> Connection::bind(sqlite3_stmt* statement, std::span<const Value> values) {
  if (static_cast<std::size_t>(sqlite3_bind_parameter_count(statement)) != values.size())
    return fail("store.parameters");
  for (std::size_t i = 0; i < values.size(); ++i)
    if (const int rc = bind_one(statement, static_cast<int>(i) + 1, values[i]); rc != SQLITE_OK)
      return fail(error_of(db_.get(), rc));
  return {};
}

Result<std::int64_t> Connection::run(sqlite3_stmt* statement, std::span<const Value> values) {
  const Reset reset(statement);
  LEYE_CHECK(bind(statement, values));
  const auto before = sqlite3_total_changes64(db_.get());
  int rc = SQLITE_ROW;
  while (rc == SQLITE_ROW) rc = sqlite3_step(statement);
  if (rc != SQLITE_DONE) return fail(error_of(db_.get(), rc));
  // changes64 keeps the last statement's number when this one (DDL) changed no row.
  return sqlite3_total_changes64(db_.get()) == before ? 0 : sqlite3_changes64(db_.get());
}

Result<std::int64_t> Connection::execute(std::string_view text, std::span<const Value> values) {
  LEYE_TRY(sqlite3_stmt * statement, prepare(text));
  return run(statement, values);
}

Result<void> Connection::scan(const Sql& sql, bool, const detail::RowCallback& each) {
  LEYE_TRY(sqlite3_stmt * statement, prepare(sql.text));
  const Reset reset(statement);
  LEYE_CHECK(bind(statement, sql.values));
  const StatementRow row(statement);
  for (;;) {
    const int rc = sqlite3_step(statement);
    if (rc == SQLITE_DONE) return {};
    if (rc != SQLITE_ROW) return fail(error_of(db_.get(), rc));
    LEYE_CHECK(each(row));
  }
}

Result<void> Connection::copy_in(const RowBatch& batch) {
  std::string names;
  std::string marks;
  for (const auto& column : batch.columns()) {
    names += names.empty() ? column : ", " + column;
    marks += marks.empty() ? "?" : ", ?";
  }
  const auto text = fmt::format("INSERT INTO {} ({}) VALUES ({})", batch.table(), names, marks);
  LEYE_CHECK(execute_each(text, static_cast<int>(batch.columns().size()), batch.values()));
  return {};
}

Result<std::int64_t> Connection::execute_each(std::string_view text, int width,
                                              std::span<const Value> values) {
  LEYE_TRY(sqlite3_stmt * statement, prepare(text));
  std::int64_t changed = 0;
  for (const auto step = static_cast<std::size_t>(width); !values.empty();
       values = values.subspan(step)) {
    LEYE_TRY(const auto n, run(statement, values.first(step)));
    changed += n;
  }
  return changed;
}

Result<void> Connection::script(const std::string& sql) {
  LEYE_TRY(const std::string text, replace_dialect_words(sql, Backend::kSqlite));
  const int rc = sqlite3_exec(db_.get(), text.c_str(), nullptr, nullptr, nullptr);
  if (rc != SQLITE_OK) return fail(error_of(db_.get(), sqlite3_extended_errcode(db_.get())));
  return {};
}

void Connection::set_limit(std::chrono::milliseconds limit) {
  if (limit.count() == 0) {
    sqlite3_progress_handler(db_.get(), 0, nullptr, nullptr);
    return;
  }
  deadline_ = std::chrono::steady_clock::now() + limit;
  const auto is_over = [](void* self) {
    const auto* connection = static_cast<const Connection*>(self);
    return std::chrono::steady_clock::now() > connection->deadline_ ? 1 : 0;
  };
  sqlite3_progress_handler(db_.get(), kStepsBetweenLimitChecks, is_over, this);
}

}  // namespace leye::store::sqlite
