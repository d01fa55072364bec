#include "core/ids.h"

#include <sodium.h>

#include <algorithm>
#include <chrono>
#include <mutex>

namespace leye {
namespace {

Uuid assemble(std::uint64_t unix_ms, std::uint16_t twelve_bits,
              const std::uint8_t* eight_random_bytes) {
  Uuid id;
  for (std::size_t i = 0; i < 6; ++i)
    id.bytes[i] = static_cast<std::uint8_t>(unix_ms >> (8 * (5 - i)));
  id.bytes[6] = static_cast<std::uint8_t>(0x70 | (twelve_bits >> 8));
  id.bytes[7] = static_cast<std::uint8_t>(twelve_bits & 0xFF);
  std::copy(eight_random_bytes, eight_random_bytes + 8, id.bytes.begin() + 8);
  id.bytes[8] = static_cast<std::uint8_t>((id.bytes[8] & 0x3F) | 0x80);
  return id;
}

}  // namespace

Uuid new_uuid() {
  static std::mutex mutex;
  static std::uint64_t last = 0;  // milliseconds · 4096 + counter
  const auto now =
      static_cast<std::uint64_t>(std::chrono::duration_cast<std::chrono::milliseconds>(
                                     std::chrono::system_clock::now().time_since_epoch())
                                     .count());
  std::uint64_t tick = 0;
  {
    const std::lock_guard lock(mutex);
    last = std::max(last + 1, now << 12);
    tick = last;
  }
  std::array<std::uint8_t, 8> random{};
  randombytes_buf(random.data(), random.size());
  return assemble(tick >> 12, static_cast<std::uint16_t>(tick & 0xFFF), random.data());
}

Uuid derived_uuid(std::int64_t unix_ms, const std::array<std::uint8_t, 32>& digest) {
  const auto twelve = static_cast<std::uint16_t>((digest[8] << 4 | digest[9] >> 4) & 0xFFF);
  return assemble(static_cast<std::uint64_t>(unix_ms), twelve, digest.data());
}

std::string to_text(const Uuid& id) {
  static constexpr char kHex[] = "0123456789abcdef";
  std::string out;
  out.reserve(36);
  for (std::size_t i = 0; i < 16; ++i) {
    if (i == 4 || i == 6 || i == 8 || i == 10) out.push_back('-');
    out.push_back(kHex[id.bytes[i] >> 4]);
    out.push_back(kHex[id.bytes[i] & 15]);
  }
  return out;
}

std::optional<Uuid> parse_uuid(std::string_view text) {
  if (text.size() != 36) return std::nullopt;
  Uuid id;
  std::size_t nibble = 0;
  for (std::size_t i = 0; i < 36; ++i) {
    const char c = text[i];
    if (i == 8 || i == 13 || i == 18 || i == 23) {
      if (c != '-') return std::nullopt;
      continue;
    }
    int value = 0;
    if (c >= '0' && c <= '9')
      value = c - '0';
    else if (c >= 'a' && c <= 'f')
      value = c - 'a' + 10;
    else if (c >= 'A' && c <= 'F')
      value = c - 'A' + 10;
    else
      return std::nullopt;
    auto& byte = id.bytes[nibble / 2];
    byte = static_cast<std::uint8_t>(nibble % 2 == 0 ? value << 4 : byte | value);
    ++nibble;
  }
  return id;
}

}  // namespace leye
