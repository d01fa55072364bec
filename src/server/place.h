#pragma once
#include <filesystem>
#include <memory>
#include <optional>
#include <string>

#include "access/keys.h"
#include "core/date.h"
#include "core/result.h"
#include "store/database.h"

namespace leye::server {

struct NewPlace {
  std::filesystem::path folder;
  std::string db;                       ///< empty: SQLite inside the folder
  std::filesystem::path divisions;      ///< `data/tianjin` of the installed tables
  std::filesystem::path pack;           ///< signed from today on
  std::optional<std::string> key_seed;  ///< equal ids on two databases (demo); never for people
  bool second_factor_optional = false;  ///< reveals and exports with a password alone (demo)
};

/// A place to work: data folder, database and keys, as every command and the server open them.
class Place {
 public:
  /// Folders (0700), key file, schema, divisions, signed pack; `config.json` last, so that an
  /// attempt that broke off is begun again by the same call. Errors `place.exists`, and those of
  /// store, keys, codes and campaign.
  static Result<std::unique_ptr<Place>> create(const NewPlace&, const Clock&);
  /// Errors `place.missing`, `place.newer`, `access.key_*` (missing, readable by others,
  /// not the keys of this place), `store.schema_newer`,
  /// `store.schema_older`, and those of opening the database.
  static Result<std::unique_ptr<Place>> open(const std::filesystem::path& folder,
                                             const store::OpenOptions& = {});

  [[nodiscard]] const std::filesystem::path& folder() const { return folder_; }
  [[nodiscard]] store::Database& db() { return db_; }
  [[nodiscard]] const access::KeyRing& keys() const { return keys_; }
  /// For a rotation, which adds a key.
  [[nodiscard]] access::KeyRing& keys() { return keys_; }
  /// Are two factors asked for where data leaves its mask?
  [[nodiscard]] bool second_factor_due() const { return second_factor_due_; }
  [[nodiscard]] std::filesystem::path snapshots() const { return folder_ / "snapshots"; }
  [[nodiscard]] std::filesystem::path runs() const { return folder_ / "runs"; }
  [[nodiscard]] std::filesystem::path messages() const { return folder_ / "messages"; }
  [[nodiscard]] std::filesystem::path reports() const { return folder_ / "reports"; }

 private:
  Place(std::filesystem::path folder, store::Database db, access::KeyRing keys,
        bool second_factor_due);
  std::filesystem::path folder_;
  store::Database db_;
  access::KeyRing keys_;
  bool second_factor_due_;
};

}  // namespace leye::server
