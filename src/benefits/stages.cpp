#include "benefits/stages.h"

#include <algorithm>
#include <array>

namespace leye::benefits {
namespace {

using ledger::Kind;

constexpr std::array<std::string_view, 11> kCodes = {
    "none",     "applied", "awaiting_applicant", "in_review", "reviewed", "approved",
    "in_batch", "paid",    "returned",           "refused",   "withdrawn"};

struct Step {
  Stage from;
  Kind kind;
  Stage to;
};

// The rows of domain.md §5.8 from the application on.
constexpr Step kSteps[] = {
    {Stage::kNone, Kind::kApplicationSubmitted, Stage::kApplied},
    {Stage::kApplied, Kind::kApplicationAccepted, Stage::kInReview},
    {Stage::kApplied, Kind::kEvidenceDeferred, Stage::kInReview},
    {Stage::kApplied, Kind::kEvidenceRequested, Stage::kAwaitingApplicant},
    {Stage::kAwaitingApplicant, Kind::kApplicationAccepted, Stage::kInReview},
    {Stage::kAwaitingApplicant, Kind::kEvidenceDeferred, Stage::kInReview},
    {Stage::kInReview, Kind::kReviewPassed1, Stage::kReviewed},
    {Stage::kInReview, Kind::kReviewReturned, Stage::kAwaitingApplicant},
    {Stage::kInReview, Kind::kApplicationRefused, Stage::kRefused},
    {Stage::kReviewed, Kind::kReviewPassed2, Stage::kApproved},
    {Stage::kReviewed, Kind::kReviewReturned, Stage::kAwaitingApplicant},
    {Stage::kReviewed, Kind::kApplicationRefused, Stage::kRefused},
    {Stage::kApproved, Kind::kBatchItemAdded, Stage::kInBatch},
    {Stage::kInBatch, Kind::kPaymentConfirmed, Stage::kPaid},
    {Stage::kInBatch, Kind::kPaymentReturned, Stage::kReturned},
    {Stage::kReturned, Kind::kAccountCorrected, Stage::kApproved},
    {Stage::kApplied, Kind::kApplicationWithdrawn, Stage::kWithdrawn},
    {Stage::kAwaitingApplicant, Kind::kApplicationWithdrawn, Stage::kWithdrawn},
    {Stage::kInReview, Kind::kApplicationWithdrawn, Stage::kWithdrawn},
    {Stage::kReviewed, Kind::kApplicationWithdrawn, Stage::kWithdrawn},
    {Stage::kApproved, Kind::kApplicationWithdrawn, Stage::kWithdrawn},
};

}  // namespace

std::string_view code(Stage stage) { return kCodes[static_cast<std::size_t>(stage)]; }

std::optional<Stage> stage_of_code(std::string_view text) {
  const auto* const it = std::ranges::find(kCodes, text);
  if (it == kCodes.end()) return std::nullopt;
  return static_cast<Stage>(it - kCodes.begin());
}

std::optional<Stage> next(Stage from, Kind kind) {
  // Promised papers may come at any time after the promise; the stage stays.
  if (kind == Kind::kEvidenceSupplied && from >= Stage::kInReview && from <= Stage::kReturned)
    return from;
  for (const Step& step : kSteps)
    if (step.from == from && step.kind == kind) return step.to;
  return std::nullopt;
}

bool apply(Progress& progress, Kind kind, const std::optional<AccountId>& by,
           const std::optional<Date>& due) {
  const auto to = next(progress.stage, kind);
  if (!to) return false;
  progress.stage = *to;
  switch (kind) {
    case Kind::kApplicationSubmitted:
      progress.enterer = by;
      break;
    case Kind::kEvidenceDeferred:
      progress.deferred_until = due;
      break;
    case Kind::kEvidenceSupplied:
      progress.deferred_until.reset();
      break;
    case Kind::kReviewPassed1:
      progress.reviewer1 = by;
      break;
    case Kind::kReviewPassed2:
      progress.reviewer2 = by;
      break;
    case Kind::kReviewReturned:
      // Whoever reviews what comes back is asked anew.
      progress.reviewer1.reset();
      break;
    case Kind::kBatchItemAdded:
      progress.payer = by;
      break;
    default:
      break;
  }
  return true;
}

Progress progress_of(std::span<const ledger::Entry> entries) {
  Progress progress;
  for (const auto& entry : entries) apply(progress, entry.kind, entry.recorded_by, entry.fact_to);
  return progress;
}

}  // namespace leye::benefits
