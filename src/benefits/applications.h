#pragma once
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "benefits/entitlements.h"
#include "benefits/rule_check.h"
#include "benefits/stages.h"
#include "ledger/command.h"

namespace leye::benefits {

/// An application as it is stored: what was asked for and the projection of its entries.
struct Application {
  ApplicationId id;
  ledger::Subject payee;
  Uuid entitlement;
  std::string policy;
  std::string code;
  std::string subject_kind;
  Uuid subject;
  std::optional<Uuid> beneficiary;
  std::string period;
  std::optional<std::string> division;
  Fen fen;
  Date submitted_on;
  Progress progress;
  std::int64_t version = 0;  ///< entries so far
};

/// Who acts, with what key. Every act is one command; the same key again changes nothing.
struct Hand {
  ledger::Ledger& ledger;
  const access::Account& account;
  Uuid key;
};
struct Acted {
  ApplicationId application;
  Stage stage = Stage::kNone;
  bool repeated = false;
};

/// The id follows from the entitlement: it is applied for once.
[[nodiscard]] ApplicationId application_id(const Uuid& entitlement);

/// Submits what screening found, prefilled, by a clerk for the payee (`channel` proxy). Amounts are
/// fixed here, one row an item and month. Errors `benefits.unknown`, `benefits.not_payable`,
/// `benefits.applied_already`, `benefits.out_of_scope`, and those of `access::permit` — as in every
/// act below.
Result<Acted> submit(const Hand&, const Uuid& entitlement);
/// Papers are complete. Errors from here on also `benefits.application_unknown`, `benefits.stage`
/// {stage, act}.
Result<Acted> accept(const Hand&, ApplicationId);
/// Named papers come later (容缺后补): promised by `defer_days`. Error `benefits.not_deferrable`
/// {paper}.
Result<Acted> defer_papers(const Hand&, ApplicationId, const rules::Pack&,
                           const std::vector<std::string>& papers);
/// The promised papers are there.
Result<Acted> supply_papers(const Hand&, ApplicationId);

/// First review: the rule is determined again on today's facts. Errors `benefits.same_person` (she
/// entered it), `benefits.no_longer_eligible` {policy, why}, and those of RuleCheck.
Result<Acted> pass_first(const Hand&, ApplicationId, const RuleCheck&);
/// Second review, by somebody else than the first reviewer and the clerk. Error
/// `benefits.same_person`.
Result<Acted> pass_second(const Hand&, ApplicationId);
/// Back to the applicant with what is missing, or refused with the reason. By the reviewer whose
/// turn it is.
Result<Acted> send_back(const Hand&, ApplicationId, std::string_view reason);
Result<Acted> refuse(const Hand&, ApplicationId, std::string_view reason);
/// The account is corrected after the bank sent the money back: payable again.
Result<Acted> correct_account(const Hand&, ApplicationId);

/// Error `benefits.application_unknown`.
[[nodiscard]] Result<Application> application_of(store::Reader&, ApplicationId);
/// All, by id; of one stage if given, under a division if given (as on `on`).
[[nodiscard]] Result<std::vector<Application>> applications(
    store::Reader&, std::optional<Stage> = std::nullopt,
    const std::optional<std::string>& division = std::nullopt, Date on = {});
/// Of one payee, by id.
[[nodiscard]] Result<std::vector<Application>> applications_of(store::Reader&,
                                                               const ledger::Subject& payee);
/// Replays every application's entries and counts those whose stored stage differs (must be 0).
[[nodiscard]] Result<std::int64_t> projection_differences(store::Reader&);

}  // namespace leye::benefits
