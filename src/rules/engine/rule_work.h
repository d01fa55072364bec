#pragma once
#include <array>
#include <memory>
#include <vector>

#include "rules/engine/engine.h"
#include "rules/engine/runner.h"

namespace leye::rules {

/// One rule on its way through the blocks.
struct RuleWork {
  const ProgramRule* rule = nullptr;
  RuleScreen* out = nullptr;
  std::vector<Ref> when;
  std::optional<std::uint32_t> amount;  ///< value node; nothing: by the scalar evaluator
  /// One condition and no amount: the condition's planes are the outcome's.
  [[nodiscard]] bool plain() const { return when.size() == 1 && rule->amount == kNoTerm; }
};

/// What one thread found out in one unit of rows, beside the planes it wrote.
struct UnitFound {
  std::vector<std::vector<Counts>> funnels;  ///< by rule, condition
  std::vector<Counts> counts;                ///< by rule
  std::vector<std::vector<AmountOf>> amounts;
};

/// The rules of one subject, made ready for its table.
class SubjectWork {
 public:
  SubjectWork(const Program& program, const Tables& tables, const std::string& subject,
              const ScreenOptions& options);
  /// Planes of `out` are made here, for `rows` rows.
  void add(const ProgramRule& rule, RuleScreen& out);
  /// Writes into the planes `out` has.
  void renew(const ProgramRule& rule, RuleScreen& out);
  /// Every word of the table.
  void run();
  /// These words only; counts are those of these words.
  void run(std::span<const std::uint32_t> words);
  [[nodiscard]] std::size_t rows() const { return plan_.rows(); }
  [[nodiscard]] bool empty() const { return works_.empty(); }

 private:
  class Thread;
  RuleWork work_of(const ProgramRule& rule, RuleScreen& out);
  void collect(std::vector<UnitFound>& units);
  const Program& program_;
  const ScreenOptions& options_;
  const Kernels& kernels_;
  Plan plan_;
  std::vector<RuleWork> works_;
};

/// Takes the rows in `words` out of the rule's counts, by its kept planes.
void uncount(RuleScreen& rule, std::span<const std::uint32_t> words, const Kernels& kernels);
/// Error planes without an error are left out: equal outcomes, equal bits.
void drop_empty_errors(RuleScreen& rule);
/// Adds `sign` times the counts.
void add_counts(Counts& to, const Counts& from, int sign = 1);

}  // namespace leye::rules
