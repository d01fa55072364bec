#include <boost/json.hpp>

#include "access/access.h"
#include "cli/commands.h"
#include "cli/opened.h"
#include "ledger/projection.h"
#include "store/migrate.h"

namespace leye::cli {
namespace {

Result<Exit> verify(const Arguments& arguments) {
  LEYE_TRY(const auto opened, open_place(arguments));
  const auto report =
      opened->place->db().read([&](store::Reader& reader) { return access::verify_audit(reader); });
  if (!report) {
    print(arguments, {{"ok", false}, {"why", describe(report.error(), arguments.locale)}},
          describe(report.error(), arguments.locale));
    return Exit::kAnswerIsNo;
  }
  print(arguments, {{"ok", true}, {"seals", report->seals}, {"leaves", report->leaves}},
        std::to_string(report->seals) + " seals, " + std::to_string(report->leaves) +
            " leaves: the chain holds");
  return Exit::kDone;
}

/// What an operator wants to know before she trusts the place: the schema, the keys, the chain, and
/// that the stored states are what the entries say.
Result<Exit> doctor(const Arguments& arguments) {
  LEYE_TRY(const auto opened, open_place(arguments));
  LEYE_CHECK(store::check_schema(opened->place->db()));
  const auto audit =
      opened->place->db().read([&](store::Reader& reader) { return access::verify_audit(reader); });
  const auto differences = opened->place->db().read([&](store::Reader& reader) {
    return ledger::projection_differences(reader, access::SystemScope::for_snapshot());
  });
  if (!differences) return fail(differences.error());
  const bool sound = audit && *differences == 0;
  print(arguments,
        {{"ok", sound},
         {"audit", audit ? "holds" : describe(audit.error(), arguments.locale)},
         {"projection_differences", *differences},
         {"pack", opened->signed_pack.version},
         {"db", opened->place->db().url().shown()}},
        std::string(sound ? "sound" : "not sound") + ": audit chain " +
            (audit ? "holds" : "broken") + ", " + std::to_string(*differences) +
            " states differ from their entries");
  return sound ? Exit::kDone : Exit::kAnswerIsNo;
}

}  // namespace

std::vector<Command> upkeep_commands() {
  return {{"audit verify", "check the audit chain", {}, {data_option(), today_option()}, verify},
          {"doctor",
           "check schema, keys, audit chain, stored states",
           {},
           {data_option(), today_option()},
           doctor}};
}

}  // namespace leye::cli
