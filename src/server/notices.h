#pragma once
#include <filesystem>
#include <map>
#include <string>
#include <string_view>

#include "core/digest.h"
#include "core/messages.h"
#include "core/result.h"

namespace leye::server {

/// A text that people are shown and confirm or are bound by. A changed wording is a new version:
/// what was confirmed stays what it was.
struct Notice {
  std::string version;
  std::string zh;
  std::string en;
  Digest digest{};  ///< of the Chinese wording, which is the one that counts
  [[nodiscard]] const std::string& text(Locale locale) const {
    return locale == Locale::kEn && !en.empty() ? en : zh;
  }
};

/// The newest version of each: `<kind>/<version>.zh-CN.txt` in the installed `data/notices`, and in
/// `notices/` of the pack, which goes before.
class Notices {
 public:
  /// Error `notice.missing` {kind}: there is no confidentiality text.
  static Result<Notices> load(const std::filesystem::path& tables,
                              const std::filesystem::path& pack_folder);
  /// Nothing for an unknown kind.
  [[nodiscard]] const Notice* find(std::string_view kind) const;

 private:
  std::map<std::string, Notice, std::less<>> newest_;
};

inline constexpr std::string_view kConfidentiality = "confidentiality";
inline constexpr std::string_view kMessagesNotice = "messages";

}  // namespace leye::server
