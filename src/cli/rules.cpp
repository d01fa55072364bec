#include <boost/json.hpp>
#include <iostream>

#include "cli/commands.h"
#include "rules/eval_lines.h"
#include "rules/pack/eval_rule.h"
#include "rules/pack/load.h"

namespace leye::cli {
namespace {

Result<Exit> check(const Arguments& arguments) {
  const auto loaded = rules::load_pack(arguments.path("PACK"), arguments.has("strict"));
  boost::json::array lines;
  std::string text;
  std::int64_t errors = 0;
  for (const auto& diagnostic : loaded.diagnostics) {
    const auto line = diagnostic.line(arguments.has("lang") ? arguments.locale : Locale::kEn);
    lines.push_back(boost::json::string(line));
    text += line + "\n";
    if (diagnostic.severity() == rules::Severity::kError) ++errors;
  }
  const auto warnings = static_cast<std::int64_t>(loaded.diagnostics.size()) - errors;
  text += std::to_string(errors) + " errors, " + std::to_string(warnings) + " warnings";
  print(arguments, {{"lines", std::move(lines)}, {"errors", errors}, {"warnings", warnings}}, text);
  return errors == 0 ? Exit::kDone : Exit::kAnswerIsNo;
}

Result<Exit> eval(const Arguments& arguments) {
  const bool real = arguments.has("pack");
  if (!real && !arguments.has("env")) return fail("cli.argument", "--env");
  auto environment =
      rules::load_eval_environment(real ? arguments.path("pack") : arguments.path("env"), real);
  // Whatever is wrong with it, the environment cannot be used: nothing is written.
  if (!environment) {
    std::cerr << describe(environment.error(), arguments.locale) << "\n";
    return Exit::kEnvironment;
  }
  const auto handlers = rules::line_handlers(*environment);
  bool bad_input = false;
  std::string line;
  for (std::size_t number = 1; std::getline(std::cin, line); ++number) {
    if (line.empty()) continue;
    const auto answer =
        rules::eval_line(environment->pack->environment, handlers, line, number, arguments.locale);
    bad_input = bad_input || answer.contains("input_error");
    std::cout << boost::json::serialize(answer) << std::endl;
  }
  return bad_input ? Exit::kBadInput : Exit::kDone;
}

}  // namespace

std::vector<Command> rules_commands() {
  return {{"rules check",
           "check a pack: exit 1 when it has errors",
           {{"PACK", "pack folder"}},
           {{"strict", "", "what signing needs as well"}},
           check},
          {"rules eval",
           "JSON lines in, JSON lines out",
           {},
           {{"stdin", "", "read lines from standard input (the only way)"},
            {"env", "DIR",
             "catalogue.yaml, params.yaml, sets.yaml, clauses.yaml, campaign.yaml, pack/"},
            {"pack", "DIR", "a pack"}},
           eval}};
}

}  // namespace leye::cli
