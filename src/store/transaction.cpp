#include <algorithm>

#include "store/database.h"
#include "store/engine.h"

namespace leye::store {

RowBatch::RowBatch(std::string table, std::initializer_list<std::string_view> columns)
    : table_(std::move(table)), columns_(columns.begin(), columns.end()) {}
RowBatch::RowBatch(std::string table, std::vector<std::string> columns)
    : table_(std::move(table)), columns_(std::move(columns)) {}

Backend Reader::backend() const { return connection_.backend(); }

Result<void> Reader::check_width(const Row& row, int wanted) {
  if (row.columns() == wanted) return {};
  return fail("store.columns", {},
              {{"wanted", std::to_string(wanted)}, {"found", std::to_string(row.columns())}});
}

Result<void> Reader::scan(const Sql& sql, Fetch fetch,
                          const std::function<Result<void>(const Row&)>& each) {
  LEYE_CHECK(detail::check_values(sql.values));
  // What the caller makes of a row is not the statement's failure: the transaction lives on.
  std::optional<Error> callers;
  auto result = guarded([&]() -> Result<void> {
    streaming_ = fetch == Fetch::kStream;
    auto scanned = connection_.scan(sql, streaming_, [&](const Row& row) -> Result<void> {
      auto said = each(row);
      if (!said) callers = said.error();
      return said;
    });
    streaming_ = false;
    if (callers) return {};
    return scanned;
  });
  if (callers) return fail(*callers);
  return result;
}

Result<std::int64_t> Transaction::execute(const Sql& sql) {
  LEYE_CHECK(detail::check_values(sql.values));
  return guarded([&] { return connection_.execute(sql.text, sql.values); });
}

Result<void> Transaction::copy_in(const RowBatch& batch) {
  if (batch.values().empty()) return {};
  if (batch.values().size() % batch.columns().size() != 0)
    return fail("store.parameters", batch.table());
  LEYE_CHECK(detail::check_values(batch.values()));
  return guarded([&] { return connection_.copy_in(batch); });
}

Result<std::int64_t> Transaction::execute_each(std::string_view text, int width,
                                               std::span<const Value> values) {
  if (values.empty()) return 0;
  if (width < 1 || values.size() % static_cast<std::size_t>(width) != 0)
    return fail("store.parameters");
  LEYE_CHECK(detail::check_values(values));
  return guarded([&] { return connection_.execute_each(text, width, values); });
}

Result<void> Transaction::script(std::string_view text) {
  return guarded([&] { return connection_.script(std::string(text)); });
}

Result<void> Transaction::attempt(const std::function<Result<void>()>& step) {
  const std::string name = "attempt_" + std::to_string(++depth_);
  LEYE_CHECK(script("SAVEPOINT " + name));
  auto said = step();
  --depth_;
  if (said && over_) said = fail(*over_);
  if (said) return script("RELEASE SAVEPOINT " + name);
  // A conflict or a lost connection ends the whole transaction: it is run again from its start.
  const bool beyond =
      over_ && (over_->code == "store.conflict" || over_->code == "store.unreachable" ||
                over_->code == "store.disk_full");
  if (beyond) return said;
  over_.reset();
  LEYE_CHECK(script("ROLLBACK TO SAVEPOINT " + name));
  LEYE_CHECK(script("RELEASE SAVEPOINT " + name));
  return said;
}

}  // namespace leye::store
