#include "access/own_file.h"
#include "codes/calendar.h"
#include "server/acts.h"
#include "server/dto/own_file.h"
#include "server/person_pages.h"

namespace leye::server {
namespace {

using access::Action;

constexpr int kAnswerDays = 15;  // working days, PIPL art. 50 leaves the term to us
constexpr std::int64_t kLooks = 500;

Result<dto::Looks> looks(App& app, const Call& call) {
  return app.db().read([&](store::Reader& reader) -> Result<dto::Looks> {
    LEYE_TRY(const auto all, access::looks_at(reader, *call.account->person, kLooks));
    dto::Looks out;
    for (const auto& look : all) {
      dto::Look one{
          look.at, "", "", look.action, look.purpose.value_or(""), look.field.value_or("")};
      // The office and what she is there for, not her name.
      if (const auto who = access::account_of(reader, look.account)) {
        one.role = access::code(who->role);
        one.unit = app.division_name(who->division);
      }
      out.items.push_back(std::move(one));
    }
    return out;
  });
}

/// What can be corrected has a name of ours; anything else could carry a person's data unsealed.
bool is_known(const App& app, std::string_view field) {
  return access::field_class_of(field) || app.pack().environment.find_fact(field) != nullptr;
}

Result<dto::CorrectionAsked> ask(App& app, const Call& call, PersonId person,
                                 const std::string& field, const std::string& wanted) {
  if (!is_known(app, field)) return fail("access.correction_field", "/field");
  access::Correction c;
  c.id = call.command->uuid();
  c.person = person;
  c.field = field;
  c.wanted = wanted;
  c.asked_by = call.account->id;
  c.asked_at = call.now;
  c.due_on = app.calendar().due_working_days(call.now, kAnswerDays).date;
  return app.db().write([&](store::Transaction& tx) -> Result<dto::CorrectionAsked> {
    LEYE_CHECK(registry::person_of(tx, call.permit->scope, person));
    // The key of the request is the request's id: a repetition is the same one.
    const auto known = access::correction_of(tx, app.keys(), call.permit->scope, c.id);
    if (known) return dto::CorrectionAsked{known->id, known->due_on};
    if (known.error().code != "access.correction_unknown") return fail(known.error());
    LEYE_CHECK(access::ask_correction(tx, app.keys(), c));
    LEYE_CHECK(note(app, tx, call, "correction.ask", person.uuid()));
    return dto::CorrectionAsked{c.id, c.due_on};
  });
}

Result<dto::Corrections> corrections(App& app, const Call& call, bool only_open) {
  return app.db().read([&](store::Reader& reader) -> Result<dto::Corrections> {
    LEYE_TRY(const auto all,
             access::corrections(reader, app.keys(), call.permit->scope, only_open));
    dto::Corrections out;
    for (const auto& c : all)
      out.items.push_back({c.id, c.person, c.field, c.wanted, c.asked_at, c.due_on,
                           c.state == "asked" && call.today > c.due_on, c.state, c.answer,
                           c.version});
    return out;
  });
}

Result<NoContent> decide(App& app, const Call& call, const dto::DecideCorrection& r) {
  const auto written = app.db().write([&](store::Transaction& tx) -> Result<void> {
    LEYE_TRY(const auto c,
             access::correction_of(tx, app.keys(), call.permit->scope, r.correction_id));
    LEYE_CHECK(access::decide_correction(tx, app.keys(), c, *call.if_match, call.account->id,
                                         r.accept, given(r.answer).value_or(""), call.now));
    return note(app, tx, call, "correction.decide", c.person.uuid());
  });
  if (!written) return fail(written.error());
  return NoContent{};
}

Result<NoContent> choose(App& app, const Call& call, PersonId person, bool wanted) {
  const auto* notice = app.notices().find(kMessagesNotice);
  const std::string version = notice ? notice->version : "-";
  const auto written = app.db().write([&](store::Transaction& tx) -> Result<void> {
    LEYE_CHECK(registry::person_of(tx, call.permit->scope, person));
    LEYE_CHECK(access::choose_messages(tx, person, wanted, version, call.now));
    return note(app, tx, call, wanted ? "messages.accept" : "messages.object", person.uuid());
  });
  if (!written) return fail(written.error());
  return NoContent{};
}

Result<dto::Me> me(App& app, const Call& call) {
  return app.db().read([&](store::Reader& reader) -> Result<dto::Me> {
    dto::Me out;
    out.person = *call.account->person;
    LEYE_TRY(out.wants_messages, access::wants_messages(reader, out.person));
    if (const auto* notice = app.notices().find("privacy")) out.privacy_version = notice->version;
    return out;
  });
}

/// All her entries, oldest first, as an office sees them.
Result<dto::Entries> all_entries(const View& view, PersonId person) {
  dto::Entries out;
  ledger::EntryFilter filter;
  filter.corrected = true;
  constexpr std::int64_t kAtOnce = 200;
  std::optional<EntryId> after;
  for (;;) {
    LEYE_TRY(const auto rows,
             ledger::entries_of(view.reader, view.permit.scope, person, filter, after, kAtOnce));
    LEYE_TRY(auto page, shown(view, rows));
    for (auto& one : page) out.items.push_back(std::move(one));
    if (static_cast<std::int64_t>(rows.size()) < kAtOnce) return out;
    after = rows.back().id;
  }
}

/// What is held about her, in one file that other programs read as well (PIPL art. 45).
Result<File> own_copy(App& app, const Call& call) {
  const auto person = *call.account->person;
  std::string text;
  LEYE_TRY(const auto asked, corrections(app, call, false));
  LEYE_TRY(const auto seen, looks(app, call));
  LEYE_CHECK(app.db().read([&](store::Reader& reader) -> Result<void> {
    const View view{app, reader, *call.permit, call.today, call.locale};
    const auto part = [&](std::string_view name, const std::string& json) {
      text.append(text.empty() ? "{" : ",\n").append("\"").append(name).append("\":").append(json);
    };
    LEYE_TRY(const auto page, person_page(view, person));
    LEYE_TRY(const auto facts, facts_of(view, person));
    LEYE_TRY(const auto entries, all_entries(view, person));
    LEYE_TRY(const auto outcomes, determinations(view, person, call.today));
    part("made_at", json::write(call.now));
    part("person", json::write(page));
    part("facts", json::write(facts));
    part("entries", json::write(entries));
    part("determinations", json::write(outcomes));
    part("corrections", json::write(asked));
    part("looks", json::write(seen));
    text += "}\n";
    return {};
  }));
  LEYE_CHECK(app.db().write(
      [&](store::Transaction& tx) { return note(app, tx, call, "own.copy", person.uuid()); }));
  return File{"application/json", "我的信息-" + to_text(call.today) + ".json", std::move(text)};
}

void add_own(Api& api, App* app) {
  const Access see = Access::to(Action::kSeeOwnFile);
  const Access change = Access::to(Action::kChangeOwnFile);
  api.add<dto::Nothing, dto::Me>({"GET", "/me", "me", "我的", {}}, see,
                                 [app](Call& call, const dto::Nothing&) { return me(*app, call); });
  api.add<dto::Nothing, File>(
      {"GET", "/me/file", "ownFile", "下载我的信息", {}}, see,
      [app](Call& call, const dto::Nothing&) { return own_copy(*app, call); });
  api.add<dto::Nothing, dto::Looks>(
      {"GET", "/me/looks", "looksAtMe", "谁看过我的信息", {}}, see,
      [app](Call& call, const dto::Nothing&) { return looks(*app, call); });
  api.add<dto::Nothing, dto::Corrections>(
      {"GET", "/me/corrections", "myCorrections", "我的更正申请", {}}, see,
      [app](Call& call, const dto::Nothing&) { return corrections(*app, call, false); });
  api.add<dto::NewCorrection, dto::CorrectionAsked>(
      {"POST", "/me/corrections", "askCorrection", "申请更正", {}}, change.answers(201),
      [app](Call& call, const dto::NewCorrection& r) {
        return ask(*app, call, *call.account->person, r.field.value, r.wanted.value);
      });
  api.add<dto::MessageChoice, NoContent>(
      {"POST", "/me/messages", "chooseMessages", "是否接收通知", {}},
      change.without_key("the newest word holds"), [app](Call& call, const dto::MessageChoice& r) {
        return choose(*app, call, *call.account->person, r.wanted);
      });
  api.add<dto::Nothing, NoContent>(
      {"POST", "/me:close", "closeOwnAccount", "注销账号", {}},
      change.without_key("an account closes once"), [app](Call& call, const dto::Nothing&) {
        return act(*app, call, "account.close-own", call.account->person->uuid(),
                   [&](store::Transaction& tx) {
                     return access::close_account(tx, call.account->id, call.now);
                   });
      });
}

}  // namespace

void add_own_file_routes(Api& api, App* app) {
  add_own(api, app);
  api.add<dto::Nothing, dto::Corrections>(
      {"GET", "/corrections", "corrections", "待办更正申请", {}},
      Access::to(Action::kDecideCorrection),
      [app](Call& call, const dto::Nothing&) { return corrections(*app, call, true); });
  api.add<dto::DecideCorrection, NoContent>(
      {"POST", "/corrections/{correction_id}:decide", "decideCorrection", "答复更正申请", {}},
      Access::to(Action::kDecideCorrection).edits().without_key("a request is decided once"),
      [app](Call& call, const dto::DecideCorrection& r) { return decide(*app, call, r); });
  api.add<dto::NewCorrectionFor, dto::CorrectionAsked>(
      {"POST", "/persons/{person_id}/corrections", "askCorrectionFor", "代为申请更正", {}},
      Access::to(Action::kRecordEntry).answers(201),
      [app](Call& call, const dto::NewCorrectionFor& r) {
        return ask(*app, call, r.person_id, r.field.value, r.wanted.value);
      });
  api.add<dto::MessageChoiceFor, NoContent>(
      {"POST", "/persons/{person_id}:messages", "chooseMessagesFor", "代为选择是否接收通知", {}},
      Access::to(Action::kRecordEntry).without_key("the newest word holds"),
      [app](Call& call, const dto::MessageChoiceFor& r) {
        return choose(*app, call, r.person_id, r.wanted);
      });
}

}  // namespace leye::server
