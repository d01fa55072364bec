#include "city/city.h"

#include <unistd.h>

#include <iostream>

#include "cli/commands.h"

namespace leye::cli {
namespace {

Result<Exit> city_command(const Arguments& arguments) {
  city::CityOptions options;
  LEYE_TRY(options.preset, city::parse_preset(arguments.text("preset", "demo")));
  LEYE_TRY(options.persons, arguments.number("persons", 0));
  LEYE_TRY(const auto seed, arguments.number("seed", 1));
  options.seed = static_cast<std::uint64_t>(seed);
  options.out = arguments.path("out");
  options.data_dir = share_dir() / "data";
  LEYE_TRY(const auto as_of, arguments.date("as-of"));
  if (as_of) options.as_of = *as_of;
  const bool show = isatty(STDERR_FILENO) != 0;
  LEYE_TRY(const auto made, city::write_city(options, [&](std::int64_t done, std::int64_t total) {
             if (show) std::cerr << "\r" << done << " / " << total << std::flush;
           }));
  if (show) std::cerr << "\r";
  boost::json::object out{{"persons", made.persons},
                          {"employers", made.employers},
                          {"rows", made.rows},
                          {"refused", made.refused},
                          {"files", made.files.size()}};
  print(arguments, out,
        std::to_string(made.persons) + " persons, " + std::to_string(made.employers) +
            " employers, " + std::to_string(made.rows) + " rows in " +
            std::to_string(made.files.size()) + " files: " + options.out.string());
  return Exit::kDone;
}

}  // namespace

std::vector<Command> city_commands() {
  return {{"city",
           "write a synthetic city: registers as offices send them, and the truth",
           {},
           {{"preset", "NAME", "demo, city or province"},
            {"persons", "N", "number of persons instead of the preset's"},
            {"seed", "S", "the same seed gives the same bytes"},
            {"as-of", "DATE", "day the registers were sent"},
            {"out", "DIR", "folder to write to", true}},
           city_command}};
}

}  // namespace leye::cli
