#include "core/write_file.h"

#include <fcntl.h>
#include <unistd.h>

namespace leye {
namespace {

bool write_all(int fd, std::string_view bytes) {
  while (!bytes.empty()) {
    const auto written = ::write(fd, bytes.data(), bytes.size());
    if (written <= 0) return false;
    bytes.remove_prefix(static_cast<std::size_t>(written));
  }
  return true;
}

}  // namespace

Result<void> write_whole(const std::filesystem::path& path, std::string_view bytes) {
  std::error_code bad;
  std::filesystem::create_directories(path.parent_path(), bad);
  const std::string part = path.string() + ".part";
  const int fd = ::open(part.c_str(), O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, 0600);
  if (fd < 0) return fail("file.unwritable", path.string());
  const bool good = write_all(fd, bytes) && ::fsync(fd) == 0;
  ::close(fd);
  if (!good || ::rename(part.c_str(), path.c_str()) != 0)
    return fail("file.unwritable", path.string());
  return {};
}

}  // namespace leye
