#include <algorithm>

#include "rules/pack/layout/piece.h"

namespace leye::rules::layout {
namespace {

/// Reads a file line by line and tells where its comments begin.
class Scanner {
 public:
  explicit Scanner(std::vector<Comment>& out) : out_(out) {}

  void line(std::string_view text) {
    ++number_;
    const auto first = text.find_first_not_of(' ');
    if (literal_ >= 0) {
      if (first == text.npos || static_cast<int>(first) > literal_) return;
      literal_ = -1;
    }
    if (first == text.npos) return;
    scan(text, first);
  }

 private:
  void scan(std::string_view text, std::size_t first) {
    std::size_t end = text.size();
    bool starts = true;  // a quote here would open a text
    for (std::size_t i = quote_ == 0 ? first : 0; i < text.size(); ++i) {
      const char c = text[i];
      if (quote_ != 0) {
        if (quote_ == '"' && c == '\\') {
          ++i;
        } else if (c == quote_ && quote_ == '\'' && i + 1 < text.size() && text[i + 1] == '\'') {
          ++i;
        } else if (c == quote_) {
          quote_ = 0;
        }
        continue;
      }
      if (c == '#' && (i == 0 || text[i - 1] == ' ' || text[i - 1] == '\t')) {
        end = i;
        break;
      }
      if (starts && (c == '"' || c == '\'')) quote_ = c;
      if (c != ' ' && c != '\t')
        starts = c == '[' || c == '{' || c == ',' || next_is_space(text, i, ":-?");
    }
    if (end < text.size()) out_.push_back({number_, std::string(text.substr(end)), end > first});
    open_literal(text.substr(0, end), first);
  }

  static bool next_is_space(std::string_view text, std::size_t i, std::string_view marks) {
    return marks.find(text[i]) != marks.npos && (i + 1 == text.size() || text[i + 1] == ' ');
  }

  /// `key: |` opens a block that runs while lines stand further in than the key.
  void open_literal(std::string_view text, std::size_t first) {
    const auto last = text.find_last_not_of(" \t");
    if (quote_ != 0 || last == text.npos) return;
    auto at = last;
    while (at > first &&
           (text[at] == '-' || text[at] == '+' || (text[at] >= '1' && text[at] <= '9')))
      --at;
    const bool mark = text[at] == '|' || text[at] == '>';
    if (!mark || at < first + 2 || text[at - 1] != ' ') return;
    if (text[at - 2] != ':' && text[at - 2] != '-') return;
    // An entry of a list begins behind its dashes.
    auto column = first;
    while (column + 1 < text.size() && text[column] == '-' && text[column + 1] == ' ') column += 2;
    literal_ = static_cast<int>(column >= at ? first : column);
  }

  std::vector<Comment>& out_;
  int number_ = 0;
  int literal_ = -1;  ///< column of the key whose block runs; −1: none
  char quote_ = 0;
};

bool blank(std::string_view line) { return line.find_first_not_of(" \t") == line.npos; }

std::vector<std::string_view> lines_of(std::string_view text) {
  std::vector<std::string_view> lines;
  while (!text.empty()) {
    const auto end = std::min(text.find('\n'), text.size());
    lines.push_back(text.substr(0, end));
    text.remove_prefix(std::min(end + 1, text.size()));
  }
  return lines;
}

/// Gives comments and empty lines to the pieces.
class Placer {
 public:
  Placer(std::string_view text, Draft& out) : lines_(lines_of(text)), out_(out) {
    comments_ = comments_of(text);
  }

  bool place() {
    collect(out_.root);
    std::stable_sort(order_.begin(), order_.end(),
                     [](const Slot& a, const Slot& b) { return a.line < b.line; });
    for (auto& slot : order_)
      if (slot.line != last_line_) {
        slot.piece->blank = blank_before(slot.line);
        last_line_ = slot.line;
      }
    for (const auto& comment : comments_)
      if (!give(comment)) return false;
    if (!out_.root.children.empty()) out_.root.children.front().blank = false;
    return true;
  }

 private:
  struct Slot {
    int line;
    Piece* piece;
    int depth;
  };

