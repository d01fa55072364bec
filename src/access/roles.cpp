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
constexpr std::array<std::string_view, 7> kPurposeCodes = {"service", "find",  "review",    "pay",
                                                           "report",  "audit", "administer"};

// One letter a cell: - none, a aggregate, p policy names only, m masked, v masked with reveal,
// R read, W read and write. Rows are roles, columns the field classes in order (domain.md §4).
constexpr std::array<std::string_view, kRoles> kTable = {
    //                 n c p a g h s n e a b l
    /* city */ "m m - - a - a - a a - a",
    /* district */ "R v v v R - R R R R - R",
    /* street */ "R R W W R - W W R R - -",
    /* community */ "R m W W R - W W p - - -",
    /* window */ "R R W W R - W W R W W -",
    /* reviewer1 */ "R R R R R R R R R W m -",
    /* reviewer2 */ "R R R R R R R R R W m -",
    /* payer */ "R R - - - - - - - R R -",
    /* auditor */ "R m m m R R R R R R m R",
    /* security */ "- - - - - - - - - - - R",
    /* operator */ "- - - - - - - - - - - -",
    /* agency */ "R m m - R - W W - - - -",
    /* employer */ "- - - - - - - - - - - -",
    /* seeker */ "W R W W R R R R R W W R",
    /* founder */ "W R W W R R R R R W W R",
    /* station */ "R m m - R - - - - - - -",
};

constexpr Reach reach_of(char letter) {
  switch (letter) {
    case 'a':
      return Reach::kAggregate;
    case 'p':
      return Reach::kNamesOnly;
    case 'm':
      return Reach::kMasked;
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
