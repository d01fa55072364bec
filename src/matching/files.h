#pragma once
#include <filesystem>
#include <string>
#include <vector>

#include "matching/search.h"

namespace leye::matching {

/// What a file of people or posts held. Nothing is dropped unseen: with problems there is no
/// answer.
template <class T>
struct FileOf {
  std::vector<T> records;
  std::vector<Error> problems;             ///< `S.csv row 17, column wage_floor`, each once a row
  std::vector<std::string> other_columns;  ///< not among the fields of §3; never read
};

/// Columns are the field names of matching.md §3 with dots kept; sets and lists joined by `;`, a
/// place as `x y`, skills as `id:level[:must]`, past work as `code:months`, an empty cell is
/// missing. Errors `matching.column_missing` and those of the CSV reader; a row's own go into
/// `problems` (also `matching.cell`, `matching.id_twice`).
[[nodiscard]] Result<FileOf<SeekerProfile>> read_seekers(const std::filesystem::path&,
                                                         const Tables&, const Params&);
[[nodiscard]] Result<FileOf<Vacancy>> read_vacancies(const std::filesystem::path&, const Tables&,
                                                     const Params&);

/// `seeker_id,rank,vacancy_id,score,occupation,…,targeted`, people in their order, the best first.
/// Error `file.unwritable`.
[[nodiscard]] Result<void> write_matches(const std::filesystem::path&, const VacancyIndex&,
                                         const std::vector<SeekerProfile>&, const Matches&);

/// One line of such a file.
struct MatchRow {
  std::string seeker_id;
  std::string vacancy_id;
  std::int32_t score = 0;
  bool targeted = false;
};
/// Errors `matching.column_missing`, `matching.cell` with file and row.
[[nodiscard]] Result<std::vector<MatchRow>> read_matches(const std::filesystem::path&);

}  // namespace leye::matching
