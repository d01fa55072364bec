#include "access/roles.h"

namespace leye::access {
namespace {

constexpr std::array<std::string_view, kRoles> kRoleCodes = {
    "city_promotion", "district_manager", "street_worker", "community_worker",
    "window_clerk",   "reviewer1",        "reviewer2",     "payer",
    "auditor",        "security_admin",   "operator",      "agency_worker",
    "employer_user",  "seeker",           "founder",       "station_worker"};
constexpr std::array<std::string_view, kFieldClasses> kFieldCodes = {
    "name",     "citizen_id", "phone",       "address", "groups",  "hidden",
    "services", "notes",      "entitlement", "amount",  "account", "access_log"};
constexpr std::array<std::string_view, kPurposes> kPurposeCodes = {
    "service", "find", "review", "pay", "report", "audit", "administer"};

constexpr std::array<std::string_view, 3> kRightCodes = {"link_review", "export", "recognition"};

// One letter a cell: - none, a aggregate, c after consent, f own firm, q on request, o own records,
// p policy names only, m masked, e entered and shown masked, v masked with reveal, R read, W read
// and write. Rows are roles, columns the field classes in order (domain.md §4).
constexpr std::array<std::string_view, kRoles> kTable = {
    //                 n c p a g h s n e a b l
    /* city */ "m m - - a - a - a a - a",
    /* district */ "R v m m R - R R R R - R",
    /* street */ "R R W W R - W W R R - -",
    /* community */ "R m W W R - W W p - - -",
    /* window */ "R R W W R - W W R W e -",
    /* reviewer1 */ "R R R R R R R R R W m -",
    /* reviewer2 */ "R R R R R R R R R W m -",
    /* payer */ "R R - - - - - - - R R -",
    /* auditor */ "R R m m R R R R R R m R",
    /* security */ "- - - - - - - - - - - R",
    /* operator */ "- - - - - - - - - - - -",
    /* agency */ "R m v - R - o o - - - -",
    /* employer */ "c - c - - - - - f f f -",
    /* seeker */ "W R W W R R R q R W W R",
    /* founder */ "W R W W R R R q R W W R",
    /* station */ "R m m - R - - - - - - -",
};

constexpr Reach reach_of(char letter) {
  switch (letter) {
    case 'a':
      return Reach::kAggregate;
    case 'c':
      return Reach::kConsented;
    case 'f':
      return Reach::kOwnFirm;
    case 'q':
      return Reach::kOnRequest;
    case 'o':
      return Reach::kOwn;
    case 'p':
      return Reach::kNamesOnly;
    case 'm':
      return Reach::kMasked;
    case 'e':
      return Reach::kEntered;
    case 'v':
      return Reach::kReveal;
    case 'R':
      return Reach::kRead;
    case 'W':
      return Reach::kWrite;
    default:
      return Reach::kNone;
  }
}

template <class Enum, std::size_t N>
std::optional<Enum> find(const std::array<std::string_view, N>& codes, std::string_view code) {
  for (std::size_t i = 0; i < N; ++i)
    if (codes[i] == code) return static_cast<Enum>(i);
  return std::nullopt;
}

}  // namespace

std::string_view code(Role role) { return kRoleCodes[static_cast<std::size_t>(role)]; }
std::optional<Role> role_of(std::string_view code) { return find<Role>(kRoleCodes, code); }
std::string_view code(FieldClass field) { return kFieldCodes[static_cast<std::size_t>(field)]; }
std::optional<FieldClass> field_class_of(std::string_view code) {
  return find<FieldClass>(kFieldCodes, code);
}
std::string_view code(Right right) {
  return right == Right::kLinkReview ? kRightCodes[0]
         : right == Right::kExport   ? kRightCodes[1]
                                     : kRightCodes[2];
}
std::optional<Right> right_of(std::string_view text) {
  for (const auto right : {Right::kLinkReview, Right::kExport, Right::kRecognition})
    if (code(right) == text) return right;
  return std::nullopt;
}

Rights rights_open_to(Role role) {
  constexpr auto link = static_cast<Rights>(Right::kLinkReview);
  constexpr auto exports = static_cast<Rights>(Right::kExport);
  constexpr auto recognition = static_cast<Rights>(Right::kRecognition);
  switch (role) {
    case Role::kDistrictManager:
    case Role::kStreetWorker:
    case Role::kWindowClerk:
      return link | exports | recognition;
    case Role::kCommunityWorker:
      return link | exports;
    case Role::kCityPromotion:
      return link;
    default:
      return 0;
  }
}

bool go_together(Role a, Role b) {
  if (a == b) return true;
  const auto alone = [](Role role) {
    return is_administrator(role) || is_public(role) || role == Role::kAgencyWorker ||
           role == Role::kStationWorker;
  };
  return !alone(a) && !alone(b);
}

std::string_view code(Purpose purpose) { return kPurposeCodes[static_cast<std::size_t>(purpose)]; }
std::optional<Purpose> purpose_of(std::string_view code) {
  return find<Purpose>(kPurposeCodes, code);
}

FieldMask fields_of(Role role, Rights rights) {
  FieldMask mask;
  const auto row = kTable[static_cast<std::size_t>(role)];
  for (std::size_t i = 0; i < kFieldClasses; ++i) mask.reach[i] = reach_of(row[2 * i]);
  const bool recognition_role =
      role == Role::kDistrictManager || role == Role::kStreetWorker || role == Role::kWindowClerk;
  if (recognition_role && has(rights, Right::kRecognition))
    mask.reach[static_cast<std::size_t>(FieldClass::kHidden)] = Reach::kRead;
  return mask;
}

}  // namespace leye::access
