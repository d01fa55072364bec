#include "access/decide.h"

#include <algorithm>
#include <array>

#include "access/actions.h"

namespace leye::access {
namespace {

constexpr std::array<std::string_view, 4> kStrengthCodes = {"code", "pin", "password",
                                                            "two_factor"};

using Args = std::vector<std::pair<std::string, std::string>>;
Error refusal(const Account& account, Action action, std::string why, Args more = {}) {
  more.emplace_back("role", std::string(code(account.role)));
  more.emplace_back("action", std::string(code(action)));
  return Error{std::move(why), {}, std::move(more)};
}

/// Agencies and auditors read people's data under signed terms, or not at all.
bool needs_terms(const Account& account, const ActionRule& rule) {
  return account.role == Role::kAgencyWorker || (account.role == Role::kAuditor && rule.people);
}

std::optional<Error> check_terms(const Account& account, const ActionRule& rule, Purpose purpose,
                                 Date today) {
  if (!needs_terms(account, rule)) return std::nullopt;
  const auto& terms = account.terms;
  const bool in_force = terms && terms->valid.contains(today) && !terms->divisions.empty();
  if (!in_force)
    return refusal(account, rule.action,
                   account.role == Role::kAuditor ? "access.mandate" : "access.agreement");
  if (!terms->allows(purpose))
    return refusal(account, rule.action, "access.purpose",
                   {{"purpose", std::string(code(purpose))}});
  return std::nullopt;
}

/// Is the session sure enough of who it is? Commands on the machine have no session.
std::optional<Error> check_standing(const Account& account, const ActionRule& rule) {
  if (!account.standing) return std::nullopt;
  const auto& standing = *account.standing;
  if (rule.people && !is_public(account.role) && !standing.confirmed)
    return refusal(account, rule.action, "access.confidentiality");
  // Citizens see what is their own; a code to the phone we know is enough for that.
  if (is_public(account.role) || rule.need == Need::kOwn) return std::nullopt;
  if (standing.strength == Strength::kCode) return refusal(account, rule.action, "access.desk");
  if (rule.need == Need::kPin) return std::nullopt;
  if (standing.strength == Strength::kPin) return refusal(account, rule.action, "access.desk");
  if (rule.need == Need::kPassword) return std::nullopt;
  if (standing.second_factor_due && standing.strength != Strength::kTwoFactor)
    return refusal(account, rule.action, "access.second_factor");
  if (rule.need == Need::kFresh && !standing.fresh)
    return refusal(account, rule.action, "access.confirm_again");
  return std::nullopt;
}

std::optional<Error> check_rule(const Account& account, const ActionRule& rule,
                                const Resource& resource, Purpose purpose) {
  if ((rule.roles & bit(account.role)) == 0 ||
      (rule.right != 0 && (account.rights & rights_open_to(account.role) & rule.right) == 0))
    return refusal(account, rule.action, "access.denied");
  const bool fits = (rule.purposes >> static_cast<unsigned>(purpose) & 1U) != 0;
  // An auditor only audits, and nobody else does.
  const bool own = (account.role == Role::kAuditor) == (purpose == Purpose::kAudit);
  if (!fits || !own)
    return refusal(account, rule.action, "access.purpose",
                   {{"purpose", std::string(code(purpose))}});
  if ((rule.reasoned & bit(account.role)) != 0 && resource.reason.empty())
    return refusal(account, rule.action, "access.reason_missing");
  return std::nullopt;
}

FieldMask fields_for(const Account& account) {
  auto mask = fields_of(account.role, account.rights);
  if (!account.terms) return mask;
  for (std::size_t i = 0; i < kFieldClasses; ++i)
    if (!account.terms->covers(static_cast<FieldClass>(i))) mask.reach[i] = Reach::kNone;
  return mask;
}

Scope::Extent extent_of(Role role) {
  switch (role) {
    case Role::kCommunityWorker:
      return Scope::Extent::kWorkList;
    case Role::kReviewer1:
    case Role::kReviewer2:
    case Role::kPayer:
      return Scope::Extent::kApplicants;
    case Role::kAgencyWorker:
    case Role::kStationWorker:
      return Scope::Extent::kAssigned;
    case Role::kSeeker:
    case Role::kFounder:
    case Role::kEmployerUser:
      return Scope::Extent::kOnePerson;
    default:
      return Scope::Extent::kSubtree;
  }
}

}  // namespace

/// The only maker of Scopes.
struct ScopeMaker {
  static Scope of(const Account& account, Purpose purpose, const FieldMask& fields, Date on) {
    Scope scope;
    scope.extent_ = extent_of(account.role);
    scope.division_ = account.division;
    if (account.terms) scope.divisions_ = account.terms->divisions;
    if (scope.divisions_.size() == 1) scope.division_ = scope.divisions_.front();
    if (scope.extent_ == Scope::Extent::kOnePerson) scope.person_ = account.person;
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

std::string_view code(Strength strength) {
  return kStrengthCodes[static_cast<std::size_t>(strength)];
}
std::optional<Strength> strength_of(std::string_view text) {
  for (std::size_t i = 0; i < kStrengthCodes.size(); ++i)
    if (kStrengthCodes[i] == text) return static_cast<Strength>(i);
  return std::nullopt;
}

std::variant<Permit, Deny> decide(const Account& account, Action action, const Resource& resource,
                                  Purpose purpose, Date today) {
  const auto& rule = rule_of(action);
  if (auto why = check_rule(account, rule, resource, purpose)) return Deny{std::move(*why)};
  if (auto why = check_terms(account, rule, purpose, today)) return Deny{std::move(*why)};
  if (auto why = check_standing(account, rule)) return Deny{std::move(*why)};
  const auto fields = fields_for(account);
  if (resource.field && !fields.reveals(*resource.field))
    return Deny{refusal(account, action, "access.field_denied",
                        {{"field", std::string(code(*resource.field))}})};
  auto scope = ScopeMaker::of(account, purpose, fields, today);
  // A window serves anyone in the city, one person at a time, and says why.
  if (account.role == Role::kWindowClerk && purpose == Purpose::kFind) {
    if (resource.reason.empty() && !resource.found)
      return Deny{refusal(account, action, "access.reason_missing")};
    if (!resource.person && action != Action::kFindPerson)
      return Deny{refusal(account, action, "access.one_person")};
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
  static constexpr std::array<std::string_view, 5> kExtents = {"subtree ", "work list ",
                                                               "applicants ", "assigned ", ""};
  if (extent_ == Extent::kOnePerson) return std::string("person ").append(code(purpose_));
  std::string text(kExtents[static_cast<std::size_t>(extent_)]);
  if (divisions_.empty()) text += division_ + " ";
  for (const auto& one : divisions_) text += one + " ";
  return text.append(code(purpose_));
}

bool Scope::admits(const PersonId& person, std::string_view division,
                   const Contains& contains) const {
  if (extent_ == Extent::kOnePerson) return person_ == person;
  const auto under = [&](const std::string& top) {
    return division == top || contains(top, division);
  };
  return divisions_.empty() ? under(division_) : std::ranges::any_of(divisions_, under);
}

std::optional<Scope> Scope::within(std::string_view division, const Contains& contains) const {
  if (extent_ == Extent::kOnePerson || !admits(PersonId{}, division, contains)) return std::nullopt;
  Scope cut = *this;
  cut.division_ = division;
  cut.divisions_.clear();
  return cut;
}

}  // namespace leye::access
