#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <optional>

#include "rules/language/cel_functions.h"
#include "rules/language/lexer.h"
#include "rules/language/raise.h"
#include "rules/language/syntax.h"

namespace leye::rules {
namespace {

constexpr std::array<std::string_view, 21> kReserved{
    "as",     "break",  "const", "continue", "else", "for",     "function",
    "if",     "import", "let",   "loop",     "null", "package", "namespace",
    "return", "var",    "void",  "while",    "true", "false",   "in"};

bool is_reserved(std::string_view word) {
  return std::find(kReserved.begin(), kReserved.end(), word) != kReserved.end();
}

/// Recursive descent over rules.md §1. Accepts CEL's grammar and refuses what is outside the subset
/// at the token where it is recognised.
class Parser {
 public:
  explicit Parser(std::u32string text) : lexer_(std::move(text)) { token_ = lexer_.next(); }

  Syntax parse() {
    syntax_.root = expression(1);
    if (token_.kind != TokenKind::kEnd) unexpected("operator", "unexpected_token");
    return std::move(syntax_);
  }

 private:
  using NodeIndex = std::uint16_t;

  Token take() {
    Token taken = std::move(token_);
    token_ = lexer_.next();
    return taken;
  }

  NodeIndex add(Form form, int column, std::string text, std::vector<NodeIndex> children = {},
                std::int64_t number = 0) {
    if (syntax_.nodes.size() >= static_cast<std::size_t>(kMaxNodes))
      raise("R027.nodes", "too_long", column);
    syntax_.nodes.push_back({form, column, number, std::move(text), std::move(children)});
    return static_cast<NodeIndex>(syntax_.nodes.size() - 1);
  }

  /// `want`: last part of the message key, what would have been right here.
  [[noreturn]] void unexpected(const std::string& want, std::string fixture) {
    const bool end = token_.kind == TokenKind::kEnd;
    if (end && fixture == "unexpected_token") fixture = "unexpected_end";
    raise((end ? "R020.end_" : "R020.") + want, std::move(fixture), token_.column,
          {{"tok", token_.source}});
  }

  void expect(std::string_view symbol, const char* want) {
    if (!token_.is(symbol)) unexpected(want, fmt::format("expected_{}", want));
    take();
  }

  void enter(int level) const {
    if (level > kMaxDepth) raise("R026", "too_deep", token_.column);
  }

  NodeIndex expression(int level) {
    enter(level);
    const auto condition = binary(0, level);
    if (!token_.is("?")) return condition;
    const auto mark = take();
    const auto yes = binary(0, level);
    expect(":", "colon");
    const auto no = expression(level + 1);
    return add(Form::kTernary, mark.column, "?", {condition, yes, no});
  }

  [[nodiscard]] bool at_operator(int rank) const {
    if (token_.kind == TokenKind::kName) return rank == 2 && token_.text == "in";
    if (token_.kind != TokenKind::kSymbol) return false;
    static constexpr std::array<std::string_view, 5> kRanks{
        " || ", " && ", " < <= > >= == != ", " + - ", " * / % "};
    return kRanks[static_cast<std::size_t>(rank)].find(" " + token_.text + " ") !=
           std::string_view::npos;
  }

  NodeIndex binary(int rank, int level) {
    if (rank == 5) return unary(level);
    auto left = binary(rank + 1, level);
    while (at_operator(rank)) {
      const auto mark = take();
      const auto right = binary(rank + 1, level);
      left = add(Form::kBinary, mark.column, mark.text, {left, right});
    }
    return left;
  }

  NodeIndex unary(int level) {
    if (!token_.is("!") && !token_.is("-")) return member(level, {});
    std::vector<Token> signs;
    const std::string sign = token_.text;
    while (token_.is(sign)) {
      signs.push_back(take());
      // A sign before a number belongs to the number.
      if (!(sign == "-" && token_.kind == TokenKind::kInt)) enter(++level);
    }
    std::optional<Token> minus;
    if (sign == "-" && token_.kind == TokenKind::kInt) {
      minus = signs.back();
      signs.pop_back();
    }
    auto node = member(level, minus);
    for (auto it = signs.rbegin(); it != signs.rend(); ++it)
      node = add(Form::kUnary, it->column, sign, {node});
    return node;
  }

  NodeIndex member(int level, const std::optional<Token>& minus) {
    auto node = primary(level, minus);
    for (;;) {
      if (token_.is(".")) {
        node = selection(node, level);
      } else if (token_.is("[")) {
        const auto open = take();
        if (token_.is("?")) raise("R110", "optional", token_.column);
        raise("R107", "index", open.column);
      } else if (token_.is("{") && names_type(node)) {
        raise("R106", "message", token_.column, {{"text", print(syntax_, node)}});
      } else {
        return node;
      }
    }
  }

  [[nodiscard]] bool names_type(NodeIndex node) const {
    const auto& n = syntax_[node];
    return n.form == Form::kName || (n.form == Form::kSelect && names_type(n.children[0]));
  }

