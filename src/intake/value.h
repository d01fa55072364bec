#pragma once
#include <boost/json/value.hpp>
#include <optional>
#include <string>

#include "codes/divisions.h"
#include "core/date.h"
#include "core/result.h"
#include "intake/mapping.h"
#include "sheets/table.h"

namespace leye::intake {

/// What reading a cell needs to know beyond the cell.
struct Surroundings {
  Date today;  ///< business date: nothing may lie after it
  const codes::Divisions* divisions =
      nullptr;             ///< to resolve codes; without it they stay as written
  bool synthetic = false;  ///< a row of the synthetic city: its phone ranges do not exist
};

/// A cell brought to its column's type.
struct Normal {
  boost::json::value value;         ///< null: nothing was written
  std::optional<Date> date;         ///< of kDate, and of kMonth its first day
  bool synthetic = false;           ///< a number that was never assigned to anybody
  std::optional<Date> birth;        ///< of kCitizenId
  std::optional<std::string> note;  ///< code of a warning
};

/// Errors are those of codes (`id_card.*`, `uscc.*`, `name.*`, `text_date.*`, `excel_date.*`,
/// `phone.*`, `division.unknown`), `money.format`, `import.value` (a word the mapping does not
/// have), `import.integer`, `import.day_missing`, `import.cell_error`, `import.required`.
[[nodiscard]] Result<Normal> normalise(const MappedColumn&, const sheets::Cell&,
                                       const Surroundings&);

}  // namespace leye::intake
