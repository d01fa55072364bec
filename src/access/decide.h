#pragma once
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <variant>
#include <vector>

#include "access/scope.h"
#include "core/result.h"

namespace leye::access {

/// How somebody showed who she is.
enum class Strength : std::uint8_t {
  kCode,       ///< a code sent to the phone we know (the public)
  kPin,        ///< a PIN on a bound device, for a shift
  kPassword,   ///< a password alone
  kTwoFactor,  ///< a password and a one-time code
};
[[nodiscard]] std::string_view code(Strength);
[[nodiscard]] std::optional<Strength> strength_of(std::string_view code);

/// What a session stands on. An account without one acts by a command on the machine, where the
/// operating system asked who it is; the server always sets it.
struct Standing {
  Strength strength = Strength::kPassword;
  bool fresh = false;             ///< shown again within the last minutes (dangerous acts)
  bool confirmed = false;         ///< the campaign's confidentiality text
  bool second_factor_due = true;  ///< the place asks for one where data leaves the screen's mask
};

/// What an agency's agreement or an auditor's mandate allows: nothing without one, and nothing
/// before or after it.
struct Terms {
  Uuid id;
  Period valid;
  std::uint32_t purposes = 0;                 ///< bits by Purpose
  std::uint32_t fields = 0;                   ///< bits by FieldClass
  std::vector<std::string> divisions;         ///< subtrees
  std::optional<Period> data = std::nullopt;  ///< days whose data may be read; nothing: any

  /// May data of the day be read?
  [[nodiscard]] bool reaches(Date day) const { return !data || data->contains(day); }
  [[nodiscard]] bool allows(Purpose purpose) const {
    return (purposes >> static_cast<unsigned>(purpose) & 1U) != 0;
  }
  [[nodiscard]] bool covers(FieldClass field) const {
    return (fields >> static_cast<unsigned>(field) & 1U) != 0;
  }
};

/// Who asks. `division` is the code of the account's office (city, district, street, community).
struct Account {
  AccountId id;
  std::string login;
  std::string name;
  Role role = Role::kCommunityWorker;
  std::string division;
  Rights rights = 0;
  std::string locale = "zh-CN";
  std::optional<Standing> standing = std::nullopt;
  std::optional<Terms> terms = std::nullopt;           ///< agency workers and auditors
  std::optional<PersonId> person = std::nullopt;       ///< whose file it is (seekers, founders)
  std::optional<EmployerId> employer = std::nullopt;   ///< whose file it is (employers)
  std::optional<AccountId> stands_for = std::nullopt;  ///< on leave; this account is her deputy
  std::optional<Uuid> posting = std::nullopt;          ///< the post acted in, if not the own one
};

/// What is asked for; the route table names one per route.
enum class Action : std::uint8_t {
  kListWork,       ///< GET /work-items
  kSearchPeople,   ///< POST /persons:search inside the own office
  kFindPerson,     ///< … by full citizen id and reason, city-wide, one person
  kOpenPerson,     ///< GET /persons/{id}, its facts, links and entries
  kRecordEntry,    ///< POST /persons/{id}/entries
  kReveal,         ///< POST /persons/{id}:reveal of one field class
  kSeeOutcomes,    ///< GET /persons/{id}/determinations
  kSeeIndicators,  ///< GET /indicators, /divisions, /questions
  kListBehind,     ///< GET /indicators/{id}/subjects: the names behind a figure
  kSeeScreening,   ///< GET /screening
  kListApplications,
  kEnterApplication,
  kReviewFirst,
  kReviewSecond,
  kPay,
  kSeeReports,
  kMakeReport,
  kReassign,  ///< tasks to another worker or division
  kImport,
  kReviewLinks,  ///< clerical review, merge, un-merge
  kManageAccounts,
  kReadAudit,
  kOperate,           ///< settings, health, backups
  kExport,            ///< ask for a list as a file, and fetch it once another approved
  kApproveExport,     ///< the second person
  kManageAgreements,  ///< sign, suspend, end; mandates
  kSeeAgreements,
  kSeeOwnFile,        ///< a citizen: what is held about me, who looked
  kChangeOwnFile,     ///< a citizen: corrections, messages, closing the account
  kDecideCorrection,  ///< an office: requests for correction
  kSeeOwnFirm,        ///< an employer: the firm's own file
};
inline constexpr std::size_t kActions = 31;
[[nodiscard]] std::string_view code(Action);

/// What it is asked of.
struct Resource {
  std::optional<PersonId> person;
  std::optional<FieldClass> field;  ///< kReveal
  std::string reason;               ///< kReveal, kFindPerson; for the city also kOpenPerson
  bool found = false;  ///< this window found her a short while ago by full id and reason
};

/// Allowed, inside `scope`: a row outside of it does not exist for the asker (404, not 403).
struct Permit {
  Scope scope;
  FieldMask fields;
};
/// Refused; the error's code is one of `access.*`: `denied`, `purpose`, `reason_missing`,
/// `field_denied`, `one_person`, `agreement`, `mandate`, `confidentiality`, `desk`,
/// `second_factor`, `confirm_again`.
struct Deny {
  Error why;
};

/// The one function that decides (design.md §11): role action × dated division × purpose × field
/// class × agreement × sign-in strength. Pure and table-driven: no database, no clock.
[[nodiscard]] std::variant<Permit, Deny> decide(const Account&, Action, const Resource&, Purpose,
                                                Date today);
/// The same as a Result, for code that goes on with the permit.
[[nodiscard]] Result<Permit> permit(const Account&, Action, const Resource&, Purpose, Date today);

/// The purpose an action has when the caller names none.
[[nodiscard]] Purpose usual_purpose(Action);
/// … for this role: an auditor audits, a reviewer reviews, a window serves whom it found.
[[nodiscard]] Purpose usual_purpose(Action, Role, bool found = false);

}  // namespace leye::access
