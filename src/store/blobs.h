#pragma once
#include <chrono>
#include <cstdint>
#include <filesystem>
#include <string_view>
#include <vector>

#include "core/date.h"
#include "core/digest.h"
#include "core/result.h"
#include "store/database.h"

namespace leye::store {

/// Files by the SHA-256 of their content, under `DIR/blobs/ab/cd…`. The caller seals the bytes
/// first (access/seal.h): nothing here is readable on its own. Rows count who needs a blob. A blob
/// sealed anew keeps the name of its first bytes; its content is then checked by its seal alone.
class BlobStore {
 public:
  explicit BlobStore(std::filesystem::path data_folder);

  /// Writes the file (temporary name, fsync, rename, fsync of the folder); the same bytes again
  /// are the same file. Before the transaction that holds it. Error `file.unwritable`.
  [[nodiscard]] Result<Digest> put(std::string_view sealed) const;
  /// Error `store.blob_missing`; `store.blob_damaged` if the content does not match.
  [[nodiscard]] Result<std::string> get(const Digest&) const;
  [[nodiscard]] std::filesystem::path path_of(const Digest&) const;

  /// Other bytes under the same name: what was sealed anew after a rotation, as its
  /// `generation` (`…/cd….k2`). The file before it is deleted when the new one is durable.
  [[nodiscard]] Result<void> put_again(const Digest&, std::uint32_t generation,
                                       std::string_view sealed) const;
  /// Deletes all generations but the newest.
  [[nodiscard]] Result<void> drop_older(const Digest&) const;
  /// Every blob there is, by digest.
  [[nodiscard]] Result<std::vector<Digest>> all() const;

  /// One more row needs it / one less. A blob that was not `put` cannot be held
  /// (`store.blob_missing`).
  [[nodiscard]] Result<void> hold(Transaction&, const Digest&, Instant now) const;
  [[nodiscard]] Result<void> release(Transaction&, const Digest&) const;
  /// Deletes files nobody holds that are older than `grace`. Number deleted.
  [[nodiscard]] Result<std::int64_t> sweep(Database&, Instant now, std::chrono::hours grace) const;

 private:
  struct Generation {
    std::uint32_t number = 0;  ///< 0: the bytes that gave it its name
    std::filesystem::path path;
  };
  /// Newest first; empty if there is no such blob.
  [[nodiscard]] std::vector<Generation> generations(const Digest&) const;
  std::filesystem::path root_;
};

}  // namespace leye::store
