#include <algorithm>

#include "rules/pack/layout/piece.h"

namespace leye::rules::layout {
namespace {

using sheets::YamlNode;
using sheets::YamlStyle;

constexpr std::size_t kWidth = 140;

std::size_t width(std::string_view text) {
  return static_cast<std::size_t>(
      std::count_if(text.begin(), text.end(), [](char c) { return (c & 0xC0) != 0x80; }));
}

bool control(std::string_view text) {
  return std::any_of(text.begin(), text.end(),
                     [](char c) { return static_cast<unsigned char>(c) < 0x20 || c == 0x7F; });
}

/// May the text stand without quotes?
bool plain_safe(std::string_view text, bool in_flow) {
  if (text.empty() || control(text)) return false;
  if (text.front() == ' ' || text.back() == ' ' || text.back() == ':') return false;
  const bool dash = text.front() == '-' && text.size() > 1 && text[1] != ' ';
  if (!dash && std::string_view("-?:,[]{}#&*!|>'\"%@`").find(text.front()) != text.npos)
    return false;
  if (text.starts_with("---") || text.starts_with("...")) return false;
  if (text.find(": ") != text.npos || text.find(" #") != text.npos) return false;
  return !in_flow || text.find_first_of(",[]{}") == text.npos;
}

std::string double_quoted(std::string_view text) {
  std::string out = "\"";
  for (const char c : text) {
    if (c == '\n')
      out += "\\n";
    else if (c == '\t')
      out += "\\t";
    else if (control(std::string_view(&c, 1)))
      out += std::string("\\x") + "0123456789ABCDEF"[(c >> 4) & 15] + "0123456789ABCDEF"[c & 15];
    else if (c == '"' || c == '\\')
      out += std::string("\\") + c;
    else
      out += c;
  }
  return out + "\"";
}

std::string in_quotes(std::string_view text) {
  if (control(text)) return double_quoted(text);
  std::string out = "'";
  for (const char c : text) out += c == '\'' ? std::string("''") : std::string(1, c);
  return out + "'";
}

std::string key_text(const std::string& key, bool in_flow) {
  return plain_safe(key, in_flow) ? key : in_quotes(key);
}

std::string scalar(const YamlNode& node, bool in_flow) {
  if (node.is_null()) return "null";
  const bool plain = node.style == YamlStyle::kPlain && plain_safe(node.text, in_flow);
  return plain ? node.text : in_quotes(node.text);
}

/// Written as a block: text of several lines that begins at the margin.
bool literal(const YamlNode& node) {
  const bool block = node.style == YamlStyle::kLiteral || node.style == YamlStyle::kFolded;
  if (!node.is_scalar() || !block) return false;
  const auto first = node.text.find_first_not_of('\n');
  if (first == node.text.npos || node.text[first] == ' ') return false;
  std::string rest = node.text;
  rest.erase(std::remove(rest.begin(), rest.end(), '\n'), rest.end());
  return !control(rest);
}

bool one_line(const Piece& piece) {
  if (literal(*piece.node)) return false;
  return std::all_of(piece.children.begin(), piece.children.end(),
                     [](const Piece& child) { return !child.annotated() && one_line(child); });
}

std::string flow(const Piece& piece) {
  if (piece.node->is_scalar()) return scalar(*piece.node, true);
  const bool map = piece.node->is_map();
  std::string out = map ? "{" : "[";
  for (const auto& child : piece.children) {
    if (out.size() > 1) out += ", ";
    if (map) out += key_text(child.key, true) + ": ";
    out += flow(child);
  }
  return out + (map ? "}" : "]");
}

class Printer {
 public:
  std::string take() { return std::move(out_); }

  void children(const Piece& piece, std::size_t indent, bool first_begun) {
    for (const auto& child : piece.children) {
      const bool begun = first_begun && &child == piece.children.data();
      if (!begun) {
        if (child.blank) out_ += '\n';
        for (const auto& comment : child.before) line(indent, comment);
        out_ += std::string(indent, ' ');
      }
      if (piece.node->is_map())
        entry(child, indent);
      else
        item(child, indent);
    }
  }

 private:
  void line(std::size_t indent, std::string_view text) {
    out_ += std::string(indent, ' ').append(text) + '\n';
  }
  void end(const Piece& piece) {
    if (!piece.behind.empty()) out_ += (out_.ends_with(' ') ? "" : " ") + piece.behind;
    out_ += '\n';
  }

  /// True when the value was written on the line that was begun.
  bool inline_value(const Piece& piece, const std::string& head, std::size_t indent) {
    if (piece.node->is_scalar() && !literal(*piece.node)) {
      out_ += head + (head.ends_with(' ') ? "" : " ") + scalar(*piece.node, false);
    } else if (!piece.node->is_scalar() &&
               (piece.children.empty() ||
                (one_line(piece) && indent + width(head) + 1 + width(flow(piece)) <= kWidth))) {
      out_ += head + (head.ends_with(' ') ? "" : " ") + flow(piece);
    } else {
      return false;
    }
    end(piece);
    return true;
  }

  void entry(const Piece& piece, std::size_t indent) {
    const std::string head = key_text(piece.key, false) + ":";
    if (inline_value(piece, head, indent)) return;
    out_ += head;
    if (literal(*piece.node)) return block(piece, indent);
    end(piece);
    children(piece, indent + 2, false);
  }

  void item(const Piece& piece, std::size_t indent) {
    if (inline_value(piece, "- ", indent)) return;
    out_ += "-";
    if (literal(*piece.node)) return block(piece, indent);
    const auto& first = piece.children.front();
    const bool on_line = piece.node->is_map() && piece.behind.empty() && first.before.empty();
    if (on_line)
      out_ += ' ';
    else
      end(piece);
    children(piece, indent + 2, on_line);
  }

  void block(const Piece& piece, std::size_t indent) {
    std::string_view text = piece.node->text;
    const auto body = text.find_last_not_of('\n') + 1;
    const auto breaks = text.size() - body;
    out_ += breaks == 0 ? " |-" : breaks == 1 ? " |" : " |+";
    end(piece);
    while (!text.empty()) {
      const auto stop = std::min(text.find('\n'), text.size());
      if (stop == 0)
        out_ += '\n';
      else
        line(indent + 2, text.substr(0, stop));
      text.remove_prefix(std::min(stop + 1, text.size()));
    }
  }

  std::string out_;
};

}  // namespace

std::string print(const Draft& draft) {
  Printer printer;
  if (draft.root.node->is_scalar() || draft.root.children.empty()) {
    std::string out;
    for (const auto& comment : draft.tail) out += comment + '\n';
    return draft.root.node->is_null() ? out : out + flow(draft.root) + '\n';
  }
  printer.children(draft.root, 0, false);
  std::string out = printer.take();
  for (const auto& comment : draft.tail) out += comment + '\n';
  return out;
}

}  // namespace leye::rules::layout
