#include "access/key_source.h"

#include <fcntl.h>
#include <poll.h>
#include <sodium.h>
#include <spawn.h>
#include <sys/file.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <unistd.h>

#include <array>
#include <cerrno>
#include <chrono>
#include <csignal>
#include <cstdlib>
#include <utility>

extern char** environ;

namespace leye::access {
namespace {

namespace fs = std::filesystem;
constexpr std::size_t kLongest = 64 * 1024;
constexpr auto kPatience = std::chrono::seconds(30);

/// Everything readable until the end, at most kLongest bytes, until `deadline`.
bool drain(int from, std::string& text, std::chrono::steady_clock::time_point deadline) {
  std::array<char, 4096> buffer{};
  bool good = false;
  for (;;) {
    const auto left = std::chrono::duration_cast<std::chrono::milliseconds>(
        deadline - std::chrono::steady_clock::now());
    pollfd waiting{from, POLLIN, 0};
    const int ready = ::poll(&waiting, 1, static_cast<int>(std::max<long>(0, left.count())));
    if (ready < 0 && errno == EINTR) continue;
    if (ready <= 0) break;
    const auto n = ::read(from, buffer.data(), buffer.size());
    if (n < 0 && errno == EINTR) continue;
    good = n == 0;
    if (n <= 0) break;
    text.append(buffer.data(), static_cast<std::size_t>(n));
    if (text.size() > kLongest) break;
  }
  sodium_memzero(buffer.data(), buffer.size());
  return good;
}

Result<std::string> output_of(const std::string& command) {
  std::array<int, 2> ends{};
  if (::pipe2(ends.data(), O_CLOEXEC) != 0) return fail("access.key_command", command);
  posix_spawn_file_actions_t actions;
  posix_spawn_file_actions_init(&actions);
  posix_spawn_file_actions_adddup2(&actions, ends[1], STDOUT_FILENO);
  std::string shell = "/bin/sh";
  std::string flag = "-c";
  std::string line = command;
  std::array<char*, 4> arguments{shell.data(), flag.data(), line.data(), nullptr};
  pid_t child = 0;
  const int spawned =
      ::posix_spawn(&child, shell.c_str(), &actions, nullptr, arguments.data(), environ);
  posix_spawn_file_actions_destroy(&actions);
  ::close(ends[1]);
  std::string text;
  const bool whole =
      spawned == 0 && drain(ends[0], text, std::chrono::steady_clock::now() + kPatience);
  ::close(ends[0]);
  int status = -1;
  if (spawned == 0) {
    if (!whole) ::kill(child, SIGKILL);
    while (::waitpid(child, &status, 0) < 0 && errno == EINTR) {
    }
  }
  if (whole && WIFEXITED(status) && WEXITSTATUS(status) == 0) return text;
  sodium_memzero(text.data(), text.size());
  return fail("access.key_command", command);
}

Result<std::string> text_of(const fs::path& path) {
  const auto where = path.string();
  const int file = ::open(where.c_str(), O_RDONLY | O_CLOEXEC);
  struct stat info {};
  if (file < 0 && errno == EACCES) return fail("access.key_owner", where);
  if (file < 0) return fail("access.key_missing", where);
  std::string text;
  std::string code;
  if (::fstat(file, &info) != 0 || !S_ISREG(info.st_mode))
    code = "access.key_missing";
  else if ((info.st_mode & 077U) != 0)
    code = "access.key_mode";
  else if (info.st_uid != ::geteuid())
    code = "access.key_owner";
  else if (!drain(file, text, std::chrono::steady_clock::now() + kPatience))
    code = "access.key_missing";
  ::close(file);
  if (!code.empty()) return tl::unexpected(Error{code, where, {}});
  return text;
}

bool write_all(int file, std::string_view text) {
  while (!text.empty()) {
    const auto n = ::write(file, text.data(), text.size());
    if (n < 0 && errno == EINTR) continue;
    if (n <= 0) return false;
    text.remove_prefix(static_cast<std::size_t>(n));
  }
  return ::fsync(file) == 0;
}

/// A rename is durable only when its folder is.
bool sync_folder(const fs::path& file) {
  const auto folder = file.has_parent_path() ? file.parent_path() : fs::path(".");
  const int opened = ::open(folder.c_str(), O_RDONLY | O_DIRECTORY | O_CLOEXEC);
  if (opened < 0) return false;
  const bool good = ::fsync(opened) == 0;
  ::close(opened);
  return good;
}

}  // namespace

KeySource KeySource::from_environment(const fs::path& otherwise) {
  if (const char* command = std::getenv("LEYE_KEY_COMMAND"); command != nullptr && *command != 0)
    return {{}, command};
  if (const char* named = std::getenv("LEYE_KEY_FILE"); named != nullptr && *named != 0)
    return {named, {}};
  return {otherwise, {}};
}

Result<std::string> KeySource::read() const {
  return command.empty() ? text_of(file) : output_of(command);
}

Result<void> KeySource::write(std::string_view text, bool fresh) const {
  if (!writable()) return fail("access.key_source_fixed", command);
  std::error_code ignored;
  if (file.has_parent_path()) fs::create_directories(file.parent_path(), ignored);
  if (fresh && fs::exists(file, ignored)) return fail("access.key_exists", file.string());
  const auto draft = file.string() + ".new";
  const int opened =
      ::open(draft.c_str(), O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, S_IRUSR | S_IWUSR);
  if (opened < 0) return fail("file.unwritable", draft);
  const bool written = ::fchmod(opened, S_IRUSR | S_IWUSR) == 0 && write_all(opened, text);
  ::close(opened);
  if (!written || std::rename(draft.c_str(), file.c_str()) != 0 || !sync_folder(file))
    return fail("file.unwritable", file.string());
  return {};
}

Result<KeyFileLock> KeyFileLock::take(const KeySource& source) {
  if (!source.writable()) return KeyFileLock(-1);
  std::error_code ignored;
  if (source.file.has_parent_path()) fs::create_directories(source.file.parent_path(), ignored);
  const auto path = source.file.string() + ".lock";
  const int file = ::open(path.c_str(), O_RDWR | O_CREAT | O_CLOEXEC, S_IRUSR | S_IWUSR);
  if (file < 0) return fail("file.unwritable", path);
  while (::flock(file, LOCK_EX) != 0) {
    if (errno == EINTR) continue;
    ::close(file);
    return fail("file.unwritable", path);
  }
  return KeyFileLock(file);
}

KeyFileLock::KeyFileLock(KeyFileLock&& other) noexcept : file_(std::exchange(other.file_, -1)) {}

KeyFileLock::~KeyFileLock() {
  if (file_ >= 0) ::close(file_);
}

}  // namespace leye::access
