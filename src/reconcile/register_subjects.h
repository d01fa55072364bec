#pragma once
#include <filesystem>
#include <string>
#include <utility>
#include <vector>

#include "core/result.h"

namespace leye::reconcile {

/// Of whom the rows of a register speak: which columns hold the person's and the employer's marks,
/// and whether each row is an application unit of its own. From the `person`, `employer` and `unit`
/// keys of the pack's `lists/registers/*.yaml`.
struct RegisterSubjects {
  std::string register_code;
  bool person = false;
  std::string name, sex, birth, phone, address, division, citizen_id;  ///< columns; empty: none
  bool employer = false;
  std::string uscc, employer_name, employer_division;
  std::string unit;  ///< `hire`, `business`, `vacancy`, `base`, `loan` …, or empty
};

/// In the order in which they are trusted for a person's details: registers that carry an address
/// and a phone first, then by code. Errors of the YAML reader.
[[nodiscard]] Result<std::vector<RegisterSubjects>> load_register_subjects(
    const std::filesystem::path& pack_folder);

/// A target group shown as a tag in lists: who has a row with these values belongs to it.
struct GroupRule {
  std::string group;  ///< code of domain.md §3: `hard_to_employ` …
  std::string register_code;
  std::vector<std::pair<std::string, std::vector<std::string>>> where;  ///< column → one of
};
/// From the pack's `linkage/groups.yaml`; none where the pack has no such file.
[[nodiscard]] Result<std::vector<GroupRule>> load_groups(const std::filesystem::path& pack_folder);

}  // namespace leye::reconcile
