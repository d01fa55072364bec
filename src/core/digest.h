#pragma once
#include <array>
#include <cstdint>
#include <filesystem>
#include <span>
#include <string>
#include <string_view>

#include "core/result.h"

namespace leye {

/// 32 bytes of SHA-256: files, snapshots, determinations, audit heads. Never a password or an
/// index over personal data (those are keyed: access/seal.h).
using Digest = std::array<std::uint8_t, 32>;

/// Feed in pieces, then `finish` once.
class Hasher {
 public:
  Hasher();
  Hasher& add(std::string_view);
  Hasher& add(std::span<const std::uint8_t>);
  /// The number as 8 little-endian bytes.
  Hasher& add(std::int64_t);
  /// The text with its length before it, so that ("ab","c") and ("a","bc") differ.
  Hasher& field(std::string_view);
  [[nodiscard]] Digest finish();

 private:
  alignas(64) std::array<unsigned char, 128> state_;
};

[[nodiscard]] Digest digest_of(std::string_view bytes);
/// Error `file.unreadable`.
[[nodiscard]] Result<Digest> digest_of_file(const std::filesystem::path&);
/// 64 lower-case hex digits.
[[nodiscard]] std::string to_text(const Digest&);
[[nodiscard]] std::string hex(std::span<const std::uint8_t>);
/// Error `hex.invalid` with the offset.
[[nodiscard]] Result<std::string> from_hex(std::string_view);

}  // namespace leye
