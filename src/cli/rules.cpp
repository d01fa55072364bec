#include <boost/json.hpp>
#include <filesystem>
#include <iostream>
#include <map>

#include "cli/commands.h"
#include "rules/eval_lines.h"
#include "rules/pack/author.h"
#include "rules/pack/eval_rule.h"
#include "rules/pack/load.h"

namespace leye::cli {
namespace {

Result<Exit> shown(const rules::AuthorReport& report) {
  std::cout << report.text << (report.text.ends_with('\n') ? "" : "\n");
  return static_cast<Exit>(report.exit);
}

/// Diagnostics are English unless asked otherwise: their form is a contract (rules.md §6).
Locale author_locale(const Arguments& arguments) {
  return arguments.has("lang") ? arguments.locale : Locale::kEn;
}

Result<Exit> check(const Arguments& arguments) {
  return shown(rules::check_pack(arguments.path("PACK"), arguments.has("strict"), arguments.json,
                                 author_locale(arguments)));
}

Result<Exit> test(const Arguments& arguments) {
  return shown(rules::test_pack(arguments.path("PACK"), author_locale(arguments)));
}

Result<Exit> format(const Arguments& arguments) {
  return shown(
      rules::format_pack(arguments.path("PACK"), arguments.has("check"), author_locale(arguments)));
}

Result<rules::EvalEnvironment> eval_environment(const Arguments& arguments) {
  if (arguments.has("pack")) return rules::load_eval_environment(arguments.path("pack"), true);
  if (arguments.has("env")) return rules::load_eval_environment(arguments.path("env"), false);
  std::map<std::string, std::filesystem::path> parts;
  for (const char* part : {"catalogue", "params", "sets", "clauses", "campaign", "rules"})
    if (arguments.has(part)) parts[part] = arguments.path(part);
  return rules::load_eval_environment(parts);
}

Result<Exit> eval(const Arguments& arguments) {
  const bool named = arguments.has("pack") || arguments.has("env") || arguments.has("catalogue");
  if (!named) return fail("cli.argument", "--env");
  auto environment = eval_environment(arguments);
  // Whatever is wrong with it, the environment cannot be used: nothing is written.
  if (!environment) {
    std::cerr << describe(environment.error(), arguments.locale) << "\n";
    return Exit::kEnvironment;
  }
  const auto handlers = rules::line_handlers(*environment);
  bool bad_input = false;
  std::string line;
  for (std::size_t number = 1; std::getline(std::cin, line); ++number) {
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
          {"rules test",
           "run a pack's own examples: exit 1 when one differs",
           {{"PACK", "pack folder"}},
           {},
           test},
          {"rules format",
           "write a pack's files in the one layout; values and comments stay",
           {{"PACK", "pack folder"}},
           {{"check", "", "change nothing: exit 1 when a file is not in the layout"}},
           format},
          {"rules eval",
           "JSON lines in, JSON lines out",
           {},
           {{"stdin", "", "read lines from standard input (the only way)"},
            {"env", "DIR",
             "catalogue.yaml, params.yaml, sets.yaml, clauses.yaml, campaign.yaml, pack/"},
            {"pack", "DIR", "a pack"},
            {"catalogue", "FILE", "the environment by single files: facts"},
            {"params", "FILE", "parameters"},
            {"sets", "FILE", "code sets"},
            {"clauses", "FILE", "clauses"},
            {"campaign", "FILE", "campaign"},
            {"rules", "DIR", "rules"}},
           eval}};
}

}  // namespace leye::cli
