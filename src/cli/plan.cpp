#include "casework/plan.h"

#include <boost/json.hpp>

#include "cli/commands.h"
#include "cli/opened.h"

namespace leye::cli {
namespace {

Result<Exit> plan_command(const Arguments& arguments) {
  LEYE_TRY(const auto opened, open_place(arguments));
  LEYE_TRY(const auto counts, casework::plan(*opened->runs, *opened->pack, opened->today()));
  const boost::json::object out{
      {"created", counts.created}, {"closed", counts.closed}, {"unchanged", counts.unchanged}};
  print(arguments, out, boost::json::serialize(out));
  return Exit::kDone;
}

}  // namespace

std::vector<Command> plan_commands() {
  return {{"plan",
           "duties into tasks for the business date",
           {},
           {data_option(), today_option()},
           plan_command}};
}

}  // namespace leye::cli
