#pragma once
#include <cstddef>
#include <cstdint>
#include <span>
#include <vector>

namespace leye::columns {

/// One bit a row, 64 rows a word. Bits past the last row are 0.
class Bitmap {
 public:
  Bitmap() = default;
  explicit Bitmap(std::size_t rows, bool value = false)
      : words_((rows + 63) / 64, value ? ~std::uint64_t{0} : 0), rows_(rows) {
    trim();
  }
  [[nodiscard]] bool get(std::size_t row) const {
    return (words_[row / 64] >> (row % 64) & 1) != 0;
  }
  void set(std::size_t row) { words_[row / 64] |= std::uint64_t{1} << (row % 64); }
  void push(bool value) {
    if (rows_ % 64 == 0) words_.push_back(0);
    if (value) words_.back() |= std::uint64_t{1} << (rows_ % 64);
    ++rows_;
  }
  [[nodiscard]] std::size_t rows() const { return rows_; }
  [[nodiscard]] std::span<const std::uint64_t> words() const { return words_; }
  [[nodiscard]] std::size_t count() const {
    std::size_t n = 0;
    for (const auto word : words_) n += static_cast<std::size_t>(__builtin_popcountll(word));
    return n;
  }

 private:
  void trim() {
    if (rows_ % 64 != 0 && !words_.empty()) words_.back() &= (std::uint64_t{1} << (rows_ % 64)) - 1;
  }
  std::vector<std::uint64_t> words_;
  std::size_t rows_ = 0;
};

}  // namespace leye::columns
