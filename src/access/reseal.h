#pragma once
#include <cstdint>
#include <filesystem>
#include <functional>
#include <string>
#include <vector>

#include "access/keys.h"
#include "access/sealed_tables.h"
#include "core/date.h"
#include "store/blobs.h"
#include "store/database.h"

namespace leye::access {

/// Does this ring open what the database says was sealed here? To be asked before anything else is.
/// Errors `access.key_id_missing` and `access.key_id_wrong`, with the id of the key.
Result<void> check_keys(store::Reader&, const KeyRing&);
/// Notes that the current key seals here. Nothing if it is noted.
Result<void> note_key(store::Transaction&, const KeyRing&, Instant now, bool is_first);

/// Is there anything that an older key than the current one sealed? Cheap: what is noted is read.
Result<bool> reseal_waits(store::Reader&, const KeyRing&);

struct ResealCounts {
  std::int64_t values = 0;   ///< sealed anew
  std::int64_t indexes = 0;  ///< blind indexes written anew
  std::int64_t blobs = 0;
  std::int64_t unopened = 0;  ///< forged or moved: left as they are, under the key they name
};

/// Seals everything anew with the current key, in slices of a few milliseconds beside whatever else
/// the place does, and moves the blind indexes to it:
///
///   1. persons' ids are entered a second time, under the new index key;
///   2. the new index key is the one that is written (old and new are looked up);
///   3. every sealed column, with its indexes, then every blob;
///   4. only the new index key is looked up; ids under the old one go.
///
/// What is done is noted; a process that dies goes on after it, and two of them do no harm. Each
/// step waits until every process has seen the change of the ring before it (they look once a
/// second, `kNotice`).
class Reseal {
 public:
  /// The ring must stay; `folder` is the data folder with the blobs.
  Reseal(store::Database&, KeyRing&, const std::filesystem::path& folder, const Clock&);
  /// One slice. True when there is nothing left; call it again otherwise.
  [[nodiscard]] Result<bool> slice();
  /// All of it, waiting for other processes where it must. `each` is called after every slice.
  [[nodiscard]] Result<void> run(const std::function<void(const ResealCounts&)>& each = {});
  [[nodiscard]] const ResealCounts& counts() const { return counts_; }
  /// How long to wait before the next slice: not zero after the ring has changed.
  [[nodiscard]] std::chrono::milliseconds pause() const { return pause_; }

  static constexpr std::chrono::milliseconds kNotice{2500};

 private:
  struct Found;
  [[nodiscard]] Result<bool> begin();
  [[nodiscard]] Result<bool> table_slice(const SealedTable&);
  [[nodiscard]] Result<bool> guard_slice(const SealedTable&, bool remove);
  [[nodiscard]] Result<bool> blob_slice();
  [[nodiscard]] Result<void> finish_step();
  [[nodiscard]] Result<void> settle(const std::string& step);
  [[nodiscard]] Result<std::vector<Found>> read(store::Transaction&, const SealedTable&,
                                                std::int64_t limit);
  [[nodiscard]] Result<ResealCounts> renew(store::Transaction&, const SealedTable&, const Found&);

  store::Database& db_;
  KeyRing& keys_;
  store::BlobStore blobs_;
  const Clock& clock_;
  std::uint32_t target_ = 0;
  std::vector<std::string> steps_;  ///< not yet done, the next one first
  store::Values position_;          ///< key of the last row of the slice before
  std::vector<Digest> waiting_;     ///< blobs not yet looked at
  bool listed_ = false;
  std::chrono::milliseconds pause_{0};
  ResealCounts counts_;
};

}  // namespace leye::access
