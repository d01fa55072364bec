#pragma once
#include <boost/json/object.hpp>
#include <cstddef>
#include <string_view>

#include "core/messages.h"
#include "matching/fit.h"

namespace leye::matching {

enum class Explain : bool { kNo, kYes };

/// One line of `leye match --fit --stdin` → one answer (§5.8): `case` and what `judge` found, with
/// the explanation texts if asked for. A line that cannot be read gives `case`, `input_error` and
/// `where` (a JSON pointer); `number`, from 1, stands in for a missing `case`.
[[nodiscard]] boost::json::object fit_line(const Tables&, std::string_view text, std::size_t number,
                                           Locale = Locale::kZhCn, Explain = Explain::kNo);

}  // namespace leye::matching
