#pragma once
#include <filesystem>
#include <memory>
#include <optional>
#include <string>

#include "core/date.h"
#include "core/result.h"
#include "ledger/command.h"
#include "rules/pack/pack.h"
#include "store/database.h"

namespace leye::campaign {

/// A signed version of a campaign's pack and the day from which it holds.
struct SignedPack {
  std::string campaign;
  std::string version;
  std::string digest;  ///< hex; also the name of its folder under `packs/`
  Date in_force_from;
};

/// The pack of a folder, if its strict check finds no error. Error `campaign.pack_refused` (text in
/// `problems`). For callers that must know before they write anything.
[[nodiscard]] Result<std::shared_ptr<const rules::Pack>> signable(
    const std::filesystem::path& pack_folder);

/// Copies the pack's files below `data/packs/<digest>/`, so that a result can be recomputed after
/// the original folder has changed, and records the signing (`CampaignSigned`, later
/// `CampaignAmended`). The same pack again changes nothing. Errors `campaign.pack_refused` (the
/// check found errors: text in `problems`), `file.unwritable`.
[[nodiscard]] Result<SignedPack> sign(ledger::Ledger&, const std::filesystem::path& data,
                                      const std::filesystem::path& pack_folder, Date from,
                                      std::optional<AccountId> by);

/// The newest pack in force on `on`. Error `campaign.none`.
[[nodiscard]] Result<SignedPack> in_force(store::Reader&, Date on);

/// Reads a signed pack from the data folder. Errors `campaign.pack_missing`,
/// `campaign.pack_changed` (its files no longer have the signed digest).
[[nodiscard]] Result<std::shared_ptr<const rules::Pack>> load(const std::filesystem::path& data,
                                                              const SignedPack&);
/// Folder with the signed pack's files: templates and lists are read from here.
[[nodiscard]] std::filesystem::path folder(const std::filesystem::path& data, const SignedPack&);

}  // namespace leye::campaign
