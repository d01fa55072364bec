#pragma once
#include <initializer_list>
#include <string>
#include <string_view>
#include <vector>

#include "rules/pack/diagnostic.h"
#include "rules/pack/pack.h"
#include "sheets/yaml.h"

namespace leye::rules {

/// One file of a pack, read.
struct SourceFile {
  std::string path;  ///< inside the pack, `/` between folders
  sheets::YamlNode root;
  bool given = false;  ///< environment of a check, not the pack itself: R401, R423, R424, R432 rest
};

using Keys = std::initializer_list<std::string_view>;

/// Reads one map of a file by its declared keys; what is missing, unknown or of the wrong shape
/// becomes a finding (R004, R005, R002) and an empty value.
class Fields {
 public:
  Fields(const SourceFile& file, const sheets::YamlNode& node, std::string_view kind, Keys required,
         Keys optional, Findings& findings);
  /// A map whose keys were looked at before.
  Fields(const SourceFile& file, const sheets::YamlNode& node, Findings& findings)
      : file_(file), node_(node), findings_(findings) {}

  [[nodiscard]] Place place() const { return place_of(node_.place); }
  [[nodiscard]] Place place_of(sheets::Place at) const { return {file_.path, at.line, at.column}; }
  [[nodiscard]] Place place_of(std::string_view key) const;  ///< of the key's value
  [[nodiscard]] const sheets::YamlNode* find(std::string_view key) const;
  [[nodiscard]] bool has(std::string_view key) const { return find(key) != nullptr; }
  [[nodiscard]] const SourceFile& file() const { return file_; }
  [[nodiscard]] Findings& findings() const { return findings_; }

  [[nodiscard]] std::string text(std::string_view key) const;
  /// One of `allowed`; anything else is R002 and the first of them.
  [[nodiscard]] std::string choice(std::string_view key, Keys allowed) const;
  [[nodiscard]] bool flag(std::string_view key) const;
  [[nodiscard]] std::int64_t integer(std::string_view key, std::int64_t otherwise = 0) const;
  [[nodiscard]] std::optional<Date> date(std::string_view key) const;  ///< nothing for null
  [[nodiscard]] Words words(std::string_view key) const;               ///< `{zh, en?}`
  [[nodiscard]] std::vector<std::string> texts(std::string_view key) const;
  [[nodiscard]] const std::vector<sheets::YamlNode>& list(std::string_view key) const;
  [[nodiscard]] std::map<std::string, std::string> map(std::string_view key) const;
  [[nodiscard]] Allow allow() const;
  [[nodiscard]] Cite cite() const;  ///< the key `cite`, empty when missing
  /// The expression under `key`, parsed and checked; R012 for a folded block.
  [[nodiscard]] PackExpression expression(std::string_view key, const Environment& environment,
                                          const CheckOptions& options = {}) const;

  /// A finding that a value is not what the key needs.
  void wrong(const sheets::YamlNode& value, std::string_view problem,
             std::string_view remedy) const;

 private:
  const SourceFile& file_;
  const sheets::YamlNode& node_;
  std::string kind_;
  Findings& findings_;
};

/// A citation map.
[[nodiscard]] Cite read_cite(const SourceFile& file, const sheets::YamlNode& node,
                             Findings& findings);

}  // namespace leye::rules
