#include "store/blobs.h"

#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

#include <algorithm>
#include <charconv>
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

constexpr std::string_view kAgain = ".k";

/// `cd….k2` is generation 2 of `cd…`; nothing for a temporary file.
std::optional<std::uint32_t> generation_of(std::string_view name) {
  const auto dot = name.find('.');
  if (dot == std::string_view::npos) return 0;
  name.remove_prefix(dot);
  if (!name.starts_with(kAgain)) return std::nullopt;
  name.remove_prefix(kAgain.size());
  std::uint32_t number = 0;
  const auto [end, bad] = std::from_chars(name.data(), name.data() + name.size(), number);
  if (bad != std::errc() || end != name.data() + name.size()) return std::nullopt;
  return number;
}

std::optional<Digest> digest_of_path(const fs::path& file) {
  const std::string name = file.filename().string();
  if (!generation_of(name)) return std::nullopt;
  const auto bytes =
      from_hex(file.parent_path().filename().string() + name.substr(0, name.find('.')));
  Digest digest;
  if (!bytes || bytes->size() != digest.size()) return std::nullopt;
  std::copy(bytes->begin(), bytes->end(), digest.begin());
  return digest;
}

/// Under another name first: a crash leaves the whole file or none.
Result<void> write_whole(const fs::path& path, std::string_view bytes) {
  const fs::path temporary = path.string() + "." + to_text(new_uuid());
  LEYE_CHECK(write_synced(temporary, bytes));
  std::error_code error;
  fs::rename(temporary, path, error);
  if (error) return unwritable(path);
  return sync_folder(path.parent_path());
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
  LEYE_CHECK(write_whole(path, sealed));
  return digest;
}

std::vector<BlobStore::Generation> BlobStore::generations(const Digest& digest) const {
  const auto first = path_of(digest);
  const auto name = first.filename().string();
  std::vector<Generation> found;
  std::error_code error;
  for (fs::directory_iterator it(first.parent_path(), error), end; !error && it != end;
       it.increment(error)) {
    const auto other = it->path().filename().string();
    if (!other.starts_with(name)) continue;
    if (const auto number = generation_of(other)) found.push_back({*number, it->path()});
  }
  std::sort(found.begin(), found.end(),
            [](const Generation& a, const Generation& b) { return a.number > b.number; });
  return found;
}

Result<std::string> BlobStore::get(const Digest& digest) const {
  // Again if a rotation replaced the file between looking for it and opening it.
  for (int turn = 0; turn < 3; ++turn) {
    const auto found = generations(digest);
    if (found.empty()) break;
    std::ifstream file(found.front().path, std::ios::binary);
    if (!file) continue;
    std::string bytes{std::istreambuf_iterator<char>(file), {}};
    if (found.front().number == 0 && digest_of(bytes) != digest)
      return fail("store.blob_damaged", path_of(digest).string(), {{"digest", to_text(digest)}});
    return bytes;
  }
  return fail("store.blob_missing", {}, {{"digest", to_text(digest)}});
}

Result<void> BlobStore::put_again(const Digest& digest, std::uint32_t generation,
                                  std::string_view sealed) const {
  LEYE_CHECK(write_whole(
      path_of(digest).string() + std::string(kAgain) + std::to_string(generation), sealed));
  return drop_older(digest);
}

Result<void> BlobStore::drop_older(const Digest& digest) const {
  auto found = generations(digest);
  for (std::size_t i = 1; i < found.size(); ++i) {
    std::error_code error;
    fs::remove(found[i].path, error);
    if (error) return unwritable(found[i].path);
  }
  return {};
}

Result<std::vector<Digest>> BlobStore::all() const {
  std::vector<Digest> found;
  std::error_code error;
  if (!fs::exists(root_, error)) return found;
  for (fs::recursive_directory_iterator it(root_, error), end; !error && it != end;
       it.increment(error))
    if (it->is_regular_file(error))
      if (const auto digest = digest_of_path(it->path())) found.push_back(*digest);
  if (error) return fail("file.unreadable", root_.string());
  std::sort(found.begin(), found.end());
  found.erase(std::unique(found.begin(), found.end()), found.end());
  return found;
}

Result<void> BlobStore::hold(Transaction& tx, const Digest& digest, Instant now) const {
  if (generations(digest).empty())
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
