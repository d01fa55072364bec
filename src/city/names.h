#pragma once
#include <optional>
#include <string>

#include "city/dice.h"
#include "codes/citizen_id.h"

namespace leye::city {

/// A synthetic name of a birth year; 1.2 % with rare characters or compound surnames, 0.8 % with
/// `·`.
[[nodiscard]] std::string make_name(Dice&, codes::Sex, int birth_year, bool minority);

/// How an office got a name wrong (defect D10): homophone, traditional form, `?` for a rare
/// character, pinyin, missing `·`, a blank inside, another surname; whatever applies to this name.
[[nodiscard]] std::string misspelt(Dice&, const std::string& name);

}  // namespace leye::city
