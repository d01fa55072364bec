#include <algorithm>
#include <cmath>
#include <optional>

#include "linkage/radix.h"
#include "linkage/train.h"

namespace leye::linkage {
namespace {

/// A number that depends on seed and counter only (SplitMix64): no draw depends on an earlier one.
std::uint64_t draw(std::uint64_t seed, std::uint64_t counter) {
  std::uint64_t z =
      seed * 0xD1342543DE82EF95U + counter * 0x9E3779B97F4A7C15U + 0x632BE59BD9B4E019U;
  z = (z ^ z >> 30) * 0xBF58476D1CE4E5B9U;
  z = (z ^ z >> 27) * 0x94D049BB133111EBU;
  return z ^ z >> 31;
}

std::uint32_t below(std::uint64_t random, std::uint32_t n) {
  return static_cast<std::uint32_t>((random >> 32) * n >> 32);
}

template <class Visit>
std::uint64_t each_sampled(const Config& config, const Records& records, Visit&& visit) {
  const std::uint32_t left = records.left_size();
  const std::uint32_t all = records.size();
  if (records.possible_pairs() <= static_cast<double>(config.train.u_pairs)) {
    std::uint64_t n = 0;
    for (std::uint32_t l = 0; l < left; ++l)
      for (std::uint32_t r = records.within() ? l + 1 : left; r < all; ++r, ++n) visit(l, r);
    return n;
  }
  std::uint64_t seen = 0;
  for (std::uint64_t i = 0; seen < config.train.u_pairs; ++i) {
    const std::uint32_t l = below(draw(config.train.seed, 2 * i), left);
    const std::uint32_t r = records.within()
                                ? below(draw(config.train.seed, 2 * i + 1), all)
                                : left + below(draw(config.train.seed, 2 * i + 1), all - left);
    if (l == r) continue;
    visit(std::min(l, r), std::max(l, r));
    ++seen;
  }
  return seen;
}

/// The parts that a level asks to be equal and nothing else: `equal(x)`, `all(equal(x), equal(y))`.
bool only_equalities(const Condition& condition, std::vector<Ref>& parts) {
  if (condition.op == Op::kEqual && !condition.cross) {
    parts.push_back(condition.a);
    return true;
  }
  return condition.op == Op::kAll &&
         std::all_of(condition.children.begin(), condition.children.end(),
                     [&](const Condition& child) { return only_equalities(child, parts); });
}

/// Share of the pairs with the comparison's values there in which all the parts are equal, from
/// counts; nothing for sets.
std::optional<double> equal_share(const Config& config, Records& records, std::size_t field,
                                  const std::vector<Ref>& parts) {
  const auto is_left = [&](std::uint32_t r) { return records.within() || r < records.left_size(); };
  std::vector<KeyedRecord> list;
  double lefts = 0;
  double rights = 0;
  for (std::uint32_t r = 0; r < records.size(); ++r)
    if (records.value(field, r) != 0) {
      list.push_back({0, r});
      ++(is_left(r) ? lefts : rights);
    }
  for (const auto& ref : parts) {
    const PartTable& table = records.part(config, ref);
    if (table.many) return std::nullopt;
    for (auto& e : list) e.key = e.key << 32 | table.of_value[records.value(ref.field, e.record)];
    std::erase_if(list, [](const KeyedRecord& e) { return (e.key & UINT32_MAX) == 0; });
  }
  sort_by_key(list);
  double equal = 0;
  for (std::size_t i = 0; i < list.size();) {
    double n = 0;
    double m = 0;
    const std::uint64_t key = list[i].key;
    for (; i < list.size() && list[i].key == key; ++i) ++(is_left(list[i].record) ? n : m);
    equal += records.within() ? n * (n - 1) : n * m;
  }
  const double pairs = records.within() ? lefts * (lefts - 1) : lefts * rights;
  return pairs > 0 ? std::optional(equal / pairs) : std::nullopt;
}

/// One level of plain equality of one part that no other level or suppression disturbs: the first.
void put_exact(const Config& config, Records& records, USample& out) {
  for (std::size_t c = 0; c < config.comparisons.size(); ++c) {
    const auto& spec = config.comparisons[c];
    auto& u = out.u[c];
    double taken = 0;   // exact share of the levels so far
    double before = 0;  // what the sample said of them
    std::size_t level = 0;
    for (; level + 1 < spec.levels.size(); ++level) {
      std::vector<Ref> parts;
      if (!only_equalities(*spec.levels[level].when, parts) || parts.size() > 2) break;
      if (spec.fields.size() != 1 || parts.front().field != spec.fields.front()) break;
      const auto share = equal_share(config, records, spec.fields.front(), parts);
      // A wider equality contains the narrower ones before it.
      if (!share || *share < taken) break;
      before += u[level];
      u[level] = std::max(*share - taken, 1e-12);
      out.method[c][level] = "exact";
      taken = *share;
    }
    if (level == 0 || before >= 1) continue;
    for (std::size_t l = level; l < u.size(); ++l) u[l] *= (1 - taken) / (1 - before);
  }
}

}  // namespace

USample estimate_u(const Config& config, Records& records, const Comparer& comparer) {
  std::vector<std::vector<std::uint64_t>> seen;
  for (std::size_t c = 0; c < comparer.comparisons(); ++c)
    seen.emplace_back(comparer.levels(c) + 1U, 0);
  auto memo = comparer.memo();
  USample out;
  out.pairs = each_sampled(config, records, [&](std::uint32_t l, std::uint32_t r) {
    comparer.levels_of(l, r, memo, [&](std::size_t c, std::uint32_t digit) { ++seen[c][digit]; });
  });
  for (const auto& counts : seen) {
    std::uint64_t total = 0;
    for (std::size_t l = 1; l < counts.size(); ++l) total += counts[l];
    const double alpha = config.train.u_smoothing;
    std::vector<double> u;
    for (std::size_t l = 1; l < counts.size(); ++l)
      u.push_back(std::max(
          (static_cast<double>(counts[l]) + alpha) /
              (static_cast<double>(total) + alpha * static_cast<double>(counts.size() - 1)),
          1e-9));
    out.method.emplace_back(u.size(), "sample");
    out.u.push_back(std::move(u));
  }
  put_exact(config, records, out);
  return out;
}

}  // namespace leye::linkage
