#include <algorithm>
#include <boost/json.hpp>
#include <iostream>
#include <thread>

#include "cli/commands.h"
#include "cli/match_options.h"
#include "matching/matching.h"

namespace leye::cli {
namespace {

/// JSON lines in, JSON lines out (matching.md §5.8); a line that cannot be read does not end it.
Result<Exit> fit(const Arguments& arguments) {
  LEYE_TRY(const auto tables, matching_tables(arguments));
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

/// One title a line in, its likeliest occupations as JSON out.
Result<Exit> code_titles(const Arguments& arguments) {
  LEYE_TRY(const auto tables, matching_tables(arguments));
  LEYE_TRY(const auto coder,
           matching::TitleCoder::load(arguments.has("tables") ? arguments.path("tables")
                                                              : share_dir() / "data/jobs"));
  std::string title;
  while (std::getline(std::cin, title)) {
    const auto coded = coder.code(title);
    boost::json::array choices;
    for (const auto& choice : coded.choices)
      choices.push_back(boost::json::object{{"code", to_text(choice.code)},
                                            {"name", tables.name_of(choice.code)},
                                            {"likeness", choice.likeness}});
    std::cout << boost::json::serialize(
                     boost::json::object{{"title", title},
                                         {"choices", std::move(choices)},
                                         {"confidence", coded.confidence},
                                         {"review", coded.confidence < matching::kReviewBelow}})
              << std::endl;
  }
  return Exit::kDone;
}

Result<matching::SearchOptions> options_of(const Arguments& arguments, Date as_of) {
  LEYE_TRY(const auto k, arguments.number("top", 20));
  if (k < 1 || k > 1'000'000) return fail("cli.number", "--top", {{"text", std::to_string(k)}});
  LEYE_TRY(const auto seed, arguments.number("seed", as_of.days()));
  return matching::SearchOptions{
      static_cast<std::size_t>(k),
      arguments.has("targeted") ? matching::Posts::kTargeted : matching::Posts::kPassing,
      matching::Ties::kHash, static_cast<std::uint64_t>(seed)};
}

Result<unsigned> threads_of(const Arguments& arguments) {
  LEYE_TRY(const auto threads,
           arguments.number("threads", std::max(1U, std::thread::hardware_concurrency())));
  if (threads < 1 || threads > 1024)
    return fail("cli.number", "--threads", {{"text", std::to_string(threads)}});
  return static_cast<unsigned>(threads);
}

boost::json::object summary(const matching::VacancyIndex& index,
                            const std::vector<matching::SeekerProfile>& seekers,
                            const matching::Matches& matches) {
  std::size_t none = 0;
  for (std::size_t i = 0; i < seekers.size(); ++i) none += matches.of(i).empty() ? 1 : 0;
  return {{"seekers", seekers.size()},
          {"vacancies", index.vacancies().size()},
          {"open_posts", index.open_posts()},
          {"pairs", matches.candidates.size()},
          {"seekers_without", none}};
}

Result<Exit> match(const Arguments& arguments) {
  if (arguments.has("fit")) return fit(arguments);
  if (arguments.has("titles")) return code_titles(arguments);
  for (const auto* needed : {"seekers", "vacancies", "out"})
    if (!arguments.has(needed)) return fail("cli.argument", "--" + std::string(needed));
  LEYE_TRY(const auto tables, matching_tables(arguments));
  LEYE_TRY(const auto params, matching_params(arguments));
  LEYE_TRY(const auto options, options_of(arguments, *params.as_of));
  LEYE_TRY(const auto threads, threads_of(arguments));
  LEYE_TRY(const auto seekers, matching::read_seekers(arguments.path("seekers"), tables, params));
  LEYE_TRY(const auto vacancies,
           matching::read_vacancies(arguments.path("vacancies"), tables, params));
  const bool good = sound(arguments, "--seekers", seekers.problems, seekers.other_columns);
  if (!sound(arguments, "--vacancies", vacancies.problems, vacancies.other_columns) || !good)
    return Exit::kBadInput;
  const matching::VacancyIndex index(tables, params, vacancies.records);
  const auto matches = matching::match_all(index, seekers.records, options, threads);
  LEYE_CHECK(matching::write_matches(arguments.path("out"), index, seekers.records, matches));
  const auto told = summary(index, seekers.records, matches);
  print(arguments, told, boost::json::serialize(told));
  return Exit::kDone;
}

}  // namespace

std::vector<Command> match_commands() {
  return {{"match",
           "posts for people: the best K of each, or one judged pair a line with --fit --stdin",
           {},
           {{"fit", "", "judge pairs: JSON lines in, JSON lines out"},
            {"stdin", "", "read lines from standard input (the only way)"},
            {"explain", "", "with --fit: say why, in sentences"},
            {"titles", "", "code titles: a title a line in, its likeliest occupations out"},
            {"seekers", "CSV", "people: columns are the profile's field names"},
            {"vacancies", "CSV", "posts: columns are the vacancy's field names"},
            {"top", "K", "how many posts a person (20)"},
            {"targeted", "", "only posts that count as targeted"},
            {"out", "CSV", "where the pairs go"},
            {"as-of", "DATE", "day to count from (today)"},
            {"seed", "N", "of the order among equal scores (follows from the day)"},
            {"threads", "N", "the answer does not depend on it"},
            {"tables", "DIR", "occupations.csv, occ_related.csv, skills_core.csv, …"}},
           match}};
}

}  // namespace leye::cli
