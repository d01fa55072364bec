#include "ledger/machines.h"

#include <algorithm>
#include <array>
#include <set>
#include <tuple>

namespace leye::ledger {
namespace {

/// `from` is a list of states, `-` for none yet; `to` is a state, `=` to stay, `<` to go back to
/// the state before. `fresh` begins a new spell.
struct Step {
  Kind kind;
  std::string_view from;
  std::string_view to;
  bool fresh = false;
};

constexpr std::string_view kAnyOpenCase = " open assessed in_service stabilising transfer_offered ";
constexpr std::string_view kClosedCase = " closed_positive closed_other ";

constexpr std::array kPersonCaseSteps = {
    Step{Kind::kCaseOpened, " - closed_positive closed_other ", "open", true},
    Step{Kind::kAssessmentRecorded, " open ", "assessed"},
    Step{Kind::kAssessmentRecorded, " assessed in_service stabilising ", "="},
    Step{Kind::kPlanAgreed, " assessed in_service ", "in_service"},
    Step{Kind::kServiceDeclined, " open assessed in_service ", "declined"},
    Step{Kind::kOutcomeObserved, " open assessed in_service transfer_offered ", "stabilising"},
    Step{Kind::kOutcomeObserved, " stabilising ", "="},
    Step{Kind::kOutcomeLost, " stabilising ", "in_service"},
    Step{Kind::kTransferOffered, " open assessed in_service stabilising ", "transfer_offered"},
    Step{Kind::kTransferAccepted, " transfer_offered ", "in_service"},
    Step{Kind::kTransferRefused, " transfer_offered ", "<"},
    Step{Kind::kCaseUntraceable, kAnyOpenCase, "untraceable"},
    Step{Kind::kCaseReopened, " untraceable declined ", "open"},
    Step{Kind::kCaseReopened, kClosedCase, "open", true},
};

constexpr std::string_view kEndedRegistration = " - refused lapsed cancelled ";
constexpr std::array kRegistrationSteps = {
    Step{Kind::kRegistrationSubmitted, kEndedRegistration, "submitted", true},
    Step{Kind::kRegistrationChecked, " submitted awaiting_applicant ", "checking"},
    Step{Kind::kUnemploymentRegistered, " submitted checking awaiting_applicant ", "registered"},
    // A register whose system of record is elsewhere confirms at once.
    Step{Kind::kUnemploymentRegistered, kEndedRegistration, "registered", true},
    Step{Kind::kRegistrationRefused, " submitted checking ", "refused"},
    Step{Kind::kRegistrationEvidenceRequested, " submitted ", "awaiting_applicant"},
    Step{Kind::kRegistrationLapsed, " awaiting_applicant ", "lapsed"},
    Step{Kind::kCancelProposed, " registered ", "cancel_pending"},
    Step{Kind::kCancelNotified, " cancel_pending ", "="},
    Step{Kind::kRegistrationCancelled, " cancel_pending ", "cancelled"},
    Step{Kind::kCancelWithdrawn, " cancel_pending ", "registered"},
    Step{Kind::kRegistrationTransferred, " registered ", "="},
};

bool holds(std::string_view list, std::string_view state) {
  const auto at = list.find(state);
  return at != std::string_view::npos && at > 0 && list[at - 1] == ' ' &&
         list[at + state.size()] == ' ';
}

const Step* step_for(Machine machine, Kind kind, std::string_view state) {
  const auto find = [&](const auto& steps) -> const Step* {
    const auto found = std::ranges::find_if(
        steps, [&](const Step& s) { return s.kind == kind && holds(s.from, state); });
    return found == steps.end() ? nullptr : &*found;
  };
  return machine == Machine::kPersonCase ? find(kPersonCaseSteps) : find(kRegistrationSteps);
}

/// Where a case closes depends on the reason: after work that lasted, well; else otherwise.
constexpr Step kClosePositive{Kind::kCaseClosed, " stabilising ", "closed_positive"};
constexpr Step kCloseOther{Kind::kCaseClosed, kAnyOpenCase, "closed_other"};
const Step* close_step(const Entry& entry, std::string_view state) {
  if (state == "stabilising" && (!entry.code || *entry.code == "positive")) return &kClosePositive;
  return holds(kCloseOther.from, state) || state == "untraceable" || state == "declined"
             ? &kCloseOther
             : nullptr;
}

class Runner {
 public:
  explicit Runner(Machine machine) : machine_(machine) {}

  void apply(const Entry& entry) {
    const std::string state = out_.spells.empty() ? "-" : out_.spells.back().state;
    const auto* step = entry.kind == Kind::kCaseClosed ? close_step(entry, state)
                                                       : step_for(machine_, entry.kind, state);
    if (step == nullptr) {
      out_.refused.push_back(entry.id);
      return;
    }
    if (step->fresh) begin(entry);
    move(*step, entry);
  }
  Replay take() { return std::move(out_); }

 private:
  void begin(const Entry& entry) {
    Spell spell;
    spell.number = static_cast<int>(out_.spells.size()) + 1;
    spell.opened_on = entry.occurred_on;
    out_.spells.push_back(std::move(spell));
    before_.clear();
  }

  void move(const Step& step, const Entry& entry) {
    auto& spell = out_.spells.back();
    spell.last = entry.id;
    if (entry.code) spell.code = entry.code;
    if (entry.kind == Kind::kTransferAccepted || entry.kind == Kind::kRegistrationTransferred ||
        entry.kind == Kind::kCaseOpened || entry.kind == Kind::kUnemploymentRegistered)
      spell.unit = entry.unit;
    if (step.to == "=") return;
    const std::string target(step.to == "<" ? std::string_view(before_) : step.to);
    before_ = std::exchange(spell.state, target);
    spell.since = entry.occurred_on;
    if (entry.kind == Kind::kUnemploymentRegistered)
      spell.opened_on = entry.fact_from.value_or(entry.occurred_on);
    const bool open = is_open(machine_, spell.state);
    spell.closed_on =
        open ? std::nullopt : std::optional(entry.fact_from.value_or(entry.occurred_on));
  }

  Machine machine_;
  Replay out_;
  std::string before_;
};

}  // namespace

bool is_open(Machine machine, std::string_view state) {
  if (machine == Machine::kPersonCase) return !holds(kClosedCase, state);
  return !holds(kEndedRegistration, state);
}

Replay replay(Machine machine, std::span<const Entry> entries) {
  std::set<EntryId> corrected;
  for (const auto& entry : entries)
    if (entry.corrects) corrected.insert(*entry.corrects);
  std::vector<const Entry*> order;
  for (const auto& entry : entries)
    if (machine_of(entry.kind) == machine && corrected.count(entry.id) == 0)
      order.push_back(&entry);
  std::ranges::sort(
      order, {}, [](const Entry* e) { return std::tuple(e->occurred_on, e->recorded_at, e->id); });
  Runner runner(machine);
  for (const auto* entry : order) runner.apply(*entry);
  return runner.take();
}

}  // namespace leye::ledger