  [[nodiscard]] bool flow(const sheets::YamlNode& node) const {
    const auto line = static_cast<std::size_t>(node.place.line) - 1;
    if (node.is_scalar() || line >= lines_.size()) return false;
    // Columns are code points; what stands before a bracket may be wider in bytes.
    std::size_t byte = 0;
    for (int column = 1; column < node.place.column && byte < lines_[line].size(); ++column) do
        ++byte;
      while (byte < lines_[line].size() && (lines_[line][byte] & 0xC0) == 0x80);
    const char c = byte < lines_[line].size() ? lines_[line][byte] : ' ';
    return c == '[' || c == '{';
  }

  void collect(Piece& piece, int depth = 0) {
    if (piece.node == nullptr || flow(*piece.node)) return;
    for (auto& child : piece.children) {
      order_.push_back({child.line, &child, depth});
      collect(child, depth + 1);
    }
  }

  [[nodiscard]] bool comment_on(int line) const {
    return std::any_of(comments_.begin(), comments_.end(),
                       [&](const Comment& c) { return c.line == line && !c.behind; });
  }

  /// Is there an empty line before the line, or before the comments that stand above it?
  [[nodiscard]] bool blank_before(int line) const {
    int at = line - 1;
    while (at >= 1 && comment_on(at)) --at;
    return at >= 1 && blank(lines_[static_cast<std::size_t>(at) - 1]);
  }

  bool give(const Comment& comment) {
    if (comment.behind) {
      // The innermost entry that began last; two comments of one multi-line value follow it.
      const Slot* best = nullptr;
      for (const auto& slot : order_)
        if (slot.line <= comment.line && (best == nullptr || slot.line > best->line ||
                                          (slot.line == best->line && slot.depth > best->depth)))
          best = &slot;
      if (best == nullptr) return false;
      if (best->line == comment.line && best->piece->behind.empty())
        best->piece->behind = comment.text;
      else
        best->piece->before.push_back(comment.text);
      return true;
    }
    // The outermost entry of the next line with one.
    const Slot* next = nullptr;
    for (const auto& slot : order_)
      if (slot.line > comment.line && (next == nullptr || slot.line < next->line ||
                                       (slot.line == next->line && slot.depth < next->depth)))
        next = &slot;
    (next == nullptr ? out_.tail : next->piece->before).push_back(comment.text);
    return true;
  }

  std::vector<std::string_view> lines_;
  Draft& out_;
  std::vector<Comment> comments_;
  std::vector<Slot> order_;
  int last_line_ = 0;
};

Piece piece_of(const sheets::YamlNode& node, std::string key, int line) {
  Piece piece;
  piece.node = &node;
  piece.key = std::move(key);
  piece.line = line;
  for (const auto& entry : node.entries)
    piece.children.push_back(piece_of(entry.value, entry.key, entry.place.line));
  for (const auto& item : node.items) piece.children.push_back(piece_of(item, {}, item.place.line));
  return piece;
}

}  // namespace

std::vector<Comment> comments_of(std::string_view text) {
  std::vector<Comment> out;
  Scanner scanner(out);
  for (const auto line : lines_of(text)) scanner.line(line);
  return out;
}

bool draft(const sheets::YamlNode& root, std::string_view text, Draft& out) {
  out.root = piece_of(root, {}, 1);
  return Placer(text, out).place();
}

bool same_meaning(const sheets::YamlNode& a, const sheets::YamlNode& b) {
  if (a.is_null() && b.is_null()) return true;
  if (a.kind != b.kind || a.text != b.text || a.items.size() != b.items.size() ||
      a.entries.size() != b.entries.size() || a.is_null() != b.is_null())
    return false;
  const bool plain = a.style == sheets::YamlStyle::kPlain;
  if (a.is_scalar() && sheets::yaml_bool(a) != sheets::yaml_bool(b)) return false;
  if (a.is_scalar() && plain && sheets::yaml_integer(a) != sheets::yaml_integer(b)) return false;
  for (std::size_t i = 0; i < a.items.size(); ++i)
    if (!same_meaning(a.items[i], b.items[i])) return false;
  for (std::size_t i = 0; i < a.entries.size(); ++i)
    if (a.entries[i].key != b.entries[i].key ||
        !same_meaning(a.entries[i].value, b.entries[i].value))
      return false;
  return true;
}

}  // namespace leye::rules::layout
