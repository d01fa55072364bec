#pragma once
#include <optional>
#include <span>
#include <string>
#include <vector>

#include "ledger/entry.h"

namespace leye::ledger {

/// One run through a machine: a case from its opening to its close, a registration from its
/// submission to its end.
struct Spell {
  int number = 1;
  std::string state;  ///< domain.md §5.1, §5.2: `open`, `in_service`, `registered` …
  Date opened_on;     ///< of a registration: the day registered, before it the day submitted
  Date since;         ///< day of the last change of state
  std::optional<Date> closed_on;    ///< the day of the cause, not of the entry
  std::optional<std::string> code;  ///< reason or basis of the last change
  std::optional<std::string> unit;  ///< office responsible, where a transfer named one
  EntryId last;
  friend bool operator==(const Spell&, const Spell&) = default;
};

struct Replay {
  std::vector<Spell> spells;     ///< oldest first; the last one is the current
  std::vector<EntryId> refused;  ///< entries that did not fit the state they met
  [[nodiscard]] const Spell* current() const { return spells.empty() ? nullptr : &spells.back(); }
};

/// The states that `entries` make, a pure function. Order of occurrence, then of recording; entries
/// that another one corrects are left out, and so are kinds of other machines.
[[nodiscard]] Replay replay(Machine, std::span<const Entry> entries);

/// Not closed, refused, lapsed or cancelled.
[[nodiscard]] bool is_open(Machine, std::string_view state);

}  // namespace leye::ledger
