#include "store/postgres/errors.h"

#include <algorithm>

namespace leye::store::postgres {
namespace {

std::string field(const PGresult* result, int code) {
  const char* text = PQresultErrorField(result, code);
  return text != nullptr ? text : "";
}

Error constraint(const PGresult* result, std::string_view state) {
  const std::string table = field(result, PG_DIAG_TABLE_NAME);
  if (state == "23505") {
    const auto columns = key_columns(field(result, PG_DIAG_MESSAGE_DETAIL));
    return {"store.unique", table + "(" + columns + ")", {}};
  }
  if (state == "23503") return {"store.foreign_key", {}, {}};
  if (state == "23502")
    return {"store.not_null", table + "(" + field(result, PG_DIAG_COLUMN_NAME) + ")", {}};
  return {"store.check", field(result, PG_DIAG_CONSTRAINT_NAME), {}};
}

}  // namespace

std::string key_columns(std::string_view detail) {
  const std::size_t open = detail.find('(');
  const std::size_t close = detail.find(")=", open);
  if (open == std::string_view::npos || close == std::string_view::npos) return {};
  std::string columns(detail.substr(open + 1, close - open - 1));
  columns.erase(std::remove(columns.begin(), columns.end(), ' '), columns.end());
  return columns;
}

Error error_of(const PGresult* result, const PGconn* connection) {
  const std::string state = field(result, PG_DIAG_SQLSTATE);
  std::string message = field(result, PG_DIAG_MESSAGE_PRIMARY);
  if (message.empty()) {
    message = PQerrorMessage(connection);
    message = message.substr(0, message.find('\n'));
  }
  const bool lost = PQstatus(connection) == CONNECTION_BAD;
  if (lost || state.starts_with("08") || state.starts_with("57P"))
    return {"store.unreachable", {}, {{"message", message}}};
  if (state == "40001" || state == "40P01") return {"store.conflict", {}, {}};
  if (state == "23505" || state == "23503" || state == "23502" || state == "23514")
    return constraint(result, state);
  if (state == "53100") return {"store.disk_full", {}, {}};
  if (state == "53300") return {"store.busy", {}, {}};
  if (state == "55P03") return {"store.locked", {}, {}};
  if (state == "57014") return {"store.timeout", {}, {}};
  if (state == "25006") return {"store.read_only", {}, {}};
  return {"store.sql", {}, {{"message", state + " " + message}}};
}

}  // namespace leye::store::postgres
