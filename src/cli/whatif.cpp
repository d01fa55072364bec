#include <boost/json.hpp>
#include <iostream>
#include <thread>

#include "cli/commands.h"
#include "cli/opened.h"
#include "facts/files.h"
#include "rules/pack/load.h"
#include "screening/runs.h"
#include "screening/what_if.h"

namespace leye::cli {
namespace {

using LoadedPack = std::shared_ptr<const rules::Pack>;

/// The pack, or null after telling all that is wrong with it.
LoadedPack load(const std::filesystem::path& dir) {
  const auto loaded = rules::load_pack(dir);
  if (loaded.pack == nullptr)
    for (const auto& diagnostic : loaded.diagnostics) std::cerr << diagnostic.line() << "\n";
  return loaded.pack;
}

/// Fact files, or the snapshot of the newest screening of a data folder.
Result<facts::Snapshot> snapshot_of(const Arguments& arguments, const rules::Pack& pack) {
  LEYE_TRY(const auto as_of, arguments.date("as-of"));
  if (arguments.has("facts")) {
    if (!as_of) return fail("cli.argument", "--as-of");
    auto files = facts::read_fact_files(pack.environment, arguments.path("facts"), *as_of);
    for (const auto& error : files.errors) std::cerr << describe(error, arguments.locale) << "\n";
    if (!files.errors.empty()) return fail(files.errors.front());
    return std::move(files.snapshot);
  }
  if (!arguments.has("data")) return fail("cli.argument", "--data");
  LEYE_TRY(const auto opened, open_place(arguments));
  const screening::Screenings screenings(*opened->runs, opened->place->folder());
  const auto newest = opened->place->db().read(
      [&](store::Reader& reader) { return screenings.newest(reader, as_of); });
  if (!newest) return fail(newest.error());
  return screenings.snapshot_of(*newest);
}

std::string text_of(const screening::WhatIf& what_if) {
  std::string out;
  for (const auto& policy : what_if.policies)
    out += policy.code + " " + policy.rule + ": gains " + std::to_string(policy.all.gains) +
           ", losses " + std::to_string(policy.all.losses) + ", newly unclear " +
           std::to_string(policy.all.newly_unclear) + ", cost " + to_yuan(policy.all.before) +
           " → " + to_yuan(policy.all.after) + "\n";
  return out;
}

Result<Exit> whatif_command(const Arguments& arguments) {
  const auto before = load(arguments.path("pack"));
  const auto after = load(arguments.path("against"));
  if (before == nullptr || after == nullptr) return Exit::kBadInput;
  LEYE_TRY(const auto snapshot, snapshot_of(arguments, *before));
  LEYE_TRY(const auto threads, arguments.number("threads", std::thread::hardware_concurrency()));
  LEYE_TRY(const auto what_if,
           screening::what_if(*before, *after, snapshot, static_cast<unsigned>(threads)));
  if (arguments.has("out"))
    LEYE_CHECK(screening::write_workbook(what_if, snapshot, arguments.path("out")));
  print(arguments, screening::to_json(what_if), text_of(what_if));
  return Exit::kDone;
}

}  // namespace

std::vector<Command> whatif_commands() {
  return {{"whatif",
           "what another pack would change: who gains, who loses, what it costs",
           {},
           {{"pack", "DIR", "the pack as it is", true},
            {"against", "DIR", "the pack as it would be", true},
            {"facts", "DIR", "fact files; or a data folder's newest screening"},
            {"data", "DIR", "data folder made by leye init"},
            {"as-of", "DATE", "day asked about"},
            {"out", "FILE.xlsx", "policies, groups and subjects as a workbook"},
            {"threads", "N", "default: all cores"},
            today_option()},
           whatif_command}};
}

}  // namespace leye::cli
