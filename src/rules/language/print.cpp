#include "rules/language/syntax.h"

namespace leye::rules {
namespace {

std::string quoted(const std::string& text) {
  std::string out = "\"";
  for (const char c : text) {
    switch (c) {
      case '"':
        out += "\\\"";
        break;
      case '\\':
        out += "\\\\";
        break;
      case '\n':
        out += "\\n";
        break;
      case '\r':
        out += "\\r";
        break;
      case '\t':
        out += "\\t";
        break;
      default:
        out += c;
    }
  }
  return out + '"';
}

/// `a.b.c` stays dotted; a field of anything else is written `(. (f x) y)`.
bool dotted(const Syntax& syntax, std::uint16_t i) {
  const auto& n = syntax[i];
  return n.form == Form::kName || (n.form == Form::kSelect && dotted(syntax, n.children[0]));
}

void write(const Syntax& syntax, std::uint16_t i, std::string& out) {
  const auto& n = syntax[i];
  const auto all = [&](const char* before, std::size_t from) {
    for (auto k = from; k < n.children.size(); ++k) {
      if (k != from || *before != '\0') out += ' ';
      write(syntax, n.children[k], out);
    }
  };
  switch (n.form) {
    case Form::kInt:
      out += std::to_string(n.number);
      return;
    case Form::kBool:
    case Form::kName:
      out += n.text;
      return;
    case Form::kString:
      out += quoted(n.text);
      return;
    case Form::kSelect:
      if (dotted(syntax, n.children[0])) {
        write(syntax, n.children[0], out);
        out += '.' + n.text;
      } else {
        out += "(. ";
        write(syntax, n.children[0], out);
        out += ' ' + n.text + ')';
      }
      return;
    case Form::kList:
      out += '[';
      all("", 0);
      out += ']';
      return;
    default:
      break;
  }
  out += n.form == Form::kMethod ? "(." : "(";
  out += n.text;
  all(" ", 0);
  out += ')';
}

}  // namespace

std::string print(const Syntax& syntax, std::uint16_t node) {
  std::string out;
  write(syntax, node, out);
  return out;
}

std::string print(const Syntax& syntax) { return print(syntax, syntax.root); }

}  // namespace leye::rules
