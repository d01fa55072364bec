#pragma once
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "core/date.h"
#include "core/ids.h"
#include "core/result.h"
#include "store/database.h"

namespace leye::store {

/// Something that happened, told to other capabilities after the transaction commits.
struct OutboxMessage {
  Uuid id;
  std::string topic;  ///< an entry kind (`MessageRequested`) or a run's end (`run.finished`)
  std::optional<Uuid> subject;      ///< whom or what it is about
  std::optional<std::string> body;  ///< JSON; no personal data in clear
  Instant at;
};

/// From now on `consumer` gets its own copy of every message of `topic`. Idempotent; done at start.
Result<void> subscribe(Transaction&, std::string_view topic, std::string_view consumer);
/// In the transaction of the change. A message nobody subscribed to leaves no row.
Result<void> publish(Transaction&, const OutboxMessage&);
/// Up to `limit` messages not yet consumed, oldest first, and consumed by this very transaction:
/// write the effect (or enqueue a job for slow work, keyed by the message's id) through the same
/// `tx`, and it happens once. Consumption is row by row, never "after position n": commits may
/// arrive late.
Result<std::vector<OutboxMessage>> take(Transaction&, std::string_view consumer, int limit);
Result<std::int64_t> waiting(Reader&, std::string_view consumer);

}  // namespace leye::store
