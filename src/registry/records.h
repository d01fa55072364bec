#pragma once
#include <cstdint>
#include <functional>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "ledger/act.h"

namespace leye::registry {

/// Member of a payload that says: there are sensitive cells (health, household), and of the sealed
/// columns that holds them. They are opened for facts and for nothing else.
inline constexpr std::string_view kSensitive = "_sensitive";

/// One row of a register, as received and normalised. `sealed` is JSON with the columns that are
/// sealed (`{"citizen_id": …, "phone": …, "address": …}`); `citizen_id` and `phone` are given once
/// more for the blind indexes.
struct NewRecord {
  std::string key;  ///< unique in the register
  std::int64_t row = 0;
  std::optional<Date> valid_from;
  std::optional<Date> valid_to;
  std::string payload;  ///< JSON object of plain columns
  std::string sealed;   ///< JSON object of sealed columns; may be empty
  std::optional<std::string> citizen_id;
  std::optional<std::string> phone;
};
struct PutCounts {
  std::int64_t added = 0;
  std::int64_t changed = 0;
  std::int64_t unchanged = 0;
};
/// Writes new versions of what is new or changed, in a slice of an import run. Keys must not repeat
/// within the span.
Result<PutCounts> put_records(ledger::Act&, std::string_view register_code,
                              std::span<const NewRecord>);
/// Rows that a full batch lacks: a new version, closed on `valid_to`. The link stays.
Result<std::int64_t> close_records(ledger::Act&, std::string_view register_code,
                                   std::span<const std::string> keys, Date valid_to);

/// The newest visible version of a row.
struct Record {
  RecordId id;
  std::string register_code;
  std::string key;
  int version = 1;
  RunId run;
  std::int64_t row = 0;
  std::optional<Date> valid_from;
  std::optional<Date> valid_to;
  std::optional<access::BlindKey> id_key;
  std::optional<access::BlindKey> phone_key;
  std::string payload;
  store::Bytes sealed;  ///< `open_sealed` reads it
};
/// Set-wise, in order of key. `run`: only versions that this run wrote. `each` may not use the
/// reader.
Result<void> for_each_record(store::Reader&, const access::SystemScope&,
                             std::string_view register_code, std::optional<RunId> run,
                             const std::function<Result<void>(const Record&)>& each);
Result<void> for_each_key(store::Reader&, std::string_view register_code,
                          const std::function<Result<void>(const std::string& key)>& each);
/// Nothing if there is no visible version.
Result<std::optional<Record>> record_of(store::Reader&, const access::SystemScope&, RecordId);
/// JSON of the sealed columns; `{}` when there are none. Errors `seal.*`.
Result<std::string> open_sealed(const access::KeyRing&, const Record&);
Result<std::int64_t> count_records(store::Reader&, std::string_view register_code);

/// The id of a row of a register: the same for all its versions and on every database.
[[nodiscard]] RecordId record_id(std::string_view register_code, std::string_view key);

}  // namespace leye::registry
