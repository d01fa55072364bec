#pragma once
#include <cstdint>
#include <memory>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <tl/expected.hpp>
#include <vector>

#include "core/date.h"
#include "core/fen.h"
#include "rules/language/environment.h"
#include "rules/language/syntax.h"
#include "rules/language/types.h"
#include "rules/language/value.h"

namespace leye::rules {

/// Operation of a typed node.
enum class Op : std::uint8_t {
  kConstant,  ///< Node::value
  kFact,      ///< Node::index = FactIndex, Node::anchor
  kVariable,  ///< macro variable; Node::index = its depth (0 outer, 1 inner)
  kField,     ///< field of a macro variable; Node::index = its depth, Node::field, value.number =
              ///< record
  kAsOf,
  kPeriodStart,
  kPeriodEnd,
  kHasFact,
  kHasField,
  kNot,
  kNegate,
  kAnd,
  kOr,
  kAdd,
  kSubtract,
  kMultiply,
  kDivide,
  kModulo,
  kEqual,
  kNotEqual,
  kLess,
  kLessEqual,
  kGreater,
  kGreaterEqual,
  kIn,
  kChoose,  ///< c ? a : b
  kList,    ///< Node::value.list is set when all elements are constant
  kExists,
  kAll,
  kExistsOne,  ///< children: list, body; Node::index = depth of the variable
  kYuan,
  kFen,
  kAddMonths,
  kAddDays,
  kDaysBetween,
  kMonthsBetween,
  kAge,
  kInRegion,
  kInSet,    ///< Node::index = set
  kParam,    ///< Node::index = parameter
  kParamAt,  ///< Node::index = parameter; child: date
  kMin,
  kMax,
  kClamp,
  kMulRatio,  ///< children: x, num, den; Node::value = Rounding
  kSizeText,
  kSizeList
};

/// A typed node. `date("…")`, enum values and literals are kConstant.
struct Node {
  Op op = Op::kConstant;
  TypeRef type;
  std::uint16_t column = 1;  ///< place of errors and diagnostics
  std::uint16_t first_child = 0;
  std::uint16_t child_count = 0;
  std::uint16_t field =
      0;  ///< field of the record; for an anchored fact the anchor's place in reads
  std::uint32_t index = 0;
  FactIndex anchor = kNoFact;
  std::uint16_t slot = 0;    ///< place in Expression::reads; for fields an internal table
  std::uint16_t syntax = 0;  ///< node of the parsed text it stands for
  Value value;
};

/// A fact, or a field of a record-list fact, that the expression may read.
struct Read {
  FactIndex fact = kNoFact;
  std::int32_t field = -1;  ///< −1: the fact itself
  FactIndex anchor = kNoFact;
  std::string name;  ///< as in missing sets: `person.contracts.end`
};

struct CheckOptions {
  /// `at: anchor`: facts with a copy for this anchor are read from the copy.
  FactIndex anchor = kNoFact;
  /// `when`, `scope`, `met` …: anything but bool is R213.
  bool must_be_bool = false;
  /// A record row in scope under this name, e.g. the entry `e` of a derived fact; evaluate with
  /// `screen_row`.
  std::string row_name{};
  std::optional<std::uint16_t> row_record{};
};

/// A checked expression: immutable, shareable between threads. Refers to the Environment it was
/// checked against, which must outlive it.
class Expression {
 public:
  [[nodiscard]] TypeRef type() const { return nodes_[root_].type; }
  [[nodiscard]] std::uint16_t root() const { return root_; }
  [[nodiscard]] const Node& node(std::uint16_t i) const { return nodes_[i]; }
  [[nodiscard]] std::span<const Node> nodes() const { return nodes_; }
  [[nodiscard]] std::span<const std::uint16_t> children(const Node& n) const {
    return {children_.data() + n.first_child, n.child_count};
  }
  /// Every fact and field it may read, sorted by name; anchor facts included for anchored reads.
  [[nodiscard]] std::span<const Read> reads() const { return reads_; }
  [[nodiscard]] const Syntax& syntax() const { return syntax_; }
  [[nodiscard]] const Environment& environment() const { return *environment_; }
  /// Canonical form of a node, for hashes and messages.
  [[nodiscard]] std::string canonical() const { return print(syntax_); }
  [[nodiscard]] std::string canonical(const Node& n) const { return print(syntax_, n.syntax); }
  [[nodiscard]] bool reads_period() const { return reads_period_; }

