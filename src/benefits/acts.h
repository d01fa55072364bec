#pragma once
#include <boost/json/object.hpp>
#include <functional>
#include <optional>
#include <string>
#include <string_view>

#include "benefits/applications.h"

namespace leye::benefits::detail {

/// One entry about one application, inside an act: checks the stage, writes the entry, brings the
/// stored projection up to date. `occurred_on` is the act's day.
struct Note {
  ledger::Kind kind;
  std::optional<Fen> fen;
  std::optional<std::int64_t> n;
  std::optional<Date> due;
  boost::json::object body;
};
Result<void> record(ledger::Act&, Application&, Note);

/// Id of the next entry of an application: ids of one day sort in the order of the acts.
EntryId entry_id(const Application&, ledger::Kind, Date today);

/// The application, locked for the rest of the transaction.
Result<Application> locked(store::Transaction&, ApplicationId);

/// One act of an account on an application: permission, scope, then `change`.
using Change = std::function<Result<void>(ledger::Act&, Application&)>;
Result<Acted> perform(const Hand&, access::Action, std::string_view name, ApplicationId,
                      const Change&);

/// Is `division` under the account's, on `on`? Error `benefits.out_of_scope`.
Result<void> check_scope(store::Reader&, const access::Account&,
                         const std::optional<std::string>& division, Date on);
/// Error `benefits.same_person` when `account` did an earlier step.
Result<void> check_other(const access::Account&, const Progress&);

ledger::Command command_of(const Hand&, access::Action, std::string_view name,
                           const ledger::Subject&, std::string_view about);
ledger::Response response_of(const Application&);
Result<Acted> acted(const ledger::Response&);

}  // namespace leye::benefits::detail
