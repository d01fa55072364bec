#pragma once
#include <optional>
#include <string>
#include <vector>

#include "access/decide.h"
#include "core/digest.h"
#include "store/database.h"

namespace leye::access {

/// A confidentiality agreement with an agency (保密协议), or the mandate of an auditor.
enum class AgreementKind : std::uint8_t { kAgency, kAudit };
[[nodiscard]] std::string_view code(AgreementKind);  ///< `agency`, `audit`

/// What is kept; whether it is in force follows from the day as well (`status`).
enum class AgreementState : std::uint8_t { kDrafted, kActive, kSuspended, kTerminated };

struct Agreement {
  Uuid id;
  AgreementKind kind = AgreementKind::kAgency;
  std::string number;
  std::string party;        ///< ours
  std::string other_party;  ///< the agency, or who gave the mandate
  std::uint32_t purposes = 0;
  std::uint32_t fields = 0;
  Period valid;
  std::optional<Period> data;  ///< of a mandate: days whose data may be read; nothing: any
  std::vector<std::string> divisions;
  std::vector<AccountId> people;  ///< named accounts
  AgreementState state = AgreementState::kDrafted;
  std::optional<Digest> scan;  ///< sealed blob of the signed copy
  std::string scan_type;
  std::optional<Date> signed_on;
  std::optional<Date> ended_on;
  std::optional<Date> destroyed_on;  ///< the agency stated that it destroyed the data
  std::int64_t version = 1;
};
/// `drafted`, `waiting` (signed, not begun), `active`, `suspended`, `expired`, `terminated`,
/// `data_returned`.
[[nodiscard]] std::string_view status(const Agreement&, Date today);
/// Days until it ends, the last day itself being 0; nothing unless it is active.
[[nodiscard]] std::optional<std::int64_t> days_left(const Agreement&, Date today);
/// An active agreement is near its end when so many days or fewer are left.
inline constexpr std::int64_t kWarnDays = 30;

/// Errors `access.period` (also of the data), `access.agreement_empty` {what}: purposes, fields,
/// divisions, people; `access.agreement_role` {login}: an account that is no agency worker (no
/// auditor, for a mandate).
Result<Uuid> draft_agreement(store::Transaction&, const Agreement&, AccountId by, Instant now);
/// Error `access.agreement_unknown`.
Result<Agreement> agreement_of(store::Reader&, const Uuid&);
/// By end, then number.
Result<std::vector<Agreement>> agreements(store::Reader&);
/// The signed copy, kept as a sealed blob, makes it effective. Errors `access.agreement_unknown`,
/// `access.agreement_state`, `command.version`.
Result<void> sign_agreement(store::Transaction&, const Uuid&, std::int64_t version,
                            const Digest& scan, std::string_view media_type, Date signed_on);
enum class AgreementStep : std::uint8_t { kSuspend, kResume, kTerminate, kDestroyed };
/// Errors as of sign_agreement: only an active one is suspended, a suspended one resumed, one that
/// has not ended is terminated; destruction is stated after the end.
Result<void> move_agreement(store::Transaction&, const Uuid&, std::int64_t version, AgreementStep,
                            Date today);
/// Names a person of the other party, or takes her off; her sessions end. Errors as above.
Result<void> name_person(store::Transaction&, const Uuid&, AccountId, Instant now);
Result<void> unname_person(store::Transaction&, const Uuid&, AccountId, Instant now);

/// What the account may do today, from the agreement or mandate that is active and names it. Of
/// several the one that ends last.
Result<std::optional<Terms>> terms_of(store::Reader&, AccountId, Date today);

/// What the named people of an agreement read or wrote: from the audit, by person, action and day
/// of the leaf.
struct ReadCount {
  AccountId account;
  std::string action;
  std::int64_t acts = 0;
  std::int64_t people = 0;  ///< different persons
  Instant first;
  Instant last;
};
Result<std::vector<ReadCount>> reads_under(store::Reader&, const Agreement&);

}  // namespace leye::access
