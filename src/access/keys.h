#pragma once
#include <array>
#include <cstdint>
#include <filesystem>
#include <map>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "core/digest.h"
#include "core/result.h"

namespace leye::access {

/// 32 bytes that are wiped when they go.
class Secret {
 public:
  Secret() = default;
  explicit Secret(const std::array<std::uint8_t, 32>& bytes) : bytes_(bytes) {}
  Secret(const Secret&) = default;
  Secret(Secret&&) noexcept = default;
  Secret& operator=(const Secret&) = default;
  Secret& operator=(Secret&&) noexcept = default;
  ~Secret();
  [[nodiscard]] const std::uint8_t* data() const { return bytes_.data(); }
  [[nodiscard]] static constexpr std::size_t size() { return 32; }

 private:
  std::array<std::uint8_t, 32> bytes_{};
};

/// Where a sealed value lives. It is bound into the value, which opens nowhere else.
struct Cell {
  std::string_view table;
  std::string_view column;
  std::string_view row;  ///< the row's id, as text
};

/// Suite byte of a sealed value; 2 is kept for SM4-GCM (GB/T 32907).
inline constexpr std::uint8_t kSuiteXChaCha20 = 1;

/// 16 bytes by which a sealed value is found without being opened.
using BlindKey = std::array<std::uint8_t, 16>;

/// The keys of one place of work: one file of mode 0600, outside the database. Everything that is
/// sealed, looked up blindly or derived comes from its master keys; newer ones are added by
/// `rotate`, older ones stay so that what they sealed still opens.
class KeyRing {
 public:
  /// Makes the file with one new master key. With `seed` the key is derived from it, so that two
  /// places get equal ids (the demo on two databases); never for people's data.
  /// Errors `access.key_exists`, `file.unwritable`.
  static Result<KeyRing> create(const std::filesystem::path& file,
                                std::optional<std::string_view> seed = std::nullopt);
  /// Errors `access.key_missing` (no file, or readable by others), `access.key_format`.
  static Result<KeyRing> open(const std::filesystem::path& file);

  /// Adds a master key, current from now on, and writes the file anew.
  [[nodiscard]] Result<void> rotate();
  [[nodiscard]] std::uint32_t current() const { return current_; }

  /// `0x01 | suite | key id (4, little-endian) | nonce (24) | ciphertext | tag (16)`; associated
  /// data is table, column, row and key id, each with its length.
  [[nodiscard]] std::string seal(const Cell&, std::string_view plain) const;
  /// Errors `seal.format`, `seal.key_unknown`, `seal.forged`.
  [[nodiscard]] Result<std::string> open(const Cell&, std::string_view sealed) const;
  /// The key id in a sealed value, for the job that re-seals after a rotation. Error `seal.format`.
  [[nodiscard]] static Result<std::uint32_t> key_of(std::string_view sealed);

  /// HMAC-SHA256 under the index key of `column`, cut to 16 bytes. `normalised` must come from
  /// one of the normalisers of seal.h and not be empty: an empty value has no index and equals
  /// nothing. Rotation leaves index keys as they are.
  [[nodiscard]] BlindKey blind(std::string_view column, std::string_view normalised) const;

  /// Keyed hash of `parts` (each with its length) for `purpose`: the random part of derived ids
  /// (`derived_uuid`), names of sealed blobs.
  [[nodiscard]] Digest keyed_digest(std::string_view purpose,
                                    std::span<const std::string_view> parts) const;
  [[nodiscard]] Digest keyed_digest(std::string_view purpose,
                                    std::initializer_list<std::string_view> parts) const {
    return keyed_digest(purpose, std::span(parts.begin(), parts.size()));
  }

 private:
  KeyRing() = default;
  [[nodiscard]] Result<void> write(bool fresh) const;
  [[nodiscard]] Secret derive(std::uint32_t key, std::string_view purpose,
                              std::string_view name) const;

  std::filesystem::path file_;
  std::map<std::uint32_t, Secret> masters_;
  std::uint32_t current_ = 0;
};

}  // namespace leye::access
