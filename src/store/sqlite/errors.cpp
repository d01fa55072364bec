#include "store/sqlite/errors.h"

namespace leye::store::sqlite {
namespace {

Error constraint(int extended_code, std::string_view message) {
  const std::string place = constraint_place(message);
  switch (extended_code) {
    case SQLITE_CONSTRAINT_UNIQUE:
    case SQLITE_CONSTRAINT_PRIMARYKEY:
    case SQLITE_CONSTRAINT_ROWID:
      return {"store.unique", place, {}};
    case SQLITE_CONSTRAINT_FOREIGNKEY:
      return {"store.foreign_key", {}, {}};
    case SQLITE_CONSTRAINT_NOTNULL:
      return {"store.not_null", place, {}};
    case SQLITE_CONSTRAINT_CHECK:
      return {"store.check", place, {}};
    default:
      return {"store.sql", {}, {{"message", std::string(message)}}};
  }
}

}  // namespace

std::string constraint_place(std::string_view message) {
  const std::size_t colon = message.find(": ");
  if (colon == std::string_view::npos) return {};
  std::string_view list = message.substr(colon + 2);
  if (list.find('.') == std::string_view::npos) return std::string(list);  // a CHECK's name
  std::string table;
  std::string columns;
  while (!list.empty()) {
    const std::size_t comma = list.find(", ");
    const std::string_view column = list.substr(0, comma);
    const std::size_t dot = column.find('.');
    table = column.substr(0, dot);
    if (!columns.empty()) columns += ',';
    columns += column.substr(dot + 1);
    list = comma == std::string_view::npos ? std::string_view{} : list.substr(comma + 2);
  }
  return table + "(" + columns + ")";
}

Error error_of(sqlite3* db, int extended_code) {
  const std::string message = db != nullptr ? sqlite3_errmsg(db) : sqlite3_errstr(extended_code);
  switch (extended_code & 0xFF) {
    case SQLITE_CONSTRAINT:
      return constraint(extended_code, message);
    case SQLITE_FULL:
      return {"store.disk_full", {}, {}};
    case SQLITE_BUSY:
    case SQLITE_LOCKED:
      return {"store.locked", {}, {}};
    case SQLITE_READONLY:
      return {"store.read_only", {}, {}};
    case SQLITE_INTERRUPT:
      return {"store.timeout", {}, {}};
    case SQLITE_CANTOPEN:
      return {"store.unreachable", {}, {{"message", message}}};
    case SQLITE_NOTADB:
    case SQLITE_CORRUPT:
      return {"store.not_a_database", {}, {}};
    case SQLITE_IOERR:
      return {"store.io", {}, {{"message", message}}};
    default:
      return {"store.sql", {}, {{"message", message}}};
  }
}

}  // namespace leye::store::sqlite
