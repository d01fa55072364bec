#pragma once
#include <memory>
#include <span>
#include <vector>

#include "rules/engine/plan.h"
#include "rules/language/walk.h"

namespace leye::rules {

inline constexpr std::size_t kBlockWords = 64;
inline constexpr std::size_t kBlockRows = 64 * kBlockWords;

/// Up to 4,096 rows: words of 64 rows each, by number, ascending.
struct Block {
  std::span<const std::uint32_t> words;
  std::size_t table_rows = 0;
  [[nodiscard]] bool contiguous() const { return words.back() - words.front() + 1 == words.size(); }
  [[nodiscard]] std::size_t row(std::size_t at) const {
    return std::size_t{words[at / 64]} * 64 + at % 64;
  }
  /// Rows that exist: only the last word of a table may hold fewer than 64.
  [[nodiscard]] std::size_t rows() const {
    const std::size_t end = (std::size_t{words.back()} + 1) * 64;
    return words.size() * 64 - (end > table_rows ? end - table_rows : 0);
  }
};

/// A slot's cells within the block: bitmaps of its words, raw values of its rows.
struct SlotView {
  std::uint64_t stamp = 0;
  const std::uint8_t* raw = nullptr;
  const std::uint64_t* known = nullptr;   ///< null: all known
  const std::uint64_t* absent = nullptr;  ///< null: none absent
  const std::uint64_t* truth = nullptr;   ///< kBool; null: none true
  std::vector<std::uint64_t> kept{};      ///< where the cells had to be brought together
};

/// Numbers of the block's rows, where `valid`; errors where `error`; unknown elsewhere.
struct ValueView {
  std::uint64_t stamp = 0;
  std::vector<std::int64_t> numbers{};
  std::vector<std::uint64_t> valid{}, error{};
};

/// Works a plan out block by block. One per thread; the plan must outlive it.
class Runner {
 public:
  Runner(const Plan& plan, const Kernels& kernels);
  ~Runner();
  Runner(const Runner&) = delete;
  Runner& operator=(const Runner&) = delete;

  /// From now on these rows.
  void at(const Block& block);
  /// Truth of the block's rows. Rows where `need` (null: all) has no bit may hold anything. Valid
  /// until `at`. `e` may be null: no errors.
  Planes planes(Ref ref, const std::uint64_t* need = nullptr);
  const ValueView& numbers(std::uint32_t value);
  [[nodiscard]] std::size_t words() const { return words_; }
  /// The row as the scalar evaluator reads it.
  RowSource& row(const Environment& environment, std::size_t row);

 private:
  struct NodeView {
    std::uint64_t stamp = 0;
    Planes planes;
  };
  void work_out(const PlanNode& node, Planes out, const std::uint64_t* need);
  void letter(char letter, Planes out) const;
  void test(const CellTest& test, Planes out);
  bool bool_predicate(const CellTest& test, const SlotView& view);
  bool join_test(Ref kid, bool conjunction, Planes out);
  void predicate(const CellTest& test, const Slot& slot, const SlotView& view);
  void in_range(const Slot& slot, const SlotView& view, std::uint64_t low, std::uint64_t span,
                std::uint64_t* out) const;
  void in_steps(const CellTest::Steps& steps, const SlotView& view);
  void logical(const PlanNode& node, Planes out, const std::uint64_t* need);
  void choose(const PlanNode& node, Planes out);
  void same(const PlanNode& node, Planes out);
  void compare(const PlanNode& node, Planes out);
  void member(const PlanNode& node, Planes out);
  void scalar(const PlanNode& node, Planes out, const std::uint64_t* need);
  void fold(const PlanNode& node, Planes out, const std::uint64_t* need);
  void fold_run(const PlanNode& node, std::size_t first, std::size_t last, Planes out,
                const std::uint64_t* need);
  void fold_rows(const PlanNode& node, std::size_t first, std::size_t last, Planes out,
                 const std::uint64_t* need, std::size_t base);
  std::size_t list_row(const Slot& list, std::size_t at) const;
  const SlotView& slot(std::uint32_t at);
  void fetch_ahead(const columns::Column& column, std::size_t word) const;
  void gather_words(const Slot& slot, SlotView& view);
  void gather_rows(const Slot& slot, SlotView& view);
  void load(const ValueNode& node, ValueView& out);
  void operate(const ValueNode& node, ValueView& out);
  void apply(const ValueNode& node, ValueView& out);
  void choose_value(const ValueNode& node, ValueView& out);

  const Plan& plan_;
  const Kernels& kernels_;
  Block block_;
  std::uint64_t stamp_ = 0;
  std::size_t words_ = 0;
  std::size_t rows_ = 0;
  std::vector<std::uint64_t> arena_;
  std::vector<std::uint64_t> bits_, errors_;
  std::vector<NodeView> nodes_;
  std::vector<SlotView> slots_;
  std::vector<ValueView> values_;
  struct FoldView;
  std::vector<std::unique_ptr<FoldView>> folds_;
  std::vector<std::pair<const Environment*, std::unique_ptr<RowSource>>> sources_;
};

}  // namespace leye::rules
