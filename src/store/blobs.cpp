#include "store/blobs.h"

#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

#include <fstream>
#include <iterator>

#include "core/ids.h"

namespace leye::store {
namespace {

namespace fs = std::filesystem;

tl::unexpected<Error> unwritable(const fs::path& path) {
  return fail("file.unwritable", path.string());
}

Result<void> write_synced(const fs::path& path, std::string_view bytes) {
  const int file = ::open(path.c_str(), O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0600);
  if (file < 0) return unwritable(path);
  bool good = true;
  while (good && !bytes.empty()) {
    const ssize_t n = ::write(file, bytes.data(), bytes.size());
    good = n > 0;
    if (good) bytes.remove_prefix(static_cast<std::size_t>(n));
  }
  good = good && ::fsync(file) == 0;
  good = ::close(file) == 0 && good;
  if (!good) return unwritable(path);
  return {};
}

/// A rename is durable only when its folder is.
Result<void> sync_folder(const fs::path& folder) {
  const int file = ::open(folder.c_str(), O_RDONLY | O_DIRECTORY | O_CLOEXEC);
  if (file < 0) return unwritable(folder);
  const bool good = ::fsync(file) == 0;
  ::close(file);
  if (!good) return unwritable(folder);
  return {};
}

Result<void> make_private_folder(const fs::path& folder) {
  std::error_code error;
  if (fs::is_directory(folder, error)) return {};
  fs::create_directories(folder.parent_path(), error);
  if (::mkdir(folder.c_str(), 0700) != 0 && !fs::is_directory(folder, error))
    return unwritable(folder);
  return sync_folder(folder.parent_path());
}

std::optional<Digest> digest_of_path(const fs::path& file) {
  const auto bytes = from_hex(file.parent_path().filename().string() + file.filename().string());
  Digest digest;
  if (!bytes || bytes->size() != digest.size()) return std::nullopt;
  std::copy(bytes->begin(), bytes->end(), digest.begin());
  return digest;
}

std::int64_t changed_at(const fs::path& file) {
  struct stat status {};
  if (::stat(file.c_str(), &status) != 0) return INT64_MAX;
  return std::int64_t{status.st_mtim.tv_sec} * 1'000'000 + status.st_mtim.tv_nsec / 1000;
}

}  // namespace

BlobStore::BlobStore(fs::path data_folder) : root_(std::move(data_folder) / "blobs") {}

fs::path BlobStore::path_of(const Digest& digest) const {
  const std::string name = to_text(digest);
  return root_ / name.substr(0, 2) / name.substr(2);
}

Result<Digest> BlobStore::put(std::string_view sealed) const {
  const Digest digest = digest_of(sealed);
  const fs::path path = path_of(digest);
  // The time of the file tells sweep() that somebody is about to hold it.
  if (::utimensat(AT_FDCWD, path.c_str(), nullptr, 0) == 0) return digest;
  LEYE_CHECK(make_private_folder(root_));
  LEYE_CHECK(make_private_folder(path.parent_path()));
  const fs::path temporary = path.string() + "." + to_text(new_uuid());
  LEYE_CHECK(write_synced(temporary, sealed));
  std::error_code error;
  fs::rename(temporary, path, error);
  if (error) return unwritable(path);
  LEYE_CHECK(sync_folder(path.parent_path()));
  return digest;
}

Result<std::string> BlobStore::get(const Digest& digest) const {
  std::ifstream file(path_of(digest), std::ios::binary);
  if (!file) return fail("store.blob_missing", {}, {{"digest", to_text(digest)}});
  std::string bytes{std::istreambuf_iterator<char>(file), {}};
  if (digest_of(bytes) != digest)
    return fail("store.blob_damaged", path_of(digest).string(), {{"digest", to_text(digest)}});
  return bytes;
}

Result<void> BlobStore::hold(Transaction& tx, const Digest& digest, Instant now) const {
  if (!fs::exists(path_of(digest)))
    return fail("store.blob_missing", {}, {{"digest", to_text(digest)}});
  LEYE_CHECK(
      tx.execute("INSERT INTO stored_blob (digest, holders, changed_at) VALUES (?, 1, ?) "
                 "ON CONFLICT (digest) DO UPDATE SET holders = stored_blob.holders + 1, "
                 "changed_at = excluded.changed_at",
                 digest, now));
  return {};
}

Result<void> BlobStore::release(Transaction& tx, const Digest& digest) const {
  LEYE_TRY(const auto rows,
           tx.execute("UPDATE stored_blob SET holders = holders - 1 WHERE digest = ? "
                      "AND holders > 0",
                      digest));
  if (rows == 0) return fail("store.blob_missing", {}, {{"digest", to_text(digest)}});
  return {};
}

Result<std::int64_t> BlobStore::sweep(Database& db, Instant now, std::chrono::hours grace) const {
  const std::int64_t before = now.micros() - std::chrono::microseconds(grace).count();
  std::int64_t swept = 0;
  std::error_code error;
  for (fs::recursive_directory_iterator it(root_, error), end; !error && it != end;
       it.increment(error)) {
    const fs::path file = it->path();
    if (!it->is_regular_file(error) || changed_at(file) >= before) continue;
    const auto digest = digest_of_path(file);
    LEYE_TRY(const bool held, db.write([&](Transaction& tx) -> Result<bool> {
      if (!digest) return false;  // a temporary file of a process that died
      LEYE_CHECK(tx.execute("DELETE FROM stored_blob WHERE digest = ? AND holders = 0", *digest));
      LEYE_TRY(const auto row,
               tx.find<std::int64_t>("SELECT holders FROM stored_blob WHERE digest = ?", *digest));
      return row.has_value();
    }));
    std::error_code unlinked;
    if (!held && fs::remove(file, unlinked)) ++swept;
  }
  return swept;
}

}  // namespace leye::store
