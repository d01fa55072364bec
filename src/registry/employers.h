#pragma once
#include <functional>
#include <map>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "ledger/act.h"

namespace leye::registry {

/// The id follows from the unified social credit code, or from the normalised name where no code is
/// known: the same firm has the same id in every register and on every database.
[[nodiscard]] EmployerId employer_id(std::string_view uscc_or_name);

struct EmployerUpdate {
  EmployerId id;
  std::string number;  ///< uscc or normalised name that `id` came from
  std::optional<std::string> name;
  std::optional<std::string> uscc;
  std::optional<std::string> division;
  std::string body;  ///< JSON of further values; may be empty
};
Result<void> put_employers(ledger::Act&, std::span<const EmployerUpdate>);

struct EmployerRow {
  EmployerId id;
  std::optional<std::string> name;
  std::optional<std::string> uscc;
  std::optional<std::string> division;
  std::string body;
};
Result<void> for_each_employer(store::Reader&,
                               const std::function<Result<void>(const EmployerRow&)>& each);
Result<std::map<EmployerId, EmployerRow>> employers_of(store::Reader&, std::span<const EmployerId>);

/// An application unit: `hire`, `business`, `vacancy` … (rules.md §5.1.1) and what it reaches.
struct Unit {
  UnitId id;
  std::string kind;
  std::optional<PersonId> person;
  std::optional<EmployerId> employer;
  std::optional<RecordId> record;
};
/// The id follows from kind and record.
[[nodiscard]] UnitId unit_id(std::string_view kind, RecordId);
/// Error `unit.anchor`: neither a person nor an employer.
Result<void> put_units(ledger::Act&, std::span<const Unit>);
/// Set-wise, by unit id; the person is given as her root.
Result<void> for_each_unit(store::Reader&, const access::SystemScope&, std::string_view kind,
                           const std::function<Result<void>(const Unit&)>& each);
Result<std::vector<Unit>> units_of(store::Reader&, const access::SystemScope&, PersonId);

}  // namespace leye::registry
