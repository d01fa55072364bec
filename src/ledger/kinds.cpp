#include "ledger/kinds.h"

#include <array>
#include <unordered_map>

namespace leye::ledger {
namespace {

struct KindRow {
  std::string_view code;
  std::string_view subjects;
  Machine machine;
};
constexpr KindRow kRows[] = {
#define LEYE_KIND(name, subjects, machine) {#name, subjects, Machine::machine},
    LEYE_ENTRY_KINDS(LEYE_KIND)
#undef LEYE_KIND
};
constexpr std::string_view kSubjectLetters = "PEUC";

const KindRow& row_of(Kind kind) { return kRows[static_cast<std::size_t>(kind)]; }

}  // namespace

std::string_view code(Machine machine) {
  switch (machine) {
    case Machine::kPersonCase:
      return "person_case";
    case Machine::kRegistration:
      return "unemployment_registration";
    default:
      return "none";
  }
}

std::string_view code(Kind kind) { return row_of(kind).code; }
Machine machine_of(Kind kind) { return row_of(kind).machine; }
std::size_t kind_count() { return std::size(kRows); }

std::optional<Kind> kind_of(std::string_view text) {
  static const auto kByCode = [] {
    std::unordered_map<std::string_view, Kind> map;
    for (std::size_t i = 0; i < std::size(kRows); ++i)
      map.emplace(kRows[i].code, static_cast<Kind>(i));
    return map;
  }();
  const auto found = kByCode.find(text);
  return found == kByCode.end() ? std::nullopt : std::optional(found->second);
}

bool may_concern(Kind kind, SubjectKind subject) {
  return row_of(kind).subjects.find(kSubjectLetters[static_cast<std::size_t>(subject)]) !=
         std::string_view::npos;
}

}  // namespace leye::ledger