  NodeIndex selection(NodeIndex operand, int level) {
    take();
    if (token_.is("?")) raise("R110", "optional", token_.column);
    if (token_.kind == TokenKind::kQuotedName)
      raise("R111", "quoted_name", token_.column, {{"text", token_.source}});
    if (token_.kind != TokenKind::kName) unexpected("name", "expected_name");
    // Other reserved words may be field names, as in CEL.
    if (token_.text == "true" || token_.text == "false" || token_.text == "null" ||
        token_.text == "in")
      raise("R025", "reserved_word", token_.column, {{"word", token_.text}});
    const auto name = take();
    if (!token_.is("(")) return add(Form::kSelect, name.column, name.text, {operand});
    refuse_cel_function(name, true);
    std::vector<NodeIndex> children{operand};
    arguments(children, level);
    return add(Form::kMethod, name.column, name.text, std::move(children));
  }

  static void refuse_cel_function(const Token& name, bool method) {
    const auto remedy = method ? cel_method(name.text) : cel_function(name.text);
    if (!remedy) return;
    raise(remedy->empty() ? "R109" : fmt::format("R109.{}", *remedy), "function:" + name.text,
          name.column, {{"text", name.text}});
  }

  void arguments(std::vector<NodeIndex>& children, int level) {
    take();
    if (!token_.is(")")) {
      children.push_back(expression(level + 1));
      while (token_.is(",")) {
        take();
        children.push_back(expression(level + 1));
      }
    }
    expect(")", "rparen");
  }

  NodeIndex primary(int level, const std::optional<Token>& minus) {
    switch (token_.kind) {
      case TokenKind::kInt:
        return integer(minus);
      case TokenKind::kString: {
        auto token = take();
        return add(Form::kString, token.column, std::move(token.text));
      }
      case TokenKind::kName:
        return name(level);
      case TokenKind::kUint:
        raise("R102", "uint", token_.column, {{"text", token_.source}});
      case TokenKind::kDouble:
        raise("R101", "double", token_.column, {{"text", token_.source}});
      case TokenKind::kBytes:
        raise("R103", "bytes", token_.column, {{"text", token_.source}});
      case TokenKind::kSymbol:
        return bracketed(level);
      case TokenKind::kQuotedName:
      case TokenKind::kEnd:
        break;
    }
    unexpected("value", "unexpected_token");
  }

  NodeIndex integer(const std::optional<Token>& minus) {
    const auto token = take();
    const int column = minus ? minus->column : token.column;
    constexpr std::uint64_t kLimit = 1ULL << 63U;
    if (token.overflow || token.number > kLimit || (token.number == kLimit && !minus))
      raise("R024", "int_range", column, {{"n", (minus ? "-" : "") + token.source}});
    const auto bits = minus ? ~token.number + 1 : token.number;
    return add(Form::kInt, column, {}, {}, static_cast<std::int64_t>(bits));
  }

  NodeIndex name(int level) {
    if (token_.text == "null") raise("R104", "null", token_.column);
    if (token_.text == "true" || token_.text == "false") {
      const auto word = take();
      return add(Form::kBool, word.column, word.text, {}, word.text == "true" ? 1 : 0);
    }
    if (token_.text == "in") unexpected("value", "unexpected_token");
    if (is_reserved(token_.text))
      raise("R025", "reserved_word", token_.column, {{"word", token_.text}});
    const auto word = take();
    if (!token_.is("(")) return add(Form::kName, word.column, word.text);
    refuse_cel_function(word, false);
    std::vector<NodeIndex> children;
    arguments(children, level);
    return add(Form::kCall, word.column, word.text, std::move(children));
  }

  NodeIndex bracketed(int level) {
    if (token_.is("(")) {
      take();
      const auto inner = expression(level + 1);
      expect(")", "rparen");
      return inner;
    }
    if (token_.is("[")) return list(level);
    const int column = token_.column;
    if (token_.is("{")) {
      take();
      if (token_.is("?")) raise("R110", "optional", token_.column);
      raise("R105", "map", column);
    }
    if (token_.is(".")) {
      take();
      if (token_.kind == TokenKind::kName)
        raise("R108", "root_name", column, {{"text", "." + token_.text}});
      unexpected("name", "expected_name");
    }
    unexpected("value", "unexpected_token");
  }

  NodeIndex list(int level) {
    const auto open = take();
    std::vector<NodeIndex> children;
    while (!token_.is("]")) {
      if (token_.is("?")) raise("R110", "optional", token_.column);
      children.push_back(expression(level + 1));
      if (!token_.is(",")) break;
      take();
    }
    expect("]", "rbracket");
    return add(Form::kList, open.column, {}, std::move(children));
  }

  Lexer lexer_;
  Token token_;
  Syntax syntax_;
};

}  // namespace

tl::expected<Syntax, Problem> parse(std::string_view text) {
  try {
    std::size_t bad = 0;
    auto points = decode(text, bad);
    if (bad != std::string_view::npos)
      raise("R001", "bad_utf8", static_cast<int>(points.size()) + 1, {{"n", std::to_string(bad)}});
    if (points.size() > static_cast<std::size_t>(kMaxCodePoints))
      raise("R027.characters", "too_long", 1);
    return Parser(std::move(points)).parse();
  } catch (Refusal& refusal) {
    return tl::unexpected<Problem>(std::move(refusal.problem));
  }
}

}  // namespace leye::rules
