#pragma once
#include <array>
#include <cstdint>
#include <span>

namespace leye::city {

/// What a stream of dice decides; one stream per purpose and person, so that a new draw in one
/// purpose moves nothing in another.
enum class Stream : std::uint64_t {
  kRole = 1,
  kBody,
  kName,
  kPlace,
  kWork,
  kFacts,
  kBusiness,
  kEmployer,
  kVacancy,
  kAid,
  kBase,
  kRow = 100
};

/// Counter-based random numbers (splitmix64): integers only, the same on every machine. Standard
/// distributions and libm are not used because their bits differ between libraries.
class Dice {
 public:
  Dice(std::uint64_t seed, Stream stream, std::int64_t index, std::uint64_t sub = 0)
      : state_(mix(seed ^ mix((static_cast<std::uint64_t>(stream) + sub) * kGolden) ^
                   mix(static_cast<std::uint64_t>(index) + 0x51ED270B27ULL))) {}

  std::uint64_t next() {
    state_ += kGolden;
    return mix(state_);
  }
  /// 0 … n−1.
  std::uint32_t below(std::uint32_t n) {
    return static_cast<std::uint32_t>(((next() >> 32) * n) >> 32);
  }
  /// Both ends included.
  int range(int first, int last) {
    return first + static_cast<int>(below(static_cast<std::uint32_t>(last - first + 1)));
  }
  /// True `ppm` times in a million.
  bool chance(std::uint32_t ppm) { return below(1'000'000) < ppm; }
  /// An index, drawn by weight.
  std::size_t pick(std::span<const int> weights) {
    std::uint32_t total = 0;
    for (const int w : weights) total += static_cast<std::uint32_t>(w);
    auto at = below(total);
    for (std::size_t i = 0; i < weights.size(); ++i) {
      if (at < static_cast<std::uint32_t>(weights[i])) return i;
      at -= static_cast<std::uint32_t>(weights[i]);
    }
    return weights.size() - 1;
  }
  template <class T, std::size_t N>
  const T& of(const std::array<T, N>& items) {
    return items[below(static_cast<std::uint32_t>(N))];
  }
  /// median · a lognormal factor given by its 21 quantiles in thousandths, read linearly.
  std::int64_t spread(std::int64_t median, const std::array<int, 21>& quantiles) {
    const std::uint32_t at = below(20 * 1024);
    const std::size_t cell = at / 1024;
    const std::int64_t part = at % 1024;
    const std::int64_t low = quantiles[cell], high = quantiles[cell + 1];
    return median * (low * 1024 + (high - low) * part) / (1000 * 1024);
  }

 private:
  static constexpr std::uint64_t kGolden = 0x9E3779B97F4A7C15ULL;
  static constexpr std::uint64_t mix(std::uint64_t z) {
    z = (z ^ (z >> 30)) * 0xBF58476D1CE4E5B9ULL;
    z = (z ^ (z >> 27)) * 0x94D049BB133111EBULL;
    return z ^ (z >> 31);
  }
  std::uint64_t state_;
};

/// Lognormal quantiles at 0.5 %, 5 %, 10 % … 95 %, 99.5 %: σ = 1 (spells), σ = .35 (wages).
inline constexpr std::array<int, 21> kSigma1 = {76,   193,  278,  355,  431,  509,  592,
                                                680,  776,  882,  1000, 1134, 1288, 1470,
                                                1690, 1963, 2320, 2819, 3602, 5180, 13140};
inline constexpr std::array<int, 21> kSigma035 = {406,  562,  639,  696,  745,  790,  832,
                                                  874,  915,  957,  1000, 1045, 1093, 1144,
                                                  1202, 1266, 1343, 1437, 1566, 1778, 2465};

}  // namespace leye::city
