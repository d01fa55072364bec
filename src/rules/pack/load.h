#pragma once
#include <filesystem>
#include <map>
#include <memory>
#include <string>
#include <vector>

#include "rules/pack/diagnostic.h"
#include "rules/pack/pack.h"

namespace leye::rules {

/// A pack, or why there is none: with an error among the diagnostics `pack` is null, never half.
struct LoadedPack {
  std::shared_ptr<const Pack> pack;
  std::vector<Diagnostic> diagnostics;
};

/// Path inside the pack → text.
using PackFiles = std::map<std::string, std::string>;

/// Reads and checks the pack in a folder (rules.md §5–6). `strict`: what signing needs as well.
/// A folder that cannot be read is the one diagnostic R002.
[[nodiscard]] LoadedPack load_pack(const std::filesystem::path& dir, bool strict = false);
/// The same from texts; `given` are files of an environment, loaded without R401, R423, R424, R432.
[[nodiscard]] LoadedPack load_files(const PackFiles& files, const PackFiles& given = {},
                                    bool strict = false);
/// The YAML files of a folder that the engine reads: all but templates/, lists/, linkage/, tests/.
[[nodiscard]] Result<PackFiles> read_pack_files(const std::filesystem::path& dir);

}  // namespace leye::rules
