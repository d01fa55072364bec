#include "ledger/subject.h"

#include <array>

#include "core/digest.h"

namespace leye::ledger {
namespace {
constexpr std::array<std::string_view, 4> kCodes = {"person", "employer", "unit", "campaign"};
}

std::string_view code(SubjectKind kind) { return kCodes[static_cast<std::size_t>(kind)]; }

std::optional<SubjectKind> subject_kind_of(std::string_view text) {
  for (std::size_t i = 0; i < kCodes.size(); ++i)
    if (kCodes[i] == text) return static_cast<SubjectKind>(i);
  return std::nullopt;
}

UnitId office_of(std::string_view division) {
  return UnitId(derived_uuid(0, Hasher().field("office").field(division).finish()));
}

Subject campaign(std::string_view campaign_code) {
  return {SubjectKind::kCampaign,
          derived_uuid(0, Hasher().field("campaign").field(campaign_code).finish())};
}

}  // namespace leye::ledger
