#pragma once
#include <memory>

#include "cli/command.h"
#include "linkage/linkage.h"

namespace leye::cli {

/// Configuration and records that a command was given by name.
struct LinkInputs {
  std::unique_ptr<linkage::Config> config;
  linkage::PlanStep step;
  std::unique_ptr<linkage::Records> records;
  linkage::LinkOptions options;
};
[[nodiscard]] Result<std::unique_ptr<linkage::Config>> link_config(const Arguments&);
/// Reads `--config`, `--left`, `--right`, `--threads`, and `--model` if it is given.
[[nodiscard]] Result<LinkInputs> link_inputs(const Arguments&);
[[nodiscard]] Result<LinkInputs> link_inputs(const Arguments&, const std::string& left,
                                             const std::string& right);
/// CPU seconds of this process so far.
[[nodiscard]] double cpu_seconds();

}  // namespace leye::cli
