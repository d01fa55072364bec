#include "benefits/acts.h"

#include <boost/json.hpp>

namespace leye::benefits::detail {

EntryId entry_id(const Application& application, ledger::Kind kind, Date today) {
  const auto digest = Hasher()
                          .field("application-entry")
                          .field(to_text(application.id))
                          .field(ledger::code(kind))
                          .add(application.version)
                          .finish();
  return EntryId(derived_uuid(start_of(today).micros() / 1000 + application.version, digest));
}

Result<void> record(ledger::Act& act, Application& application, Note note) {
  if (!apply(application.progress, note.kind, act.account(), note.due))
    return fail("benefits.stage", to_text(application.id),
                {{"stage", std::string(code(application.progress.stage))},
                 {"act", std::string(ledger::code(note.kind))}});
  ledger::NewEntry entry;
  entry.subject = application.payee;
  entry.kind = note.kind;
  entry.occurred_on = act.today();
  entry.id = entry_id(application, note.kind, act.today());
  entry.code = application.code;
  entry.ref = application.id.uuid();
  entry.fen = note.fen;
  entry.n = note.n;
  entry.fact_to = note.due;
  if (!note.body.empty()) {
    note.body["v"] = 1;
    entry.body = boost::json::serialize(note.body);
  }
  LEYE_CHECK(act.record(std::move(entry)));
  ++application.version;
  const Progress& p = application.progress;
  LEYE_CHECK(act.tx().execute(
      "UPDATE application SET stage = ?, deferred_until = ?, enterer = ?, reviewer1 = ?, reviewer2 "
      "= ?, payer = ?, version = ? WHERE payee_id = ? AND application_id = ?",
      code(p.stage), p.deferred_until, p.enterer, p.reviewer1, p.reviewer2, p.payer,
      application.version, application.payee.id, application.id));
  return {};
}

Result<void> check_scope(store::Reader& reader, const access::Account& account,
                         const std::optional<std::string>& division, Date on) {
  if (division == account.division) return {};
  if (division) {
    LEYE_TRY(
        const auto under,
        reader.one<std::int64_t>(
            "SELECT count(*) FROM division_closure c WHERE c.ancestor = ? AND c.descendant = ? "
            "AND c.valid_from <= ? AND (c.valid_to IS NULL OR c.valid_to >= ?)",
            account.division, *division, on, on));
    if (under > 0) return {};
  }
  return fail("benefits.out_of_scope", {}, {{"division", account.division}});
}

Result<void> check_other(const access::Account& account, const Progress& p) {
  const auto did = [&](const std::optional<AccountId>& who) { return who == account.id; };
  if (!did(p.enterer) && !did(p.reviewer1) && !did(p.reviewer2) && !did(p.payer)) return {};
  return fail("benefits.same_person", {}, {{"account", account.login}});
}

ledger::Command command_of(const Hand& hand, access::Action action, std::string_view name,
                           const ledger::Subject& subject, std::string_view about) {
  ledger::Command command;
  command.account = hand.account.id;
  command.key = hand.key;
  command.action = std::string(name);
  command.body = Hasher().field(name).field(about).finish();
  command.subject = subject;
  command.unit = hand.account.division;
  command.purpose = std::string(access::code(access::usual_purpose(action)));
  return command;
}

ledger::Response response_of(const Application& application) {
  const boost::json::object body{{"application", to_text(application.id)},
                                 {"stage", code(application.progress.stage)}};
  return {200, boost::json::serialize(body), 0, false};
}

Result<Acted> acted(const ledger::Response& response) {
  boost::system::error_code bad;
  const auto body = boost::json::parse(response.body, bad);
  const auto* object = bad ? nullptr : body.if_object();
  if (object == nullptr) return fail("benefits.response");
  const auto* id = object->if_contains("application");
  const auto* stage = object->if_contains("stage");
  if (id == nullptr || stage == nullptr || !id->is_string() || !stage->is_string())
    return fail("benefits.response");
  const auto application = ApplicationId::parse(id->as_string());
  const auto at = stage_of_code(stage->as_string());
  if (!application || !at) return fail("benefits.response");
  return Acted{*application, *at, response.repeated};
}

Result<Acted> perform(const Hand& hand, access::Action action, std::string_view name,
                      ApplicationId id, const Change& change) {
  const Date today = hand.ledger.clock().today();
  LEYE_CHECK(access::permit(hand.account, action, {}, access::usual_purpose(action), today));
  const auto known =
      hand.ledger.db().read([&](store::Reader& reader) { return application_of(reader, id); });
  if (!known) return fail(known.error());
  const auto command = command_of(hand, action, name, known->payee, to_text(id));
  const auto response =
      hand.ledger.perform(command, [&](ledger::Act& act) -> Result<ledger::Response> {
        LEYE_TRY(auto application, locked(act.tx(), id));
        LEYE_CHECK(check_scope(act.tx(), hand.account, application.division, today));
        LEYE_CHECK(change(act, application));
        return response_of(application);
      });
  if (!response) return fail(response.error());
  return acted(*response);
}

}  // namespace leye::benefits::detail
