#pragma once
#include <algorithm>
#include <charconv>
#include <initializer_list>

#include "linkage/config.h"

namespace leye::linkage {

/// The YAML nodes of a configuration with their place in messages: `person.yaml:12:3`.
class NodeReader {
 public:
  explicit NodeReader(std::string file) : file_(std::move(file)) {}

  [[nodiscard]] std::string where(sheets::Place place) const {
    return file_ + ":" + std::to_string(place.line) + ":" + std::to_string(place.column);
  }
  /// A map with no key but these.
  [[nodiscard]] Result<void> keys(const sheets::YamlNode& node,
                                  std::initializer_list<std::string_view> allowed) const {
    if (!node.is_map()) return fail("linkage.config_map", where(node.place));
    for (const auto& entry : node.entries)
      if (std::find(allowed.begin(), allowed.end(), entry.key) == allowed.end()) {
        std::string choices;
        for (const auto name : allowed)
          choices += (choices.empty() ? "" : ", ") + std::string(name);
        return fail("linkage.config_key", where(entry.place),
                    {{"text", entry.key}, {"choices", choices}});
      }
    return {};
  }
  [[nodiscard]] Result<const sheets::YamlNode*> need(const sheets::YamlNode& map,
                                                     std::string_view key) const {
    if (!map.is_map()) return fail("linkage.config_map", where(map.place));
    if (const auto* found = map.find(key)) return found;
    return fail("linkage.config_missing", where(map.place), {{"key", std::string(key)}});
  }
  [[nodiscard]] Result<std::string> text(const sheets::YamlNode& node) const {
    if (!node.is_scalar() || node.text.empty())
      return fail("linkage.config_text", where(node.place));
    return node.text;
  }
  [[nodiscard]] Result<std::string> text(const sheets::YamlNode& map, std::string_view key) const {
    LEYE_TRY(const auto* found, need(map, key));
    return text(*found);
  }
  /// A text alone or a list of them.
  [[nodiscard]] Result<std::vector<std::string>> texts(const sheets::YamlNode& node) const {
    std::vector<std::string> out;
    if (node.is_list()) {
      for (const auto& item : node.items) {
        LEYE_TRY(auto one, text(item));
        out.push_back(std::move(one));
      }
      if (out.empty()) return fail("linkage.config_text", where(node.place));
      return out;
    }
    LEYE_TRY(auto one, text(node));
    out.push_back(std::move(one));
    return out;
  }
  [[nodiscard]] Result<double> number(const sheets::YamlNode& node, double low, double high) const {
    double value = 0;
    const auto* end = node.text.data() + node.text.size();
    const auto parsed = std::from_chars(node.text.data(), end, value);
    if (!node.is_scalar() || parsed.ec != std::errc() || parsed.ptr != end || !(value >= low) ||
        !(value <= high))
      return fail("linkage.config_number", where(node.place),
                  {{"text", node.text}, {"low", plain(low)}, {"high", plain(high)}});
    return value;
  }
  /// Leaves `out` alone when the key is not there.
  template <class T>
  [[nodiscard]] Result<void> number(const sheets::YamlNode& map, std::string_view key, double low,
                                    double high, T& out) const {
    const auto* found = map.find(key);
    if (found == nullptr) return {};
    LEYE_TRY(const double value, number(*found, low, high));
    out = static_cast<T>(value);
    return {};
  }
  [[nodiscard]] Result<void> flag(const sheets::YamlNode& map, std::string_view key,
                                  bool& out) const {
    const auto* found = map.find(key);
    if (found == nullptr) return {};
    const auto value = sheets::yaml_bool(*found);
    if (!value)
      return fail("linkage.config_choice", where(found->place),
                  {{"text", found->text}, {"choices", "true, false"}});
    out = *value;
    return {};
  }
  template <class Table>
  [[nodiscard]] auto choice(const sheets::YamlNode& node, const Table& table) const
      -> Result<typename Table::value_type::second_type> {
    std::string choices;
    for (const auto& [name, value] : table) {
      if (node.is_scalar() && node.text == name) return value;
      choices += (choices.empty() ? "" : ", ") + std::string(name);
    }
    return fail("linkage.config_choice", where(node.place),
                {{"text", node.text}, {"choices", choices}});
  }

 private:
  static std::string plain(double value) {
    std::string text = std::to_string(value);
    while (text.ends_with('0')) text.pop_back();
    if (text.ends_with('.')) text.pop_back();
    return text;
  }
  std::string file_;
};

}  // namespace leye::linkage
