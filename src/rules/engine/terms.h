#pragma once
#include <cstdint>
#include <map>
#include <string>
#include <vector>

#include "rules/language/expression.h"

namespace leye::rules {

using TermId = std::uint32_t;
inline constexpr TermId kNoTerm = 0xFFFFFFFF;

/// What a term reads: a fact (or its copy at an anchor), or a field of a macro's row.
struct Leaf {
  std::string key;  ///< equal for equal readings, also of two packs
  const Environment* environment = nullptr;
  FactIndex fact = kNoFact;
  FactIndex anchor = kNoFact;
  bool of_row = false;      ///< the macro variable or its field
  std::uint16_t depth = 0;  ///< of the macro
  std::uint16_t field = 0;
  TypeRef type;
};

/// A subexpression, the same one for every rule and pack that writes it. Parameters, dates and
/// everything else that reads no fact are already constants.
struct Term {
  Op op = Op::kConstant;
  TypeRef type;
  std::vector<TermId> kids;
  const Expression* expression = nullptr;  ///< one place where it stands
  std::uint16_t node = 0;
  OutcomeKind constant = OutcomeKind::kValue;  ///< kConstant: a value or an error
  Value value;                                 ///< of a constant; kMulRatio: the rounding
  std::vector<std::uint32_t> leaves;           ///< sorted
  bool reads_rows = false;                     ///< below a macro: reads its variable
  bool has_macro = false;                      ///< a macro stands in it
  std::uint16_t depth = 0;                     ///< of the variable a macro binds
};

/// The terms of all expressions of a program, each once.
class Terms {
 public:
  explicit Terms(const EvalContext& context) : context_(context) {}
  /// The expression must outlive the terms.
  TermId add(const Expression& expression) { return add(expression, expression.root()); }
  [[nodiscard]] const Term& operator[](TermId id) const { return terms_[id]; }
  [[nodiscard]] const Leaf& leaf(std::uint32_t id) const { return leaves_[id]; }
  [[nodiscard]] std::size_t size() const { return terms_.size(); }
  [[nodiscard]] const EvalContext& context() const { return context_; }
  /// Equal for equal terms, of any program of the same day and period.
  [[nodiscard]] std::string meaning(TermId id) const;

 private:
  TermId add(const Expression&, std::uint16_t node);
  TermId constant(const Expression&, std::uint16_t node, Term term);
  TermId intern(std::string key, Term term);
  void read_leaf(const Expression&, const Node&, Term&, std::string& key);
  EvalContext context_;
  std::vector<Term> terms_;
  std::vector<const std::string*> keys_;
  std::map<std::string, TermId> index_;
  std::vector<Leaf> leaves_;
  std::map<std::string, std::uint32_t> leaf_index_;
};

}  // namespace leye::rules
