#pragma once
#include <cstddef>
#include <filesystem>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "core/result.h"

namespace leye::sheets {

/// Where something stands in a text file: both from 1, columns in code points, a tab is one column.
struct Place {
  int line = 1;
  int column = 1;
  friend auto operator<=>(const Place&, const Place&) = default;
};

enum class YamlKind { kScalar, kList, kMap };
enum class YamlStyle { kPlain, kSingleQuoted, kDoubleQuoted, kLiteral, kFolded };

struct YamlEntry;

/// One value of a YAML file, as written: nothing is guessed, `012010` and `no` stay texts.
struct YamlNode {
  YamlKind kind = YamlKind::kScalar;
  YamlStyle style = YamlStyle::kPlain;
  Place place;                     ///< of the first character, the quote or the `|` included
  std::string text;                ///< of a scalar
  std::vector<YamlNode> items;     ///< of a list
  std::vector<YamlEntry> entries;  ///< of a map, in file order
  /// Where the code points of `text` stand, run by run; see `place_in`.
  std::vector<std::pair<std::size_t, Place>> runs;

  [[nodiscard]] bool is_scalar() const { return kind == YamlKind::kScalar; }
  [[nodiscard]] bool is_list() const { return kind == YamlKind::kList; }
  [[nodiscard]] bool is_map() const { return kind == YamlKind::kMap; }
  /// A plain `null`, `~` or nothing at all.
  [[nodiscard]] bool is_null() const;
  /// The value of a map's key, or nullptr.
  [[nodiscard]] const YamlNode* find(std::string_view key) const;
  /// Place in the file of code point `index` (from 0) of a scalar's text.
  [[nodiscard]] Place place_in(std::size_t index) const;
};

struct YamlEntry {
  std::string key;
  Place place;  ///< of the key
  YamlNode value;
};

/// What is wrong with a file. `code` is `yaml.encoding`, `yaml.syntax`, `yaml.duplicate_key`,
/// `yaml.alias` (anchors, aliases, tags), `yaml.needs_quotes` or `yaml.too_large`.
struct YamlProblem {
  std::string code;
  Place place;
  std::vector<std::pair<std::string, std::string>> args;
};

struct YamlFile {
  YamlNode root;
  std::vector<YamlProblem> problems;  ///< empty: the file is good
};

/// The strict subset packs and mappings are written in: UTF-8, LF, one document, no anchors,
/// aliases or tags, no key twice, at most 2 MB and 32 levels. `expression_keys`: a plain scalar
/// under one of them that holds ` #`, or breaks the file by `: `, is told to be quoted.
[[nodiscard]] YamlFile read_yaml(std::string_view text,
                                 const std::vector<std::string_view>& expression_keys = {});
/// The same from a file; the first problem is the error, its place `name:line:column`.
/// Errors `file.unreadable` and the codes of YamlProblem.
[[nodiscard]] Result<YamlNode> load_yaml(const std::filesystem::path&);

/// Whole file as bytes. Error `file.unreadable`.
[[nodiscard]] Result<std::string> read_text_file(const std::filesystem::path&);

/// Decimal integer without leading zeros, `-` allowed, nothing else; nothing when out of range.
[[nodiscard]] std::optional<long long> yaml_integer(const YamlNode&);
/// `true` or `false`, plain.
[[nodiscard]] std::optional<bool> yaml_bool(const YamlNode&);

}  // namespace leye::sheets
