#pragma once
#include <boost/json.hpp>
#include <string>
#include <vector>

#include "rules/language/environment.h"

namespace leye::rules::testing {

/// Catalogue, parameters and sets of the conformance suite (tests/data/rules).
[[nodiscard]] const Environment& suite_environment();

/// The lines of a file of the suite.
[[nodiscard]] std::vector<boost::json::object> suite_lines(const std::string& file);

/// Every key of `expect` stands in `actual` with an equal value; else which one does not.
[[nodiscard]] std::string difference(const boost::json::object& expect,
                                     const boost::json::object& actual);

}  // namespace leye::rules::testing
