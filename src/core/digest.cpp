#include "core/digest.h"

#include <sodium.h>

#include <fstream>
#include <new>

namespace leye {
namespace {

crypto_hash_sha256_state* state(std::array<unsigned char, 128>& storage) {
  static_assert(sizeof(crypto_hash_sha256_state) <= 128);
  return reinterpret_cast<crypto_hash_sha256_state*>(storage.data());
}

}  // namespace

Hasher::Hasher() : state_{} { crypto_hash_sha256_init(state(state_)); }

Hasher& Hasher::add(std::string_view bytes) {
  crypto_hash_sha256_update(state(state_), reinterpret_cast<const unsigned char*>(bytes.data()),
                            bytes.size());
  return *this;
}

Hasher& Hasher::add(std::span<const std::uint8_t> bytes) {
  crypto_hash_sha256_update(state(state_), bytes.data(), bytes.size());
  return *this;
}

Hasher& Hasher::add(std::int64_t number) {
  std::array<std::uint8_t, 8> bytes{};
  for (std::size_t i = 0; i < 8; ++i)
    bytes[i] = static_cast<std::uint8_t>(static_cast<std::uint64_t>(number) >> (8 * i));
  return add(std::span<const std::uint8_t>(bytes));
}

Hasher& Hasher::field(std::string_view text) {
  return add(static_cast<std::int64_t>(text.size())).add(text);
}

Digest Hasher::finish() {
  Digest digest{};
  crypto_hash_sha256_final(state(state_), digest.data());
  return digest;
}

Digest digest_of(std::string_view bytes) { return Hasher().add(bytes).finish(); }

Result<Digest> digest_of_file(const std::filesystem::path& path) {
  std::ifstream in(path, std::ios::binary);
  if (!in) return fail("file.unreadable", path.string());
  Hasher hasher;
  std::array<char, 65536> buffer;
  while (in.read(buffer.data(), buffer.size()) || in.gcount() > 0)
    hasher.add(std::string_view(buffer.data(), static_cast<std::size_t>(in.gcount())));
  if (in.bad()) return fail("file.unreadable", path.string());
  return hasher.finish();
}

std::string hex(std::span<const std::uint8_t> bytes) {
  static constexpr char kHex[] = "0123456789abcdef";
  std::string out;
  out.reserve(bytes.size() * 2);
  for (const auto byte : bytes) {
    out.push_back(kHex[byte >> 4]);
    out.push_back(kHex[byte & 15]);
  }
  return out;
}

std::string to_text(const Digest& digest) { return hex(digest); }

Result<std::string> from_hex(std::string_view text) {
  std::string out;
  const auto value = [](char c) {
    if (c >= '0' && c <= '9') return c - '0';
    if (c >= 'a' && c <= 'f') return c - 'a' + 10;
    if (c >= 'A' && c <= 'F') return c - 'A' + 10;
    return -1;
  };
  for (std::size_t i = 0; i < text.size(); i += 2) {
    const int high = value(text[i]);
    const int low = i + 1 < text.size() ? value(text[i + 1]) : -1;
    if (high < 0 || low < 0) return fail("hex.invalid", {}, {{"offset", std::to_string(i)}});
    out.push_back(static_cast<char>(high << 4 | low));
  }
  return out;
}

}  // namespace leye
