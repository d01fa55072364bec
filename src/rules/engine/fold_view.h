#pragma once
#include <vector>

#include "rules/engine/runner.h"

namespace leye::rules {

/// The body of a list macro over the child rows of the block's rows.
struct Runner::FoldView {
  FoldView(const Plan& body, const Kernels& kernels) : runner(body, kernels) {}
  Runner runner;
  std::vector<std::uint32_t> words;    ///< of the child table
  std::vector<std::uint64_t> t, f, e;  ///< from the first child word on
};

}  // namespace leye::rules
