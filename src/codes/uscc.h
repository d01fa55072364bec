#pragma once
#include <string>
#include <string_view>
#include <vector>

#include "core/result.h"

namespace leye::codes {

/// A unified social credit code 统一社会信用代码, GB 32100-2015.
struct Uscc {
  std::string number;
  char authority = '\0';
  char category = '\0';
  std::string division;
  std::string org_code;               ///< `YLEYE001-5`, GB 11714
  std::vector<std::string> warnings;  ///< `org_code_check`, `authority_unknown`
};

/// Errors `uscc.empty`, `.length`, `.division`, `.charset` (arg `positions`, from 1; I O S V Z are
/// never repaired), `.check_digit` (arg `expected`). A 15-digit former registration number is
/// `.length`.
[[nodiscard]] Result<Uscc> parse_uscc(std::string_view raw);
/// The normal form that `parse_uscc` judges, also of invalid input.
[[nodiscard]] std::string normalise_uscc(std::string_view raw);
/// The check character of 17 characters of the alphabet; '\0' otherwise.
[[nodiscard]] char uscc_check(std::string_view first17);
/// The check character of an 8-character organisation code body; '\0' otherwise.
[[nodiscard]] char org_code_check(std::string_view body8);

}  // namespace leye::codes
