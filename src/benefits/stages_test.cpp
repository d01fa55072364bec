#include "benefits/stages.h"

#include <gtest/gtest.h>
#include <rapidcheck/gtest.h>

namespace leye::benefits {
namespace {

using ledger::Kind;

const std::vector<Kind> kKinds = {
    Kind::kApplicationSubmitted, Kind::kApplicationAccepted, Kind::kEvidenceDeferred,
    Kind::kEvidenceRequested,    Kind::kEvidenceSupplied,    Kind::kReviewPassed1,
    Kind::kReviewPassed2,        Kind::kReviewReturned,      Kind::kApplicationRefused,
    Kind::kApplicationWithdrawn, Kind::kBatchItemAdded,      Kind::kPaymentConfirmed,
    Kind::kPaymentReturned,      Kind::kAccountCorrected,    Kind::kFollowUpDone};

std::vector<ledger::Entry> some_entries() {
  const auto kinds = *rc::gen::container<std::vector<Kind>>(rc::gen::elementOf(kKinds));
  std::vector<ledger::Entry> entries;
  for (const auto kind : kinds) {
    ledger::Entry entry;
    entry.kind = kind;
    entry.recorded_by = AccountId(derived_uuid(*rc::gen::inRange(1, 5), {}));
    entry.fact_to = ymd(2020, 12, 20);
    entries.push_back(entry);
  }
  return entries;
}

RC_GTEST_PROP(Stages, ReplayEqualsOneEntryAtATime, ()) {
  const auto entries = some_entries();
  Progress kept;
  std::vector<ledger::Entry> fitting;
  for (const auto& entry : entries)
    if (apply(kept, entry.kind, entry.recorded_by, entry.fact_to)) fitting.push_back(entry);
  RC_ASSERT(progress_of(entries) == kept);
  RC_ASSERT(progress_of(fitting) == kept);
}

RC_GTEST_PROP(Stages, NothingIsPaidWithoutBothReviews, ()) {
  const auto progress = progress_of(some_entries());
  const bool money = progress.stage >= Stage::kApproved && progress.stage <= Stage::kReturned;
  if (money) {
    RC_ASSERT(progress.enterer.has_value());
    RC_ASSERT(progress.reviewer1.has_value());
    RC_ASSERT(progress.reviewer2.has_value());
  }
}

TEST(Stages, TheEndIsTheEnd) {
  for (const auto kind : kKinds) {
    if (kind == Kind::kEvidenceSupplied) continue;
    for (const auto end : {Stage::kPaid, Stage::kRefused, Stage::kWithdrawn})
      EXPECT_FALSE(next(end, kind)) << code(end) << " " << ledger::code(kind);
  }
}

TEST(Stages, ASecondReviewNeedsTheFirst) {
  EXPECT_FALSE(next(Stage::kInReview, Kind::kReviewPassed2));
  EXPECT_EQ(next(Stage::kReviewed, Kind::kReviewPassed2), Stage::kApproved);
  EXPECT_EQ(stage_of_code(code(Stage::kAwaitingApplicant)), Stage::kAwaitingApplicant);
}

}  // namespace
}  // namespace leye::benefits
