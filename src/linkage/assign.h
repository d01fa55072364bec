#pragma once
#include <functional>

#include "linkage/score.h"

namespace leye::linkage {

/// What becomes of an edge.
enum class Fate : std::uint8_t { kNone, kChosen, kAmbiguous };

/// One record meets at most one on the other side: in each connected component the assignment of
/// greatest total weight above `least` (exact up to 256 records a side, greedy beyond). A chosen
/// edge whose margin over the best competitor at either end is below `margin_q16` is ambiguous.
/// Edges are sorted by (left, right); the answer lies in their order.
[[nodiscard]] std::vector<Fate> one_to_one(const std::vector<Edge>&, std::int64_t least,
                                           std::int64_t margin_q16);

/// What forbids a merge of two clusters; `kNone`: nothing.
enum class Refusal : std::uint8_t {
  kNone,
  kIdConflict,
  kTwoInRegister,
  kBirthConflict,
  kWeakBridge
};
[[nodiscard]] std::string_view to_text(Refusal);

struct ClusterInput {
  const std::vector<Edge>& edges;  ///< at or above the link threshold
  std::uint32_t records = 0;
  /// Number of the valid id of a record, 0: none. Two different ones never meet.
  std::function<std::uint32_t(std::uint32_t)> valid_id;
  /// Do two records' birth dates contradict?
  std::function<bool(std::uint32_t, std::uint32_t)> birth_conflict;
  /// Is this record of a register that holds everybody once? 0: no, else the register's number.
  std::function<std::uint32_t(std::uint32_t)> unique_register;
  /// Weight of any pair, blocked or not.
  std::function<std::int64_t(std::uint32_t, std::uint32_t)> weight;
  std::int64_t mean_q16 = 0;
};
struct Clusters {
  std::vector<std::uint32_t> root;  ///< by record: the smallest record of its cluster
  std::vector<Refusal> refused;     ///< by edge
};
/// Constrained agglomeration, strongest edge first: one bad edge does not weld two families.
[[nodiscard]] Clusters cluster(const ClusterInput&);

}  // namespace leye::linkage
