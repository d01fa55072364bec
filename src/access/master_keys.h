#pragma once
#include <sodium.h>

#include <array>
#include <chrono>
#include <map>
#include <memory>
#include <mutex>
#include <shared_mutex>
#include <string>
#include <tuple>
#include <vector>

#include "access/keys.h"

namespace leye::access {

/// Index and digest keys of the first ring, and of rings written before rotation moved indexes.
inline constexpr std::uint32_t kFirstKey = 1;

/// HMAC-SHA256 of `text`.
[[nodiscard]] Digest hmac(const Secret& key, std::string_view text);

/// The keys as they are at one moment; a rotation makes new ones. Private to this folder.
struct KeyRing::Masters {
  std::map<std::uint32_t, Secret> by_id;
  std::vector<std::uint32_t> index;  ///< of the blind indexes, the one that is written first

  /// Errors of KeySource::read, `access.key_format`.
  static Result<std::shared_ptr<Masters>> read(const KeySource&);
  /// The whole ring as text; the caller wipes it.
  [[nodiscard]] std::string text() const;
  void add(std::uint32_t id, const Secret& secret) { by_id.emplace(id, secret); }
  [[nodiscard]] bool has(std::uint32_t id) const { return by_id.count(id) > 0; }
  [[nodiscard]] std::uint32_t current() const { return by_id.rbegin()->first; }
  [[nodiscard]] bool same(const Masters& other) const;
  /// The key of one purpose and name (a column, an index). Kept: deriving it costs as much as
  /// sealing a field.
  [[nodiscard]] Secret derived(std::uint32_t id, std::string_view purpose,
                               std::string_view name) const;
  /// HMAC-SHA256 of `text` under the derived key; the half of it that hangs on the key alone is
  /// kept too.
  [[nodiscard]] Digest mac(std::uint32_t id, std::string_view purpose, std::string_view name,
                           std::string_view text) const;
  /// What a cell of the column is sealed with: the column's key, or the one of a person made from
  /// it and her salt.
  [[nodiscard]] Secret sealing(std::uint32_t id, std::string_view column,
                               std::string_view salt) const;

 private:
  struct Derived {
    explicit Derived(const Secret& from);
    ~Derived() { sodium_memzero(&begun, sizeof begun); }
    Derived(const Derived&) = delete;
    Derived& operator=(const Derived&) = delete;
    Secret key;
    crypto_auth_hmacsha256_state begun{};
  };
  [[nodiscard]] Result<void> take(std::string_view line, const std::string& where);
  /// Stays where it is as long as the ring lives.
  [[nodiscard]] const Derived& entry(std::uint32_t id, std::string_view purpose,
                                     std::string_view name) const;
  using Name = std::tuple<std::uint32_t, std::string, std::string>;
  using NameView = std::tuple<std::uint32_t, std::string_view, std::string_view>;
  struct ByName {
    using is_transparent = void;
    bool operator()(const NameView& a, const NameView& b) const { return a < b; }
  };
  mutable std::shared_mutex mutex_;
  mutable std::map<Name, Derived, ByName> derived_;
};

/// What all copies of a ring share.
class KeyRing::Shared {
 public:
  Shared(KeySource from, std::shared_ptr<const Masters> keys);
  /// The keys; once a second it is looked whether the file has changed, so that every process
  /// follows a rotation made by another. A file that cannot be read just then changes nothing.
  [[nodiscard]] std::shared_ptr<const Masters> get();
  void set(std::shared_ptr<const Masters> keys);
  const KeySource source;

 private:
  using Time = std::chrono::steady_clock::time_point;
  using Stamp = std::array<std::int64_t, 3>;  ///< of the file: inode, size, time of change
  [[nodiscard]] Stamp stamp() const;
  std::mutex mutex_;
  std::shared_ptr<const Masters> masters_;
  Stamp seen_{};
  Time looked_;
};

}  // namespace leye::access
