#include "access/actions.h"

#include <array>

namespace leye::access {
namespace {

using enum Role;

constexpr auto kField = roles(kStreetWorker, kCommunityWorker, kWindowClerk);
constexpr auto kOffice = kField | roles(kDistrictManager);
constexpr auto kOutside = roles(kAgencyWorker);
constexpr auto kReviewers = roles(kReviewer1, kReviewer2);
constexpr auto kMoney = kReviewers | roles(kPayer);
constexpr auto kLeaders = roles(kCityPromotion, kDistrictManager, kStreetWorker);
constexpr auto kCitizens = roles(kSeeker, kFounder);
constexpr RoleSet kEveryRole = 0xFFFF;

template <class... List>
constexpr std::uint32_t why(List... list) {
  return (0U | ... | (1U << static_cast<unsigned>(list)));
}
constexpr bool kPeople = true;
constexpr bool kNoPeople = false;
constexpr Rights right(Right r) { return static_cast<Rights>(r); }

using P = Purpose;
using A = Action;

// clang-format off
constexpr std::array<ActionRule, kActions> kRules = {{
    {A::kListWork, "work.list", kOffice | kOutside, why(P::kService), P::kService, Need::kPin, kPeople},
    {A::kSearchPeople, "person.search", kOffice | roles(kStationWorker), why(P::kService, P::kFind), P::kService, Need::kPin, kPeople},
    {A::kFindPerson, "person.find", roles(kWindowClerk), why(P::kFind), P::kFind, Need::kPin, kPeople, kEveryRole},
    {A::kOpenPerson, "person.open", kOffice | kOutside | kReviewers | kCitizens | roles(kAuditor, kCityPromotion, kStationWorker),
     why(P::kService, P::kFind, P::kReview, P::kReport, P::kAudit), P::kService, Need::kPin, kPeople, roles(kCityPromotion)},
    {A::kRecordEntry, "entry.record", kField | kOutside, why(P::kService, P::kFind), P::kService, Need::kPin, kPeople},
    {A::kReveal, "person.reveal", kOffice | kOutside | kReviewers, why(P::kService, P::kFind, P::kReview), P::kService, Need::kStrong, kPeople, kEveryRole},
    {A::kSeeOutcomes, "person.outcomes", kOffice | kReviewers | kCitizens | roles(kAuditor), why(P::kService, P::kFind, P::kReview, P::kAudit), P::kService, Need::kPin, kPeople},
    {A::kSeeIndicators, "indicator.read", kOffice | kMoney | roles(kCityPromotion, kAuditor), why(P::kReport, P::kService, P::kAudit), P::kReport, Need::kPin, kNoPeople},
    {A::kListBehind, "indicator.names", kOffice | roles(kCityPromotion, kAuditor), why(P::kReport, P::kService, P::kAudit), P::kReport, Need::kPin, kPeople},
    {A::kSeeScreening, "screening.read", kLeaders | kReviewers | roles(kWindowClerk), why(P::kReport, P::kService, P::kReview), P::kReport, Need::kPassword, kNoPeople},
    {A::kListApplications, "application.list", kMoney | roles(kWindowClerk, kDistrictManager, kStreetWorker), why(P::kReview, P::kPay, P::kService), P::kReview, Need::kPassword, kPeople},
    {A::kEnterApplication, "application.enter", roles(kWindowClerk, kReviewer1, kReviewer2), why(P::kService, P::kFind, P::kReview), P::kService, Need::kPassword, kPeople},
    {A::kReviewFirst, "application.review1", roles(kReviewer1), why(P::kReview), P::kReview, Need::kPassword, kPeople},
    {A::kReviewSecond, "application.review2", roles(kReviewer2), why(P::kReview), P::kReview, Need::kPassword, kPeople},
    {A::kPay, "payment.batch", roles(kPayer), why(P::kPay), P::kPay, Need::kStrong, kPeople},
    {A::kSeeReports, "report.read", kLeaders | roles(kAuditor), why(P::kReport, P::kAudit), P::kReport, Need::kPassword, kNoPeople},
    {A::kMakeReport, "report.make", roles(kCityPromotion, kDistrictManager), why(P::kReport), P::kReport, Need::kPassword, kNoPeople},
    {A::kReassign, "task.reassign", roles(kDistrictManager, kStreetWorker), why(P::kService), P::kService, Need::kPassword, kPeople},
    {A::kImport, "import.run", roles(kDistrictManager, kCityPromotion), why(P::kService), P::kService, Need::kPassword, kPeople},
    {A::kReviewLinks, "link.review", kOffice | roles(kCityPromotion), why(P::kService), P::kService, Need::kPassword, kPeople, 0, right(Right::kLinkReview)},
    {A::kManageAccounts, "account.manage", roles(kSecurityAdmin), why(P::kAdminister), P::kAdminister, Need::kFresh, kNoPeople},
    {A::kReadAudit, "audit.read", roles(kAuditor, kSecurityAdmin), why(P::kAudit, P::kAdminister), P::kAudit, Need::kPassword, kNoPeople},
    {A::kOperate, "system.operate", roles(kOperator), why(P::kAdminister), P::kAdminister, Need::kStrong, kNoPeople},
    {A::kExport, "export.ask", kOffice, why(P::kService, P::kReport), P::kService, Need::kStrong, kPeople, kEveryRole, right(Right::kExport)},
    {A::kApproveExport, "export.approve", roles(kSecurityAdmin, kDistrictManager), why(P::kAdminister, P::kService), P::kAdminister, Need::kFresh, kNoPeople},
    {A::kManageAgreements, "agreement.manage", roles(kSecurityAdmin), why(P::kAdminister), P::kAdminister, Need::kFresh, kNoPeople},
    {A::kSeeAgreements, "agreement.read", roles(kSecurityAdmin, kAuditor, kDistrictManager, kCityPromotion), why(P::kAdminister, P::kAudit, P::kReport), P::kAdminister, Need::kPassword, kNoPeople},
    {A::kSeeOwnFile, "own.read", kCitizens, why(P::kService), P::kService, Need::kOwn, kPeople},
    {A::kChangeOwnFile, "own.change", kCitizens, why(P::kService), P::kService, Need::kOwn, kPeople},
    {A::kDecideCorrection, "correction.decide", roles(kStreetWorker, kDistrictManager, kWindowClerk), why(P::kService, P::kFind), P::kService, Need::kPassword, kPeople},
    {A::kSeeOwnFirm, "firm.read", roles(kEmployerUser), why(P::kService), P::kService, Need::kOwn, kNoPeople},
}};
// clang-format on

constexpr bool in_order() {
  for (std::size_t i = 0; i < kActions; ++i)
    if (static_cast<std::size_t>(kRules[i].action) != i) return false;
  return true;
}
static_assert(in_order(), "the table stands in the order of the actions");

}  // namespace

const ActionRule& rule_of(Action action) { return kRules[static_cast<std::size_t>(action)]; }

std::string_view code(Action action) { return rule_of(action).code; }
Purpose usual_purpose(Action action) { return rule_of(action).usual; }

Purpose usual_purpose(Action action, Role role, bool found) {
  const auto& rule = rule_of(action);
  const auto may = [&](Purpose p) { return (rule.purposes & why(p)) != 0; };
  if (found && may(P::kFind)) return P::kFind;
  if (role == kAuditor && may(P::kAudit)) return P::kAudit;
  if (role == kPayer && may(P::kPay)) return P::kPay;
  if ((kReviewers & bit(role)) != 0 && may(P::kReview)) return P::kReview;
  if (role == kSecurityAdmin && may(P::kAdminister)) return P::kAdminister;
  if (role == kCityPromotion && may(P::kReport)) return P::kReport;
  // Where an administrator administers, an office serves or reports.
  if (rule.usual == P::kAdminister && role == kDistrictManager)
    return may(P::kService) ? P::kService : P::kReport;
  return rule.usual;
}

}  // namespace leye::access
