#include "linkage/assign.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <random>
#include <set>

namespace leye::linkage {
namespace {

std::uint32_t below(std::mt19937& random, std::uint32_t n) {
  return static_cast<std::uint32_t>(random() % n);
}

std::vector<Edge> random_edges(std::mt19937& random, std::uint32_t side, std::size_t n) {
  std::set<std::pair<std::uint32_t, std::uint32_t>> seen;
  std::vector<Edge> out;
  for (std::size_t i = 0; i < n; ++i) {
    const auto l = static_cast<std::uint32_t>(random() % side);
    const auto r = side + static_cast<std::uint32_t>(random() % side);
    if (seen.emplace(l, r).second)
      out.push_back({l, r, static_cast<std::int64_t>(random() % 50), 0});
  }
  std::sort(out.begin(), out.end(), [](const Edge& a, const Edge& b) {
    return std::pair(a.left, a.right) < std::pair(b.left, b.right);
  });
  return out;
}

std::int64_t best_total(const std::vector<Edge>& edges, std::size_t at,
                        std::set<std::uint32_t>& used) {
  if (at == edges.size()) return 0;
  std::int64_t best = best_total(edges, at + 1, used);
  if (!used.contains(edges[at].left) && !used.contains(edges[at].right)) {
    used.insert(edges[at].left);
    used.insert(edges[at].right);
    best = std::max(best, edges[at].weight_q16 + 1 + best_total(edges, at + 1, used));
    used.erase(edges[at].left);
    used.erase(edges[at].right);
  }
  return best;
}

TEST(LinkageAssignment, IsTheBestThereIs) {
  std::mt19937 random(11);
  for (int round = 0; round < 400; ++round) {
    const auto edges = random_edges(random, below(random, 6) + 1, below(random, 14) + 1);
    const auto fates = one_to_one(edges, 0, 0);
    std::int64_t total = 0;
    std::set<std::uint32_t> used;
    for (std::size_t e = 0; e < edges.size(); ++e) {
      if (fates[e] == Fate::kNone) continue;
      total += edges[e].weight_q16 + 1;
      EXPECT_TRUE(used.insert(edges[e].left).second);
      EXPECT_TRUE(used.insert(edges[e].right).second);
    }
    used.clear();
    EXPECT_EQ(total, best_total(edges, 0, used));
  }
}

TEST(LinkageAssignment, ANarrowMarginIsForAHuman) {
  const std::vector<Edge> edges = {{0, 2, 950, 0}, {0, 3, 940, 0}, {1, 2, 930, 0}};
  const auto best = one_to_one(edges, 0, 0);
  // Greedy would take 950 and leave record 1 alone.
  EXPECT_EQ(best[1], Fate::kAmbiguous);
  EXPECT_EQ(best[2], Fate::kAmbiguous);
  const std::vector<Edge> clear = {{0, 2, 950, 0}, {0, 3, 100, 0}};
  EXPECT_EQ(one_to_one(clear, 0, 200)[0], Fate::kChosen);
  EXPECT_EQ(one_to_one(clear, 0, 900)[0], Fate::kAmbiguous);
}

TEST(LinkageClusters, NeverTwoValidIdsNorTwoOfAUniqueRegister) {
  std::mt19937 random(17);
  for (int round = 0; round < 300; ++round) {
    const std::uint32_t n = 4 + below(random, 20);
    std::vector<Edge> edges;
    for (std::uint32_t l = 0; l < n; ++l)
      for (std::uint32_t r = l + 1; r < n; ++r)
        if (random() % 3 == 0)
          edges.push_back({l, r, static_cast<std::int64_t>(random() % (20 * 65536)), 0});
    std::vector<std::uint32_t> id(n), unique(n);
    for (auto& x : id) x = below(random, 3);
    for (auto& x : unique) x = below(random, 3);
    ClusterInput in{edges,
                    n,
                    [&](std::uint32_t r) { return id[r]; },
                    {},
                    [&](std::uint32_t r) { return unique[r]; },
                    [](std::uint32_t, std::uint32_t) { return std::int64_t{0}; },
                    -65536};
    const auto clusters = cluster(in);
    for (std::uint32_t a = 0; a < n; ++a)
      for (std::uint32_t b = a + 1; b < n; ++b) {
        if (clusters.root[a] != clusters.root[b]) continue;
        EXPECT_FALSE(id[a] != 0 && id[b] != 0 && id[a] != id[b]);
        EXPECT_FALSE(unique[a] != 0 && unique[a] == unique[b]);
      }
  }
}

}  // namespace
}  // namespace leye::linkage
