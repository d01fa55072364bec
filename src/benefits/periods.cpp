#include <array>

#include "benefits/entitlements.h"

namespace leye::benefits {

std::string period_name(const rules::Policy& policy, Date as_of) {
  if (!policy.amount) return "once";
  const auto day = civil(as_of);
  const std::string& per = policy.amount->per;
  if (per == "month") return to_text(month_of(as_of));
  if (per == "quarter")
    return std::to_string(day.year) + "-Q" + std::to_string((day.month - 1) / 3 + 1);
  if (per == "year") return std::to_string(day.year);
  return "once";
}

std::vector<std::string> months_of(std::string_view period) {
  const bool quarter = period.size() == 7 && period[5] == 'Q';
  const bool year = period.size() == 4 && period != "once";
  if (!quarter && !year) return {std::string(period)};
  const unsigned first = quarter ? static_cast<unsigned>(period[6] - '1') * 3 + 1 : 1;
  const unsigned count = quarter ? 3 : 12;
  std::vector<std::string> months;
  for (unsigned i = 0; i < count; ++i) {
    const unsigned month = first + i;
    months.push_back(std::string(period.substr(0, 4)) + (month < 10 ? "-0" : "-") +
                     std::to_string(month));
  }
  return months;
}

}  // namespace leye::benefits
