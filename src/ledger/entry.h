#pragma once
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

#include "core/date.h"
#include "core/fen.h"
#include "core/ids.h"
#include "ledger/kinds.h"
#include "ledger/subject.h"

namespace leye::ledger {

/// What may be said when writing an entry: header and typed columns of domain.md §5.18.
struct NewEntry {
  Subject subject;
  Kind kind = Kind::kFollowUpDone;
  Date occurred_on;
  std::optional<EntryId> id;  ///< given by a client that wrote it offline
  std::optional<CaseId> case_id;
  std::optional<std::string> unit;  ///< office of the recorder; default: the act's
  std::optional<std::string> channel;
  std::optional<bool> effective;
  std::optional<std::string> code;
  std::optional<Uuid> ref;
  std::optional<std::int64_t> n;
  std::optional<Fen> fen;
  std::optional<Date> fact_from;
  std::optional<Date> fact_to;
  std::optional<EntryId> corrects;
  std::optional<std::int64_t> base_version;  ///< FactStated: version of the fact the asker saw
  std::string body;                          ///< JSON document of the kind, with `v`; may be empty
  std::string sealed;  ///< JSON that is kept sealed (values of sealed field classes); may be empty
};

/// One line of the ledger as it stands.
struct Entry {
  Subject subject;
  EntryId id;
  std::optional<CommandId> command;
  std::optional<RunId> run;
  std::optional<CaseId> case_id;
  Kind kind = Kind::kFollowUpDone;
  Date occurred_on;
  Instant recorded_at;
  std::optional<AccountId> recorded_by;  ///< nothing: the system
  std::optional<std::string> unit;
  std::optional<std::string> channel;
  std::optional<bool> effective;
  std::optional<std::string> code;
  std::optional<Uuid> ref;
  std::optional<std::int64_t> n;
  std::optional<Fen> fen;
  std::optional<Date> fact_from;
  std::optional<Date> fact_to;
  std::optional<EntryId> corrects;
  std::string body;
  bool has_sealed = false;  ///< `sealed` is opened on demand: `open_sealed` in entries.h
};

}  // namespace leye::ledger
