#include "outreach/code_file.h"

#include <fcntl.h>
#include <unistd.h>

#include <chrono>

namespace leye::outreach {
namespace {

namespace fs = std::filesystem;

void sweep(const fs::path& folder) {
  std::error_code none;
  const auto before = fs::file_time_type::clock::now() - std::chrono::minutes(10);
  for (const auto& file : fs::directory_iterator(folder, none))
    if (fs::last_write_time(file.path(), none) < before) fs::remove(file.path(), none);
}

}  // namespace

Result<void> CodeFiles::send(const Uuid& challenge, std::string_view phone, std::string_view code) {
  std::error_code ec;
  fs::create_directories(folder_, ec);
  if (!ec) fs::permissions(folder_, fs::perms::owner_all, ec);
  if (ec) return fail("file.unwritable", folder_.string());
  sweep(folder_);
  const auto file = folder_ / (to_text(challenge) + ".txt");
  const auto part = file.string() + ".part";
  std::string text(phone);
  text.append("\n【乐业】验证码 ").append(code).append("，10 分钟内有效。请勿告诉他人。\n");
  const int fd = ::open(part.c_str(), O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0600);
  if (fd < 0) return fail("file.unwritable", part);
  const bool written = ::write(fd, text.data(), text.size()) == static_cast<ssize_t>(text.size());
  ::close(fd);
  if (!written || ::rename(part.c_str(), file.c_str()) != 0)
    return fail("file.unwritable", file.string());
  return {};
}

}  // namespace leye::outreach
