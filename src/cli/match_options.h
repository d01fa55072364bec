#pragma once
#include "cli/command.h"
#include "matching/files.h"

namespace leye::cli {

/// `--tables`, else those installed with Leye.
[[nodiscard]] Result<matching::Tables> matching_tables(const Arguments&);
/// `--as-of`, else today.
[[nodiscard]] Result<matching::Params> matching_params(const Arguments&);
/// Tells on stderr what is wrong with a file and which columns were not read; false if anything is
/// wrong.
[[nodiscard]] bool sound(const Arguments&, const char* option, const std::vector<Error>& problems,
                         const std::vector<std::string>& other_columns);

}  // namespace leye::cli
