#include <algorithm>
#include <array>

#include "rules/pack/determine.h"

namespace leye::rules {
namespace {

struct Name {
  PaperState state;
  std::string_view text;
};
constexpr std::array<Name, 6> kNames = {{{PaperState::kMissing, "missing"},
                                         {PaperState::kFromRegister, "from_register"},
                                         {PaperState::kProvided, "provided"},
                                         {PaperState::kCommitted, "committed"},
                                         {PaperState::kOverdue, "overdue"},
                                         {PaperState::kRefuted, "refuted"}}};

/// All facts a paper proves are known, and a register or the paper itself is where they come from.
bool known_already(const Pack& pack, const Need& need, const FactSource& facts) {
  if (need.proves.empty()) return false;
  return std::all_of(need.proves.begin(), need.proves.end(), [&](const std::string& name) {
    const auto fact = pack.environment.fact(name);
    return fact != kNoFact && facts.read(fact, kNoFact).state == FactState::kKnown;
  });
}

std::optional<Date> due_of(const Pack& pack, const Need& need, Date as_of) {
  const auto param =
      pack.environment.param_index(need.within_days.empty() ? "defer_days" : need.within_days);
  if (!param) return std::nullopt;
  const auto* row = pack.environment.params[*param].at(as_of);
  return row == nullptr ? std::nullopt : add_days(as_of, view(row->value).number);
}

PaperHeld state_of(const Pack& pack, const Need& need, const std::vector<PaperHeld>& held,
                   const FactSource& facts, Date as_of) {
  PaperHeld paper{need.id, PaperState::kMissing, std::nullopt};
  const auto given =
      std::find_if(held.begin(), held.end(), [&](const PaperHeld& h) { return h.id == need.id; });
  if (given != held.end()) {
    paper = *given;
  } else if (known_already(pack, need, facts)) {
    paper.state = PaperState::kFromRegister;
  }
  if (paper.state == PaperState::kCommitted && !paper.due) paper.due = due_of(pack, need, as_of);
  return paper;
}

bool in_hand(PaperState state) {
  return state == PaperState::kFromRegister || state == PaperState::kProvided;
}

/// Every missing fact is proved by a deferrable paper that was promised in writing.
bool promised(const Policy& policy, const std::vector<std::string>& missing,
              const std::vector<PaperHeld>& papers) {
  return std::all_of(missing.begin(), missing.end(), [&](const std::string& fact) {
    for (std::size_t i = 0; i < policy.needs.size(); ++i) {
      const Need& need = policy.needs[i];
      if (need.deferrable && papers[i].state == PaperState::kCommitted &&
          std::find(need.proves.begin(), need.proves.end(), fact) != need.proves.end())
        return true;
    }
    return false;
  });
}

}  // namespace

Payment payment_of(const Pack& pack, const Policy& policy, const PolicyResult& result,
                   const std::vector<PaperHeld>& held, const FactSource& facts, Date as_of,
                   std::vector<PaperHeld>& papers) {
  papers.clear();
  for (const auto& need : policy.needs) papers.push_back(state_of(pack, need, held, facts, as_of));
  const bool undetermined = result.outcome == Eligibility::kUndetermined &&
                            promised(policy, result.missing, papers) && !result.missing.empty();
  if (result.outcome != Eligibility::kEligible && !undetermined) return Payment::kNone;
  if (!result.amount_unknown.empty()) return Payment::kBlocked;
  Payment payment = undetermined ? Payment::kPayableDeferred : Payment::kPayable;
  for (std::size_t i = 0; i < papers.size(); ++i) {
    if (in_hand(papers[i].state)) continue;
    const bool waits = policy.needs[i].deferrable && papers[i].state != PaperState::kRefuted &&
                       papers[i].state != PaperState::kOverdue;
    if (!waits) return Payment::kBlocked;
    payment = Payment::kPayableDeferred;
    if (!papers[i].due) papers[i].due = due_of(pack, policy.needs[i], as_of);
  }
  return payment;
}

std::string_view to_text(PaperState state) {
  for (const auto& name : kNames)
    if (name.state == state) return name.text;
  return "missing";
}

std::optional<PaperState> paper_state(std::string_view text) {
  for (const auto& name : kNames)
    if (name.text == text) return name.state;
  return std::nullopt;
}

std::string_view to_text(Payment payment) {
  switch (payment) {
    case Payment::kNone:
      return "none";
    case Payment::kPayable:
      return "payable";
    case Payment::kPayableDeferred:
      return "payable_deferred";
    case Payment::kBlocked:
      return "blocked";
  }
  return "none";
}

}  // namespace leye::rules
