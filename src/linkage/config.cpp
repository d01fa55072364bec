#include "linkage/config.h"

#include "linkage/config_reader.h"

namespace leye::linkage {
namespace {

using sheets::YamlNode;

/// The meaning without layout: keys sorted, scalars as texts.
void canonical(const YamlNode& node, std::string& out) {
  if (node.is_scalar()) {
    out += std::to_string(node.text.size()) + ":" + node.text;
    return;
  }
  out += node.is_list() ? "[" : "{";
  for (const auto& item : node.items) canonical(item, out);
  std::vector<const sheets::YamlEntry*> entries;
  for (const auto& entry : node.entries) entries.push_back(&entry);
  if (node.is_map())
    std::sort(entries.begin(), entries.end(),
              [](const auto* a, const auto* b) { return a->key < b->key; });
  for (const auto* entry : entries) {
    out += std::to_string(entry->key.size()) + "=" + entry->key;
    canonical(entry->value, out);
  }
  out += node.is_list() ? "]" : "}";
}

}  // namespace

const RegisterSpec* Config::find_register(std::string_view name) const {
  const auto it = std::find_if(registers.begin(), registers.end(),
                               [&](const RegisterSpec& r) { return r.id == name; });
  return it == registers.end() ? nullptr : &*it;
}

Result<Config> config_from(std::string_view text, const std::string& file) {
  auto yaml = sheets::read_yaml(text, {"when"});
  if (!yaml.problems.empty()) {
    const auto& problem = yaml.problems.front();
    return fail(problem.code, NodeReader(file).where(problem.place), problem.args);
  }
  LEYE_TRY(auto config, ConfigReader(yaml.root, file).read());
  std::string meaning;
  canonical(yaml.root, meaning);
  config.digest = digest_of(meaning);
  return config;
}

Result<Config> load_config(const std::filesystem::path& path) {
  LEYE_TRY(const auto text, sheets::read_text_file(path));
  return config_from(text, path.filename().string());
}

}  // namespace leye::linkage
