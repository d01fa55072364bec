#pragma once
#include <string>
#include <utility>
#include <vector>

#include "rules/language/syntax.h"

namespace leye::rules {

using Args = std::vector<std::pair<std::string, std::string>>;

/// Thrown inside the lexer, parser and checker only; `parse` and `check` turn it into a value.
struct Refusal {
  Problem problem;
};

/// `key` is the message key, `R210.date_int`; the code printed is its part before the dot.
[[noreturn]] inline void raise(const std::string& key, std::string fixture, int column,
                               Args args = {}) {
  Problem problem;
  problem.code = key.substr(0, key.find('.'));
  problem.fixture = std::move(fixture);
  problem.column = column;
  problem.error = Error{"rules." + key, {}, std::move(args)};
  throw Refusal{std::move(problem)};
}

}  // namespace leye::rules
