#pragma once
#include <optional>
#include <string>
#include <vector>

#include "rules/language/expression.h"
#include "rules/language/functions.h"
#include "rules/language/raise.h"

namespace leye::rules {

/// Types one expression (rules.md §2, §6.2). Raises Refusal.
class Checker {
 public:
  Checker(Syntax syntax, const Environment& environment, const CheckOptions& options);
  [[nodiscard]] Expression run();

 private:
  using Index = std::uint16_t;
  /// A macro variable, or the row of CheckOptions.
  struct Variable {
    std::string name;
    TypeRef type;
    std::vector<Index> origins;  ///< slots of the list facts its rows may come from
  };
  struct Segment {
    std::string name;
    int column;
  };

  // checker.cpp: names
  Index node(Index syntax);
  Index emit(Node node, Index syntax, const std::vector<Index>& children = {});
  Index constant(Index syntax, TypeRef type, Value value);
  [[nodiscard]] std::optional<std::vector<Segment>> path(Index syntax) const;
  Index name(Index syntax, const std::vector<Segment>& path);
  Index select(Index syntax);
  Index variable(Index syntax, const std::vector<Segment>& path, std::size_t depth);
  Index field(Index syntax, Op op, const Segment& field, std::size_t depth);
  Index enum_value(Index syntax, const std::vector<Segment>& path);
  Index fact(Index syntax, Op op, FactIndex fact);
  [[nodiscard]] std::optional<std::size_t> variable_depth(const std::string& name) const;
  [[nodiscard]] std::pair<FactIndex, std::size_t> longest_fact(
      const std::vector<Segment>& path) const;
  [[noreturn]] void not_a_record(const TypeRef& type, const Segment& segment) const;
  [[noreturn]] void unknown_name(const std::vector<Segment>& path) const;
  Index slot(FactIndex fact, std::int32_t field, FactIndex anchor, std::string name);
  [[nodiscard]] std::vector<Index> origins(Index node) const;
  void sort_reads();

  // checker_operators.cpp
  Index unary(Index syntax);
  Index binary(Index syntax);
  Index logical(Index syntax, Op op);
  Index choose(Index syntax);
  Index list(Index syntax);
  [[nodiscard]] TypeRef arithmetic(const std::string& op, Index left, Index right, Index syntax);
  void comparison(const std::string& op, Index left, Index right, Index syntax);
  void equality(const std::string& op, Index left, Index right, Index syntax);
  void membership(Index left, Index right, Index syntax);
  [[noreturn]] void no_overload(const std::string& op, Index left, Index right, Index syntax);
  [[noreturn]] void enum_vs_string(Index enum_side, Index text_side, Index syntax);
  [[nodiscard]] std::string literal_or(Index node, std::string otherwise) const;

  // checker_functions.cpp
  Index call(Index syntax);
  Index macro(Index syntax);
  Index has(Index syntax);
  void enter_macro(Index syntax, Index list);
  [[nodiscard]] std::optional<Index> constant_call(Index syntax, const Function& f);
  [[nodiscard]] const std::string& constant_text(Index syntax, Index argument, const Function& f,
                                                 const char* example);
  Index date_constant(Index syntax, const Function& f);
  Index param(Index syntax, const Function& f);
  Index in_set(Index syntax, const Function& f);
  [[nodiscard]] std::optional<TypeRef> result(const Function& f,
                                              const std::vector<Index>& args) const;
  void check_regions(const std::vector<Index>& args) const;
  [[noreturn]] void bad_call(Index syntax, const Function& f, const std::vector<Index>& args) const;
  [[noreturn]] void wrong_arity(Index syntax, std::string_view f, std::string n, std::size_t got,
                                std::string_view signature) const;

  [[nodiscard]] const TypeRef& type(Index n) const { return out_.nodes_[n].type; }
  [[nodiscard]] int column(Index n) const { return out_.nodes_[n].column; }
  [[nodiscard]] std::string shown(const TypeRef& t) const { return env_.short_type_name(t); }

  Expression out_;
  const Environment& env_;
  CheckOptions options_;
  std::vector<Variable> variables_;
  std::size_t macro_depth_ = 0;
};

/// Same type, where `[]` fits every list.
[[nodiscard]] bool fits(const TypeRef& a, const TypeRef& b);

}  // namespace leye::rules
