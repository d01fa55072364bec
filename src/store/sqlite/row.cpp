#include "store/sqlite/row.h"

#include <algorithm>

namespace leye::store::sqlite {

std::string StatementRow::name(int column) const {
  const char* name = sqlite3_column_name(statement_, column);
  return name != nullptr ? name : "";
}

bool StatementRow::is_null(int column) const { return is(column, SQLITE_NULL); }

Result<bool> StatementRow::boolean(int column) const {
  if (!is(column, SQLITE_INTEGER)) return wrong_type(*this, column, "bool");
  const auto value = sqlite3_column_int64(statement_, column);
  if (value != 0 && value != 1) return wrong_type(*this, column, "bool");
  return value == 1;
}

Result<std::int64_t> StatementRow::integer(int column) const {
  if (!is(column, SQLITE_INTEGER)) return wrong_type(*this, column, "integer");
  return sqlite3_column_int64(statement_, column);
}

Result<double> StatementRow::real(int column) const {
  if (!is(column, SQLITE_FLOAT)) return wrong_type(*this, column, "real");
  return sqlite3_column_double(statement_, column);
}

Result<std::string_view> StatementRow::text(int column) const {
  if (!is(column, SQLITE_TEXT)) return wrong_type(*this, column, "text");
  const auto* data = reinterpret_cast<const char*>(sqlite3_column_text(statement_, column));
  return std::string_view(data, static_cast<std::size_t>(sqlite3_column_bytes(statement_, column)));
}

Result<std::span<const std::uint8_t>> StatementRow::bytes(int column) const {
  if (!is(column, SQLITE_BLOB)) return wrong_type(*this, column, "bytes");
  const auto* data = static_cast<const std::uint8_t*>(sqlite3_column_blob(statement_, column));
  return std::span(data, static_cast<std::size_t>(sqlite3_column_bytes(statement_, column)));
}

Result<Uuid> StatementRow::uuid(int column) const {
  if (!is(column, SQLITE_BLOB)) return wrong_type(*this, column, "uuid");
  LEYE_TRY(const auto data, bytes(column));
  Uuid id;
  if (data.size() != id.bytes.size()) return wrong_type(*this, column, "uuid");
  std::copy(data.begin(), data.end(), id.bytes.begin());
  return id;
}

Result<Date> StatementRow::date(int column) const {
  if (!is(column, SQLITE_INTEGER)) return wrong_type(*this, column, "date");
  const auto days = sqlite3_column_int64(statement_, column);
  if (days < Date::kMinDays || days > Date::kMaxDays) return out_of_range(*this, column, days);
  return Date(static_cast<std::int32_t>(days));
}

}  // namespace leye::store::sqlite
