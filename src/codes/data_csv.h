#pragma once
#include <filesystem>
#include <string>
#include <vector>

#include "core/result.h"

namespace leye::codes {

/// Rows of one of our own data files: plain commas, no quotes, first line is the header, `#` starts
/// a comment line. Errors `data.unreadable`, `data.row` (a row of another width than the header).
[[nodiscard]] Result<std::vector<std::vector<std::string>>> read_data_csv(
    const std::filesystem::path&);

}  // namespace leye::codes
