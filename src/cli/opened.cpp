#include "cli/opened.h"

namespace leye::cli {

Option data_option() { return {"data", "DIR", "data folder made by leye init", true}; }
Option today_option() { return {"today", "DATE", "business date (default: today)", false}; }

Result<std::unique_ptr<Clock>> clock_of(const Arguments& arguments) {
  LEYE_TRY(const auto today, arguments.date("today"));
  if (!today) return std::unique_ptr<Clock>(std::make_unique<SystemClock>());
  // Nine in the morning: a moment of that day at which an office is open.
  return std::unique_ptr<Clock>(
      std::make_unique<ManualClock>(Instant(start_of(*today).micros() + 9LL * 3600 * 1'000'000)));
}

Result<std::unique_ptr<Opened>> open_place(const Arguments& arguments) {
  auto opened = std::make_unique<Opened>();
  LEYE_TRY(opened->clock, clock_of(arguments));
  LEYE_TRY(opened->place, server::Place::open(arguments.path("data")));
  const auto in_force = opened->place->db().read(
      [&](store::Reader& reader) { return campaign::in_force(reader, opened->today()); });
  if (!in_force) return fail(in_force.error());
  opened->signed_pack = *in_force;
  LEYE_TRY(opened->pack, campaign::load(opened->place->folder(), *in_force));
  LEYE_TRY(opened->divisions, codes::Divisions::load(share_dir() / "data/tianjin"));
  opened->runs =
      std::make_unique<ledger::Runs>(opened->place->db(), opened->place->keys(), *opened->clock);
  return opened;
}

}  // namespace leye::cli
