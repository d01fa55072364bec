#pragma once
#include <cstdint>
#include <filesystem>
#include <string>
#include <vector>

#include "access/key_source.h"
#include "core/result.h"

namespace leye::cli {

/// A place outside the database that holds personal data, or the keys to it.
struct DataPlace {
  std::string path;     ///< relative to the data folder
  std::string holds;    ///< what of people is in it
  std::string guarded;  ///< how: sealed, under ids only, by the folder's mode
  std::int64_t files = 0;
  std::int64_t bytes = 0;
  std::vector<std::string> open_to_others;  ///< files or folders that others may enter or read
};
/// All of a data folder, known places first; what is not known is listed by its name, as such.
[[nodiscard]] std::vector<DataPlace> data_places(const std::filesystem::path& folder);

/// Where the ids of erased persons are noted: beside the key file, or in the folder's `keys` where
/// the keys come from a command.
[[nodiscard]] std::filesystem::path erased_list(const access::KeySource&,
                                                const std::filesystem::path& folder);

}  // namespace leye::cli
