#include "cli/match_options.h"

#include <algorithm>
#include <iostream>

namespace leye::cli {
namespace {

constexpr std::size_t kProblemsShown = 20;

}  // namespace

Result<matching::Tables> matching_tables(const Arguments& arguments) {
  return matching::Tables::load(arguments.has("tables") ? arguments.path("tables")
                                                        : share_dir() / "data/jobs");
}

Result<matching::Params> matching_params(const Arguments& arguments) {
  matching::Params params;
  LEYE_TRY(const auto as_of, arguments.date("as-of"));
  params.as_of = as_of.value_or(SystemClock().today());
  return params;
}

bool sound(const Arguments& arguments, const char* option, const std::vector<Error>& problems,
           const std::vector<std::string>& other_columns) {
  for (std::size_t i = 0; i < std::min(kProblemsShown, problems.size()); ++i)
    std::cerr << describe(problems[i], arguments.locale) << "\n";
  if (problems.size() > kProblemsShown)
    std::cerr << message(arguments.locale, "cli.more_problems",
                         {{"n", std::to_string(problems.size() - kProblemsShown)}})
              << "\n";
  std::string others;
  for (const auto& column : other_columns) others += (others.empty() ? "" : ", ") + column;
  if (!others.empty())
    std::cerr << message(arguments.locale, "cli.columns_not_read",
                         {{"option", option}, {"columns", others}})
              << "\n";
  return problems.empty();
}

}  // namespace leye::cli
