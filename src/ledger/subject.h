#pragma once
#include <compare>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

#include "core/ids.h"

namespace leye::ledger {

/// Whom an entry is about; each kind has its own table of the same shape.
enum class SubjectKind : std::uint8_t { kPerson, kEmployer, kUnit, kCampaign };
[[nodiscard]] std::string_view code(SubjectKind);  ///< `person`, `employer`, `unit`, `campaign`
[[nodiscard]] std::optional<SubjectKind> subject_kind_of(std::string_view code);

struct Subject {
  SubjectKind kind = SubjectKind::kPerson;
  Uuid id;
  friend auto operator<=>(const Subject&, const Subject&) = default;
};
[[nodiscard]] inline Subject of(const PersonId& id) { return {SubjectKind::kPerson, id.uuid()}; }
[[nodiscard]] inline Subject of(const EmployerId& id) {
  return {SubjectKind::kEmployer, id.uuid()};
}
[[nodiscard]] inline Subject of(const UnitId& id) { return {SubjectKind::kUnit, id.uuid()}; }

/// The id under which a division's office stands as a subject (fairs, lists, cadences).
[[nodiscard]] UnitId office_of(std::string_view division);
/// The campaign as a subject, by its code (`tianjin-2020q4`): closings, runs, reports.
[[nodiscard]] Subject campaign(std::string_view code);

}  // namespace leye::ledger
