#pragma once
#include "cli/command.h"

namespace leye::cli {

/// `leye link --config C.yaml --left A.csv [--right B.csv] --out links.csv`: files, no data folder.
[[nodiscard]] Result<Exit> link_files(const Arguments&);
/// What `link_files` takes, for the command that has both forms.
[[nodiscard]] std::vector<Option> link_file_options();
/// `link check`, `count`, `train`, `explain`, `quality`, `suggest-blocking`.
[[nodiscard]] std::vector<Command> link_tools();

}  // namespace leye::cli
