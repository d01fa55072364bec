#pragma once
#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <string_view>

#include "store/value.h"

/// PostgreSQL's binary formats, big-endian whatever the machine.
namespace leye::store::postgres {

using Oid = unsigned int;
inline constexpr Oid kBool = 16, kBytea = 17, kName = 19, kInt8 = 20, kInt2 = 21, kInt4 = 23,
                     kText = 25, kFloat4 = 700, kFloat8 = 701, kUnknown = 705, kBpchar = 1042,
                     kVarchar = 1043, kDate = 1082, kNumeric = 1700, kUuid = 2950;
[[nodiscard]] Oid oid_of(Type);
/// PostgreSQL counts days from 2000-01-01.
inline constexpr std::int32_t kDaysTo2000 = 10957;

void put16(std::string& out, std::int16_t);
void put32(std::string& out, std::int32_t);
void put64(std::string& out, std::int64_t);
/// The value's bytes as a parameter or COPY field; not for NULL.
void put_value(std::string& out, const Value&);

[[nodiscard]] std::int16_t get16(std::string_view);
[[nodiscard]] std::int32_t get32(std::string_view);
[[nodiscard]] std::int64_t get64(std::string_view);
/// What `sum(bigint)` gives. Nothing if it has decimals or does not fit.
[[nodiscard]] std::optional<std::int64_t> numeric_to_integer(std::string_view);
/// What `avg(bigint)` gives. Nothing for NaN and infinity.
[[nodiscard]] std::optional<double> numeric_to_real(std::string_view);

}  // namespace leye::store::postgres
