#pragma once
#include <string>
#include <string_view>
#include <vector>

#include "sheets/yaml.h"

namespace leye::rules::layout {

/// A comment of a file: its text from the `#` on, and whether something stands before it.
struct Comment {
  int line = 1;
  std::string text;
  bool behind = false;
};

/// Every comment of a file, in order. A `#` inside quotes or a literal block is none.
[[nodiscard]] std::vector<Comment> comments_of(std::string_view text);

/// A value with what surrounds it in the file.
struct Piece {
  const sheets::YamlNode* node = nullptr;
  std::string key;                  ///< of a map entry; empty for an item of a list
  int line = 1;                     ///< on which it begins
  bool blank = false;               ///< an empty line stands before it
  std::vector<std::string> before;  ///< comments on lines of their own
  std::string behind;               ///< comment on its first line
  std::vector<Piece> children;
  [[nodiscard]] bool annotated() const { return blank || !before.empty() || !behind.empty(); }
};

/// The file as pieces, each comment given to the piece it belongs to. Comments after the last
/// value stand in `tail`; false when a comment found no piece.
struct Draft {
  Piece root;
  std::vector<std::string> tail;
};
[[nodiscard]] bool draft(const sheets::YamlNode& root, std::string_view text, Draft& out);

/// The pieces in the one layout.
[[nodiscard]] std::string print(const Draft&);

/// Equal values in equal order, whatever their quotes and places.
[[nodiscard]] bool same_meaning(const sheets::YamlNode& a, const sheets::YamlNode& b);

}  // namespace leye::rules::layout
