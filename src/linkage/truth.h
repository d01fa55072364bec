#pragma once
#include <cstdint>
#include <filesystem>

#include "core/result.h"

namespace leye::linkage {

struct Rates {
  std::uint64_t found = 0, right = 0, true_pairs = 0;
  [[nodiscard]] double precision() const {
    return found == 0 ? 1 : static_cast<double>(right) / static_cast<double>(found);
  }
  [[nodiscard]] double recall() const {
    return true_pairs == 0 ? 1 : static_cast<double>(right) / static_cast<double>(true_pairs);
  }
  [[nodiscard]] double f1() const {
    const auto both = static_cast<double>(found + true_pairs);
    return both == 0 ? 1 : 2 * static_cast<double>(right) / both;
  }
};
struct Quality {
  Rates pairs;     ///< as they stand in the file, decision `link`
  Rates clusters;  ///< with everything that follows from them
};

/// Compares links.csv with a truth file: columns `key` (or `id`), `entity` (or `cluster`), and
/// `register` where two registers were linked. Errors `linkage.no_column`, `.truth_register`.
[[nodiscard]] Result<Quality> quality_of(const std::filesystem::path& truth,
                                         const std::filesystem::path& links);

}  // namespace leye::linkage
