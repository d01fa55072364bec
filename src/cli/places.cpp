#include "cli/places.h"

#include <sys/stat.h>

#include <array>
#include <set>

namespace leye::cli {
namespace {

namespace fs = std::filesystem;

struct Known {
  std::string_view path;
  std::string_view holds;
  std::string_view guarded;
  bool personal = true;
};
constexpr std::array<Known, 11> kKnown = {{
    {"keys", "the keys themselves: whoever has them opens everything else", "mode 0600"},
    {"leye.db", "the database (SQLite)", "sensitive columns sealed; mode 0600"},
    {"leye.db-wal", "what was written last to the database", "as the database"},
    {"leye.db-shm", "index of the above", "as the database"},
    {"blobs", "files as they came: everything in them", "sealed"},
    {"snapshots", "facts by person id: no name, number, phone or address", "mode 0700"},
    {"runs", "outcomes and amounts by person id", "mode 0700"},
    {"messages", "names of recipients and what they are told", "mode 0700"},
    {"payments", "names and amounts of payees", "mode 0700"},
    {"reports", "figures; no person", "mode 0700", false},
    {"packs", "rules; no person", "mode 0700", false},
}};

void look_at(const fs::path& path, const fs::path& folder, DataPlace& place) {
  struct stat info {};
  if (::lstat(path.c_str(), &info) != 0) return;
  if (S_ISREG(info.st_mode)) {
    ++place.files;
    place.bytes += info.st_size;
  }
  if (!S_ISLNK(info.st_mode) && (info.st_mode & 077U) != 0)
    place.open_to_others.push_back(path.lexically_relative(folder).string());
}

DataPlace look(const fs::path& folder, const Known& known) {
  DataPlace place{
      std::string(known.path), std::string(known.holds), std::string(known.guarded), 0, 0, {}};
  const auto root = folder / known.path;
  look_at(root, folder, place);
  std::error_code error;
  if (!fs::is_directory(root, error)) return place;
  for (fs::recursive_directory_iterator it(root, error), end; !error && it != end;
       it.increment(error))
    look_at(it->path(), folder, place);
  if (!known.personal) place.open_to_others.clear();
  return place;
}

}  // namespace

fs::path erased_list(const access::KeySource& source, const fs::path& folder) {
  return (source.writable() ? source.file.parent_path() : folder / "keys") / "erased";
}

std::vector<DataPlace> data_places(const fs::path& folder) {
  std::vector<DataPlace> places;
  std::set<std::string> seen = {"config.json", "leye.db.lock"};
  std::error_code error;
  for (const auto& known : kKnown) {
    seen.emplace(known.path);
    if (fs::exists(folder / known.path, error)) places.push_back(look(folder, known));
  }
  for (fs::directory_iterator it(folder, error), end; !error && it != end; it.increment(error)) {
    const auto name = it->path().filename().string();
    if (seen.count(name) > 0) continue;
    places.push_back(look(folder, {name, "not known to Leye: look at it", "unknown"}));
  }
  // The folder itself keeps others out of all of them.
  DataPlace whole{".", "everything below", "mode 0700", 0, 0, {}};
  look_at(folder, folder, whole);
  places.insert(places.begin(), std::move(whole));
  return places;
}

}  // namespace leye::cli
