#include <array>

#include "facts/cells.h"
#include "server/views.h"

namespace leye::server {
namespace {

using access::Action;
using ledger::Kind;

constexpr std::int64_t kPage = 100;

/// What the role may read of contacts and services: all, what the account recorded itself, nothing.
std::vector<ledger::Entry> readable(const View& view, std::vector<ledger::Entry> rows) {
  const auto& fields = view.permit.fields;
  if (fields.reads(access::FieldClass::kServices)) return rows;
  const bool own = fields.of(access::FieldClass::kServices) == access::Reach::kOwn;
  std::erase_if(rows, [&](const ledger::Entry& entry) {
    return !own || entry.recorded_by != view.permit.scope.account();
  });
  return rows;
}

Result<dto::Entries> entries_page(const View& view, const Call& call,
                                  const dto::EntryQuery& query) {
  const auto& scope = view.permit.scope;
  LEYE_CHECK(registry::person_of(view.reader, scope, query.person_id));
  std::optional<EntryId> after;
  if (const auto cursor = given(query.cursor)) {
    LEYE_TRY(const auto id, view.app.cursors().read("entries", call.account->id, *cursor));
    after = EntryId(id);
  }
  ledger::EntryFilter filter;
  filter.corrected = true;
  LEYE_TRY(const auto rows,
           ledger::entries_of(view.reader, scope, query.person_id, filter, after, kPage));
  dto::Entries out;
  auto readable_rows = readable(view, rows);
  std::erase_if(readable_rows, [&](const ledger::Entry& entry) {
    return !call.within_mandate(entry.occurred_on);
  });
  LEYE_TRY(out.items, shown(view, readable_rows));
  if (static_cast<std::int64_t>(rows.size()) == kPage)
    out.next_cursor = view.app.cursors().make("entries", call.account->id, rows.back().id.uuid());
  return out;
}

/// What people record by hand; everything else comes from runs and from other acts.
constexpr std::array kByHand{
    Kind::kFollowUpDone,  Kind::kFollowUpAttempted, Kind::kHomeVisitDone, Kind::kBriefingGiven,
    Kind::kGuidanceGiven, Kind::kJobRecommended,    Kind::kPartDeclined,  Kind::kPackageDeclined,
    Kind::kHelpRequested, Kind::kFirstContactMade,  Kind::kHelpResolved,  Kind::kFactStated,
    Kind::kEntryWithdrawn};

Result<Kind> kind_by_hand(const std::string& text) {
  const auto kind = ledger::kind_of(text);
  if (!kind || std::find(kByHand.begin(), kByHand.end(), *kind) == kByHand.end())
    return fail("entry.kind_by_hand", "/kind", {{"kind", text}});
  return *kind;
}

/// Does it count for its standard? An attempt that reached nobody does not; a job does when the
/// counsellor says why it fits this person (domain.md 5.5, 5.6).
std::optional<bool> effective(Kind kind, const std::optional<std::string>& note) {
  switch (kind) {
    case Kind::kFollowUpDone:
    case Kind::kHomeVisitDone:
    case Kind::kBriefingGiven:
    case Kind::kGuidanceGiven:
      return true;
    case Kind::kFollowUpAttempted:
      return false;
    case Kind::kJobRecommended:
      return note.has_value();
    default:
      return std::nullopt;
  }
}

Result<ledger::NewEntry> entry_of(const dto::NewEntry& request) {
  ledger::NewEntry entry;
  LEYE_TRY(entry.kind, kind_by_hand(request.kind.value));
  entry.subject = ledger::of(request.person_id);
  entry.occurred_on = request.occurred_on;
  entry.id = request.entry_id;
  entry.channel = given(request.channel);
  entry.code = given(request.code);
  entry.n = request.n;
  entry.corrects = request.corrects;
  const auto note = given(request.note);
  entry.effective = effective(entry.kind, note);
  if (const auto ref = given(request.ref)) {
    const auto id = parse_uuid(*ref);
    if (!id) return fail("json.uuid", "/ref", {{"text", *ref}});
    entry.ref = *id;
  }
  // A note may name anybody and anything: it is kept sealed.
  if (note) entry.sealed = boost::json::serialize(boost::json::object{{"v", 1}, {"note", *note}});
  return entry;
}

/// The rule literal of an answer as a form sends it.
std::optional<std::string> literal_text(const boost::json::value& value) {
  if (const auto* flag = value.if_bool()) return *flag ? "true" : "false";
  if (const auto* number = value.if_int64()) return std::to_string(*number);
  if (const auto* text = value.if_string()) return std::string(*text);
  return std::nullopt;
}

Result<ledger::FactStatement> statement_of(const App& app, const dto::NewEntry& request,
                                           const dto::StatedFact& stated) {
  const auto& environment = app.pack().environment;
  const auto* declared = environment.find_fact(stated.fact.value);
  if (!declared) return fail("fact.unknown", "/facts", {{"fact", stated.fact.value}});
  ledger::FactStatement out;
  out.person = request.person_id;
  out.fact = stated.fact.value;
  out.occurred_on = request.occurred_on;
  out.channel = given(request.channel);
  out.refused = stated.refused.value_or(false);
  out.base_version = stated.base_version;
  out.value = stated.state == dto::FactState::kAbsent ? "absent" : "unknown";
  if (stated.state != dto::FactState::kKnown) return out;
  const auto text = stated.value ? literal_text(*stated.value) : std::nullopt;
  const auto literal = text ? facts::parse_cell(environment, declared->type, *text, {})
                            : std::optional<rules::Literal>();
  if (!literal)
    return fail("fact.value", "/facts",
                {{"fact", out.fact}, {"type", environment.type_name(declared->type)}});
  out.value = *text;
  const auto number = rules::view(*literal).number;
  if (declared->type.is(rules::Kind::kInt)) out.n = number;
  if (declared->type.is(rules::Kind::kMoney)) out.fen = Fen(number);
  if (declared->type.is(rules::Kind::kDate)) out.date = Date(static_cast<std::int32_t>(number));
  return out;
}

Result<Stored<dto::Recorded>> record(App& app, Call& call, const dto::NewEntry& request) {
  LEYE_TRY(const auto entry, entry_of(request));
  std::vector<ledger::FactStatement> statements;
  for (const auto& stated : request.facts.value_or(std::vector<dto::StatedFact>{})) {
    LEYE_TRY(auto statement, statement_of(app, request, stated));
    statements.push_back(std::move(statement));
  }
  LEYE_CHECK(app.db().read([&](store::Reader& reader) {
    return registry::person_of(reader, call.permit->scope, request.person_id);
  }));
  ledger::Command command;
  command.account = call.account->id;
  command.key = call.command->uuid();
  command.action = access::code(Action::kRecordEntry);
  command.body = digest_of(call.request.body);
  command.subject = ledger::of(request.person_id);
  command.if_match = call.if_match;
  command.unit = call.account->division;
  command.purpose = std::string(access::code(call.permit->scope.purpose()));
  command.scope = call.permit->scope.text();
  EntryId main;
  const auto change = [&](ledger::Act& act) -> Result<ledger::Response> {
    LEYE_TRY(const auto made, act.record(entry));
    main = made.id;
    for (const auto& statement : statements) LEYE_CHECK(ledger::state_fact(act, statement));
    return ledger::Response{201, {}, 0, false};
  };
  const auto answer = [&](ledger::Act& act, std::int64_t version) -> Result<std::string> {
    const View view{app, act.tx(), *call.permit, call.today, call.locale};
    LEYE_TRY(const auto all, shown(view, act.entries()));
    dto::Recorded out;
    for (const auto& one : all) {
      if (one.entry_id == main)
        out.entry = one;
      else
        out.entries.push_back(one);
    }
    out.closed_tasks = act.closed_tasks;
    out.opened_tasks = act.opened_tasks;
    out.person_version = version;
    return json::write(out);
  };
  LEYE_TRY(auto response, app.ledger().perform(command, change, answer));
  return Stored<dto::Recorded>{response.status, std::move(response.body), response.version};
}

}  // namespace

void add_entry_routes(Api& api, App* app) {
  api.add<dto::EntryQuery, dto::Entries>(
      {"GET", "/persons/{person_id}/entries", "personEntries", "服务记录", {}},
      Access::to(Action::kOpenPerson), [app](Call& call, const dto::EntryQuery& query) {
        return app->db().read([&](store::Reader& reader) {
          return entries_page({*app, reader, *call.permit, call.today, call.locale}, call, query);
        });
      });

  api.add<dto::NewEntry, Stored<dto::Recorded>>(
      {"POST",
       "/persons/{person_id}/entries",
       "recordEntry",
       "写一条服务记录",
       {"C2.2.5", "C2.2.6", "C2.3.9", "C2.3.10", "C2.3.11"}},
      Access::to(Action::kRecordEntry).answers(201),
      [app](Call& call, const dto::NewEntry& request) { return record(*app, call, request); });
}

}  // namespace leye::server
