#pragma once
#include <cstdint>
#include <map>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "rules/engine/binding.h"
#include "rules/engine/kernels.h"
#include "rules/engine/terms.h"

namespace leye::rules {

/// A column as the plan reads it.
struct Slot {
  const columns::Column* column = nullptr;  ///< null: nothing is known
  const columns::Column* link = nullptr;    ///< rows of a reached table; null: the rows themselves
  TypeRef type;
  bool all_regions = false;  ///< every text of the dictionary is a region code
  bool has_none = false;
  std::int64_t none = 0;              ///< of a number; for enums as in `codes`
  std::vector<std::int64_t> codes{};  ///< enum: dictionary code → number of the name in this plan
};

/// A predicate over one column, worked out once per value where that is cheaper than per row.
struct CellTest {
  std::uint32_t slot = 0;
  /// Known cells: true within [low, low + span] of the raw values (or outside, when `inverted`), or
  /// where `table` says so. kBool columns: by `of_true`, `of_false`.
  std::uint64_t low = 0, span = 0;
  bool inverted = false;
  bool everywhere = false;  ///< every known cell is true (or false, when inverted)
  std::vector<std::uint8_t> table{};
  /// The table's true values are first, first + step … first + last · step.
  struct Steps {
    std::uint64_t first = 0, step = 0, last = 0;
  };
  std::optional<Steps> steps{};
  std::optional<std::pair<std::uint64_t, std::uint64_t>> error{};  ///< raw values that are errors
  std::vector<std::uint8_t> error_table{};
  char of_true = 'T', of_false = 'F';
  char absent = 'U', unknown = 'U';  ///< T F U E of the cells that are not known
  StateMasks masks{};
  [[nodiscard]] bool may_error() const;
};

/// A node of the plan, or its negation.
struct Ref {
  std::uint32_t node = 0;
  bool negated = false;
  friend auto operator<=>(const Ref&, const Ref&) = default;
};

/// A number per row: loaded, constant, or worked out of others.
struct ValueNode {
  Op op = Op::kConstant;
  std::vector<std::uint32_t> kids;   ///< value nodes
  std::vector<Ref> tests;            ///< kChoose: the condition
  std::uint32_t slot = 0;            ///< kFact
  bool error = false;                ///< kConstant: an error
  std::int64_t number = 0;           ///< kConstant; kMulRatio: the rounding
  const ParamDecl* param = nullptr;  ///< kParamAt
};

/// A truth per row.
struct PlanNode {
  enum class Kind : std::uint8_t {
    kLetter,
    kTest,
    kAnd,
    kOr,
    kChoose,
    kSame,
    kCompare,
    kMember,
    kFold,
    kScalar
  };
  Kind kind = Kind::kLetter;
  Op op = Op::kEqual;  ///< of kSame, kCompare, kFold
  bool may_error = false;
  std::uint32_t uses = 0;
  char letter = 'U';                  ///< kLetter
  std::vector<Ref> kids;              ///< kAnd, kOr, kChoose, kSame
  std::vector<std::uint32_t> values;  ///< kCompare, kMember
  std::uint32_t place = 0;            ///< kTest: in tests; kFold: in folds
  TermId term = kNoTerm;              ///< kScalar
  [[nodiscard]] bool dear() const { return kind >= Kind::kCompare; }
};

class Plan;

/// A list macro whose body reads its own row only.
struct Fold {
  std::uint32_t slot = 0;  ///< of the list
  std::unique_ptr<Plan> body;
  Ref root;
};

/// Terms made ready for one table: which loops run over which columns. Immutable after the last
/// `add`; shared between threads. Terms and tables must outlive it.
class Plan {
 public:
  /// Over the rows of `subject`.
  Plan(const Terms& terms, const Tables& tables, std::string subject);
  /// Over the child rows of a list column, for the body of a macro of this depth.
  Plan(const Terms& terms, const Plan& outer, const Binding::Cell& list, std::uint16_t depth);
  ~Plan();
  Plan(const Plan&) = delete;
  Plan& operator=(const Plan&) = delete;

  Ref add(TermId);  ///< a bool term whose planes will be asked for
  /// A number per row, where it can be worked out without the scalar evaluator.
  std::optional<std::uint32_t> add_value(TermId);

  [[nodiscard]] std::size_t rows() const { return rows_; }
  [[nodiscard]] const Terms& terms() const { return terms_; }
  [[nodiscard]] const std::vector<PlanNode>& nodes() const { return nodes_; }
  [[nodiscard]] const std::vector<ValueNode>& values() const { return values_; }
  [[nodiscard]] const std::vector<Slot>& slots() const { return slots_; }
  [[nodiscard]] const std::vector<CellTest>& tests() const { return tests_; }
  [[nodiscard]] const std::vector<Fold>& folds() const { return folds_; }
  [[nodiscard]] const Binding& binding(const Environment&) const;

 private:
  std::optional<Ref> build(TermId);
  std::optional<Ref> part(TermId);
  Ref scalar(TermId);
  std::optional<Ref> logical(const Term&, bool conjunction);
  std::optional<Ref> choose(const Term&);
  std::optional<Ref> compare(const Term&);
  std::optional<Ref> member(const Term&);
  std::optional<Ref> fold(const Term&);
  std::optional<Ref> cell_test(TermId);
  Ref push(PlanNode);
  Ref letter(char);
  std::optional<Ref> ref(TermId);
  std::optional<std::uint32_t> value(TermId);
  std::uint32_t push_value(ValueNode);
  std::uint32_t constant_value(const Term& list, std::int64_t number);
  std::optional<ValueNode> operation(const Term&);
  std::uint32_t slot(std::uint32_t leaf);
  Slot find(const Leaf&);
  void number_codes(Slot&, const Leaf&);
  std::int64_t name_number(const std::string&);
  bool meet(std::vector<Ref>&, bool conjunction);
  std::optional<CellTest> joined(const CellTest&, const CellTest&, bool conjunction) const;
  bool own_leaf(std::uint32_t leaf) const;

  const Terms& terms_;
  const Tables* tables_ = nullptr;
  const Plan* outer_ = nullptr;
  const Binding::Cell* list_ = nullptr;
  std::uint16_t depth_ = 0;
  std::string subject_;
  std::size_t rows_ = 0;
  mutable std::map<const Environment*, std::unique_ptr<Binding>> bindings_;
  std::map<TermId, std::optional<Ref>> refs_;
  std::map<TermId, std::optional<std::uint32_t>> value_ids_;
  std::map<std::uint32_t, std::uint32_t> slot_ids_;
  std::map<std::string, std::int64_t> names_;
  std::vector<PlanNode> nodes_;
  std::vector<ValueNode> values_;
  std::vector<Slot> slots_;
  std::vector<CellTest> tests_;
  std::vector<Fold> folds_;
};

/// Works a predicate over one column out to ranges or tables; nothing when that would take longer
/// than reading the rows.
[[nodiscard]] std::optional<CellTest> test_cells(const Terms&, TermId, const Slot&);
/// T F U E of both at once.
[[nodiscard]] char conjunction_of(char a, char b);
[[nodiscard]] char disjunction_of(char a, char b);
void fill_masks(CellTest&);

}  // namespace leye::rules