 private:
  friend class Checker;
  friend class Walk;
  /// Under which name a field counts as missing depends on the list it comes from.
  struct FieldSlot {
    std::uint16_t origin;  ///< slot of the list fact, or kNoSlot
    std::uint16_t slot;
  };
  static constexpr std::uint16_t kNoSlot = 0xFFFF;
  const Environment* environment_ = nullptr;
  Syntax syntax_;
  std::vector<Node> nodes_;
  std::vector<std::uint16_t> children_;
  std::vector<Read> reads_;
  std::vector<std::vector<FieldSlot>> field_slots_;  ///< Node::slot of field nodes is a place here
  std::vector<std::unique_ptr<List>> lists_;
  std::uint16_t root_ = 0;
  bool reads_period_ = false;
};

/// Types `syntax` against `environment`; every code of rules.md §6.2 that concerns one expression.
[[nodiscard]] tl::expected<Expression, Problem> check(Syntax syntax, const Environment& environment,
                                                      const CheckOptions& options = {});
/// parse, then check.
[[nodiscard]] tl::expected<Expression, Problem> compile(std::string_view text,
                                                        const Environment& environment,
                                                        const CheckOptions& options = {});

struct EvalContext {
  Date as_of;
  std::optional<Period> period;
};

/// Run-time errors (rules.md §4).
enum class EvalError : std::uint8_t {
  kNone,
  kNoValue,
  kOverflow,
  kDivisionByZero,
  kDateRange,
  kBirthAfterAsOf,
  kBadRegion,
  kNoParamValue,
  kClampBounds,
  kNegativeDenominator,
  kNoPeriod
};
[[nodiscard]] std::string_view to_text(EvalError);  ///< `division_by_zero` …

enum class OutcomeKind : std::uint8_t { kValue, kUnknown, kError };

/// Cheap form for screening: no missing set, no allocation.
struct Verdict {
  OutcomeKind kind = OutcomeKind::kValue;
  EvalError error = EvalError::kNone;
  std::uint16_t column = 0;
  std::int64_t number = 0;  ///< bool, int, money, date, enum
  [[nodiscard]] bool is_true() const { return kind == OutcomeKind::kValue && number != 0; }
  [[nodiscard]] bool is_false() const { return kind == OutcomeKind::kValue && number == 0; }
};

/// A value, what is missing, or an error with its place.
struct Outcome {
  OutcomeKind kind = OutcomeKind::kValue;
  Value value;                       ///< text and list views are kept alive by `keep`
  std::vector<std::string> missing;  ///< sorted, when kUnknown
  EvalError error = EvalError::kNone;
  int column = 0;
  std::shared_ptr<const void> keep;
  [[nodiscard]] bool is_true() const { return kind == OutcomeKind::kValue && value.number != 0; }
  [[nodiscard]] bool is_false() const { return kind == OutcomeKind::kValue && value.number == 0; }
};

/// T, F, U or E of a bool outcome.
[[nodiscard]] char letter(const Outcome&);

/// For scalar expressions whose value fits Verdict::number (bool, int, money, date, enum). ~1 µs.
[[nodiscard]] Verdict screen(const Expression&, const FactSource&, const EvalContext&);
/// With missing set and value.
[[nodiscard]] Outcome evaluate(const Expression&, const FactSource&, const EvalContext&);
/// The same for an expression checked with CheckOptions::row_name: `row` is one record's cells.
[[nodiscard]] Verdict screen_row(const Expression&, const FactSource&, const EvalContext&,
                                 std::span<const FactValue> row);

/// A parameter row the evaluation used.
struct ParamUse {
  std::uint16_t param = 0;
  const DatedRow* row = nullptr;
};
/// A fact the evaluation looked at on its deciding path.
struct FactRead {
  FactIndex fact = kNoFact;
  FactIndex anchor = kNoFact;
  FactValue value;
};
struct Explanation {
  Outcome outcome;
  std::string why;  ///< deciding comparison with values filled in: `0 < 48`
  std::vector<FactRead> reads;
  std::vector<ParamUse> params;
};
/// Scalar walk with reasons (rules.md §5.10).
[[nodiscard]] Explanation explain(const Expression&, const FactSource&, const EvalContext&);

}  // namespace leye::rules
