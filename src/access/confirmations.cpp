#include "access/confirmations.h"

#include <algorithm>

namespace leye::access {

Result<bool> has_confirmed(store::Reader& reader, AccountId account, std::string_view campaign,
                           std::string_view text_digest) {
  if (text_digest.empty()) return true;
  LEYE_TRY(const auto bytes, from_hex(text_digest));
  Digest digest{};
  if (bytes.size() != digest.size()) return false;
  std::copy(bytes.begin(), bytes.end(), digest.begin());
  LEYE_TRY(const auto n,
           reader.one<std::int64_t>("SELECT count(*) FROM confirmation WHERE account_id = ? AND "
                                    "campaign = ? AND text_digest = ?",
                                    account, campaign, digest));
  return n > 0;
}

Result<void> confirm(store::Transaction& tx, AccountId account, std::string_view notice,
                     std::string_view campaign, std::string_view version, const Digest& text,
                     Instant now) {
  LEYE_CHECK(tx.execute(
      "INSERT INTO confirmation (account_id, notice, campaign, version, text_digest, confirmed_at) "
      "VALUES (?, ?, ?, ?, ?, ?) ON CONFLICT (account_id, notice, campaign, text_digest) DO "
      "NOTHING",
      account, notice, campaign, version, text, now));
  return {};
}

Result<void> begin_visit(store::Transaction& tx, AccountId account, PersonId person,
                         Instant until) {
  LEYE_CHECK(
      tx.execute("INSERT INTO window_visit (account_id, person_id, until) VALUES (?, ?, ?) "
                 "ON CONFLICT (account_id, person_id) DO UPDATE SET until = excluded.until",
                 account, person, until));
  return {};
}

Result<bool> is_visiting(store::Reader& reader, AccountId account, PersonId person, Instant now) {
  LEYE_TRY(
      const auto until,
      reader.find<Instant>("SELECT until FROM window_visit WHERE account_id = ? AND person_id = ?",
                           account, person));
  return until && now < *until;
}

}  // namespace leye::access
