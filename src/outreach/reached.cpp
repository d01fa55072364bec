#include "outreach/outreach.h"
#include "registry/registry.h"

namespace leye::outreach {
namespace {

Result<std::vector<Message>> collect(store::Reader& reader, const store::Sql& rest) {
  store::Sql sql{
      "SELECT m.message_id, m.recipient_kind, m.recipient_id, m.cause, m.code, m.file, "
      "m.sent_on, m.reached_on FROM message m WHERE " +
          access::committed("m.run_id"),
      {}};
  std::vector<Message> list;
  LEYE_CHECK(reader.for_each(sql.add(rest), [&](const store::Row& row) -> Result<void> {
    Message m;
    LEYE_TRY(m.id, row.get<MessageId>(0));
    LEYE_TRY(const auto kind, row.get<std::string>(1));
    LEYE_TRY(m.recipient.id, row.get<Uuid>(2));
    m.recipient.kind = ledger::subject_kind_of(kind).value_or(ledger::SubjectKind::kPerson);
    LEYE_TRY(m.cause, row.get<EntryId>(3));
    LEYE_TRY(m.code, row.get<std::string>(4));
    LEYE_TRY(m.file, row.get<std::string>(5));
    LEYE_TRY(m.sent_on, row.get<Date>(6));
    LEYE_TRY(m.reached_on, row.get<std::optional<Date>>(7));
    list.push_back(std::move(m));
    return {};
  }));
  return list;
}

Result<Message> message_of(store::Reader& reader, MessageId id) {
  LEYE_TRY(auto found, collect(reader, {" AND m.message_id = ?", {id}}));
  if (found.empty()) return fail("outreach.unknown", to_text(id));
  return std::move(found.front());
}

ledger::NewEntry told(const Message& message, std::string_view channel, Date today) {
  ledger::NewEntry entry;
  entry.subject = message.recipient;
  entry.kind = ledger::Kind::kOutreachDone;
  entry.occurred_on = today;
  // One confirmed contact a message and day, whoever records it.
  entry.id = EntryId(derived_uuid(start_of(today).micros() / 1000,
                                  Hasher().field("reached").field(to_text(message.id)).finish()));
  entry.channel = std::string(channel);
  entry.effective = true;
  entry.code = message.code;
  entry.ref = message.cause.uuid();
  return entry;
}

}  // namespace

Result<std::vector<Message>> messages(store::Reader& reader) {
  return collect(reader, {" ORDER BY m.message_id", {}});
}

Result<void> reached(ledger::Ledger& ledger, const access::Account& account, const Uuid& key,
                     MessageId id, std::string_view channel) {
  constexpr auto kAction = access::Action::kRecordEntry;
  const Date today = ledger.clock().today();
  LEYE_TRY(const auto permit,
           access::permit(account, kAction, {}, access::usual_purpose(kAction), today));
  const auto message = ledger.db().read([&](store::Reader& reader) -> Result<Message> {
    LEYE_TRY(auto found, message_of(reader, id));
    // A person outside of the scope does not exist for the asker.
    if (found.recipient.kind == ledger::SubjectKind::kPerson)
      LEYE_CHECK(registry::person_of(reader, permit.scope, PersonId(found.recipient.id)));
    return found;
  });
  if (!message) return fail(message.error());
  ledger::Command command;
  command.account = account.id;
  command.key = key;
  command.action = "outreach.reached";
  command.body = Hasher().field(to_text(id)).field(channel).finish();
  command.subject = message->recipient;
  command.unit = account.division;
  const auto done = ledger.perform(command, [&](ledger::Act& act) -> Result<ledger::Response> {
    LEYE_CHECK(act.record(told(*message, channel, today)));
    LEYE_CHECK(act.tx().execute(
        "UPDATE message SET reached_on = ? WHERE recipient_id = ? AND message_id = ? AND "
        "reached_on IS NULL",
        today, message->recipient.id, id));
    return ledger::Response{};
  });
  if (!done) return fail(done.error());
  return {};
}

}  // namespace leye::outreach
