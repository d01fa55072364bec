#pragma once
#include <cstdint>
#include <functional>
#include <optional>
#include <string>

#include "ledger/act.h"

namespace leye::ledger {

/// One act of an account (or of the system) on one subject.
struct Command {
  std::optional<AccountId> account;  ///< nothing: the system
  Uuid key;                          ///< the Idempotency-Key; `new_uuid()` where nobody retries
  std::string action;                ///< code of access::Action or `folder.act`
  Digest body{};                     ///< digest of the request as it came
  Subject subject;
  std::optional<std::int64_t> if_match;  ///< version the caller saw; nothing: not checked
  std::string unit;                      ///< office of the account
  std::optional<std::string> purpose;    ///< for the audit leaf
  std::optional<std::string> scope;
  std::optional<RunId> run;  ///< the run that this command commits or undoes
};

/// What the caller is told, now and whenever it asks again with the same key.
struct Response {
  int status = 200;
  std::string body;          ///< JSON; may be empty
  std::int64_t version = 0;  ///< of the subject afterwards; set by the pipeline
  bool repeated = false;     ///< a stored response, nothing was done
};

/// The pipeline: idempotency key → version check → change → entries → audit leaf → outbox rows →
/// stored response, in one transaction. Share one by reference; threads may call it at once.
///
///   ledger::Ledger ledger(db, keys, clock, &casework);
///   auto response = ledger.perform(command, [&](ledger::Act& act) -> Result<ledger::Response> {
///     LEYE_TRY(auto entry, act.record({.subject = of(person), .kind = Kind::kFollowUpDone, …}));
///     return ledger::Response{201, json};
///   });
class Ledger {
 public:
  Ledger(store::Database& db, const access::KeyRing& keys, const Clock& clock,
         AfterEntry* after = nullptr)
      : db_(db), keys_(keys), clock_(clock), after_(after) {}

  using Change = std::function<Result<Response>(Act&)>;
  /// `finish` makes the response after AfterEntry has run (for bodies that name closed tasks);
  /// without it, `change`'s own response is kept. Both may run twice after a conflict: their only
  /// effects are on the act. Errors `command.key_reused`, `command.version` {version}, and those
  /// of `change`.
  Result<Response> perform(
      const Command&, const Change& change,
      const std::function<Result<std::string>(Act&, std::int64_t version)>& finish = nullptr);

  [[nodiscard]] store::Database& db() { return db_; }
  [[nodiscard]] const access::KeyRing& keys() const { return keys_; }
  [[nodiscard]] const Clock& clock() const { return clock_; }

 private:
  using Finish = std::function<Result<std::string>(Act&, std::int64_t)>;
  Result<std::optional<Response>> stored(store::Reader&, CommandId, const Command&) const;
  Result<Response> run(store::Transaction&, CommandId, const Command&, const Change&,
                       const Finish&);

  store::Database& db_;
  const access::KeyRing& keys_;
  const Clock& clock_;
  AfterEntry* after_;
};

/// The id of the command that (account, key) names.
[[nodiscard]] CommandId command_id(const std::optional<AccountId>&, const Uuid& key);

/// The end of every transaction of the ledger, for the pipeline and for runs: versions and change
/// rows (gives the version of the main subject afterwards), then the command's leaf and row.
Result<std::int64_t> close_act(Act&, const Subject& main);
Result<void> close_command(Act&, const Command&, const Response&);

}  // namespace leye::ledger
