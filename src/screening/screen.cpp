#include "screening/screen.h"

#include <algorithm>
#include <atomic>
#include <thread>

#include "facts/source.h"

namespace leye::screening {
namespace {

using rules::Eligibility;

constexpr std::size_t kRowsPerUnit = 4096;

/// Where one row stands in the funnel: conditions are looked at in file order until one fails.
void count_funnel(std::vector<FunnelStep>& funnel, const std::vector<char>& conditions) {
  for (std::size_t i = 0; i < conditions.size(); ++i) {
    FunnelStep& step = funnel[i];
    ++step.in;
    switch (conditions[i]) {
      case 'T':
        ++step.passed;
        break;
      case 'U':
        ++step.undetermined;
        break;
      case 'E':
        ++step.error;
        break;
      default:
        ++step.failed;
        return;
    }
  }
}

void add(std::vector<FunnelStep>& to, const std::vector<FunnelStep>& from) {
  for (std::size_t i = 0; i < to.size(); ++i) {
    to[i].in += from[i].in;
    to[i].passed += from[i].passed;
    to[i].failed += from[i].failed;
    to[i].undetermined += from[i].undetermined;
    to[i].error += from[i].error;
  }
}

std::vector<FunnelStep> steps_of(const rules::Policy& policy) {
  std::vector<FunnelStep> steps;
  for (const auto& condition : policy.when) steps.push_back({condition.id});
  return steps;
}

class PolicyScreen {
 public:
  PolicyScreen(const rules::Pack& pack, const rules::Policy& policy,
               const facts::Snapshot& snapshot)
      : pack_(pack),
        policy_(policy),
        binding_(pack.environment, snapshot, policy.head.applies_to),
        as_of_(snapshot.as_of) {
    const std::size_t rows = binding_.table().rows();
    out_.policy = &policy;
    out_.outcome.resize(rows);
    out_.amount.resize(rows);
    out_.failed.resize(rows);
    out_.missing.resize(rows);
    out_.payment.resize(rows);
    out_.funnel = steps_of(policy);
  }

  RuleOutcomes run(unsigned threads) {
    const std::size_t rows = binding_.table().rows();
    const std::size_t units = (rows + kRowsPerUnit - 1) / kRowsPerUnit;
    std::vector<std::vector<FunnelStep>> funnels(units, steps_of(policy_));
    std::atomic<std::size_t> next{0};
    const auto work = [&] {
      facts::RowSource source(binding_);
      for (std::size_t unit = next++; unit < units; unit = next++)
        for (std::size_t row = unit * kRowsPerUnit; row < std::min(rows, (unit + 1) * kRowsPerUnit);
             ++row)
          one(source, row, funnels[unit]);
    };
    std::vector<std::jthread> pool;
    for (unsigned i = 1; i < std::min<std::size_t>(threads, units); ++i) pool.emplace_back(work);
    work();
    pool.clear();
    for (const auto& funnel : funnels) add(out_.funnel, funnel);
    return std::move(out_);
  }

 private:
  void one(facts::RowSource& source, std::size_t row, std::vector<FunnelStep>& funnel) {
    source.at(row);
    auto result = rules::determine(policy_, source, {as_of_, pack_.campaign.period});
    count_funnel(funnel, result.conditions);
    out_.outcome[row] = result.outcome;
    if (result.outcome == Eligibility::kEligible || result.outcome == Eligibility::kUndetermined) {
      std::vector<rules::PaperHeld> papers;
      out_.payment[row] = rules::payment_of(pack_, policy_, result, {}, source, as_of_, papers);
    }
    out_.amount[row] = result.amount;
    out_.failed[row] = std::move(result.failed);
    out_.missing[row] = std::move(result.missing);
  }

  const rules::Pack& pack_;
  const rules::Policy& policy_;
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
  for (const auto& policy : pack.policies)
    if (policy.head.in_force(snapshot.as_of))
      out.rules.push_back(PolicyScreen(pack, policy, snapshot).run(threads));
  return out;
}

}  // namespace leye::screening
