#pragma once
#include <array>
#include <cstdint>
#include <filesystem>
#include <memory>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "access/key_source.h"
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
  /// Of the person whose own key seals it (person_keys.h); empty: the column's key.
  std::string_view salt = {};
};

/// Suite byte of a sealed value; 2 is kept for SM4-GCM (GB/T 32907).
inline constexpr std::uint8_t kSuiteXChaCha20 = 1;

/// 16 bytes by which a sealed value is found without being opened.
using BlindKey = std::array<std::uint8_t, 16>;

/// The keys of one place of work, outside the database (key_source.h). Everything that is sealed,
/// looked up blindly or derived comes from its master keys; newer ones are added by `rotate`, older
/// ones stay so that what they sealed still opens. Copies share their keys, and so do threads: what
/// one of them loads, all of them use.
///
/// Text of a ring: `leye-keys 1`, a line `<id> <64 hex digits>` a key, the newest id being current,
/// and `index <id> [<id>]`: the keys of the blind indexes, the one that is written first. Two stand
/// there only while a rotation moves the indexes; without the line it is key 1.
class KeyRing {
 public:
  /// Makes the file with one new master key. With `seed` the key is derived from it, so that two
  /// places get equal ids (the demo on two databases); never for people's data.
  /// Errors `access.key_exists`, `file.unwritable`, `access.key_source_fixed`.
  static Result<KeyRing> create(const KeySource&,
                                std::optional<std::string_view> seed = std::nullopt);
  static Result<KeyRing> create(const std::filesystem::path& file,
                                std::optional<std::string_view> seed = std::nullopt) {
    return create(KeySource{file, {}}, seed);
  }
  /// Errors of KeySource::read, `access.key_format`.
  static Result<KeyRing> open(const KeySource&);
  static Result<KeyRing> open(const std::filesystem::path& file) {
    return open(KeySource{file, {}});
  }

  /// Adds a master key, current from now on, and writes the file anew. The blind indexes go on with
  /// their key; both are written where an index guards something (`blind_all`).
  [[nodiscard]] Result<void> rotate();
  /// The newest key becomes the one the indexes are written with; the one before is still looked
  /// up. Nothing if it is so already or the source cannot be written.
  [[nodiscard]] Result<void> turn_index();
  /// Only the key the indexes are written with is looked up from now on.
  [[nodiscard]] Result<void> settle_index();
  /// Reads the source again; true if the keys are others than before.
  [[nodiscard]] Result<bool> reload() const;

  [[nodiscard]] std::uint32_t current() const;
  [[nodiscard]] std::vector<std::uint32_t> ids() const;
  /// The keys of the blind indexes, the one that is written first.
  [[nodiscard]] std::vector<std::uint32_t> index_ids() const;
  [[nodiscard]] const KeySource& source() const;

  /// `form | suite | key id (4, little-endian) | nonce (24) | ciphertext | tag (16)`; form 0x01 is
  /// sealed with the column's key, 0x02 with the person's own. Associated data is table, column,
  /// row and key id, each with its length.
  [[nodiscard]] std::string seal(const Cell&, std::string_view plain) const;
  /// A key id that is not known is looked for in the source once more: another process may have
  /// rotated. Errors `seal.format`, `seal.key_unknown`, `seal.forged`, `seal.key_destroyed`
  /// (a person's own value without her salt).
  [[nodiscard]] Result<std::string> open(const Cell&, std::string_view sealed) const;
  /// The key id in a sealed value, for the job that re-seals after a rotation. Error `seal.format`.
  [[nodiscard]] static Result<std::uint32_t> key_of(std::string_view sealed);
  /// Was it sealed with a person's own key?
  [[nodiscard]] static bool is_personal(std::string_view sealed);

  /// HMAC-SHA256 under the index key of `column`, cut to 16 bytes. `normalised` must come from
  /// one of the normalisers of seal.h and not be empty: an empty value has no index and equals
  /// nothing.
  [[nodiscard]] BlindKey blind(std::string_view column, std::string_view normalised) const;
  /// Under every key of the indexes, the one that is written first: what to look for, and what to
  /// write where a row guards against a second one.
  [[nodiscard]] std::vector<BlindKey> blind_all(std::string_view column,
                                                std::string_view normalised) const;
  /// Under the key `id`, for moving an index. Error `seal.key_unknown`.
  [[nodiscard]] Result<BlindKey> blind_under(std::uint32_t id, std::string_view column,
                                             std::string_view normalised) const;

  /// A key for a purpose other than fields: `backup`. Error `seal.key_unknown`.
  [[nodiscard]] Result<Secret> key_for(std::string_view purpose, std::uint32_t id) const;

  /// Keyed hash of `parts` (each with its length) for `purpose`: the random part of derived ids
  /// (`derived_uuid`), keys of records. Rotation leaves it as it is: what was derived is kept.
  [[nodiscard]] Digest keyed_digest(std::string_view purpose,
                                    std::span<const std::string_view> parts) const;
  [[nodiscard]] Digest keyed_digest(std::string_view purpose,
                                    std::initializer_list<std::string_view> parts) const {
    return keyed_digest(purpose, std::span(parts.begin(), parts.size()));
  }

 private:
  struct Masters;
  class Shared;
  KeyRing() = default;
  [[nodiscard]] std::shared_ptr<const Masters> masters() const;
  template <class Change>
  [[nodiscard]] Result<void> change(Change&&);

  std::shared_ptr<Shared> shared_;
};

}  // namespace leye::access
