#pragma once
#include <cstddef>
#include <cstdint>

namespace leye::rules {

/// What a bool column's or predicate's cell states turn into: words of 0 or ~0.
struct StateMasks {
  std::uint64_t absent_true = 0, absent_false = 0, absent_error = 0;
  std::uint64_t unknown_true = 0, unknown_false = 0, unknown_error = 0;
};

/// Truth planes of up to 64 words: neither true, false nor error = unknown. `e` is null where no
/// row can be an error.
struct Planes {
  std::uint64_t* t = nullptr;
  std::uint64_t* f = nullptr;
  std::uint64_t* e = nullptr;
};

/// The inner loops, once per instruction set; every set gives the same bits. Bits past `rows` of
/// the comparing loops are 0.
struct Kernels {
  const char* name;
  /// out bit i = low <= values[i] <= low + span, unsigned.
  void (*in_range8)(const std::uint8_t*, std::size_t rows, std::uint8_t low, std::uint8_t span,
                    std::uint64_t* out);
  void (*in_range16)(const std::uint16_t*, std::size_t rows, std::uint16_t low, std::uint16_t span,
                     std::uint64_t* out);
  void (*in_range32)(const std::uint32_t*, std::size_t rows, std::uint32_t low, std::uint32_t span,
                     std::uint64_t* out);
  void (*in_range64)(const std::uint64_t*, std::size_t rows, std::uint64_t low, std::uint64_t span,
                     std::uint64_t* out);
  /// out bit i = values[i] is first, first + step … first + last · step, where step = odd · 2^twos
  /// and `inverse` is 1 / odd modulo 2^16.
  void (*in_steps16)(const std::uint16_t*, std::size_t rows, std::uint16_t first,
                     std::uint16_t inverse, unsigned twos, std::uint16_t last, std::uint64_t* out);
  /// out bit i = table[values[i]] (0 or 1 each).
  void (*in_table8)(const std::uint8_t*, std::size_t rows, const std::uint8_t* table,
                    std::uint64_t* out);
  void (*in_table16)(const std::uint16_t*, std::size_t rows, const std::uint8_t* table,
                     std::uint64_t* out);
  /// Predicate bits `v` over known cells, `known` and `absent` (null: none absent; known null: all
  /// known), `error` (null: none) → planes.
  void (*settle)(const std::uint64_t* v, const std::uint64_t* known, const std::uint64_t* absent,
                 const std::uint64_t* error, const StateMasks&, std::size_t words, Planes out);
  void (*conjoin)(Planes a, Planes b, std::size_t words, Planes out);
  void (*disjoin)(Planes a, Planes b, std::size_t words, Planes out);
  /// `settle`, then `conjoin` with what `out` holds, in one go; no errors.
  void (*settle_conjoin)(const std::uint64_t* v, const std::uint64_t* known,
                         const std::uint64_t* absent, const StateMasks&, std::size_t words,
                         Planes out);
  /// Copies and counts the set bits.
  std::size_t (*copy_count)(const std::uint64_t* from, std::size_t words, std::uint64_t* to);
  /// Number of set bits.
  std::size_t (*count)(const std::uint64_t*, std::size_t words);
  /// Number of set bits of a & b.
  std::size_t (*count_both)(const std::uint64_t* a, const std::uint64_t* b, std::size_t words);
};

/// For any machine, as the compiler makes it.
[[nodiscard]] const Kernels& portable_kernels();
/// The widest the machine has: AVX-512, AVX2, or the portable ones.
[[nodiscard]] const Kernels& best_kernels();
/// All that run on this machine, for tests; ends with nullptr.
[[nodiscard]] const Kernels* const* runnable_kernels();

}  // namespace leye::rules
