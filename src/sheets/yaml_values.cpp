#include <algorithm>
#include <charconv>
#include <fstream>
#include <iterator>

#include "sheets/yaml.h"

namespace leye::sheets {

bool YamlNode::is_null() const { return is_scalar() && style == YamlStyle::kPlain && text.empty(); }

const YamlNode* YamlNode::find(std::string_view key) const {
  for (const auto& entry : entries)
    if (entry.key == key) return &entry.value;
  return nullptr;
}

Place YamlNode::place_in(std::size_t index) const {
  if (runs.empty()) return place;
  auto run = std::upper_bound(runs.begin(), runs.end(), index,
                              [](std::size_t i, const auto& r) { return i < r.first; });
  if (run != runs.begin()) --run;
  return {run->second.line, run->second.column + static_cast<int>(index - run->first)};
}

Result<std::string> read_text_file(const std::filesystem::path& path) {
  std::ifstream in(path, std::ios::binary);
  if (!in || std::filesystem::is_directory(path)) return fail("file.unreadable", path.string());
  std::string text{std::istreambuf_iterator<char>(in), std::istreambuf_iterator<char>()};
  if (in.bad()) return fail("file.unreadable", path.string());
  return text;
}

Result<YamlNode> load_yaml(const std::filesystem::path& path) {
  LEYE_TRY(const std::string text, read_text_file(path));
  YamlFile file = read_yaml(text);
  if (file.problems.empty()) return std::move(file.root);
  const auto& first = file.problems.front();
  return fail(first.code,
              path.filename().string() + ":" + std::to_string(first.place.line) + ":" +
                  std::to_string(first.place.column),
              first.args);
}

std::optional<long long> yaml_integer(const YamlNode& node) {
  if (!node.is_scalar() || node.style != YamlStyle::kPlain) return std::nullopt;
  const std::string_view digits =
      std::string_view(node.text).substr(node.text.starts_with('-') ? 1 : 0);
  if (digits.empty() || (digits.size() > 1 && digits.front() == '0')) return std::nullopt;
  if (digits.find_first_not_of("0123456789") != std::string_view::npos) return std::nullopt;
  long long value = 0;
  const auto* end = node.text.data() + node.text.size();
  const auto [at, error] = std::from_chars(node.text.data(), end, value);
  if (error != std::errc() || at != end) return std::nullopt;
  return value;
}

std::optional<bool> yaml_bool(const YamlNode& node) {
  if (!node.is_scalar() || node.style != YamlStyle::kPlain) return std::nullopt;
  if (node.text == "true") return true;
  if (node.text == "false") return false;
  return std::nullopt;
}

}  // namespace leye::sheets
