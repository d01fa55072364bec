#pragma once
#include <string>
#include <string_view>
#include <vector>

#include "core/date.h"

namespace leye::codes {

/// GB/T 2261.1.
enum class Sex { kMale = 1, kFemale = 2 };

/// A citizen identity number 公民身份号码, GB 11643-1999, in its 18-digit form.
struct CitizenId {
  std::string number;
  Date birth;
  Sex sex = Sex::kMale;
  std::string division;  ///< first six digits: where first registered, never residence
  bool converted_from_15 = false;
  bool residence_permit = false;  ///< 810000/820000/830000: of a Hong Kong, Macao, Taiwan resident
  bool synthetic = false;         ///< area 1290xx, never assigned: the synthetic city's people
  std::vector<std::string>
      warnings;  ///< `age_over_130`, `division_unknown`, `precision_suspect_if_numeric_cell`
};

/// kStrict stops at a province that does not exist (identity entry); kWide only warns
/// `division_unknown` (matching; areas 99xxxx of test data).
enum class AreaCheck { kStrict, kWide };

/// Reads 18 or 15 digits after normalisation (full width, blanks, x × Х for X). First failure of:
/// `id_card.empty`, `.length`, `.charset`, `.century_ambiguous`, `.birth_date`, `.precision_lost`,
/// `.check_digit` (arg `expected`), `.birth_in_future`, `.province`; arg `text` is the normal form.
/// An error's text never shows more than first and last four characters.
[[nodiscard]] Result<CitizenId> parse_citizen_id(std::string_view raw, Date as_of,
                                                 AreaCheck area = AreaCheck::kStrict);

/// The normal form that `parse_citizen_id` judges, also of invalid input.
[[nodiscard]] std::string normalise_citizen_id(std::string_view raw);

/// The check character of 17 digits; '\0' if they are not 17 digits.
[[nodiscard]] char citizen_id_check(std::string_view first17);

/// Names a Tianjin six-digit prefix has had since 1980 (one code, two names: 120110); empty if
/// never issued.
[[nodiscard]] std::vector<std::string> division_prefix_names(std::string_view code6);

}  // namespace leye::codes
