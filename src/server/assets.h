#pragma once
#include <filesystem>
#include <map>
#include <memory>
#include <optional>
#include <string>

#include "core/result.h"
#include "server/http/message.h"

namespace leye::server {

/// The built pages of one web application, held in memory: `.br` and `.gz` siblings are chosen by
/// Accept-Encoding, everything has an ETag, files under `assets/` carry their hash in the name and
/// never change.
class Assets {
 public:
  /// All files under `folder`, answered under `mount` (`/s/`). Paths that are no file get `page`
  /// (the application routes them), with a new nonce in place of each `{{nonce}}`.
  /// Errors `server.web_missing`, `file.unreadable`.
  static Result<Assets> load(const std::filesystem::path& folder, std::string mount,
                             std::string page);

  [[nodiscard]] bool covers(std::string_view path) const { return path.starts_with(mount_); }
  [[nodiscard]] http::Response answer(const http::Head&) const;

 private:
  struct File {
    std::string type;
    std::string etag;
    bool immutable = false;
    std::map<std::string, std::shared_ptr<const std::string>, std::less<>> encodings;
  };
  [[nodiscard]] http::Response page() const;
  [[nodiscard]] http::Response file(const http::Head&, const File&) const;

  std::string mount_;
  std::string page_;
  std::map<std::string, File, std::less<>> files_;
};

}  // namespace leye::server
