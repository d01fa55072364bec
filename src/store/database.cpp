#include "store/database.h"

#include <algorithm>
#include <exception>

#include "store/engine.h"

namespace leye::store {
namespace {

/// The engines whose jobs this thread is running: a job that asks its own database for another
/// transaction would wait for itself (SQLite's writer) or starve the pool.
thread_local std::vector<const detail::Engine*> inside;

class Inside {
 public:
  explicit Inside(const detail::Engine* engine) { inside.push_back(engine); }
  Inside(const Inside&) = delete;
  Inside& operator=(const Inside&) = delete;
  ~Inside() { inside.pop_back(); }
};

bool is_inside(const detail::Engine* engine) {
  return std::find(inside.begin(), inside.end(), engine) != inside.end();
}

template <class T>
std::function<Result<void>(T&)> guarded(const detail::Engine* engine,
                                        const std::function<Result<void>(T&)>& job) {
  return [engine, &job](T& transaction) -> Result<void> {
    const Inside here(engine);
    try {
      return job(transaction);
    } catch (const std::exception& thrown) {
      return fail("store.job_threw", {}, {{"what", thrown.what()}});
    }
  };
}

}  // namespace

Result<Database> Database::open(const DatabaseUrl& url, const OpenOptions& options) {
  LEYE_TRY(auto engine, url.backend == Backend::kSqlite ? detail::open_sqlite(url, options)
                                                        : detail::open_postgres(url, options));
  return Database(std::move(engine));
}
Database::Database(std::unique_ptr<detail::Engine> engine) : engine_(std::move(engine)) {}
Database::Database(Database&&) noexcept = default;
Database& Database::operator=(Database&&) noexcept = default;
Database::~Database() = default;

Backend Database::backend() const { return engine_->url().backend; }
const DatabaseUrl& Database::url() const { return engine_->url(); }
void Database::forget_statements() { engine_->forget_statements(); }
Result<void> Database::copy_to(const std::filesystem::path& to) { return engine_->copy_to(to); }

Result<void> Database::run_read(const std::function<Result<void>(Reader&)>& job) {
  if (is_inside(engine_.get())) return fail("store.nested");
  return engine_->run_read(guarded(engine_.get(), job));
}

Result<void> Database::run_write(Lane lane, const std::function<Result<void>(Transaction&)>& job) {
  if (is_inside(engine_.get())) return fail("store.nested");
  return engine_->run_write(lane, guarded(engine_.get(), job));
}

bool is_unique_violation(const Error& error, std::string_view where) {
  if (error.code != "store.unique") return false;
  if (where.empty() || error.where == where) return true;
  return where.find('(') == std::string_view::npos && error.where.size() > where.size() &&
         error.where.starts_with(where) && error.where[where.size()] == '(';
}
bool is_foreign_key_violation(const Error& error) { return error.code == "store.foreign_key"; }
bool is_check_violation(const Error& error, std::string_view name) {
  return error.code == "store.check" && (name.empty() || error.where == name);
}

}  // namespace leye::store
