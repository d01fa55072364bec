#pragma once
#include <algorithm>
#include <array>
#include <memory>
#include <optional>
#include <set>
#include <span>
#include <string>
#include <vector>

#include "rules/engine/binding.h"
#include "rules/engine/kernels.h"
#include "rules/engine/terms.h"
#include "rules/pack/pack.h"

namespace leye::rules {

/// A rule as the engine knows it: conditions in file order, and an amount for whom all hold.
struct ProgramRule {
  std::string id;
  std::string subject;
  std::vector<std::string> conditions;  ///< their ids
  std::vector<TermId> when;
  TermId amount = kNoTerm;
  const Expression* amount_expression = nullptr;
  const Policy* policy = nullptr;  ///< where it came from a pack
};

/// Rules compiled for one day: every subexpression once, parameters and dates folded to constants.
/// Packs and expressions added must outlive it. Immutable afterwards, shared between threads.
class Program {
 public:
  explicit Program(const EvalContext& context) : terms_(context) {}
  /// The policies in force on the day.
  void add(const Pack&);
  /// A rule of one condition.
  void add(std::string id, std::string subject, const Expression& condition);
  [[nodiscard]] const Terms& terms() const { return terms_; }
  [[nodiscard]] const std::vector<ProgramRule>& rules() const { return rules_; }
  [[nodiscard]] const EvalContext& context() const { return terms_.context(); }
  /// Equal for rules of equal meaning, of any program of the same day and period.
  [[nodiscard]] std::string meaning(const ProgramRule&) const;
  /// Columns of the subject's and reached tables that the rule reads.
  [[nodiscard]] std::set<std::string> columns(const ProgramRule&) const;

 private:
  Terms terms_;
  std::vector<ProgramRule> rules_;
};

/// One bit a row; copies share them.
class Bits {
 public:
  Bits() = default;
  explicit Bits(std::size_t rows) : size_((rows + 63) / 64), data_(new std::uint64_t[size_]) {}
  [[nodiscard]] std::uint64_t* data() const { return data_.get(); }
  [[nodiscard]] std::size_t size() const { return size_; }
  [[nodiscard]] bool get(std::size_t row) const {
    return size_ != 0 && (data_.get()[row / 64] >> (row % 64) & 1) != 0;
  }
  [[nodiscard]] std::span<const std::uint64_t> span() const { return {data_.get(), size_}; }
  /// Writing must not be seen by copies.
  void detach() {
    if (data_.use_count() <= 1) return;
    const auto old = data_;
    data_.reset(new std::uint64_t[size_]);
    std::copy_n(old.get(), size_, data_.get());
  }
  friend bool operator==(const Bits& a, const Bits& b) {
    return std::equal(a.span().begin(), a.span().end(), b.span().begin(), b.span().end());
  }

 private:
  std::size_t size_ = 0;
  std::shared_ptr<std::uint64_t[]> data_;
};

/// What every row came to: neither true, false nor error is undetermined. `e` is empty where no
/// row can be an error.
struct Truth {
  Bits t, f, e;
  [[nodiscard]] char at(std::size_t row) const {
    return t.get(row) ? 'T' : f.get(row) ? 'F' : e.get(row) ? 'E' : 'U';
  }
  friend bool operator==(const Truth&, const Truth&) = default;
};

/// Subjects at one condition, in file order; `in` counts those not yet failed (rules.md §3.3).
struct Counts {
  std::int64_t in = 0, passed = 0, failed = 0, undetermined = 0, error = 0;
  friend bool operator==(const Counts&, const Counts&) = default;
};

struct AmountOf {
  std::uint32_t row = 0;
  std::optional<std::int64_t> fen;  ///< nothing: unknown
  friend bool operator==(const AmountOf&, const AmountOf&) = default;
};

/// One rule over the rows of its subject.
struct RuleScreen {
  std::string id;
  std::string meaning;
  std::size_t rows = 0;
  Truth outcome;                  ///< T eligible, F not eligible, E error, else undetermined
  Counts counts;                  ///< of the outcome
  std::vector<Counts> funnel;     ///< by condition
  std::vector<Truth> conditions;  ///< when asked for
  std::vector<AmountOf> amounts;  ///< of the eligible, by row; empty without an amount
  friend bool operator==(const RuleScreen&, const RuleScreen&) = default;
};

struct ScreenOptions {
  unsigned threads = 1;
  /// Keep what each condition gave: for lists of failed conditions, and for `rescreen`.
  bool conditions = false;
  const Kernels* kernels = nullptr;  ///< nullptr: the best of this machine
};

/// Every rule over every row of its subject: by columns, 4,096 rows at a time. Equal bits whatever
/// the threads and the kernels; what the scalar evaluator says of each row (rules.md §7).
[[nodiscard]] std::vector<RuleScreen> screen(const Program&, const Tables&,
                                             const ScreenOptions& = {});

/// Rows of one table whose values may have changed, and in which columns.
struct DirtyRows {
  std::vector<std::uint32_t> rows;
  std::set<std::string> columns;  ///< empty: any
};
using Dirty = std::map<std::string, DirtyRows, std::less<>>;

/// Brings `screened` (made with `conditions`) up to date: rules of another meaning are screened
/// whole, of the others only the rows that changed or reach one that did. Equals a full screen.
/// Tables must have the rows they had; otherwise screen again. Returns how many words were worked
/// out anew, over all rules.
std::size_t rescreen(std::vector<RuleScreen>& screened, const Program&, const Tables&, const Dirty&,
                     const ScreenOptions& = {});

/// What became of the subjects of one rule between two screenings of the same rows.
struct Transitions {
  std::array<std::array<std::int64_t, 4>, 4> counts{};  ///< from, to: T F U E
  [[nodiscard]] std::int64_t from_to(char before, char after) const;
  [[nodiscard]] std::int64_t changed() const;
};
[[nodiscard]] Transitions transitions(const RuleScreen& before, const RuleScreen& after);

}  // namespace leye::rules
