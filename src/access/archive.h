#pragma once
#include <cstdint>
#include <filesystem>
#include <functional>
#include <memory>
#include <string>
#include <string_view>

#include "access/keys.h"
#include "core/digest.h"

namespace leye::access {

/// Many files in one, encrypted: a backup. The key follows from the ring's current key, whose id
/// stands at the front; the keys themselves are never in it. Changed, cut off or reordered pieces
/// do not open (XChaCha20-Poly1305 stream with a final mark); each file's SHA-256 stands at its
/// end.
///
///   `leye-backup 1\n` | key id (4, little-endian) | stream header (24) | pieces
///   piece = length (4, little-endian) | sealed: `F` name · `D` bytes · `E` SHA-256 · `M` manifest
class ArchiveWriter {
 public:
  /// Error `file.unwritable`, also if there is such a file.
  static Result<ArchiveWriter> create(const std::filesystem::path&, const KeyRing&);
  ArchiveWriter(ArchiveWriter&&) noexcept;
  ArchiveWriter& operator=(ArchiveWriter&&) = delete;
  ~ArchiveWriter();
  /// Puts a file in under `name`. Errors `file.unreadable`, `file.unwritable`.
  [[nodiscard]] Result<Digest> add(const std::string& name, const std::filesystem::path& from);
  /// The last piece; the file is durable when this returns.
  [[nodiscard]] Result<void> finish(std::string_view manifest);

 private:
  struct State;
  explicit ArchiveWriter(std::unique_ptr<State>);
  std::unique_ptr<State> state_;
};

/// Called for every file with its parts in order; an error ends the reading.
struct ArchiveSink {
  std::function<Result<void>(const std::string& name)> begin;
  std::function<Result<void>(std::string_view bytes)> bytes;
  std::function<Result<void>()> end;
};
/// Reads all of it and returns the manifest: nothing is right before this has returned. Errors
/// `backup.format`, `backup.damaged`, `access.key_id_missing` (the ring lacks the key it was made
/// with), `file.unreadable`, and those of the sink.
[[nodiscard]] Result<std::string> read_archive(const std::filesystem::path&, const KeyRing&,
                                               const ArchiveSink&);

}  // namespace leye::access
