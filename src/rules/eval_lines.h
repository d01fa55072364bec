#pragma once
#include <boost/json.hpp>
#include <cstddef>
#include <functional>
#include <optional>
#include <string_view>

#include "core/date.h"
#include "core/messages.h"
#include "core/result.h"
#include "rules/language/environment.h"

namespace leye::rules {

/// `as_of` and `period` of a line; each may be missing where nothing reads it.
struct LineContext {
  std::optional<Date> as_of;
  std::optional<Period> period;
};
/// Errors `date.format`, `rules.line_period` with a JSON pointer as place.
[[nodiscard]] Result<LineContext> read_context(const boost::json::object& line);

/// What answers `rule` and `files` lines. The answer needs no `id`; an error becomes `input_error`.
struct LineHandlers {
  std::function<Result<boost::json::object>(const boost::json::object& line)> rule;
  std::function<Result<boost::json::object>(const boost::json::object& line)> files;
};

/// Parses, types and evaluates the `expr` of a line (rules.md §5.11).
[[nodiscard]] Result<boost::json::object> eval_expr_line(const Environment& environment,
                                                         const boost::json::object& line);

/// One line of `leye rules eval --stdin` → one answer. `number` (1-based) stands in for a missing
/// id. Lines that cannot be evaluated give `input_error` and `where`.
[[nodiscard]] boost::json::object eval_line(const Environment& environment,
                                            const LineHandlers& handlers, std::string_view text,
                                            std::size_t number, Locale locale = Locale::kZhCn);

}  // namespace leye::rules
