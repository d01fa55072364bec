#pragma once
#include <bit>
#include <cstdint>
#include <cstring>
#include <string>
#include <string_view>
#include <vector>

namespace leye::linkage {

/// Distinct texts under numbers from 1, in order of arrival; 0 is the empty text: missing.
class Dictionary {
 public:
  Dictionary() : ends_{0} {}
  std::uint32_t intern(std::string_view text) {
    if (text.empty()) return 0;
    if ((ends_.size() + 1) * 2 > slots_.size()) grow();
    const std::uint64_t hash = hash_of(text);
    for (std::size_t i = hash & mask_;; i = (i + 1) & mask_) {
      const std::uint64_t slot = slots_[i];
      if (slot == 0) {
        bytes_.append(text);
        ends_.push_back(bytes_.size());
        const auto id = static_cast<std::uint32_t>(ends_.size() - 1);
        slots_[i] = (hash & kTag) | id;
        return id;
      }
      const auto id = static_cast<std::uint32_t>(slot);
      if ((slot & kTag) == (hash & kTag) && this->text(id) == text) return id;
    }
  }
  /// 0 if the text was never interned.
  [[nodiscard]] std::uint32_t find(std::string_view text) const {
    if (text.empty() || slots_.empty()) return 0;
    const std::uint64_t hash = hash_of(text);
    for (std::size_t i = hash & mask_; slots_[i] != 0; i = (i + 1) & mask_) {
      const auto id = static_cast<std::uint32_t>(slots_[i]);
      if ((slots_[i] & kTag) == (hash & kTag) && this->text(id) == text) return id;
    }
    return 0;
  }
  [[nodiscard]] std::string_view text(std::uint32_t id) const {
    if (id == 0) return {};
    return std::string_view(bytes_).substr(ends_[id - 1], ends_[id] - ends_[id - 1]);
  }
  /// Numbers in use, 0 included.
  [[nodiscard]] std::size_t size() const { return ends_.size(); }
  /// Nothing is looked up any more: gives the table back.
  void close() {
    slots_ = {};
    bytes_.shrink_to_fit();
    ends_.shrink_to_fit();
  }

 private:
  static constexpr std::uint64_t kTag = 0xFFFFFFFF00000000U;
  static std::uint64_t mix(std::uint64_t a, std::uint64_t b) {
    a = (a ^ b) * 0x9E3779B97F4A7C15U;
    return a ^ std::rotr(a, 29);
  }
  static std::uint64_t hash_of(std::string_view text) {
    std::uint64_t h = text.size() * 0xD6E8FEB86659FD93U;
    const char* at = text.data();
    std::size_t left = text.size();
    for (; left >= 8; at += 8, left -= 8) {
      std::uint64_t word = 0;
      std::memcpy(&word, at, 8);
      h = mix(h, word);
    }
    std::uint64_t word = 0;
    std::memcpy(&word, at, left);
    h = mix(h, word);
    return h ^ h >> 32;
  }
  void grow() {
    const std::size_t size = slots_.empty() ? 1024 : slots_.size() * 2;
    slots_.assign(size, 0);
    mask_ = size - 1;
    for (std::uint32_t id = 1; id < ends_.size(); ++id) {
      const std::uint64_t hash = hash_of(text(id));
      std::size_t i = hash & mask_;
      while (slots_[i] != 0) i = (i + 1) & mask_;
      slots_[i] = (hash & kTag) | id;
    }
  }

  std::string bytes_;
  std::vector<std::size_t> ends_;
  std::vector<std::uint64_t> slots_;
  std::size_t mask_ = 0;
};

}  // namespace leye::linkage
