#include "store/postgres/row.h"

#include <algorithm>
#include <bit>

namespace leye::store::postgres {
std::string ResultRow::name(int column) const {
  const char* name = PQfname(result_, column);
  return name != nullptr ? name : "";
}

bool ResultRow::is_null(int column) const { return PQgetisnull(result_, row_, column) == 1; }

std::string_view ResultRow::cell(int column) const {
  return {PQgetvalue(result_, row_, column),
          static_cast<std::size_t>(PQgetlength(result_, row_, column))};
}

Result<bool> ResultRow::boolean(int column) const {
  if (type(column) != kBool) return wrong_type(*this, column, "bool");
  return cell(column) != std::string_view("\0", 1);
}

Result<std::int64_t> ResultRow::integer(int column) const {
  switch (type(column)) {
    case kInt8:
      return get64(cell(column));
    case kInt4:
      return get32(cell(column));
    case kInt2:
      return get16(cell(column));
    case kNumeric:
      if (const auto value = numeric_to_integer(cell(column))) return *value;
      return wrong_type(*this, column, "integer");
    default:
      return wrong_type(*this, column, "integer");
  }
}

Result<double> ResultRow::real(int column) const {
  switch (type(column)) {
    case kFloat8:
      return std::bit_cast<double>(get64(cell(column)));
    case kFloat4:
      return std::bit_cast<float>(get32(cell(column)));
    case kNumeric:
      if (const auto value = numeric_to_real(cell(column))) return *value;
      return wrong_type(*this, column, "real");
    default:
      return wrong_type(*this, column, "real");
  }
}

Result<std::string_view> ResultRow::text(int column) const {
  switch (type(column)) {
    case kText:
    case kVarchar:
    case kBpchar:
    case kName:
    case kUnknown:
      return cell(column);
    default:
      return wrong_type(*this, column, "text");
  }
}

Result<std::span<const std::uint8_t>> ResultRow::bytes(int column) const {
  if (type(column) != kBytea) return wrong_type(*this, column, "bytes");
  return as_bytes(cell(column));
}

Result<Uuid> ResultRow::uuid(int column) const {
  if (type(column) != kUuid) return wrong_type(*this, column, "uuid");
  Uuid id;
  const auto data = as_bytes(cell(column));
  std::copy_n(data.begin(), std::min(data.size(), id.bytes.size()), id.bytes.begin());
  return id;
}

Result<Date> ResultRow::date(int column) const {
  if (type(column) != kDate) return wrong_type(*this, column, "date");
  const std::int64_t days = get32(cell(column)) + kDaysTo2000;
  if (days < Date::kMinDays || days > Date::kMaxDays) return out_of_range(*this, column, days);
  return Date(static_cast<std::int32_t>(days));
}

}  // namespace leye::store::postgres
