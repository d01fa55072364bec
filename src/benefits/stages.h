#pragma once
#include <cstdint>
#include <optional>
#include <span>
#include <string_view>

#include "ledger/entry.h"

namespace leye::benefits {

/// Where an application stands (domain.md §5.8). A deferral of papers is beside the stage.
enum class Stage : std::uint8_t {
  kNone,               ///< nothing submitted
  kApplied,            ///< submitted, by the payee or by proxy
  kAwaitingApplicant,  ///< core papers asked for, or sent back by a reviewer
  kInReview,
  kReviewed,  ///< passed the first review
  kApproved,  ///< passed the second: payable
  kInBatch,   ///< in a payment batch; sent when the batch is signed
  kPaid,      ///< confirmed by the bank
  kReturned,  ///< sent back by the bank
  kRefused,
  kWithdrawn,
};
[[nodiscard]] std::string_view code(Stage);  ///< `applied`, `in_review` …
[[nodiscard]] std::optional<Stage> stage_of_code(std::string_view);

/// The stage after an entry of this kind; nothing when the kind does not fit.
[[nodiscard]] std::optional<Stage> next(Stage, ledger::Kind);

/// What the entries of one application say.
struct Progress {
  Stage stage = Stage::kNone;
  std::optional<Date> deferred_until;  ///< papers promised and not yet there
  std::optional<AccountId> enterer;
  std::optional<AccountId> reviewer1;
  std::optional<AccountId> reviewer2;
  std::optional<AccountId> payer;
  friend bool operator==(const Progress&, const Progress&) = default;
};

/// One entry more. False, and nothing changed, when it does not fit the stage.
bool apply(Progress&, ledger::Kind, const std::optional<AccountId>& by,
           const std::optional<Date>& due);

/// Replays the entries of one application, in their order; those that do not fit are left out.
[[nodiscard]] Progress progress_of(std::span<const ledger::Entry>);
[[nodiscard]] inline Stage stage_of(std::span<const ledger::Entry> entries) {
  return progress_of(entries).stage;
}

}  // namespace leye::benefits
