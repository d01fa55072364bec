#pragma once
#include <algorithm>
#include <array>
#include <bit>
#include <cstdint>
#include <vector>

namespace leye::linkage {

struct KeyedRecord {
  std::uint64_t key = 0;
  std::uint32_t record = 0;
};

/// By key, equal keys in the order they came: passes of 11 bits over the bits in use.
inline void sort_by_key(std::vector<KeyedRecord>& entries) {
  constexpr unsigned kBits = 11;
  constexpr std::size_t kBuckets = std::size_t{1} << kBits;
  std::uint64_t used = 0;
  for (const auto& e : entries) used |= e.key;
  if (entries.size() < 512) {
    std::stable_sort(entries.begin(), entries.end(),
                     [](const KeyedRecord& a, const KeyedRecord& b) { return a.key < b.key; });
    return;
  }
  std::vector<KeyedRecord> other(entries.size());
  for (unsigned shift = 0; shift < 64 && used >> shift != 0; shift += kBits) {
    if ((used >> shift & (kBuckets - 1)) == 0) continue;
    std::array<std::size_t, kBuckets> at{};
    for (const auto& e : entries) ++at[e.key >> shift & (kBuckets - 1)];
    std::size_t sum = 0;
    for (auto& n : at) {
      const std::size_t count = n;
      n = sum;
      sum += count;
    }
    for (const auto& e : entries) other[at[e.key >> shift & (kBuckets - 1)]++] = e;
    entries.swap(other);
  }
}

}  // namespace leye::linkage
