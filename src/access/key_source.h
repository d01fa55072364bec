#pragma once
#include <filesystem>
#include <string>

#include "core/result.h"

namespace leye::access {

/// Where the text of a key ring comes from: a file of its owner alone, or what a command prints
/// (a hardware module's own tool, a vault's client). A command is never written to.
struct KeySource {
  std::filesystem::path file;
  std::string command;

  /// `LEYE_KEY_COMMAND`, else the path in `LEYE_KEY_FILE`, else `otherwise`.
  [[nodiscard]] static KeySource from_environment(const std::filesystem::path& otherwise);
  [[nodiscard]] bool writable() const { return command.empty(); }
  /// For people and logs: the path, or the command.
  [[nodiscard]] std::string shown() const { return command.empty() ? file.string() : command; }
  /// The whole text; the caller wipes it. Errors `access.key_missing`, `access.key_mode` (others
  /// may read it), `access.key_owner` (it is somebody else's), `access.key_command` (failed, took
  /// more than 30 s or printed more than 64 KiB).
  [[nodiscard]] Result<std::string> read() const;
  /// A new file beside the old one and a rename: a crash leaves the old keys or the new, never
  /// half. `fresh`: fails with `access.key_exists` if there is one. Errors `file.unwritable`,
  /// `access.key_source_fixed` for a command.
  [[nodiscard]] Result<void> write(std::string_view text, bool fresh) const;
};

/// Held by who changes the key file, so that two of them do not lose each other's key.
class KeyFileLock {
 public:
  /// Error `file.unwritable`.
  [[nodiscard]] static Result<KeyFileLock> take(const KeySource&);
  KeyFileLock(KeyFileLock&&) noexcept;
  KeyFileLock& operator=(KeyFileLock&&) = delete;
  ~KeyFileLock();

 private:
  explicit KeyFileLock(int file) : file_(file) {}
  int file_;
};

}  // namespace leye::access
