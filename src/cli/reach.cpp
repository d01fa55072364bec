#include <boost/json.hpp>

#include "benefits/entitlements.h"
#include "cli/commands.h"
#include "cli/opened.h"
#include "outreach/outreach.h"
#include "screening/runs.h"

namespace leye::cli {
namespace {

/// The outcomes of a kept run, computed again from its snapshot: they must have its digest.
Result<screening::Outcomes> outcomes_of(const screening::Screening& screening,
                                        const rules::Pack& pack, const facts::Snapshot& snapshot) {
  auto outcomes = screening::screen(pack, snapshot, 2);
  if (to_text(screening::determinations_digest(outcomes, snapshot)) !=
      screening.determinations_digest)
    return fail("benefits.run_changed", {}, {{"run", to_text(screening.id)}});
  return outcomes;
}

Result<Exit> reach_command(const Arguments& arguments) {
  LEYE_TRY(const auto opened, open_place(arguments));
  auto& place = *opened->place;
  const screening::Screenings screenings(*opened->runs, place.folder());
  const auto newest = place.db().read(
      [&](store::Reader& reader) { return screenings.newest(reader, std::nullopt); });
  if (!newest) return fail(newest.error());
  LEYE_TRY(const auto snapshot, screenings.snapshot_of(*newest));
  LEYE_TRY(const auto outcomes, outcomes_of(*newest, *opened->pack, snapshot));
  LEYE_TRY(const auto found, benefits::find_entitlements(*opened->runs, *opened->pack, outcomes,
                                                         snapshot, newest->id));
  LEYE_TRY(const auto sent, outreach::reach(*opened->runs, *opened->pack, opened->pack_folder(),
                                            opened->divisions, place.folder()));
  const boost::json::object out{{"screening", to_text(newest->id)},
                                {"eligible", found.eligible},
                                {"entitlements", found.found},
                                {"unchanged", found.unchanged},
                                {"no_payee", found.no_payee},
                                {"messages", sent.messages},
                                {"messages_unchanged", sent.unchanged},
                                {"nameless", sent.nameless},
                                {"objected", sent.objected},
                                {"folder", place.messages().string()}};
  print(arguments, out, boost::json::serialize(out));
  return Exit::kDone;
}

}  // namespace

std::vector<Command> reach_commands() {
  return {{"reach",
           "tell people what the newest screening found, one message each, as files",
           {},
           {data_option(), today_option()},
           reach_command}};
}

}  // namespace leye::cli
