#pragma once
#include <filesystem>
#include <vector>

#include "facts/snapshot.h"

namespace leye::facts {

/// What `read_fact_files` found: a snapshot, or everything that is wrong with the files.
struct FactFiles {
  Snapshot snapshot;
  std::vector<Error> errors;  ///< empty, or the snapshot is not to be used
};

/// Fact files as design.md §13 lays them out: `person.csv`, `hire.csv` …, one per subject, a column
/// named like the subject with its id, one per reached subject with that subject's id, one per fact
/// under its full name, anchored copies as `fact@anchor`; record lists in `person.contacts.csv`.
/// An empty cell is unknown, a lone hyphen absent, a missing column unknown. Money is in fen.
///
/// Every wrong cell is an error with file, row, column and remedy (at most 100 are kept):
/// `facts.no_files`, `facts.unknown_file`, `facts.no_id_column`, `facts.unknown_column`,
/// `facts.id_missing`, `facts.id_twice`, `facts.no_such_subject`, `facts.cell`.
[[nodiscard]] FactFiles read_fact_files(const rules::Environment&, const std::filesystem::path& dir,
                                        Date as_of);

/// The id of a row as the files name it; of a snapshot from the store, the uuid.
[[nodiscard]] std::string subject_text(const columns::Table&, std::size_t row);

/// A scalar as fact files write it. Nothing when it is none: bool `true`/`false`, int, money in
/// fen, date `YYYY-MM-DD`, text, enum by its value's name.
[[nodiscard]] std::optional<rules::Literal> parse_scalar(const rules::Environment&,
                                                         const rules::TypeRef&, std::string_view);

}  // namespace leye::facts
