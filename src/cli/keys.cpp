#include <chrono>
#include <iostream>
#include <thread>

#include "access/reseal.h"
#include "cli/commands.h"
#include "cli/opened.h"

namespace leye::cli {
namespace {

using namespace std::chrono_literals;
namespace json = boost::json;

json::array listed(const std::vector<std::uint32_t>& ids) {
  json::array list;
  for (const auto id : ids) list.push_back(id);
  return list;
}

Result<bool> waits(server::Place& place) {
  return place.db().read(
      [&](store::Reader& reader) { return access::reseal_waits(reader, place.keys()); });
}

/// A rotation that was broken off goes on; otherwise a new one begins.
Result<bool> begin(server::Place& place) {
  LEYE_TRY(const bool unfinished, waits(place));
  if (unfinished) return false;
  LEYE_CHECK(place.keys().rotate());
  return true;
}

Result<Exit> report(const Arguments& arguments, const server::Place& place, bool added,
                    const access::ResealCounts& counts) {
  const auto key = place.keys().current();
  print(arguments,
        {{"key", key},
         {"added", added},
         {"resealed", counts.values},
         {"indexes", counts.indexes},
         {"blobs", counts.blobs},
         {"unopened", counts.unopened},
         {"waits", false}},
        "key " + std::to_string(key) + ": " + std::to_string(counts.values) + " values, " +
            std::to_string(counts.indexes) + " indexes, " + std::to_string(counts.blobs) +
            " files sealed anew" +
            (counts.unopened == 0 ? std::string()
                                  : ", " + std::to_string(counts.unopened) + " cannot be opened"));
  return counts.unopened == 0 ? Exit::kDone : Exit::kAnswerIsNo;
}

/// The server that has the database open seals anew: this command adds the key and looks on.
Result<Exit> beside_server(const Arguments& arguments) {
  store::OpenOptions options;
  options.read_only = true;
  LEYE_TRY(const auto place, server::Place::open(arguments.path("data"), options));
  LEYE_TRY(const bool added, begin(*place));
  const auto key = place->keys().current();
  const bool look_on = !arguments.has("no-wait");
  auto shown = std::chrono::steady_clock::now();
  for (bool waiting = true; waiting && look_on;) {
    std::this_thread::sleep_for(250ms);
    LEYE_TRY(waiting, waits(*place));
    if (std::chrono::steady_clock::now() - shown < 1s) continue;
    shown = std::chrono::steady_clock::now();
    std::cerr << "key " << key << ": the server is sealing anew\n";
  }
  print(arguments, {{"key", key}, {"added", added}, {"by", "server"}, {"waits", !look_on}},
        "key " + std::to_string(key) +
            (look_on ? ": the server has sealed everything anew"
                     : ": added; the server seals everything anew"));
  return Exit::kDone;
}

Result<Exit> rotate(const Arguments& arguments) {
  auto opened = server::Place::open(arguments.path("data"));
  if (!opened && opened.error().code == "store.in_use") return beside_server(arguments);
  if (!opened) return fail(opened.error());
  auto& place = **opened;
  LEYE_TRY(const auto clock, clock_of(arguments));
  LEYE_TRY(const bool added, begin(place));
  access::Reseal reseal(place.db(), place.keys(), place.folder(), *clock);
  auto shown = std::chrono::steady_clock::now();
  LEYE_CHECK(reseal.run([&](const access::ResealCounts& counts) {
    if (std::chrono::steady_clock::now() - shown < 1s) return;
    shown = std::chrono::steady_clock::now();
    std::cerr << counts.values << " values sealed anew\n";
  }));
  return report(arguments, place, added, reseal.counts());
}

Result<Exit> status(const Arguments& arguments) {
  store::OpenOptions options;
  options.read_only = true;
  LEYE_TRY(const auto place, server::Place::open(arguments.path("data"), options));
  const auto& keys = place->keys();
  LEYE_TRY(const bool waiting, waits(*place));
  print(arguments,
        {{"current", keys.current()},
         {"keys", listed(keys.ids())},
         {"index", listed(keys.index_ids())},
         {"source", keys.source().shown()},
         {"waits", waiting}},
        "key " + std::to_string(keys.current()) + " of " + std::to_string(keys.ids().size()) +
            " from " + keys.source().shown() +
            (waiting ? ": older keys have not been replaced everywhere yet"
                     : ": everything is sealed with it"));
  return waiting ? Exit::kAnswerIsNo : Exit::kDone;
}

}  // namespace

std::vector<Command> key_commands() {
  return {{"key rotate",
           "a new key for everything sealed from now on; what older keys sealed is sealed anew",
           {},
           {data_option(), {"no-wait", "", "beside a running server: do not wait for it"}},
           rotate},
          {"key status",
           "which keys there are, and whether a rotation waits",
           {},
           {data_option()},
           status}};
}

}  // namespace leye::cli
