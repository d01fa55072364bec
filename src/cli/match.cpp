#include <boost/json.hpp>
#include <iostream>

#include "cli/commands.h"
#include "matching/matching.h"

namespace leye::cli {
namespace {

Result<matching::Tables> tables_of(const Arguments& arguments) {
  return matching::Tables::load(arguments.has("tables") ? arguments.path("tables")
                                                        : share_dir() / "data/jobs");
}

/// JSON lines in, JSON lines out (matching.md §5.8); a line that cannot be read does not end it.
Result<Exit> fit(const Arguments& arguments) {
  LEYE_TRY(const auto tables, tables_of(arguments));
  const auto explain = static_cast<matching::Explain>(arguments.has("explain"));
  bool bad_input = false;
  std::string line;
  for (std::size_t number = 1; std::getline(std::cin, line); ++number) {
    const auto answer = matching::fit_line(tables, line, number, arguments.locale, explain);
    bad_input = bad_input || answer.contains("input_error");
    std::cout << boost::json::serialize(answer) << std::endl;
  }
  return bad_input ? Exit::kBadInput : Exit::kDone;
}

Result<Exit> match(const Arguments& arguments) {
  if (arguments.has("fit")) return fit(arguments);
  return fail("cli.argument", "--seekers");
}

}  // namespace

std::vector<Command> match_commands() {
  return {{"match",
           "posts for people: the best K of each, or one judged pair a line with --fit --stdin",
           {},
           {{"fit", "", "judge pairs: JSON lines in, JSON lines out"},
            {"stdin", "", "read lines from standard input (the only way)"},
            {"explain", "", "with --fit: say why, in sentences"},
            {"tables", "DIR", "occupations.csv, occ_related.csv, skills_core.csv, …"}},
           match}};
}

}  // namespace leye::cli
