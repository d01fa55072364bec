#pragma once
#include <cstdint>
#include <filesystem>
#include <map>
#include <optional>
#include <string>
#include <vector>

#include "codes/divisions.h"
#include "ledger/run.h"
#include "rules/pack/pack.h"

namespace leye::reconcile {

struct LinkCounts {
  std::int64_t records = 0;  ///< looked at: of all registers, newest visible version
  std::int64_t linked = 0;   ///< new links to a person
  std::int64_t persons_new = 0;
  std::int64_t employers_new = 0;
  std::int64_t units_new = 0;
  std::int64_t waiting = 0;                        ///< records somebody has to decide
  std::map<std::string, std::int64_t> waiting_by;  ///< reason → records
  std::int64_t persons = 0;                        ///< known after the run
};

struct LinkResult {
  ledger::Run run;
  LinkCounts counts;
  bool unchanged = false;  ///< nothing came in since the last run
};

/// The exact tier (linkage.md): a record with a valid citizen id belongs to the person who has that
/// id, if name, sex and date of birth do not contradict; a new id makes a new person. What
/// contradicts waits in `link_waiting` with its reason: `name_conflict`, `sex_conflict`,
/// `birth_conflict`. Employers go by uscc, application units by their record. One run, resumable;
/// repeated without new records it is the run that exists.
[[nodiscard]] Result<LinkResult> link_registers(ledger::Runs&, const rules::Pack&,
                                                const std::filesystem::path& pack_folder,
                                                const codes::Divisions&);

struct WaitingRecord {
  RecordId record;
  std::string register_code;
  std::string reason;
  std::optional<PersonId> candidate;
};
/// The visible list of what waits, by reason, then record.
[[nodiscard]] Result<std::vector<WaitingRecord>> waiting(store::Reader&, std::int64_t limit);

/// May two names be of one person? Equal keys; or one edit apart with the same family name; or one
/// is the other with a lost character.
[[nodiscard]] bool names_agree(std::string_view a, std::string_view b);

}  // namespace leye::reconcile
