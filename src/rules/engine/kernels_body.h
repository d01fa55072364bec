// The loops of kernels.h, compiled once per instruction set by the files that include this one
// after naming LEYE_KERNELS. Nothing of the standard library may be included here: an inline
// function compiled for a wide machine could be linked into code for a narrow one.
#include <cstddef>
#include <cstdint>

#if defined(__AVX2__)
#include <immintrin.h>
#endif

#include "rules/engine/kernels.h"

namespace leye::rules {
namespace {

using Word = std::uint64_t;

/// Eight bytes of 0 or 1 → eight bits, the first byte lowest.
inline Word gather_bits(const std::uint8_t* flags) {
  Word word = 0;
  for (int byte = 7; byte >= 0; --byte) word = word << 8 | flags[byte];
  return (word * 0x0102040810204080U) >> 56;
}

inline Word pack(const std::uint8_t* flags) {
  Word word = 0;
  for (unsigned i = 0; i < 8; ++i) word |= gather_bits(flags + 8 * i) << (8 * i);
  return word;
}

template <class T>
inline Word range_word(const T* values, T low, T span) {
  std::uint8_t flags[64];
  for (int i = 0; i < 64; ++i) flags[i] = static_cast<T>(values[i] - low) <= span ? 1 : 0;
  return pack(flags);
}

#if defined(__AVX512BW__)
inline Word range_word(const std::uint8_t* values, std::uint8_t low, std::uint8_t span) {
  const __m512i v =
      _mm512_sub_epi8(_mm512_loadu_si512(values), _mm512_set1_epi8(static_cast<char>(low)));
  return _mm512_cmple_epu8_mask(v, _mm512_set1_epi8(static_cast<char>(span)));
}
inline Word range_word(const std::uint16_t* values, std::uint16_t low, std::uint16_t span) {
  const __m512i lows = _mm512_set1_epi16(static_cast<short>(low));
  const __m512i spans = _mm512_set1_epi16(static_cast<short>(span));
  const Word a = _mm512_cmple_epu16_mask(_mm512_sub_epi16(_mm512_loadu_si512(values), lows), spans);
  const Word b =
      _mm512_cmple_epu16_mask(_mm512_sub_epi16(_mm512_loadu_si512(values + 32), lows), spans);
  return a | b << 32;
}
inline Word range_word(const std::uint32_t* values, std::uint32_t low, std::uint32_t span) {
  const __m512i lows = _mm512_set1_epi32(static_cast<int>(low));
  const __m512i spans = _mm512_set1_epi32(static_cast<int>(span));
  Word word = 0;
  for (unsigned i = 0; i < 4; ++i) {
    const __m512i v = _mm512_sub_epi32(_mm512_loadu_si512(values + 16 * i), lows);
    word |= static_cast<Word>(_mm512_cmple_epu32_mask(v, spans)) << (16 * i);
  }
  return word;
}
#elif defined(__AVX2__)
inline __m256i load(const void* at) { return _mm256_loadu_si256(static_cast<const __m256i*>(at)); }
inline Word range_word(const std::uint8_t* values, std::uint8_t low, std::uint8_t span) {
  const __m256i lows = _mm256_set1_epi8(static_cast<char>(low));
  const __m256i spans = _mm256_set1_epi8(static_cast<char>(span));
  Word word = 0;
  for (unsigned i = 0; i < 2; ++i) {
    const __m256i v = _mm256_sub_epi8(load(values + 32 * i), lows);
    const __m256i in = _mm256_cmpeq_epi8(_mm256_min_epu8(v, spans), v);
    word |= static_cast<Word>(static_cast<std::uint32_t>(_mm256_movemask_epi8(in))) << (32 * i);
  }
  return word;
}
inline Word range_word(const std::uint16_t* values, std::uint16_t low, std::uint16_t span) {
  const __m256i lows = _mm256_set1_epi16(static_cast<short>(low));
  const __m256i spans = _mm256_set1_epi16(static_cast<short>(span));
  Word word = 0;
  for (unsigned i = 0; i < 2; ++i) {
    const __m256i a = _mm256_sub_epi16(load(values + 32 * i), lows);
    const __m256i b = _mm256_sub_epi16(load(values + 32 * i + 16), lows);
    const __m256i both = _mm256_packs_epi16(_mm256_cmpeq_epi16(_mm256_min_epu16(a, spans), a),
                                            _mm256_cmpeq_epi16(_mm256_min_epu16(b, spans), b));
    const __m256i in = _mm256_permute4x64_epi64(both, 0xD8);
    word |= static_cast<Word>(static_cast<std::uint32_t>(_mm256_movemask_epi8(in))) << (32 * i);
  }
  return word;
}
inline Word range_word(const std::uint32_t* values, std::uint32_t low, std::uint32_t span) {
  const __m256i lows = _mm256_set1_epi32(static_cast<int>(low));
  const __m256i spans = _mm256_set1_epi32(static_cast<int>(span));
  Word word = 0;
  for (unsigned i = 0; i < 8; ++i) {
    const __m256i v = _mm256_sub_epi32(load(values + 8 * i), lows);
    const __m256i in = _mm256_cmpeq_epi32(_mm256_min_epu32(v, spans), v);
    word |= static_cast<Word>(_mm256_movemask_ps(_mm256_castsi256_ps(in))) << (8 * i);
  }
  return word;
}
#endif

template <class T>
void in_range(const T* values, std::size_t rows, T low, T span, Word* out) {
  const std::size_t full = rows / 64;
  for (std::size_t w = 0; w < full; ++w) out[w] = range_word(values + 64 * w, low, span);
  if (rows % 64 == 0) return;
  Word last = 0;
  for (std::size_t i = 0; i < rows % 64; ++i)
    last |= static_cast<Word>(static_cast<T>(values[64 * full + i] - low) <= span) << i;
  out[full] = last;
}

/// A multiple of the step, times the inverse of its odd part, turned right by its twos, is the
/// number of steps; anything else comes out greater than any number of steps.
inline std::uint16_t steps_to(std::uint16_t value, std::uint16_t first, std::uint16_t inverse,
                              unsigned twos) {
  const auto product = static_cast<std::uint16_t>((value - first) * inverse);
  return static_cast<std::uint16_t>(product >> twos | product << (16 - twos));
}

void in_steps16(const std::uint16_t* values, std::size_t rows, std::uint16_t first,
                std::uint16_t inverse, unsigned twos, std::uint16_t last, Word* out) {
  const std::size_t full = rows / 64;
  for (std::size_t w = 0; w < full; ++w) {
    std::uint16_t steps[64];
    for (std::size_t i = 0; i < 64; ++i)
      steps[i] = steps_to(values[64 * w + i], first, inverse, twos);
    out[w] = range_word(steps, std::uint16_t{0}, last);
  }
  if (rows % 64 == 0) return;
  Word word = 0;
  for (std::size_t i = 0; i < rows % 64; ++i)
    word |= static_cast<Word>(steps_to(values[64 * full + i], first, inverse, twos) <= last) << i;
  out[full] = word;
}

template <class T>
void in_table(const T* values, std::size_t rows, const std::uint8_t* table, Word* out) {
  for (std::size_t w = 0; 64 * w < rows; ++w) {
    const std::size_t n = rows - 64 * w < 64 ? rows - 64 * w : 64;
    Word word = 0;
    for (std::size_t i = 0; i < n; ++i) word |= static_cast<Word>(table[values[64 * w + i]]) << i;
    out[w] = word;
  }
}

void settle(const Word* v, const Word* known, const Word* absent, const Word* error,
            const StateMasks& masks, std::size_t words, Planes out) {
  const StateMasks m = masks;
  if (known == nullptr && error == nullptr) {
    for (std::size_t w = 0; w < words; ++w) {
      out.t[w] = v[w];
      out.f[w] = ~v[w];
    }
    if (out.e != nullptr)
      for (std::size_t w = 0; w < words; ++w) out.e[w] = 0;
    return;
  }
  for (std::size_t w = 0; w < words; ++w) {
    const Word k = known != nullptr ? known[w] : ~Word{0};
    const Word a = absent != nullptr ? absent[w] : 0;
    const Word e = error != nullptr ? error[w] & k : 0;
    const Word u = ~(k | a);
    out.t[w] = (k & v[w] & ~e) | (a & m.absent_true) | (u & m.unknown_true);
    out.f[w] = (k & ~v[w] & ~e) | (a & m.absent_false) | (u & m.unknown_false);
    if (out.e != nullptr) out.e[w] = e | (a & m.absent_error) | (u & m.unknown_error);
  }
}

void conjoin(Planes a, Planes b, std::size_t words, Planes out) {
  if (out.e == nullptr) {
    for (std::size_t w = 0; w < words; ++w) {
      out.t[w] = a.t[w] & b.t[w];
      out.f[w] = a.f[w] | b.f[w];
    }
    return;
  }
  for (std::size_t w = 0; w < words; ++w) {
    const Word ea = a.e != nullptr ? a.e[w] : 0;
    const Word eb = b.e != nullptr ? b.e[w] : 0;
    const Word t = a.t[w] & b.t[w];
    const Word f = a.f[w] | b.f[w];
    out.e[w] = (ea & (b.t[w] | eb)) | (eb & a.t[w]);
    out.t[w] = t;
    out.f[w] = f;
  }
}

void disjoin(Planes a, Planes b, std::size_t words, Planes out) {
  conjoin({a.f, a.t, a.e}, {b.f, b.t, b.e}, words, {out.f, out.t, out.e});
}

void settle_conjoin(const Word* v, const Word* known, const Word* absent, const StateMasks& masks,
                    std::size_t words, Planes out) {
  const StateMasks m = masks;
  if (known == nullptr) {
    for (std::size_t w = 0; w < words; ++w) {
      out.t[w] &= v[w];
      out.f[w] |= ~v[w];
    }
    return;
  }
  if (absent == nullptr) {
    for (std::size_t w = 0; w < words; ++w) {
      const Word u = ~known[w];
      out.t[w] &= (known[w] & v[w]) | (u & m.unknown_true);
      out.f[w] |= (known[w] & ~v[w]) | (u & m.unknown_false);
    }
    return;
  }
  for (std::size_t w = 0; w < words; ++w) {
    const Word k = known[w];
    const Word a = absent[w];
    const Word u = ~(k | a);
    out.t[w] &= (k & v[w]) | (a & m.absent_true) | (u & m.unknown_true);
    out.f[w] |= (k & ~v[w]) | (a & m.absent_false) | (u & m.unknown_false);
  }
}

std::size_t copy_count(const Word* from, std::size_t words, Word* to) {
  std::size_t n = 0;
  for (std::size_t w = 0; w < words; ++w) {
    to[w] = from[w];
    n += static_cast<std::size_t>(__builtin_popcountll(from[w]));
  }
  return n;
}

std::size_t count(const Word* bits, std::size_t words) {
  std::size_t n = 0;
  for (std::size_t w = 0; w < words; ++w)
    n += static_cast<std::size_t>(__builtin_popcountll(bits[w]));
  return n;
}

std::size_t count_both(const Word* a, const Word* b, std::size_t words) {
  std::size_t n = 0;
  for (std::size_t w = 0; w < words; ++w)
    n += static_cast<std::size_t>(__builtin_popcountll(a[w] & b[w]));
  return n;
}

constexpr Kernels kKernels{LEYE_KERNELS,
                           in_range<std::uint8_t>,
                           in_range<std::uint16_t>,
                           in_range<std::uint32_t>,
                           in_range<std::uint64_t>,
                           in_steps16,
                           in_table<std::uint8_t>,
                           in_table<std::uint16_t>,
                           settle,
                           conjoin,
                           disjoin,
                           settle_conjoin,
                           copy_count,
                           count,
                           count_both};

}  // namespace
}  // namespace leye::rules
