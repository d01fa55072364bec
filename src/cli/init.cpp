#include "cli/commands.h"
#include "cli/opened.h"
#include "server/place.h"

namespace leye::cli {
namespace {

Result<Exit> init_command(const Arguments& arguments) {
  LEYE_TRY(const auto clock, clock_of(arguments));
  server::NewPlace wanted;
  wanted.folder = arguments.path("data");
  wanted.db = arguments.text("db");
  wanted.divisions = share_dir() / "data/tianjin";
  wanted.pack =
      arguments.has("pack") ? arguments.path("pack") : share_dir() / "packs/tianjin-2020q4";
  if (arguments.has("demo-keys")) wanted.key_seed = arguments.text("demo-keys");
  const auto factor = arguments.text("second-factor", "required");
  if (factor != "required" && factor != "optional") return fail("cli.second_factor", factor);
  wanted.second_factor_optional = factor == "optional";
  LEYE_TRY(const auto place, server::Place::create(wanted, *clock));
  print(arguments, {{"data", wanted.folder.string()}, {"db", place->db().url().shown()}},
        "ready: " + wanted.folder.string());
  return Exit::kDone;
}

}  // namespace

std::vector<Command> init_commands() {
  return {
      {"init",
       "create a place to work: schema, keys, signed pack",
       {},
       {{"data", "DIR", "new data folder", true},
        {"db", "URL", "postgresql://… (default: SQLite in the folder)"},
        {"pack", "DIR", "pack to sign (default: the one installed)"},
        {"demo-keys", "SEED",
         "keys that follow from a seed: equal ids on two databases; never for people"},
        {"second-factor", "WORD",
         "required (default): reveals, exports and payments ask for a one-time code; optional: a "
         "password is enough (demo)"},
        today_option()},
       init_command}};
}

}  // namespace leye::cli
