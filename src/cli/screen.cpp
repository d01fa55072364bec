#include <boost/json.hpp>
#include <iostream>
#include <thread>

#include "cli/commands.h"
#include "cli/opened.h"
#include "facts/files.h"
#include "rules/pack/load.h"
#include "screening/runs.h"

namespace leye::cli {
namespace {

std::string text_of(const std::vector<screening::RuleSummary>& rules) {
  std::string out;
  for (const auto& rule : rules)
    out += rule.code + " " + rule.rule + ": eligible " + std::to_string(rule.eligible) +
           ", not eligible " + std::to_string(rule.not_eligible) + ", undetermined " +
           std::to_string(rule.undetermined) + ", error " + std::to_string(rule.error) +
           ", amount " + to_yuan(rule.amount) + "\n";
  return out;
}

/// The engine as a file tool: no database.
Result<Exit> screen_files(const Arguments& arguments) {
  const auto loaded = rules::load_pack(arguments.path("pack"));
  if (loaded.pack == nullptr) {
    for (const auto& diagnostic : loaded.diagnostics) std::cerr << diagnostic.line() << "\n";
    return Exit::kBadInput;
  }
  LEYE_TRY(const auto as_of, arguments.date("as-of"));
  if (!as_of) return fail("cli.argument", "--as-of");
  if (!arguments.has("out")) return fail("cli.argument", "--out");
  const auto files =
      facts::read_fact_files(loaded.pack->environment, arguments.path("facts"), *as_of);
  for (const auto& error : files.errors) std::cerr << describe(error, arguments.locale) << "\n";
  if (!files.errors.empty()) return Exit::kBadInput;
  LEYE_TRY(const auto threads, arguments.number("threads", std::thread::hardware_concurrency()));
  const auto outcomes =
      screening::screen(*loaded.pack, files.snapshot, static_cast<unsigned>(threads));
  LEYE_TRY(const auto digest,
           screening::write_outcomes(outcomes, files.snapshot, arguments.path("out")));
  boost::json::object counts;
  for (const auto& rule : outcomes.rules)
    counts[rule.policy->head.id] =
        boost::json::object{{"eligible", rule.count(rules::Eligibility::kEligible)},
                            {"not_eligible", rule.count(rules::Eligibility::kNotEligible)},
                            {"undetermined", rule.count(rules::Eligibility::kUndetermined)},
                            {"error", rule.count(rules::Eligibility::kError)}};
  const boost::json::object out{{"as_of", to_text(*as_of)},
                                {"pack", outcomes.pack_digest},
                                {"snapshot_digest", to_text(outcomes.snapshot_digest)},
                                {"determinations_digest", to_text(digest)},
                                {"rules", std::move(counts)}};
  print(arguments, out, boost::json::serialize(out));
  return Exit::kDone;
}

Result<Exit> screen_place(const Arguments& arguments) {
  LEYE_TRY(const auto opened, open_place(arguments));
  LEYE_TRY(const auto asked, arguments.date("as-of"));
  screening::Screenings screenings(*opened->runs, opened->place->folder());
  LEYE_TRY(const auto done, screenings.run(*opened->pack, asked.value_or(opened->today()),
                                           std::thread::hardware_concurrency()));
  print(arguments, screening::to_json(done), text_of(done.rules));
  return Exit::kDone;
}

Result<Exit> screen(const Arguments& arguments) {
  if (arguments.has("facts")) return screen_files(arguments);
  if (!arguments.has("data")) return fail("cli.argument", "--data");
  return screen_place(arguments);
}

}  // namespace

std::vector<Command> screen_commands() {
  return {{"screen",
           "who is owed what: over fact files, or over a data folder",
           {},
           {{"pack", "DIR", "pack, for fact files"},
            {"facts", "DIR", "person.csv, hire.csv … one file a subject"},
            {"as-of", "DATE", "day asked about"},
            {"out", "DIR", "folder for determinations.csv, funnel.csv, run.json"},
            {"threads", "N", "default: all cores"},
            {"data", "DIR", "data folder made by leye init"},
            today_option()},
           screen}};
}

}  // namespace leye::cli
