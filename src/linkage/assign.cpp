#include "linkage/assign.h"

#include <algorithm>
#include <numeric>
#include <unordered_map>

namespace leye::linkage {
namespace {

constexpr std::size_t kExact = 256;

/// Chooses columns for rows so that the sum is greatest; −1: better alone. Values ≥ 0, 0 = no edge.
/// Hungarian algorithm with potentials on costs −value, padded by one private column a row.
std::vector<int> best_assignment(const std::vector<std::vector<std::int64_t>>& value) {
  const std::size_t n = value.size();
  const std::size_t m = value.front().size() + n;
  constexpr std::int64_t kFar = INT64_MAX / 4;
  const auto cost = [&](std::size_t i, std::size_t j) {
    return j <= value.front().size() ? -value[i - 1][j - 1] : std::int64_t{0};
  };
  std::vector<std::int64_t> of_row(n + 1, 0), of_column(m + 1, 0);
  std::vector<std::size_t> row_of(m + 1, 0), way(m + 1, 0);
  for (std::size_t i = 1; i <= n; ++i) {
    row_of[0] = i;
    std::size_t at = 0;
    std::vector<std::int64_t> least(m + 1, kFar);
    std::vector<bool> used(m + 1, false);
    do {
      used[at] = true;
      const std::size_t row = row_of[at];
      std::int64_t delta = kFar;
      std::size_t next = 0;
      for (std::size_t j = 1; j <= m; ++j) {
        if (used[j]) continue;
        const std::int64_t reduced = cost(row, j) - of_row[row] - of_column[j];
        if (reduced < least[j]) {
          least[j] = reduced;
          way[j] = at;
        }
        if (least[j] < delta) {
          delta = least[j];
          next = j;
        }
      }
      for (std::size_t j = 0; j <= m; ++j)
        if (used[j]) {
          of_row[row_of[j]] += delta;
          of_column[j] -= delta;
        } else {
          least[j] -= delta;
        }
      at = next;
    } while (row_of[at] != 0);
    for (; at != 0; at = way[at]) row_of[at] = row_of[way[at]];
  }
  std::vector<int> out(n, -1);
  for (std::size_t j = 1; j <= value.front().size(); ++j)
    if (row_of[j] != 0 && value[row_of[j] - 1][j - 1] > 0)
      out[row_of[j] - 1] = static_cast<int>(j - 1);
  return out;
}

/// Union–find over small numbers.
class Sets {
 public:
  explicit Sets(std::size_t n) : parent_(n) { std::iota(parent_.begin(), parent_.end(), 0U); }
  std::uint32_t find(std::uint32_t x) {
    while (parent_[x] != x) x = parent_[x] = parent_[parent_[x]];
    return x;
  }
  void join(std::uint32_t root, std::uint32_t child) { parent_[child] = root; }

