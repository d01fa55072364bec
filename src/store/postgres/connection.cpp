#include "store/postgres/connection.h"

#include <charconv>
#include <cstdlib>

#include "store/dialect.h"
#include "store/postgres/errors.h"
#include "store/postgres/row.h"

namespace leye::store::postgres {
namespace {

constexpr std::size_t kMaxStatements = 512;
constexpr std::size_t kPipelineDepth = 256;

bool is_ok(const PGresult* result) {
  const auto status = PQresultStatus(result);
  return status == PGRES_COMMAND_OK || status == PGRES_TUPLES_OK;
}

std::int64_t rows_changed(PGresult* result) {
  const std::string_view text = PQcmdTuples(result);
  std::int64_t count = 0;
  std::from_chars(text.data(), text.data() + text.size(), count);
  return count;
}

}  // namespace

Parameters::Parameters(std::span<const Value> values) {
  std::vector<std::size_t> starts;
  for (const Value& value : values) {
    starts.push_back(buffer_.size());
    if (!value.is_null()) put_value(buffer_, value);
    lengths_.push_back(static_cast<int>(buffer_.size() - starts.back()));
    formats_.push_back(1);
  }
  for (std::size_t i = 0; i < values.size(); ++i)
    data_.push_back(values[i].is_null() ? nullptr : buffer_.data() + starts[i]);
}

Result<std::unique_ptr<Connection>> Connection::open(const std::string& url) {
  const char* keywords[] = {"dbname", "client_encoding", "fallback_application_name",
                            "connect_timeout", nullptr};
  const char* values[] = {url.c_str(), "UTF8", "leye", "10", nullptr};
  std::unique_ptr<Connection> connection(new Connection(PQconnectdbParams(keywords, values, 1)));
  if (PQstatus(connection->connection_.get()) != CONNECTION_OK)
    return fail(at(DatabaseUrl{Backend::kPostgres, url}.shown(), connection->error_of(nullptr)));
  // libpq would write the server's notices to stderr, between the lines of the log.
  PQsetNoticeProcessor(
      connection->connection_.get(), [](void*, const char*) {}, nullptr);
  // Set here and not as connection options: those of the URL (a search path) would be lost.
  PQclear(PQexec(connection->connection_.get(),
                 "SET client_min_messages = error; SET lock_timeout = '10s'"));
  return connection;
}

Error Connection::error_of(const PGresult* result) const {
  return postgres::error_of(result, connection_.get());
}

Result<std::string> Connection::prepare(std::string_view text, std::span<const Value> values) {
  std::string key(text);
  key += '\0';
  for (const Value& value : values) key += static_cast<char>('a' + static_cast<int>(value.type()));
  if (const auto found = statements_.find(key); found != statements_.end()) return found->second;
  LEYE_TRY(const std::string sql, replace_dialect_words(text, Backend::kPostgres));
  if (statements_.size() >= kMaxStatements) {
    LEYE_CHECK(script("DEALLOCATE ALL"));
    statements_.clear();
  }
  std::vector<Oid> types;
  for (const Value& value : values) types.push_back(oid_of(value.type()));
  std::string name = "leye_" + std::to_string(++next_name_);
  const Answer answer(PQprepare(connection_.get(), name.c_str(), number_parameters(sql).c_str(),
                                static_cast<int>(types.size()), types.data()));
  if (!is_ok(answer.get())) return fail(error_of(answer.get()));
  statements_.emplace(std::move(key), name);
  return name;
}

Result<std::int64_t> Connection::execute(std::string_view text, std::span<const Value> values) {
  LEYE_TRY(const std::string name, prepare(text, values));
  const Parameters p(values);
  const Answer answer(PQexecPrepared(connection_.get(), name.c_str(), p.count(), p.data(),
                                     p.lengths(), p.formats(), 1));
  if (!is_ok(answer.get())) return fail(error_of(answer.get()));
  return rows_changed(answer.get());
}

Result<void> Connection::scan(const Sql& sql, bool stream, const detail::RowCallback& each) {
  LEYE_TRY(const std::string name, prepare(sql.text, sql.values));
  const Parameters p(sql.values);
  return stream ? scan_stream(name, p, each) : scan_whole(name, p, each);
}

Result<void> Connection::scan_whole(const std::string& name, const Parameters& p,
                                    const detail::RowCallback& each) {
  const Answer answer(PQexecPrepared(connection_.get(), name.c_str(), p.count(), p.data(),
                                     p.lengths(), p.formats(), 1));
  if (!is_ok(answer.get())) return fail(error_of(answer.get()));
  ResultRow row(answer.get(), 0);
  for (int i = 0; i < PQntuples(answer.get()); ++i) {
    row.move_to(i);
    LEYE_CHECK(each(row));
  }
  return {};
}

Result<void> Connection::scan_stream(const std::string& name, const Parameters& p,
                                     const detail::RowCallback& each) {
  PGconn* c = connection_.get();
  const bool sent =
      PQsendQueryPrepared(c, name.c_str(), p.count(), p.data(), p.lengths(), p.formats(), 1) == 1 &&
      PQsetSingleRowMode(c) == 1;
  if (!sent) return fail(error_of(nullptr));
  for (Answer answer(PQgetResult(c)); answer; answer.reset(PQgetResult(c))) {
    if (PQresultStatus(answer.get()) != PGRES_SINGLE_TUPLE) {
      if (is_ok(answer.get())) continue;
      const Error error = error_of(answer.get());
      LEYE_CHECK(drain());
      return fail(error);
    }
    if (auto said = each(ResultRow(answer.get(), 0)); !said) {
      // The rest of the rows would come first: read them away.
      LEYE_CHECK(drain());
      return said;
    }
  }
  return {};
}

Result<void> Connection::drain() {
  while (const Answer rest{PQgetResult(connection_.get())}) {
  }
  if (PQstatus(connection_.get()) != CONNECTION_OK) return fail(error_of(nullptr));
  return {};
}

Result<void> Connection::copy_in(const RowBatch& batch) {
  std::string names;
  for (const auto& column : batch.columns()) names += names.empty() ? column : ", " + column;
  const std::string text = "COPY " + batch.table() + " (" + names + ") FROM STDIN (FORMAT binary)";
  PGconn* c = connection_.get();
  const Answer started(PQexec(c, text.c_str()));
  if (PQresultStatus(started.get()) != PGRES_COPY_IN) return fail(error_of(started.get()));
  std::string out("PGCOPY\n\377\r\n\0\0\0\0\0\0\0\0\0", 19);
  const std::size_t width = batch.columns().size();
  std::string cell;
  for (std::size_t i = 0; i < batch.values().size(); ++i) {
    const Value& value = batch.values()[i];
    if (i % width == 0) put16(out, static_cast<std::int16_t>(width));
    cell.clear();
    if (!value.is_null()) put_value(cell, value);
    put32(out, value.is_null() ? -1 : static_cast<std::int32_t>(cell.size()));
    out += cell;
  }
  put16(out, -1);
  const bool sent = PQputCopyData(c, out.data(), static_cast<int>(out.size())) == 1 &&
                    PQputCopyEnd(c, nullptr) == 1;
  const Answer ended(PQgetResult(c));
  LEYE_CHECK(drain());
  if (!sent || !is_ok(ended.get())) return fail(error_of(ended.get()));
  return {};
}

Result<std::int64_t> Connection::execute_each(std::string_view text, int width,
                                              std::span<const Value> values) {
  const auto step = static_cast<std::size_t>(width);
  LEYE_TRY(const std::string name, prepare(text, values.first(step)));
  std::int64_t changed = 0;
  while (!values.empty()) {
    const std::size_t now = std::min(values.size(), kPipelineDepth * step);
    if (PQenterPipelineMode(connection_.get()) != 1) return fail(error_of(nullptr));
    auto part = run_pipelined(name, step, values.first(now));
    if (PQexitPipelineMode(connection_.get()) != 1) return fail(error_of(nullptr));
    if (!part) return part;
    changed += *part;
    values = values.subspan(now);
  }
  return changed;
}

Result<std::int64_t> Connection::run_pipelined(const std::string& name, std::size_t width,
                                               std::span<const Value> values) {
  PGconn* c = connection_.get();
  for (std::size_t i = 0; i < values.size(); i += width) {
    const Parameters p(values.subspan(i, width));
    if (PQsendQueryPrepared(c, name.c_str(), p.count(), p.data(), p.lengths(), p.formats(), 1) != 1)
      return fail(error_of(nullptr));
  }
  if (PQpipelineSync(c) != 1) return fail(error_of(nullptr));
  std::int64_t changed = 0;
  std::optional<Error> first;
  for (;;) {
    const Answer answer(PQgetResult(c));
    if (!answer) {  // between two statements' results
      if (PQstatus(c) != CONNECTION_OK) return fail(error_of(nullptr));
      continue;
    }
    const auto status = PQresultStatus(answer.get());
    if (status == PGRES_PIPELINE_SYNC) break;
    if (is_ok(answer.get())) changed += rows_changed(answer.get());
    // What follows a failure in the pipeline is only "aborted": the first error tells why.
    if (status == PGRES_FATAL_ERROR && !first) first = error_of(answer.get());
  }
  if (first) return fail(*first);
  return changed;
}

Result<void> Connection::script(const std::string& sql) {
  LEYE_TRY(const std::string text, replace_dialect_words(sql, Backend::kPostgres));
  const Answer answer(PQexec(connection_.get(), text.c_str()));
  const auto status = PQresultStatus(answer.get());
  if (!is_ok(answer.get()) && status != PGRES_EMPTY_QUERY) return fail(error_of(answer.get()));
  return {};
}

Result<void> Connection::commit() {
  const Answer answer(PQexec(connection_.get(), "COMMIT"));
  if (is_ok(answer.get()) && std::string_view(PQcmdStatus(answer.get())) == "COMMIT") return {};
  if (PQstatus(connection_.get()) != CONNECTION_OK) return fail("store.commit_unknown");
  if (is_ok(answer.get())) return fail("store.conflict");
  return fail(error_of(answer.get()));
}

}  // namespace leye::store::postgres
