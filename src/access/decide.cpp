#include "access/decide.h"

#include <algorithm>
#include <array>

namespace leye::access {
namespace {

constexpr std::uint32_t bit(Role role) { return 1U << static_cast<unsigned>(role); }
template <class... Roles>
constexpr std::uint32_t roles(Roles... list) {
  return (0U | ... | bit(list));
}
using enum Role;

constexpr auto kField = roles(kStreetWorker, kCommunityWorker, kWindowClerk);
constexpr auto kOffice = kField | roles(kDistrictManager);
constexpr auto kReviewers = roles(kReviewer1, kReviewer2);
constexpr auto kMoney = kReviewers | roles(kPayer);
constexpr auto kLeaders = roles(kCityPromotion, kDistrictManager, kStreetWorker);

/// One line a right: who, for which purposes, with which added right, and what it needs.
struct Rule {
  Action action;
  std::string_view code;
  std::uint32_t roles;
  std::array<Purpose, 2> purposes;  ///< the first is the usual one
  bool needs_reason = false;
  Rights needs_right = 0;
};

constexpr std::array<Rule, kActions> kRules = {{
    {Action::kListWork, "work.list", kOffice, {Purpose::kService, Purpose::kService}},
    {Action::kSearchPeople, "person.search", kOffice, {Purpose::kService, Purpose::kFind}},
    {Action::kFindPerson,
     "person.find",
     roles(kWindowClerk),
     {Purpose::kFind, Purpose::kFind},
     true},
    {Action::kOpenPerson,
     "person.open",
     kOffice | kReviewers | roles(kAuditor, kCityPromotion),
     {Purpose::kService, Purpose::kReview}},
    {Action::kRecordEntry, "entry.record", kField, {Purpose::kService, Purpose::kFind}},
    {Action::kReveal,
     "person.reveal",
     kOffice | kReviewers,
     {Purpose::kService, Purpose::kReview},
     true},
    {Action::kSeeOutcomes,
     "person.outcomes",
     kOffice | kReviewers | roles(kAuditor),
     {Purpose::kService, Purpose::kReview}},
    {Action::kSeeIndicators,
     "indicator.read",
     kOffice | kMoney | roles(kCityPromotion, kAuditor, kAgencyWorker),
     {Purpose::kReport, Purpose::kService}},
    {Action::kListBehind,
     "indicator.names",
     kOffice | roles(kCityPromotion, kAuditor),
     {Purpose::kReport, Purpose::kService}},
    {Action::kSeeScreening,
     "screening.read",
     kLeaders | kReviewers | roles(kWindowClerk),
     {Purpose::kReport, Purpose::kService}},
    {Action::kListApplications,
     "application.list",
     kMoney | roles(kWindowClerk, kDistrictManager, kStreetWorker),
     {Purpose::kReview, Purpose::kPay}},
    {Action::kEnterApplication,
     "application.enter",
     roles(kWindowClerk, kReviewer1, kReviewer2),
     {Purpose::kService, Purpose::kReview}},
    {Action::kReviewFirst,
     "application.review1",
     roles(kReviewer1),
     {Purpose::kReview, Purpose::kReview}},
    {Action::kReviewSecond,
     "application.review2",
     roles(kReviewer2),
     {Purpose::kReview, Purpose::kReview}},
    {Action::kPay, "payment.batch", roles(kPayer), {Purpose::kPay, Purpose::kPay}},
    {Action::kSeeReports,
     "report.read",
     kLeaders | roles(kAuditor),
     {Purpose::kReport, Purpose::kAudit}},
    {Action::kMakeReport,
     "report.make",
     roles(kCityPromotion, kDistrictManager),
     {Purpose::kReport, Purpose::kReport}},
    {Action::kReassign,
     "task.reassign",
     roles(kDistrictManager, kStreetWorker),
     {Purpose::kService, Purpose::kService}},
    {Action::kImport,
     "import.run",
     roles(kDistrictManager, kCityPromotion),
     {Purpose::kService, Purpose::kService}},
    {Action::kReviewLinks,
     "link.review",
     kOffice | roles(kCityPromotion),
     {Purpose::kService, Purpose::kService},
     false,
     static_cast<Rights>(Right::kLinkReview)},
    {Action::kManageAccounts,
     "account.manage",
     roles(kSecurityAdmin),
     {Purpose::kAdminister, Purpose::kAdminister}},
    {Action::kReadAudit,
     "audit.read",
     roles(kAuditor, kSecurityAdmin),
     {Purpose::kAudit, Purpose::kAdminister}},
    {Action::kOperate,
     "system.operate",
     roles(kOperator),
     {Purpose::kAdminister, Purpose::kAdminister}},
}};

const Rule& rule_of(Action action) { return kRules[static_cast<std::size_t>(action)]; }

Deny deny(const Account& account, Action action, std::string why,
          std::vector<std::pair<std::string, std::string>> more = {}) {
  more.emplace_back("role", std::string(code(account.role)));
  more.emplace_back("action", std::string(code(action)));
  return Deny{Error{std::move(why), {}, std::move(more)}};
}

/// An auditor and a city office look with their own purpose at what others serve with.
bool purpose_fits(const Rule& rule, Role role, Purpose purpose) {
  if (role == kAuditor) return purpose == Purpose::kAudit;
  if (role == kCityPromotion && purpose == Purpose::kReport) return true;
  return std::ranges::find(rule.purposes, purpose) != rule.purposes.end();
}

}  // namespace

/// The only maker of Scopes.
struct ScopeMaker {
  static Scope subtree(const Account& account, Purpose purpose, const FieldMask& fields, Date on) {
    Scope scope;
    scope.division_ = account.division;
    scope.purpose_ = purpose;
    scope.fields_ = fields;
    scope.on_ = on;
    scope.account_ = account.id;
    return scope;
  }
  static Scope one(Scope scope, const std::optional<PersonId>& person) {
    scope.extent_ = Scope::Extent::kOnePerson;
    scope.person_ = person;
    return scope;
  }
};

std::string_view code(Action action) { return rule_of(action).code; }
Purpose usual_purpose(Action action) { return rule_of(action).purposes.front(); }

std::variant<Permit, Deny> decide(const Account& account, Action action, const Resource& resource,
                                  Purpose purpose, Date today) {
  const auto& rule = rule_of(action);
  if ((rule.roles & bit(account.role)) == 0) return deny(account, action, "access.denied");
  if (rule.needs_right != 0 && (account.rights & rule.needs_right) == 0)
    return deny(account, action, "access.denied");
  if (!purpose_fits(rule, account.role, purpose))
    return deny(account, action, "access.purpose", {{"purpose", std::string(code(purpose))}});
  if (rule.needs_reason && resource.reason.empty())
    return deny(account, action, "access.reason_missing");
  const auto fields = fields_of(account.role, account.rights);
  if (resource.field && !fields.reveals(*resource.field))
    return deny(account, action, "access.field_denied",
                {{"field", std::string(code(*resource.field))}});
  auto scope = ScopeMaker::subtree(account, purpose, fields, today);
  // A window serves anyone in the city, one person at a time, and says why.
  if (account.role == kWindowClerk && purpose == Purpose::kFind) {
    if (resource.reason.empty()) return deny(account, action, "access.reason_missing");
    if (!resource.person && action != Action::kFindPerson)
      return deny(account, action, "access.one_person");
    scope = ScopeMaker::one(std::move(scope), resource.person);
  }
  return Permit{std::move(scope), fields};
}

Result<Permit> permit(const Account& account, Action action, const Resource& resource,
                      Purpose purpose, Date today) {
  auto decision = decide(account, action, resource, purpose, today);
  if (auto* refused = std::get_if<Deny>(&decision)) return fail(std::move(refused->why));
  return std::get<Permit>(std::move(decision));
}

std::string Scope::text() const {
  return (extent_ == Extent::kOnePerson ? std::string("person ") : "subtree " + division_ + " ")
      .append(code(purpose_));
}

bool Scope::admits(const PersonId& person, std::string_view division,
                   const Contains& contains) const {
  if (extent_ == Extent::kOnePerson) return person_ == person;
  return division == division_ || contains(division_, division);
}

std::optional<Scope> Scope::within(std::string_view division, const Contains& contains) const {
  if (extent_ == Extent::kOnePerson) return std::nullopt;
  if (division != division_ && !contains(division_, division)) return std::nullopt;
  Scope cut = *this;
  cut.division_ = division;
  return cut;
}

}  // namespace leye::access
