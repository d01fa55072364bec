#pragma once
#include <memory>

#include "campaign/campaign.h"
#include "cli/command.h"
#include "codes/divisions.h"
#include "ledger/run.h"
#include "server/place.h"

namespace leye::cli {

/// The clock of a command: `--today DATE` (reproducible: its business date and its moment are
/// fixed) or the machine's. Error `date.format`.
[[nodiscard]] Result<std::unique_ptr<Clock>> clock_of(const Arguments&);

/// A data folder opened for a command, with the pack in force on its business date.
struct Opened {
  std::unique_ptr<Clock> clock;
  std::unique_ptr<server::Place> place;
  campaign::SignedPack signed_pack;
  std::shared_ptr<const rules::Pack> pack;
  codes::Divisions divisions;
  std::unique_ptr<ledger::Runs> runs;

  [[nodiscard]] std::filesystem::path pack_folder() const {
    return campaign::folder(place->folder(), signed_pack);
  }
  [[nodiscard]] Date today() const { return clock->today(); }
};

/// `--data DIR` and `--today DATE` of the arguments. Errors of Place, campaign and codes.
[[nodiscard]] Result<std::unique_ptr<Opened>> open_place(const Arguments&);

/// The options every command on a data folder has.
[[nodiscard]] Option data_option();
[[nodiscard]] Option today_option();

}  // namespace leye::cli
