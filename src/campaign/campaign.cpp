#include "campaign/campaign.h"

#include <boost/json.hpp>

#include "rules/pack/load.h"

namespace leye::campaign {
namespace {

namespace fs = std::filesystem;

std::string text_of(const std::vector<rules::Diagnostic>& diagnostics) {
  std::string out;
  for (const auto& diagnostic : diagnostics) {
    if (!out.empty()) out += "\n";
    out += diagnostic.line(Locale::kZhCn);
  }
  return out;
}

/// The copy appears whole or not at all.
Result<void> copy_pack(const fs::path& from, const fs::path& to) {
  std::error_code bad;
  if (fs::exists(to, bad)) return {};
  const fs::path partial = to.string() + ".partial";
  fs::remove_all(partial, bad);
  fs::create_directories(partial.parent_path(), bad);
  fs::copy(from, partial, fs::copy_options::recursive, bad);
  if (!bad) fs::rename(partial, to, bad);
  if (bad) return fail("file.unwritable", to.string());
  return {};
}

}  // namespace

fs::path folder(const fs::path& data, const SignedPack& pack) {
  return data / "packs" / pack.digest;
}

Result<std::shared_ptr<const rules::Pack>> signable(const fs::path& pack_folder) {
  // Two people answer for a signed pack: what nobody confirmed or signed off keeps it out.
  const auto loaded = rules::load_pack(pack_folder, true);
  if (loaded.pack == nullptr)
    return fail("campaign.pack_refused", pack_folder.string(),
                {{"problems", text_of(loaded.diagnostics)}});
  return loaded.pack;
}

Result<SignedPack> sign(ledger::Ledger& ledger, const fs::path& data, const fs::path& pack_folder,
                        Date from, std::optional<AccountId> by) {
  LEYE_TRY(const auto pack, signable(pack_folder));
  SignedPack made{pack->campaign.id, pack->campaign.version, pack->digest, from};
  LEYE_CHECK(copy_pack(pack_folder, folder(data, made)));

  const auto known = ledger.db().read([&](store::Reader& reader) {
    return reader.query<std::string>("SELECT digest FROM campaign_pack WHERE campaign = ?",
                                     made.campaign);
  });
  if (!known) return fail(known.error());
  for (const auto& digest : *known)
    if (digest == made.digest) return made;

  ledger::Command command;
  command.account = by;
  command.key = derived_uuid(start_of(from).micros() / 1000, digest_of("sign " + made.digest));
  command.action = "campaign.sign";
  command.body = digest_of(made.digest);
  command.subject = ledger::campaign(made.campaign);
  const auto done = ledger.perform(command, [&](ledger::Act& act) -> Result<ledger::Response> {
    ledger::NewEntry entry;
    entry.subject = ledger::campaign(made.campaign);
    entry.kind = known->empty() ? ledger::Kind::kCampaignSigned : ledger::Kind::kCampaignAmended;
    entry.occurred_on = act.today();
    entry.fact_from = from;
    entry.code = made.version;
    entry.body = boost::json::serialize(
        boost::json::object{{"v", 1}, {"digest", made.digest}, {"version", made.version}});
    LEYE_TRY(const auto written, act.record(entry));
    LEYE_CHECK(act.tx().execute(
        "INSERT INTO campaign_pack (campaign, in_force_from, version, digest, entry_id) VALUES (?, "
        "?, ?, ?, ?)",
        made.campaign, from, made.version, made.digest, written.id));
    return ledger::Response{};
  });
  if (!done) return fail(done.error());
  return made;
}

Result<SignedPack> in_force(store::Reader& reader, Date on) {
  LEYE_TRY(const auto row,
           (reader.find<std::string, std::string, std::string, Date>(
               "SELECT campaign, version, digest, in_force_from FROM campaign_pack WHERE "
               "in_force_from <= ? ORDER BY in_force_from DESC, entry_id DESC LIMIT 1",
               on)));
  if (!row) return fail("campaign.none", {}, {{"on", to_text(on)}});
  const auto& [campaign, version, digest, from] = *row;
  return SignedPack{campaign, version, digest, from};
}

Result<std::shared_ptr<const rules::Pack>> load(const fs::path& data, const SignedPack& pack) {
  const fs::path dir = folder(data, pack);
  std::error_code bad;
  if (!fs::exists(dir, bad))
    return fail("campaign.pack_missing", dir.string(), {{"digest", pack.digest}});
  auto loaded = rules::load_pack(dir);
  if (loaded.pack == nullptr || loaded.pack->digest != pack.digest)
    return fail("campaign.pack_changed", dir.string(), {{"digest", pack.digest}});
  return loaded.pack;
}

}  // namespace leye::campaign
