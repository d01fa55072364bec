#pragma once
#include <array>
#include <list>
#include <span>

#include "rules/language/expression.h"

namespace leye::rules {

/// Result of one node: a value, unknown with its missing facts, or an error with its place.
struct Operand {
  OutcomeKind kind = OutcomeKind::kValue;
  EvalError error = EvalError::kNone;
  std::uint16_t column = 0;
  std::uint16_t origin = 0xFFFF;  ///< slot of the fact a list came from
  std::uint64_t missing = 0;      ///< bits over the slots of the window
  Value value;
  [[nodiscard]] bool is_value() const { return kind == OutcomeKind::kValue; }
  [[nodiscard]] bool is_unknown() const { return kind == OutcomeKind::kUnknown; }
  [[nodiscard]] bool is_error() const { return kind == OutcomeKind::kError; }
  [[nodiscard]] bool is_true() const { return is_value() && value.number != 0; }
  [[nodiscard]] bool is_false() const { return is_value() && value.number == 0; }
};

[[nodiscard]] inline Operand value_operand(Value v) {
  Operand o;
  o.value = v;
  return o;
}
[[nodiscard]] inline Operand bool_operand(bool b) { return value_operand(of_number(b ? 1 : 0)); }

/// The scalar evaluator (rules.md §3): one expression, one subject. Missing facts are kept as bits
/// of a window of 64 slots; expressions that read more are walked once per window.
class Walk {
 public:
  Walk(const Expression& expression, const FactSource& source, const EvalContext& context)
      : e_(expression), env_(expression.environment()), source_(source), context_(context) {}

  [[nodiscard]] Operand node(std::uint16_t index);
  void window(std::uint16_t first_slot) { window_ = first_slot; }
  /// Binds the variable of depth `depth`; `origin`: slot of the list fact.
  void bind(std::size_t depth, const FactValue* row, std::uint16_t origin) {
    frames_[depth] = {row, origin};
  }
  /// Lists built on the way; results may point into them.
  [[nodiscard]] std::list<List> take_lists() { return std::move(lists_); }

 private:
  struct Frame {
    const FactValue* row = nullptr;
    std::uint16_t origin = 0xFFFF;
  };

  [[nodiscard]] Operand fact(const Node& n);
  [[nodiscard]] Operand has_fact(const Node& n);
  [[nodiscard]] Operand variable(const Node& n) const;
  [[nodiscard]] Operand field(const Node& n) const;
  [[nodiscard]] Operand resolve(const FactValue& v, const TypeRef& type,
                                const std::optional<Literal>& none, std::uint64_t missing,
                                std::uint16_t column) const;
  [[nodiscard]] std::uint64_t field_bits(const Node& n) const;
  [[nodiscard]] std::uint64_t unknown_bits(const Node& n) const;
  [[nodiscard]] Operand logical(const Node& n, bool deciding);
  [[nodiscard]] Operand choose(const Node& n);
  [[nodiscard]] Operand fold(const Node& n, bool deciding);
  [[nodiscard]] Operand exactly_one(const Node& n);
  [[nodiscard]] Operand list(const Node& n);
  /// A strict operation of at most N operands: leftmost error, else what is missing, else `apply`.
  template <std::size_t N>
  [[nodiscard]] Operand strict(const Node& n);
  [[nodiscard]] Operand apply(const Node& n, const Operand* args) const;
  [[nodiscard]] Operand compute(const Node& n, std::int64_t a, std::int64_t b) const;
  [[nodiscard]] Operand equal(const Node& n, const Operand& a, const Operand& b) const;
  [[nodiscard]] Operand contains(const Node& n, const Operand& x, const Operand& list) const;
  [[nodiscard]] Operand dates(const Node& n, std::int64_t a, std::int64_t b) const;
  [[nodiscard]] Operand extreme(const Node& n, const Operand* args) const;
  [[nodiscard]] Operand ratio(const Node& n, const Operand* args) const;
  [[nodiscard]] Operand parameter(const Node& n, Date on) const;
  [[nodiscard]] Operand member(const Node& n, const Value& x) const;

  [[nodiscard]] std::uint64_t bit(std::uint16_t slot) const {
    const auto place = static_cast<unsigned>(slot) - window_;
    return place < 64 ? 1ULL << place : 0;
  }
  [[nodiscard]] static Operand error(EvalError code, std::uint16_t column) {
    Operand o;
    o.kind = OutcomeKind::kError;
    o.error = code;
    o.column = column;
    return o;
  }
  [[nodiscard]] static Operand unknown(std::uint64_t missing) {
    Operand o;
    o.kind = OutcomeKind::kUnknown;
    o.missing = missing;
    return o;
  }

  const Expression& e_;
  const Environment& env_;
  const FactSource& source_;
  const EvalContext& context_;
  unsigned window_ = 0;
  std::array<Frame, 3> frames_{};
  std::list<List> lists_;
};

}  // namespace leye::rules
