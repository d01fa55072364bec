#pragma once
#include <optional>
#include <string>
#include <string_view>
#include <variant>

#include "access/scope.h"
#include "core/result.h"

namespace leye::access {

/// Who asks. `division` is the code of the account's office (city, district, street, community).
struct Account {
  AccountId id;
  std::string login;
  std::string name;
  Role role = Role::kCommunityWorker;
  std::string division;
  Rights rights = 0;
  std::string locale = "zh-CN";
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
  kOperate,  ///< settings, health, backups
};
inline constexpr std::size_t kActions = 23;
[[nodiscard]] std::string_view code(Action);

/// What it is asked of.
struct Resource {
  std::optional<PersonId> person;
  std::optional<FieldClass> field;  ///< kReveal
  std::string reason;               ///< kReveal, kFindPerson
};

/// Allowed, inside `scope`: a row outside of it does not exist for the asker (404, not 403).
struct Permit {
  Scope scope;
  FieldMask fields;
};
/// Refused; the error's code is `access.denied`, `access.reason_missing` or `access.field_denied`.
struct Deny {
  Error why;
};

/// The one function that decides (design.md §11). Pure and table-driven: no database, no clock.
[[nodiscard]] std::variant<Permit, Deny> decide(const Account&, Action, const Resource&, Purpose,
                                                Date today);
/// The same as a Result, for code that goes on with the permit.
[[nodiscard]] Result<Permit> permit(const Account&, Action, const Resource&, Purpose, Date today);

/// The purpose an action has when the caller names none.
[[nodiscard]] Purpose usual_purpose(Action);

}  // namespace leye::access
