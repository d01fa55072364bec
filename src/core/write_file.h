#pragma once
#include <filesystem>
#include <string_view>

#include "core/result.h"

namespace leye {

/// Writes a file whole: under another name first, synced, then renamed, so that a crash leaves no
/// file, the old one, or the new one. Folders are made. Mode 0600. Error `file.unwritable`.
[[nodiscard]] Result<void> write_whole(const std::filesystem::path&, std::string_view bytes);

}  // namespace leye
