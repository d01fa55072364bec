#pragma once
#include <boost/json/object.hpp>
#include <filesystem>
#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "core/date.h"
#include "core/messages.h"
#include "core/result.h"

namespace leye::cli {

/// Exit statuses, a contract (design.md §13).
enum class Exit { kDone = 0, kAnswerIsNo = 1, kBadInput = 2, kEnvironment = 3, kRefused = 4 };

/// One `--name VALUE`, or a flag where `value` is empty.
struct Option {
  std::string name;   ///< without the dashes
  std::string value;  ///< placeholder shown in the help: `DIR`, `DATE`
  std::string help;
  bool required = false;
};

struct Positional {
  std::string name;
  std::string help;
  bool required = true;
  bool many = false;
};

/// What the user typed, already checked against the command's declaration.
class Arguments {
 public:
  std::map<std::string, std::vector<std::string>, std::less<>> values;
  Locale locale = Locale::kZhCn;
  bool json = false;  ///< --format json

  [[nodiscard]] bool has(std::string_view name) const { return values.find(name) != values.end(); }
  [[nodiscard]] std::string text(std::string_view name, std::string_view otherwise = "") const;
  [[nodiscard]] std::filesystem::path path(std::string_view name,
                                           std::string_view otherwise = "") const {
    return text(name, otherwise);
  }
  /// Errors `date.format`, `cli.number` with the option's name as place.
  [[nodiscard]] Result<std::optional<Date>> date(std::string_view name) const;
  [[nodiscard]] Result<std::int64_t> number(std::string_view name, std::int64_t otherwise) const;
};

/// One command; its file registers it: `const Registered kImport{{"import", …}};`
struct Command {
  std::string name;  ///< `import`, `rules check`
  std::string summary;
  std::vector<Positional> positionals;
  std::vector<Option> options;
  Result<Exit> (*run)(const Arguments&);
};

/// All commands, in order of name. The list is explicit (src/cli/commands.cpp), so that the linker
/// cannot drop one.
[[nodiscard]] const std::vector<Command>& commands();

/// The status a failed command exits with: by the code's family.
[[nodiscard]] Exit exit_of(const Error&);

/// Prints the result for people or, with --format json, as one JSON object on stdout.
void print(const Arguments&, const boost::json::object& result, const std::string& for_people);

/// The folder with data files installed with Leye (divisions, calendar, occupations): beside the
/// binary, in ../share/leye, or LEYE_SHARE.
[[nodiscard]] std::filesystem::path share_dir();

}  // namespace leye::cli
