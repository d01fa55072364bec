// Snapshot files: any bytes under a right checksum are refused, or read without leaving the file.
#include <cstdint>
#include <filesystem>
#include <fstream>
#include <string>

#include "columns/file.h"

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  using namespace leye;
  static const auto path = std::filesystem::temp_directory_path() / to_text(new_uuid());
  std::string bytes(reinterpret_cast<const char*>(data), size);
  const Digest digest = digest_of(bytes);
  bytes.append(reinterpret_cast<const char*>(digest.data()), digest.size());
  std::ofstream(path, std::ios::binary | std::ios::trunc) << bytes;
  const auto table = columns::read_table(path);
  // Every cell is looked at.
  if (table) static_cast<void>(table->digest());
  return 0;
}
