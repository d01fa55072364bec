#include "ledger/command.h"

namespace leye::ledger {
namespace {

std::string cell_row(const CommandId& id) { return to_text(id); }

Digest signature(const Command& c) {
  return Hasher().field(c.action).field(to_text(c.subject.id)).field(to_text(c.body)).finish();
}

Result<void> insert_command(Act& act, const Command& c, const Response& response) {
  const auto id = act.command();
  std::optional<store::Bytes> sealed;
  if (!response.body.empty()) {
    // The answer holds what the ledger holds about a person: sealed at rest like any such copy.
    const auto bytes = act.keys().seal({"command", "response", cell_row(id)}, response.body);
    sealed.emplace(bytes.begin(), bytes.end());
  }
  LEYE_CHECK(act.tx().execute(
      "INSERT INTO command (subject_id, command_id, subject_kind, account_id, action, body_digest, "
      "recorded_at, run_id, status, response, version) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
      c.subject.id, id, code(c.subject.kind), c.account, c.action, signature(c), act.now(), c.run,
      response.status, sealed, response.version));
  return {};
}

}  // namespace

CommandId command_id(const std::optional<AccountId>& account, const Uuid& key) {
  Hasher h;
  h.field("command").field(account ? to_text(*account) : std::string()).field(to_text(key));
  return CommandId(derived_uuid(0, h.finish()));
}

Result<std::int64_t> close_act(Act& act, const Subject& main) {
  for (const auto& subject : act.changed()) {
    LEYE_CHECK(act.tx().execute(
        "INSERT INTO subject_version (subject_id, version) VALUES (?, ?) ON CONFLICT (subject_id) "
        "DO UPDATE SET version = subject_version.version + 1",
        subject.id, 1));
    LEYE_CHECK(act.tx().execute(
        "INSERT INTO change (subject_id, command_id, subject_kind) VALUES (?, ?, ?) ON CONFLICT "
        "(subject_id, command_id) DO NOTHING",
        subject.id, act.command(), code(subject.kind)));
  }
  return version_of(act.tx(), main.id);
}

Result<void> close_command(Act& act, const Command& command, const Response& response) {
  access::Leaf leaf;
  leaf.subject = command.subject.id;
  leaf.account = command.account;
  leaf.action = command.action;
  leaf.purpose = command.purpose;
  leaf.scope = command.scope;
  leaf.count = static_cast<std::int64_t>(act.entries().size());
  LEYE_CHECK(act.leave(std::move(leaf)));
  return insert_command(act, command, response);
}

Result<std::optional<Response>> Ledger::stored(store::Reader& reader, CommandId id,
                                               const Command& command) const {
  std::optional<Response> found;
  const store::Sql sql{
      "SELECT body_digest, status, response, version FROM command WHERE command_id = ?", {id}};
  LEYE_CHECK(reader.for_each(sql, [&](const store::Row& row) -> Result<void> {
    LEYE_TRY(const auto digest, row.get<Digest>(0));
    if (digest != signature(command)) return fail("command.key_reused");
    Response response;
    response.repeated = true;
    LEYE_TRY(response.status, row.get<int>(1));
    LEYE_TRY(const auto sealed, access::sealed_at(row, 2));
    LEYE_TRY(response.version, row.get<std::int64_t>(3));
    if (sealed) {
      LEYE_TRY(response.body, keys_.open({"command", "response", cell_row(id)}, *sealed));
    }
    found = std::move(response);
    return {};
  }));
  return found;
}

Result<Response> Ledger::run(store::Transaction& tx, CommandId id, const Command& command,
                             const Change& change, const Finish& finish) {
  LEYE_TRY(auto old, stored(tx, id, command));
  if (old) return std::move(*old);
  if (command.if_match) {
    LEYE_TRY(const auto version,
             tx.find<std::int64_t>(
                 "SELECT version FROM subject_version WHERE subject_id = ? {for_update}",
                 command.subject.id));
    if (version.value_or(0) != *command.if_match)
      return fail("command.version", {}, {{"version", std::to_string(version.value_or(0))}});
  }
  Act act(tx, {&keys_, clock_.now(), clock_.today(), id, std::nullopt, command.account, 0,
               command.unit});
  LEYE_TRY(auto response, change(act));
  if (after_ != nullptr && !act.entries().empty()) LEYE_CHECK(after_->after_entry(act));
  LEYE_TRY(response.version, close_act(act, command.subject));
  if (finish) {
    LEYE_TRY(response.body, finish(act, response.version));
  }
  LEYE_CHECK(close_command(act, command, response));
  return response;
}

Result<Response> Ledger::perform(const Command& command, const Change& change,
                                 const Finish& finish) {
  const auto id = command_id(command.account, command.key);
  const auto once = [&] {
    return db_.write([&](store::Transaction& tx) { return run(tx, id, command, change, finish); });
  };
  auto response = once();
  // Two requests with one key at once: the loser finds the winner's answer.
  if (!response && store::is_unique_violation(response.error(), "command")) return once();
  return response;
}

}  // namespace leye::ledger
