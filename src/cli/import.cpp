#include <boost/json.hpp>
#include <iostream>

#include "cli/commands.h"
#include "cli/opened.h"
#include "intake/intake.h"

namespace leye::cli {
namespace {

constexpr std::size_t kShown = 20;

void show_problems(const Arguments& arguments, const intake::Preview& preview) {
  if (arguments.json) return;
  for (std::size_t i = 0; i < std::min(kShown, preview.problems.size()); ++i)
    std::cerr << describe(preview.problems[i].error, arguments.locale) << "\n";
  if (preview.problems.size() > kShown)
    std::cerr << "… " << preview.problems.size() - kShown
              << " more; --errors FILE.xlsx writes all\n";
}

Result<intake::Mapping> mapping(const Arguments& arguments, const Opened& opened) {
  if (arguments.has("mapping")) return intake::load_mapping(arguments.path("mapping"));
  return intake::mapping_of(opened.pack_folder(), arguments.text("register"));
}

Result<Exit> import_file(const Arguments& arguments) {
  if (!arguments.has("FILE")) return fail("cli.argument", "FILE");
  if (!arguments.has("register")) return fail("cli.argument", "--register");
  LEYE_TRY(const auto opened, open_place(arguments));
  LEYE_TRY(const auto mapped, mapping(arguments, *opened));
  LEYE_TRY(const auto preview, intake::preview({arguments.path("FILE"), arguments.text("sheet"),
                                                opened->today(), &opened->divisions},
                                               mapped));
  auto counts = intake::counts_of(preview);
  if (arguments.has("errors"))
    LEYE_CHECK(intake::write_error_file(preview, arguments.path("errors"),
                                        arguments.locale == Locale::kZhCn));
  show_problems(arguments, preview);
  if (!arguments.has("preview")) {
    const store::BlobStore blobs(opened->place->folder());
    LEYE_TRY(const auto imported,
             intake::commit(*opened->runs, preview,
                            {ledger::campaign(opened->pack->campaign.id), std::nullopt, &blobs}));
    counts["run"] = to_text(imported.run.id);
    counts["unchanged"] = imported.unchanged;
    counts["summary"] =
        boost::json::parse(imported.run.summary.empty() ? "{}" : imported.run.summary);
  }
  print(arguments, counts, boost::json::serialize(counts));
  return Exit::kDone;
}

Result<Exit> undo(const Arguments& arguments) {
  LEYE_TRY(const auto opened, open_place(arguments));
  const auto run = RunId::parse(arguments.text("RUN"));
  if (!run) return fail("run.unknown", "RUN", {{"run", arguments.text("RUN")}});
  LEYE_TRY(const auto undone,
           intake::undo(*opened->runs, *run,
                        {ledger::campaign(opened->pack->campaign.id), std::nullopt, nullptr},
                        arguments.text("reason", "leye import undo")));
  print(arguments, {{"run", to_text(undone.id)}, {"state", std::string(code(undone.state))}},
        "undone: " + to_text(undone.id));
  return Exit::kDone;
}

}  // namespace

std::vector<Command> import_commands() {
  return {{"import",
           "files into the registry",
           {{"FILE", "xlsx or CSV as an office sends it", false}},
           {{"register", "NAME", "which register it is"},
            {"mapping", "M.yaml", "mapping instead of the pack's"},
            {"sheet", "NAME", "sheet of a workbook (default: the first visible)"},
            {"preview", "", "only check; store nothing"},
            {"errors", "FILE.xlsx", "write the bad rows back with reasons"},
            {"data", "DIR", "data folder made by leye init"},
            today_option()},
           import_file},
          {"import undo",
           "hide the rows of an import again",
           {{"RUN", "id printed by the import"}},
           {data_option(), {"reason", "TEXT", "kept in the ledger"}, today_option()},
           undo}};
}

}  // namespace leye::cli
