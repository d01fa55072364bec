#pragma once
#include <array>
#include <cstdint>
#include <optional>
#include <string_view>

namespace leye::access {

/// Codes and order of domain.md §4; text form is the code (`community_worker`).
enum class Role : std::uint8_t {
  kCityPromotion,
  kDistrictManager,
  kStreetWorker,
  kCommunityWorker,
  kWindowClerk,
  kReviewer1,
  kReviewer2,
  kPayer,
  kAuditor,
  kSecurityAdmin,
  kOperator,
  kAgencyWorker,
  kEmployerUser,
  kSeeker,
  kFounder,
  kStationWorker,
};
inline constexpr std::size_t kRoles = 16;
[[nodiscard]] std::string_view code(Role);
[[nodiscard]] std::optional<Role> role_of(std::string_view code);

/// The three administrators (三员): an account that is one of them is nothing else.
[[nodiscard]] constexpr bool is_administrator(Role role) {
  return role == Role::kAuditor || role == Role::kSecurityAdmin || role == Role::kOperator;
}
/// Citizens and firms: they see what is their own.
[[nodiscard]] constexpr bool is_public(Role role) {
  return role == Role::kEmployerUser || role == Role::kSeeker || role == Role::kFounder;
}
/// May one account hold both? An administrator holds one role; the public's accounts are theirs
/// alone; the outside (agencies, stations) is not inside.
[[nodiscard]] bool go_together(Role, Role);

/// Rights added to an account beside its role.
enum class Right : std::uint8_t { kLinkReview = 1, kExport = 2, kRecognition = 4 };
using Rights = std::uint8_t;
[[nodiscard]] constexpr bool has(Rights rights, Right right) {
  return (rights & static_cast<Rights>(right)) != 0;
}
[[nodiscard]] std::string_view code(Right);  ///< `link_review`, `export`, `recognition`
[[nodiscard]] std::optional<Right> right_of(std::string_view code);
/// The rights a role may be given: never link review with the payer, none with an administrator.
[[nodiscard]] Rights rights_open_to(Role);

/// Rows of the field × role table of domain.md §4.
enum class FieldClass : std::uint8_t {
  kName,
  kCitizenId,
  kPhone,
  kAddress,
  kGroups,
  kHidden,  ///< 释放/戒毒/疾病/精神: shown as "category held" to all but recognition staff
  kServices,  ///< contacts and services
  kNotes,
  kEntitlement,  ///< which policies, with the trace
  kAmount,       ///< applications and amounts
  kAccount,      ///< bank account
  kAccessLog,
};
inline constexpr std::size_t kFieldClasses = 12;
[[nodiscard]] std::string_view code(FieldClass);
[[nodiscard]] std::optional<FieldClass> field_class_of(std::string_view code);

/// What a role may do with a field class, weakest first.
enum class Reach : std::uint8_t {
  kNone,
  kAggregate,  ///< counts only
  kConsented,  ///< only after the person applied or consented (employers)
  kOwnFirm,    ///< of the account's own firm
  kOnRequest,  ///< given to the person herself when she asks for it
  kOwn,        ///< what the account itself recorded (agencies)
  kNamesOnly,  ///< policy names and missing facts, no amount, no trace (community workers)
  kMasked,     ///< masked, no reveal
  kEntered,    ///< written, and shown masked (bank account at a window)
  kReveal,     ///< masked; unmasking with a reason leaves an audit leaf
  kRead,
  kWrite,  ///< read and write
};

/// What one permit shows of each field class.
struct FieldMask {
  std::array<Reach, kFieldClasses> reach{};
  [[nodiscard]] Reach of(FieldClass field) const { return reach[static_cast<std::size_t>(field)]; }
  [[nodiscard]] bool reads(FieldClass field) const { return of(field) >= Reach::kRead; }
  [[nodiscard]] bool reveals(FieldClass field) const { return of(field) >= Reach::kReveal; }
  friend bool operator==(const FieldMask&, const FieldMask&) = default;
};
/// The column of the table for `role`; `rights` adds recognition staff's hidden category detail.
[[nodiscard]] FieldMask fields_of(Role, Rights = 0);

/// Why data is touched (PIPL art. 6); part of every Scope and of every audit leaf.
enum class Purpose : std::uint8_t {
  kService,  ///< serving a person: work list, calls, visits
  kFind,     ///< looking for one person at a counter, by full id and reason
  kReview,   ///< reviewing an application
  kPay,
  kReport,  ///< figures and what is behind them
  kAudit,
  kAdminister,  ///< accounts, machines: no people
};
inline constexpr std::size_t kPurposes = 7;
[[nodiscard]] std::string_view code(Purpose);
[[nodiscard]] std::optional<Purpose> purpose_of(std::string_view code);

}  // namespace leye::access
