#include <sys/stat.h>

#include <CLI/CLI.hpp>
#include <cstdlib>
#include <iostream>

#include "cli/command.h"
#include "core/log.h"

namespace leye::cli {
namespace {

/// CLI11 keeps references to what it fills, so each command's values live here.
struct Parsed {
  std::map<std::string, std::vector<std::string>> options;
  std::map<std::string, bool> flags;
};

void declare(CLI::App& app, const Command& command, Parsed& parsed) {
  for (const auto& positional : command.positionals) {
    auto* option =
        app.add_option(positional.name, parsed.options[positional.name], positional.help);
    if (positional.required) option->required();
    option->expected(positional.many ? -1 : 1);
  }
  for (const auto& declared : command.options) {
    if (declared.value.empty()) {
      app.add_flag("--" + declared.name, parsed.flags[declared.name], declared.help);
      continue;
    }
    auto* option =
        app.add_option("--" + declared.name, parsed.options[declared.name], declared.help)
            ->type_name(declared.value)
            ->expected(1)
            // Else `--truth A B --format json` would give B to --truth.
            ->allow_extra_args(false);
    if (declared.required) option->required();
  }
  app.add_option("--format", parsed.options["format"], "text or json")
      ->type_name("FORMAT")
      ->expected(1);
  app.add_option("--lang", parsed.options["lang"], "zh-CN or en")->type_name("LANG")->expected(1);
}

Locale default_locale() {
  const char* lang = std::getenv("LANG");
  return locale_of(lang == nullptr ? "zh-CN" : lang);
}

Arguments arguments_of(const Parsed& parsed) {
  Arguments arguments;
  for (const auto& [name, values] : parsed.options)
    if (!values.empty()) arguments.values[name] = values;
  for (const auto& [name, set] : parsed.flags)
    if (set) arguments.values[name] = {"true"};
  arguments.json = arguments.text("format") == "json";
  arguments.locale = arguments.has("lang") ? locale_of(arguments.text("lang")) : default_locale();
  return arguments;
}

int run(const Command& command, const Parsed& parsed) {
  const Arguments arguments = arguments_of(parsed);
  const Result<Exit> result = command.run(arguments);
  if (result) return static_cast<int>(*result);
  std::cout.flush();
  std::cerr << describe(result.error(), arguments.locale) << "\n";
  return static_cast<int>(exit_of(result.error()));
}

/// `rules check` is command `check` of group `rules`.
CLI::App* place(CLI::App& root, const std::string& name, const std::string& summary) {
  const auto space = name.find(' ');
  if (space == std::string::npos) return root.add_subcommand(name, summary);
  const std::string group = name.substr(0, space);
  CLI::App* parent = nullptr;
  for (auto* existing : root.get_subcommands([](const CLI::App*) { return true; }))
    if (existing->get_name() == group) parent = existing;
  // A group may itself take arguments (`import FILE` beside `import undo RUN`).
  if (parent == nullptr) parent = root.add_subcommand(group, group + " …");
  return parent->add_subcommand(name.substr(space + 1), summary);
}

int main_checked(int argc, char** argv) {
  log::set_level(log::Level::kWarning);
  CLI::App app(
      "Leye 乐业: find everyone who needs work, give each the service they are owed, and prove it");
  app.name("leye");
  app.set_version_flag("--version", "leye 0.1.0");
  app.require_subcommand(1);
  std::map<std::string, Parsed> parsed;
  std::vector<std::pair<const Command*, CLI::App*>> placed;
  for (const auto& command : commands()) {
    CLI::App* sub = place(app, command.name, command.summary);
    declare(*sub, command, parsed[command.name]);
    placed.emplace_back(&command, sub);
  }
  try {
    app.parse(argc, argv);
  } catch (const CLI::ParseError& error) {
    const int status = app.exit(error);
    return status == 0 ? 0 : static_cast<int>(Exit::kBadInput);
  }
  // The innermost command that was named: `import undo` before `import`.
  const std::pair<const Command*, CLI::App*>* chosen = nullptr;
  for (const auto& candidate : placed)
    if (candidate.second->parsed() &&
        (chosen == nullptr || candidate.first->name.size() > chosen->first->name.size()))
      chosen = &candidate;
  if (chosen == nullptr) {
    std::cerr << app.help();
    return static_cast<int>(Exit::kBadInput);
  }
  return run(*chosen->first, parsed[chosen->first->name]);
}

}  // namespace
}  // namespace leye::cli

int main(int argc, char** argv) {
  // Whatever Leye writes (results, reports, databases) is for its owner alone.
  ::umask(077);
  try {
    return leye::cli::main_checked(argc, argv);
  } catch (const std::exception& error) {
    std::cerr << "leye: " << error.what() << "\n";
    return static_cast<int>(leye::cli::Exit::kEnvironment);
  }
}
