#include "server/notices.h"

#include <fstream>
#include <sstream>

namespace leye::server {
namespace {

namespace fs = std::filesystem;
constexpr std::string_view kChinese = ".zh-CN.txt";

std::string text_of(const fs::path& file) {
  std::ifstream in(file, std::ios::binary);
  std::ostringstream text;
  text << in.rdbuf();
  return in ? std::move(text).str() : std::string();
}

/// Versions are numbers; `10` comes after `9`.
bool is_newer(std::string_view a, std::string_view b) {
  return a.size() != b.size() ? a.size() > b.size() : a > b;
}

}  // namespace

Result<Notices> Notices::load(const fs::path& tables, const fs::path& pack_folder) {
  Notices notices;
  for (const auto& root : {tables / "notices", pack_folder / "notices"}) {
    std::error_code none;
    std::map<std::string, Notice, std::less<>> here;
    for (const auto& file : fs::recursive_directory_iterator(root, none)) {
      const auto name = file.path().filename().string();
      if (!name.ends_with(kChinese)) continue;
      Notice notice;
      notice.version = name.substr(0, name.size() - kChinese.size());
      auto& kept = here[file.path().parent_path().filename().string()];
      if (!kept.version.empty() && !is_newer(notice.version, kept.version)) continue;
      notice.zh = text_of(file.path());
      notice.en = text_of(file.path().parent_path() / (notice.version + ".en.txt"));
      notice.digest = digest_of(notice.zh);
      kept = std::move(notice);
    }
    for (auto& [kind, notice] : here) notices.newest_[kind] = std::move(notice);
  }
  const auto* duty = notices.find(kConfidentiality);
  if (!duty || duty->zh.empty())
    return fail("notice.missing", (tables / "notices").string(),
                {{"kind", std::string(kConfidentiality)}});
  return notices;
}

const Notice* Notices::find(std::string_view kind) const {
  const auto found = newest_.find(kind);
  return found == newest_.end() ? nullptr : &found->second;
}

}  // namespace leye::server
