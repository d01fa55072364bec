#include "rules/language/functions.h"

#include <algorithm>
#include <array>

namespace leye::rules {
namespace {

constexpr std::array kFunctions{
    Function{"date", Op::kConstant, 1, 1, "date(\"YYYY-MM-DD\")"},
    Function{"yuan", Op::kYuan, 1, 1, "yuan(n)"},
    Function{"fen", Op::kFen, 1, 1, "fen(n)"},
    Function{"add_months", Op::kAddMonths, 2, 2, "add_months(d, n)"},
    Function{"add_days", Op::kAddDays, 2, 2, "add_days(d, n)"},
    Function{"days_between", Op::kDaysBetween, 2, 2, "days_between(a, b)"},
    Function{"months_between", Op::kMonthsBetween, 2, 2, "months_between(a, b)"},
    Function{"age", Op::kAge, 2, 2, "age(birth, d)"},
    Function{"in_region", Op::kInRegion, 2, 2, "in_region(code, region)"},
    Function{"in_set", Op::kInSet, 2, 2, "in_set(x, \"set\")"},
    Function{"param", Op::kParam, 1, 1, "param(\"name\")"},
    Function{"param_at", Op::kParamAt, 2, 2, "param_at(\"name\", d)"},
    Function{"min", Op::kMin, 2, 8, "min(x, …)"},
    Function{"max", Op::kMax, 2, 8, "max(x, …)"},
    Function{"clamp", Op::kClamp, 3, 3, "clamp(x, lo, hi)"},
    Function{"mul_ratio", Op::kMulRatio, 4, 4, "mul_ratio(x, num, den, Rounding.…)"},
    Function{"size", Op::kSizeText, 1, 1, "size(x)"},
    Function{"has", Op::kHasFact, 1, 1, "has(person.birth_date)"},
};

/// The code's digits without the zero levels: `120000` → `12`, `120101001000` → `120101001`.
std::string_view significant(std::string_view code) {
  for (const std::size_t level : {2U, 4U, 6U, 9U}) {
    if (level >= code.size()) break;
    if (code.find_first_not_of('0', level) == code.npos) return code.substr(0, level);
  }
  return code;
}

}  // namespace

const Function* find_function(std::string_view name) {
  const auto it = std::find_if(kFunctions.begin(), kFunctions.end(),
                               [&](const Function& f) { return f.name == name; });
  return it == kFunctions.end() ? nullptr : &*it;
}

std::vector<std::string> function_names() {
  std::vector<std::string> names;
  for (const auto& f : kFunctions) names.emplace_back(f.name);
  return names;
}

const std::vector<std::string>& rounding_names() {
  static const std::vector<std::string> names{"down", "up",      "floor",
                                              "ceil", "half_up", "half_even"};
  return names;
}

bool is_region(std::string_view code) {
  const bool digits =
      std::all_of(code.begin(), code.end(), [](char c) { return c >= '0' && c <= '9'; });
  return digits && (code.size() == 6 || code.size() == 9 || code.size() == 12) &&
         code.substr(0, 2) != "00";
}

bool in_region(std::string_view code, std::string_view region) {
  const auto prefix = significant(region);
  if (code.size() >= prefix.size()) return code.substr(0, prefix.size()) == prefix;
  // A short code stands for itself followed by zeros.
  return prefix.substr(0, code.size()) == code &&
         prefix.find_first_not_of('0', code.size()) == prefix.npos;
}

}  // namespace leye::rules
