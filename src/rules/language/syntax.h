#pragma once
#include <cstdint>
#include <string>
#include <string_view>
#include <tl/expected.hpp>
#include <vector>

#include "core/result.h"

namespace leye::rules {

/// Why a text is not a legal expression.
struct Problem {
  std::string code;  ///< `R201`: what diagnostics print
  std::string
      fixture;     ///< `unknown_name`, `unexpected_token`, or for R1xx `double`, `function:now`
  int column = 1;  ///< 1-based code point in the expression text
  Error error;     ///< message key and arguments: `what(error)`, `remedy(error)`
  [[nodiscard]] bool unsupported() const { return code.substr(0, 2) == "R1"; }
};

/// What a node of the parsed text is.
enum class Form : std::uint8_t {
  kInt,
  kString,
  kBool,
  kName,
  kSelect,
  kCall,
  kMethod,
  kUnary,
  kBinary,
  kTernary,
  kList
};

/// Untyped node. `text`: name, operator, function, field or string content; `children` are places
/// in Syntax::nodes. kMethod: first child is the receiver. kSelect: the only child is the operand.
struct SyntaxNode {
  Form form = Form::kInt;
  int column = 1;  ///< the token that names the node (operator, function, last name, literal)
  std::int64_t number = 0;
  std::string text;
  std::vector<std::uint16_t> children;
};

/// A parsed expression.
struct Syntax {
  std::vector<SyntaxNode> nodes;
  std::uint16_t root = 0;
  [[nodiscard]] const SyntaxNode& operator[](std::uint16_t i) const { return nodes[i]; }
};

inline constexpr int kMaxCodePoints = 8192;
inline constexpr int kMaxNodes = 512;
inline constexpr int kMaxDepth = 64;

/// Parses the subset of rules.md §1; everything else is a Problem with its place.
[[nodiscard]] tl::expected<Syntax, Problem> parse(std::string_view text);

/// Canonical s-expression: `(&& a (> b 1))`.
[[nodiscard]] std::string print(const Syntax&);
[[nodiscard]] std::string print(const Syntax&, std::uint16_t node);

}  // namespace leye::rules
