#pragma once
#include <filesystem>
#include <optional>
#include <string>
#include <vector>

#include "codes/divisions.h"
#include "ledger/command.h"
#include "ledger/run.h"
#include "rules/pack/pack.h"

namespace leye::outreach {

/// What is said to people: the pack's template with {name} {policy} {amount} {papers} {where}
/// {date}. Error `outreach.template` {name}: missing, or with a placeholder nobody fills.
[[nodiscard]] Result<std::string> read_template(const std::filesystem::path& pack_folder,
                                                std::string_view name);
struct Letter {
  std::string name;
  std::string policy;
  std::string amount;
  std::string papers;
  std::string where;
  std::string date;
};
[[nodiscard]] std::string fill(std::string text, const Letter&);

struct ReachCounts {
  std::int64_t messages = 0;   ///< new ones
  std::int64_t unchanged = 0;  ///< sent before
  std::int64_t nameless = 0;   ///< nobody to address: no name known
  std::int64_t objected = 0;   ///< said no to messages: told at the window or by phone only
  RunId run;
};
/// One message for each `EntitlementFound` that has none yet, by the file transport: written whole
/// to `data/messages/<date>/<message id>.txt` before the run commits. Writes `MessageRequested` and
/// `OutreachDone` (not effective: sent is not reached).
[[nodiscard]] Result<ReachCounts> reach(ledger::Runs&, const rules::Pack&,
                                        const std::filesystem::path& pack_folder,
                                        const codes::Divisions&, const std::filesystem::path& data);

struct Message {
  MessageId id;
  ledger::Subject recipient;
  EntryId cause;
  std::string code;
  std::string file;
  Date sent_on;
  std::optional<Date> reached_on;
};
/// Of committed runs, by id.
[[nodiscard]] Result<std::vector<Message>> messages(store::Reader&);

/// Somebody spoke with the recipient about the message: an effective `OutreachDone`. Errors
/// `outreach.unknown`, and those of `access::permit`.
Result<void> reached(ledger::Ledger&, const access::Account&, const Uuid& key, MessageId,
                     std::string_view channel);

}  // namespace leye::outreach
