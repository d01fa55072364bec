#pragma once
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "access/sessions.h"

namespace leye::access {

/// A phone bound to an account: its PIN opens a shift on it. The PIN alone opens nothing, nor does
/// the phone alone; after five wrong PINs the binding is void, which touches no other device.
struct Device {
  Uuid id;
  std::string label;
  Instant bound_at;
  std::optional<Instant> used_at;
};
struct BoundDevice {
  Uuid id;
  std::string token;  ///< kept by the phone; only its digest is stored
};
/// Six digits, not all equal and no run (123456). Error `access.pin_weak`.
Result<std::string> hash_pin(std::string_view pin);
Result<BoundDevice> bind_device(store::Transaction&, AccountId, std::string_view label,
                                std::string_view pin_hash, Instant now);
/// Not revoked ones, newest first.
Result<std::vector<Device>> devices(store::Reader&, AccountId);
/// Ends its sessions. Error `access.device_unknown`: none of this account's.
Result<void> revoke_device(store::Transaction&, AccountId, const Uuid&, Instant now);
/// Opens a shift. Errors `access.device_unknown` (not bound, revoked, too many wrong PINs),
/// `access.pin`, `access.agreement`.
Result<SignedIn> sign_in_with_pin(store::Database&, std::string_view device_token,
                                  std::string_view pin, std::string_view client, Instant now,
                                  const SessionRules& = {});

}  // namespace leye::access