 private:
  std::vector<std::uint32_t> parent_;
};

std::vector<std::uint32_t> numbered(const std::vector<Edge>& edges,
                                    const std::vector<std::uint32_t>& of,
                                    std::uint32_t Edge::*end) {
  std::vector<std::uint32_t> out;
  for (const auto e : of) out.push_back(edges[e].*end);
  std::sort(out.begin(), out.end());
  out.erase(std::unique(out.begin(), out.end()), out.end());
  return out;
}

std::size_t place(const std::vector<std::uint32_t>& sorted, std::uint32_t record) {
  return static_cast<std::size_t>(std::lower_bound(sorted.begin(), sorted.end(), record) -
                                  sorted.begin());
}

/// The chosen edges of one component.
std::vector<std::uint32_t> choose(const std::vector<Edge>& edges, std::vector<std::uint32_t> of,
                                  std::int64_t least) {
  const auto lefts = numbered(edges, of, &Edge::left);
  const auto rights = numbered(edges, of, &Edge::right);
  std::vector<std::uint32_t> out;
  if (lefts.size() > kExact || rights.size() > kExact) {
    std::sort(of.begin(), of.end(), [&](auto a, auto b) {
      return edges[a].weight_q16 != edges[b].weight_q16 ? edges[a].weight_q16 > edges[b].weight_q16
                                                        : a < b;
    });
    std::vector<bool> left_taken(lefts.size()), right_taken(rights.size());
    for (const auto e : of) {
      const auto l = place(lefts, edges[e].left);
      const auto r = place(rights, edges[e].right);
      if (left_taken[l] || right_taken[r]) continue;
      left_taken[l] = right_taken[r] = true;
      out.push_back(e);
    }
    return out;
  }
  std::vector<std::vector<std::int64_t>> value(lefts.size(),
                                               std::vector<std::int64_t>(rights.size(), 0));
  for (const auto e : of)
    value[place(lefts, edges[e].left)][place(rights, edges[e].right)] =
        edges[e].weight_q16 - least + 1;
  const auto chosen = best_assignment(value);
  for (const auto e : of)
    if (chosen[place(lefts, edges[e].left)] == static_cast<int>(place(rights, edges[e].right)))
      out.push_back(e);
  return out;
}

}  // namespace

std::vector<Fate> one_to_one(const std::vector<Edge>& edges, std::int64_t least,
                             std::int64_t margin_q16) {
  std::uint32_t records = 0;
  for (const auto& edge : edges) records = std::max({records, edge.left + 1, edge.right + 1});
  Sets sets(records);
  struct Best {
    std::int64_t first = INT64_MIN / 2, second = INT64_MIN / 2;
    void see(std::int64_t w) {
      if (w > first) {
        second = first;
        first = w;
      } else {
        second = std::max(second, w);
      }
    }
  };
  std::vector<Best> best(records);
  for (const auto& edge : edges) {
    const auto a = sets.find(edge.left);
    const auto b = sets.find(edge.right);
    if (a != b) sets.join(std::min(a, b), std::max(a, b));
    best[edge.left].see(edge.weight_q16);
    best[edge.right].see(edge.weight_q16);
  }
  std::vector<std::pair<std::uint32_t, std::uint32_t>> by_root;
  for (std::uint32_t e = 0; e < edges.size(); ++e)
    by_root.emplace_back(sets.find(edges[e].left), e);
  std::sort(by_root.begin(), by_root.end());
  std::vector<Fate> out(edges.size(), Fate::kNone);
  const auto competitor = [&](std::uint32_t record, std::int64_t own) {
    return best[record].first == own ? best[record].second : best[record].first;
  };
  for (std::size_t i = 0; i < by_root.size();) {
    std::vector<std::uint32_t> of;
    const auto root = by_root[i].first;
    for (; i < by_root.size() && by_root[i].first == root; ++i) of.push_back(by_root[i].second);
    for (const auto e : of.size() == 1 ? of : choose(edges, of, least)) {
      const Edge& edge = edges[e];
      const auto rival =
          std::max(competitor(edge.left, edge.weight_q16), competitor(edge.right, edge.weight_q16));
      out[e] = edge.weight_q16 - rival >= margin_q16 ? Fate::kChosen : Fate::kAmbiguous;
    }
  }
  return out;
}

std::string_view to_text(Refusal refusal) {
  switch (refusal) {
    case Refusal::kIdConflict:
      return "id_conflict";
    case Refusal::kTwoInRegister:
      return "two_in_register";
    case Refusal::kBirthConflict:
      return "birth_conflict";
    case Refusal::kWeakBridge:
      return "weak_bridge";
    default:
      return "";
  }
}

namespace {

struct Members {
  std::vector<std::uint32_t> records;
  std::uint32_t valid_id = 0;
  std::vector<std::uint32_t> unique;  ///< registers that may stand here once
};

Refusal refusal_of(const ClusterInput& in, const Members& a, const Members& b) {
  if (a.valid_id != 0 && b.valid_id != 0 && a.valid_id != b.valid_id) return Refusal::kIdConflict;
  for (const auto r : a.unique)
    if (std::find(b.unique.begin(), b.unique.end(), r) != b.unique.end())
      return Refusal::kTwoInRegister;
  const bool same_id = a.valid_id != 0 && a.valid_id == b.valid_id;
  std::int64_t sum = 0;
  for (const auto x : a.records)
    for (const auto y : b.records) {
      if (!same_id && in.birth_conflict && in.birth_conflict(x, y)) return Refusal::kBirthConflict;
      sum += std::clamp<std::int64_t>(in.weight(std::min(x, y), std::max(x, y)), -15 * 65536,
                                      15 * 65536);
    }
  const auto pairs = static_cast<std::int64_t>(a.records.size() * b.records.size());
  return sum < in.mean_q16 * pairs ? Refusal::kWeakBridge : Refusal::kNone;
}

}  // namespace

Clusters cluster(const ClusterInput& in) {
  Clusters out;
  out.refused.assign(in.edges.size(), Refusal::kNone);
  Sets sets(in.records);
  std::unordered_map<std::uint32_t, Members> members;
  const auto of = [&](std::uint32_t root) -> Members& {
    Members& found = members[root];
    if (found.records.empty()) {
      found.records = {root};
      found.valid_id = in.valid_id ? in.valid_id(root) : 0;
      if (const auto r = in.unique_register ? in.unique_register(root) : 0; r != 0)
        found.unique = {r};
    }
    return found;
  };
  std::vector<std::uint32_t> order(in.edges.size());
  std::iota(order.begin(), order.end(), 0U);
  std::stable_sort(order.begin(), order.end(),
                   [&](auto a, auto b) { return in.edges[a].weight_q16 > in.edges[b].weight_q16; });
  for (const auto e : order) {
    const auto x = sets.find(in.edges[e].left);
    const auto y = sets.find(in.edges[e].right);
    if (x == y) continue;
    const auto root = std::min(x, y);
    const auto child = std::max(x, y);
    static_cast<void>(of(child));  // both exist before a reference is held
    Members& keep = of(root);
    Members& gone = members[child];
    out.refused[e] = refusal_of(in, keep, gone);
    if (out.refused[e] != Refusal::kNone) continue;
    sets.join(root, child);
    keep.records.insert(keep.records.end(), gone.records.begin(), gone.records.end());
    keep.unique.insert(keep.unique.end(), gone.unique.begin(), gone.unique.end());
    if (keep.valid_id == 0) keep.valid_id = gone.valid_id;
    members.erase(child);
  }
  for (std::uint32_t r = 0; r < in.records; ++r) out.root.push_back(sets.find(r));
  // An edge that was refused while its ends met later by other ways is no conflict.
  for (std::uint32_t e = 0; e < in.edges.size(); ++e)
    if (out.root[in.edges[e].left] == out.root[in.edges[e].right]) out.refused[e] = Refusal::kNone;
  return out;
}

}  // namespace leye::linkage
