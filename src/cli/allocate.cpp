#include <boost/json.hpp>
#include <iostream>

#include "cli/commands.h"
#include "cli/match_options.h"
#include "core/digest.h"
#include "core/write_file.h"
#include "matching/pairs.h"

namespace leye::cli {
namespace {

/// A quarter of a point: with it the gap is below .01 % whatever the market.
constexpr std::int64_t kEpsilon = 16;

/// People by the number of posts they were given.
boost::json::array people_with(const matching::PairMarket& pairs,
                               const matching::Allocation& found) {
  std::vector<std::size_t> given(pairs.seekers.size());
  for (const auto& a : found.assignments) ++given[a.person];
  std::vector<std::int64_t> counts(4);
  for (const auto n : given) ++counts[n];
  return {counts[0], counts[1], counts[2], counts[3]};
}

Result<boost::json::object> certificate(const Arguments& arguments,
                                        const matching::PairMarket& pairs,
                                        const matching::Allocation& found) {
  LEYE_TRY(const auto matches, digest_of_file(arguments.path("matches")));
  LEYE_TRY(const auto vacancies, digest_of_file(arguments.path("vacancies")));
  const auto& proof = found.certificate;
  return boost::json::object{{"unit", "1/64 point"},
                             {"primal", proof.primal},
                             {"dual", proof.dual},
                             {"gap_percent", proof.gap()},
                             {"units", proof.units},
                             {"people_with", people_with(pairs, found)},
                             {"full_posts", proof.full_posts},
                             {"epsilon", pairs.market.epsilon},
                             {"seed", pairs.market.seed},
                             {"over", "the targeted pairs of the file of matches"},
                             {"matches_sha256", to_text(matches)},
                             {"vacancies_sha256", to_text(vacancies)}};
}

Result<Exit> allocate(const Arguments& arguments) {
  LEYE_TRY(const auto tables, matching_tables(arguments));
  LEYE_TRY(const auto params, matching_params(arguments));
  LEYE_TRY(const auto seed, arguments.number("seed", 0));
  LEYE_TRY(const auto epsilon, arguments.number("epsilon", kEpsilon));
  if (epsilon < 1 || epsilon > 64 * 1000)
    return fail("cli.number", "--epsilon", {{"text", std::to_string(epsilon)}});
  LEYE_TRY(const auto vacancies,
           matching::read_vacancies(arguments.path("vacancies"), tables, params));
  if (!sound(arguments, "--vacancies", vacancies.problems, vacancies.other_columns))
    return Exit::kBadInput;
  LEYE_TRY(const auto rows, matching::read_matches(arguments.path("matches")));
  LEYE_TRY(auto pairs,
           matching::market_of(rows, vacancies.records, static_cast<std::uint64_t>(seed))
               .map_error([&](Error error) { return at(arguments.text("matches"), error); }));
  pairs.market.epsilon = static_cast<std::int32_t>(epsilon);
  const auto found = matching::allocate(pairs.market, matching::source_of(pairs));
  LEYE_TRY(const auto proof, certificate(arguments, pairs, found));
  const std::string table = matching::write_allocation(pairs, vacancies.records, found);
  LEYE_CHECK(write_whole(arguments.text("matches") + ".certificate.json",
                         boost::json::serialize(proof) + "\n"));
  if (!arguments.has("out")) {
    std::cout << table;
    return Exit::kDone;
  }
  LEYE_CHECK(write_whole(arguments.path("out"), table));
  print(arguments, proof, boost::json::serialize(proof));
  return Exit::kDone;
}

}  // namespace

std::vector<Command> allocate_commands() {
  return {{"allocate",
           "who is offered which scarce post: caps kept, optimal with a certificate beside F",
           {},
           {{"matches", "F", "what `leye match` wrote; its targeted pairs are shared out", true},
            {"vacancies", "CSV", "posts: cap, or headcount and filled", true},
            {"out", "CSV", "seeker_id,vacancy_id,score (standard output)"},
            {"as-of", "DATE", "day to count from (today)"},
            {"seed", "N", "of the order among equals (0)"},
            {"epsilon", "N", "step of a bid in 64ths of a point (16)"},
            {"tables", "DIR", "occupations.csv, occ_related.csv, skills_core.csv, …"}},
           allocate}};
}

}  // namespace leye::cli
