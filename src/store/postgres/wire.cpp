#include "store/postgres/wire.h"

#include <bit>
#include <cmath>

namespace leye::store::postgres {
namespace {

void put(std::string& out, std::uint64_t value, int bytes) {
  for (int shift = 8 * (bytes - 1); shift >= 0; shift -= 8)
    out += static_cast<char>(value >> static_cast<unsigned>(shift) & 0xFFU);
}
std::uint64_t get(std::string_view in, std::size_t bytes) {
  std::uint64_t value = 0;
  for (std::size_t i = 0; i < bytes && i < in.size(); ++i)
    value = value << 8U | static_cast<unsigned char>(in[i]);
  return value;
}

/// Base-10000 digits; value = sign · Σ digit[i] · 10000^(weight − i).
struct Numeric {
  int count = 0;
  int weight = 0;
  bool negative = false;
  std::string_view digits;
  [[nodiscard]] int digit(int i) const {
    return i < count ? get16(digits.substr(static_cast<std::size_t>(i) * 2)) : 0;
  }
};
std::optional<Numeric> parse_numeric(std::string_view in) {
  if (in.size() < 8) return std::nullopt;
  const auto sign = static_cast<std::uint16_t>(get16(in.substr(4)));
  if (sign != 0x0000 && sign != 0x4000) return std::nullopt;
  Numeric n{get16(in), get16(in.substr(2)), sign == 0x4000, in.substr(8)};
  if (n.count < 0 || n.digits.size() < static_cast<std::size_t>(n.count) * 2) return std::nullopt;
  return n;
}

}  // namespace

Oid oid_of(Type type) {
  switch (type) {
    case Type::kBool:
      return kBool;
    case Type::kInteger:
      return kInt8;
    case Type::kReal:
      return kFloat8;
    case Type::kText:
      return kText;
    case Type::kBytes:
      return kBytea;
    case Type::kUuid:
      return kUuid;
    case Type::kDate:
      return kDate;
  }
  return 0;
}

void put16(std::string& out, std::int16_t v) { put(out, static_cast<std::uint16_t>(v), 2); }
void put32(std::string& out, std::int32_t v) { put(out, static_cast<std::uint32_t>(v), 4); }
void put64(std::string& out, std::int64_t v) { put(out, static_cast<std::uint64_t>(v), 8); }

void put_value(std::string& out, const Value& value) {
  const auto& payload = value.payload();
  switch (value.type()) {
    case Type::kBool:
      out += std::get<bool>(payload) ? '\1' : '\0';
      return;
    case Type::kInteger:
      put64(out, std::get<std::int64_t>(payload));
      return;
    case Type::kReal:
      put64(out, std::bit_cast<std::int64_t>(std::get<double>(payload)));
      return;
    case Type::kText:
    case Type::kBytes:
      out += std::get<std::string>(payload);
      return;
    case Type::kUuid: {
      const auto& id = std::get<Uuid>(payload).bytes;
      out.append(id.begin(), id.end());
      return;
    }
    case Type::kDate:
      put32(out, std::get<Date>(payload).days() - kDaysTo2000);
      return;
  }
}

std::int16_t get16(std::string_view in) { return static_cast<std::int16_t>(get(in, 2)); }
std::int32_t get32(std::string_view in) { return static_cast<std::int32_t>(get(in, 4)); }
std::int64_t get64(std::string_view in) { return static_cast<std::int64_t>(get(in, 8)); }

std::optional<std::int64_t> numeric_to_integer(std::string_view in) {
  const auto n = parse_numeric(in);
  if (!n || n->weight > 4) return std::nullopt;  // 10000^5 is beyond 64 bits
  __extension__ __int128 value = 0;
  for (int i = 0; i <= n->weight; ++i) value = value * 10000 + n->digit(i);
  for (int i = n->weight + 1; i < n->count; ++i)
    if (i >= 0 && n->digit(i) != 0) return std::nullopt;
  if (n->negative) value = -value;
  if (value < INT64_MIN || value > INT64_MAX) return std::nullopt;
  return static_cast<std::int64_t>(value);
}

std::optional<double> numeric_to_real(std::string_view in) {
  const auto n = parse_numeric(in);
  if (!n) return std::nullopt;
  double value = 0;
  for (int i = 0; i < n->count; ++i) value += n->digit(i) * std::pow(10000.0, n->weight - i);
  return n->negative ? -value : value;
}

}  // namespace leye::store::postgres
