#pragma once
// The allocation as a flow, solved by LEMON's network simplex: the oracle of the auction (§9.4).
#include <lemon/network_simplex.h>
#include <lemon/smart_graph.h>

#include <algorithm>
#include <vector>

#include "matching/allocate.h"

namespace leye::matching::testing {

using Pairs = std::vector<std::vector<Candidate>>;

/// The greatest worth (fits and bonuses, in points) that any allocation reaches.
inline std::int64_t network_simplex(const Market& market, const Pairs& pairs) {
  using Graph = lemon::SmartDigraph;
  struct Edge {
    int from, to;
    std::int64_t capacity, cost;
  };
  const int people = static_cast<int>(pairs.size());
  const int posts = static_cast<int>(market.caps.size());
  const int from = people + posts;
  const int to = from + 1;
  std::vector<Edge> edges;
  std::int64_t supply = 0;
  for (int i = 0; i < people; ++i) {
    const auto& list = pairs[static_cast<std::size_t>(i)];
    const int wanted = market.demands[static_cast<std::size_t>(i)];
    supply += wanted;
    for (int m = 0; m < std::min(wanted, static_cast<int>(list.size())); ++m)
      edges.push_back({from, i, 1, -market.bonuses[static_cast<std::size_t>(m)]});
    for (const auto& c : list)
      edges.push_back({i, people + static_cast<int>(c.vacancy), 1, -c.score});
  }
  for (int j = 0; j < posts; ++j)
    edges.push_back({people + j, to, market.caps[static_cast<std::size_t>(j)], 0});
  edges.push_back({from, to, supply, 0});
  Graph graph;
  graph.reserveNode(to + 1);
  graph.reserveArc(static_cast<int>(edges.size()));
  for (int n = 0; n <= to; ++n) graph.addNode();
  for (const auto& e : edges) graph.addArc(Graph::nodeFromId(e.from), Graph::nodeFromId(e.to));
  Graph::ArcMap<std::int64_t> capacity(graph);
  Graph::ArcMap<std::int64_t> cost(graph);
  for (int a = 0; a < static_cast<int>(edges.size()); ++a) {
    capacity[Graph::arcFromId(a)] = edges[static_cast<std::size_t>(a)].capacity;
    cost[Graph::arcFromId(a)] = edges[static_cast<std::size_t>(a)].cost;
  }
  lemon::NetworkSimplex<Graph, std::int64_t, std::int64_t> simplex(graph);
  simplex.upperMap(capacity).costMap(cost).stSupply(Graph::nodeFromId(from), Graph::nodeFromId(to),
                                                    supply);
  if (simplex.run() != decltype(simplex)::OPTIMAL) return -1;
  return -simplex.totalCost<std::int64_t>();
}

}  // namespace leye::matching::testing
