#include <boost/json.hpp>

#include "cli/commands.h"
#include "cli/link_files.h"
#include "cli/opened.h"
#include "reconcile/link_run.h"

namespace leye::cli {
namespace {

Result<Exit> link_command(const Arguments& arguments) {
  if (arguments.has("config") || arguments.has("left")) return link_files(arguments);
  LEYE_TRY(const auto opened, open_place(arguments));
  LEYE_TRY(const auto result, reconcile::link_registers(*opened->runs, *opened->pack,
                                                        opened->pack_folder(), opened->divisions));
  const auto& counts = result.counts;
  boost::json::object waiting;
  for (const auto& [reason, n] : counts.waiting_by) waiting[reason] = n;
  const boost::json::object out{{"records", counts.records},
                                {"linked", counts.linked},
                                {"persons", counts.persons},
                                {"persons_new", counts.persons_new},
                                {"employers_new", counts.employers_new},
                                {"units_new", counts.units_new},
                                {"waiting", counts.waiting},
                                {"waiting_by", std::move(waiting)},
                                {"run", to_text(result.run.id)},
                                {"unchanged", result.unchanged}};
  print(arguments, out, boost::json::serialize(out));
  return Exit::kDone;
}

Result<Exit> list_waiting(const Arguments& arguments) {
  LEYE_TRY(const auto opened, open_place(arguments));
  const auto rows = opened->place->db().read(
      [&](store::Reader& reader) { return reconcile::waiting(reader, 10000); });
  if (!rows) return fail(rows.error());
  boost::json::array list;
  std::string text;
  for (const auto& row : *rows) {
    list.push_back(
        boost::json::object{{"record", to_text(row.record)},
                            {"register", row.register_code},
                            {"reason", row.reason},
                            {"candidate", row.candidate ? to_text(*row.candidate) : ""}});
    text += to_text(row.record) + "  " + row.register_code + "  " +
            message(arguments.locale, "reconcile." + row.reason) + "\n";
  }
  print(arguments, {{"waiting", std::move(list)}}, text);
  return rows->empty() ? Exit::kDone : Exit::kAnswerIsNo;
}

}  // namespace

std::vector<Command> link_commands() {
  std::vector<Option> options = {{"data", "DIR", "data folder"}, today_option()};
  for (auto& option : link_file_options()) options.push_back(std::move(option));
  std::vector<Command> list = link_tools();
  list.push_back({"link",
                  "who is who: one run over all records, or over register files with --config",
                  {},
                  std::move(options),
                  link_command});
  list.push_back({"link waiting",
                  "records that wait for a decision",
                  {},
                  {data_option(), today_option()},
                  list_waiting});
  return list;
}

}  // namespace leye::cli
