#include "screening/screen.h"

#include <algorithm>
#include <atomic>
#include <thread>

#include "facts/source.h"
#include "rules/engine/engine.h"

namespace leye::screening {
namespace {

using rules::Eligibility;
using rules::RuleScreen;

constexpr std::size_t kRowsPerUnit = 4096;

Eligibility eligibility(char letter) {
  switch (letter) {
    case 'T':
      return Eligibility::kEligible;
    case 'F':
      return Eligibility::kNotEligible;
    case 'U':
      return Eligibility::kUndetermined;
    default:
      return Eligibility::kError;
  }
}

/// One policy's planes as lists by row. What only the scalar evaluator can say (missing facts) and
/// what needs the papers is worked out for the rows that are eligible or undetermined.
class PolicyLists {
 public:
  PolicyLists(const rules::Pack& pack, const rules::Policy& policy, const RuleScreen& screened,
              const facts::Snapshot& snapshot)
      : pack_(pack),
        policy_(policy),
        screened_(screened),
        binding_(pack.environment, snapshot, policy.head.applies_to),
        as_of_(snapshot.as_of) {
    const std::size_t rows = screened.rows;
    out_.policy = &policy;
    out_.outcome.resize(rows);
    out_.amount.resize(rows);
    out_.failed.resize(rows);
    out_.missing.resize(rows);
    out_.payment.resize(rows);
    for (std::size_t i = 0; i < policy.when.size(); ++i) {
      const auto& c = screened.funnel[i];
      out_.funnel.push_back({policy.when[i].id, c.in, c.passed, c.failed, c.undetermined, c.error});
    }
    for (const auto& amount : screened.amounts)
      if (amount.fen) out_.amount[amount.row] = Fen(*amount.fen);
  }

  RuleOutcomes run(unsigned threads) {
    const std::size_t rows = screened_.rows;
    const std::size_t units = (rows + kRowsPerUnit - 1) / kRowsPerUnit;
    std::atomic<std::size_t> next{0};
    const auto work = [&] {
      facts::RowSource source(binding_);
      for (std::size_t unit = next++; unit < units; unit = next++)
        for (std::size_t row = unit * kRowsPerUnit; row < std::min(rows, (unit + 1) * kRowsPerUnit);
             ++row)
          one(source, row);
    };
    std::vector<std::jthread> pool;
    for (unsigned i = 1; i < std::min<std::size_t>(threads, units); ++i) pool.emplace_back(work);
    work();
    pool.clear();
    return std::move(out_);
  }

 private:
  void one(facts::RowSource& source, std::size_t row) {
    const Eligibility outcome = eligibility(screened_.outcome.at(row));
    out_.outcome[row] = outcome;
    if (outcome == Eligibility::kNotEligible) {
      for (std::size_t i = 0; i < policy_.when.size(); ++i)
        if (screened_.conditions[i].f.get(row)) out_.failed[row].push_back(policy_.when[i].id);
      return;
    }
    if (outcome == Eligibility::kError) return;
    source.at(row);
    auto result = result_of(source, row, outcome);
    std::vector<rules::PaperHeld> papers;
    out_.payment[row] = rules::payment_of(pack_, policy_, result, {}, source, as_of_, papers);
    out_.missing[row] = std::move(result.missing);
  }

  /// Eligible with its amount known: nothing is left to ask.
  rules::PolicyResult result_of(const facts::RowSource& source, std::size_t row,
                                Eligibility outcome) const {
    if (outcome == Eligibility::kUndetermined || (policy_.amount && !out_.amount[row]))
      return rules::determine(policy_, source, {as_of_, pack_.campaign.period});
    rules::PolicyResult result;
    result.outcome = outcome;
    result.amount = out_.amount[row];
    return result;
  }

  const rules::Pack& pack_;
  const rules::Policy& policy_;
  const RuleScreen& screened_;
  facts::Binding binding_;
  Date as_of_;
  RuleOutcomes out_;
};

}  // namespace

std::int64_t RuleOutcomes::count(Eligibility wanted) const {
  return std::count(outcome.begin(), outcome.end(), wanted);
}

Fen RuleOutcomes::total() const {
  std::int64_t sum = 0;
  for (const auto& fen : amount)
    if (fen) sum += fen->count();
  return Fen(sum);
}

Outcomes screen(const rules::Pack& pack, const facts::Snapshot& snapshot, unsigned threads) {
  Outcomes out;
  out.as_of = snapshot.as_of;
  out.pack_digest = pack.digest;
  out.snapshot_digest = snapshot.digest();
  rules::Program program({snapshot.as_of, pack.campaign.period});
  program.add(pack);
  rules::ScreenOptions options;
  options.threads = threads;
  options.conditions = true;
  const auto screened = rules::screen(program, snapshot.tables, options);
  for (std::size_t i = 0; i < screened.size(); ++i)
    out.rules.push_back(
        PolicyLists(pack, *program.rules()[i].policy, screened[i], snapshot).run(threads));
  return out;
}

}  // namespace leye::screening
