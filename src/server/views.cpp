#include "server/views.h"

#include <algorithm>
#include <boost/json.hpp>
#include <set>

#include "ledger/tables.h"

namespace leye::server {
namespace {

store::Sql in_list(std::string_view column, std::span<const PersonId> ids) {
  store::Sql sql{std::string(column) + " IN (", {}};
  for (std::size_t i = 0; i < ids.size(); ++i) sql.add(i == 0 ? "?" : ", ?", ids[i]);
  return sql.add(")");
}

void count(History& history, const std::string& kind, Date on,
           const std::optional<std::string>& channel, bool effective) {
  if (kind == "BriefingGiven") history.package.briefings += effective;
  if (kind == "GuidanceGiven") history.package.guidances += effective;
  if (kind == "JobRecommended") history.package.jobs += effective;
  const bool contact = kind == "FollowUpDone" || kind == "HomeVisitDone";
  if (contact && (!history.last_contact || history.last_contact->on < on))
    history.last_contact = dto::LastContact{on, channel.value_or("")};
}

std::int64_t jobs_needed(const View& view) {
  const auto& environment = view.app.pack().environment;
  const auto index = environment.param_index("package.jobs");
  const auto* row = index ? environment.params[*index].at(view.today) : nullptr;
  return row ? rules::view(row->value).number : 0;
}

/// The facts a task is to ask for (`missing` of its body, casework/duties.h), in the reader's
/// words.
std::vector<dto::MissingFact> missing_facts(const View& view, const std::string& body) {
  std::vector<dto::MissingFact> out;
  const auto parsed = json::parse(body);
  if (!parsed || !parsed->is_object()) return out;
  const auto* missing = parsed->as_object().if_contains("missing");
  if (!missing || !missing->is_array()) return out;
  for (const auto& item : missing->as_array()) {
    const auto* object = item.if_object();
    const auto* name = object ? object->if_contains("fact") : nullptr;
    if (!name || !name->is_string()) continue;
    const std::string fact(name->as_string());
    const auto* declared = view.app.pack().environment.find_fact(fact);
    const auto ask = declared ? view.app.words(declared->ask, view.locale) : std::string();
    out.push_back(
        {fact, ask.empty() && declared ? view.app.words(declared->title, view.locale) : ask});
  }
  return out;
}

Result<std::map<TaskId, std::string>> bodies(const View& view,
                                             std::span<const ledger::WorkItem> items) {
  store::Sql in{"t.task_id IN (", {}};
  for (std::size_t i = 0; i < items.size(); ++i) in.add(i == 0 ? "?" : ", ?", items[i].task);
  access::PeopleQuery q(view.permit.scope, {"t.person_id", "t.division"});
  q.select("t.task_id, t.body FROM task t").where(in.add(")")).where("t.body IS NOT NULL");
  LEYE_TRY(const auto rows, (view.reader.query<TaskId, std::string>(q.sql())));
  std::map<TaskId, std::string> out;
  for (const auto& [task, body] : rows) out[task] = body;
  return out;
}

dto::WorkItem shown_item(const View& view, const ledger::WorkItem& item) {
  dto::WorkItem out;
  out.task_id = item.task;
  out.kind = item.kind;
  out.standard = item.standard;
  out.clause = item.clause.value_or("");
  out.due_on = item.due_on;
  out.state = std::string(code(item.state));
  if (ledger::is_open(item.state))
    out.overdue_days = std::max<std::int64_t>(0, days_between(item.due_on, view.today));
  out.period = item.period.value_or("");
  out.version = item.version;
  out.person.place = item.place.value_or("");
  out.person.groups = groups_of(item.tags);
  // A task to ask for missing facts stands under `standard/fact` (casework/duties.h).
  const std::string key = item.standard.value_or("");
  const auto rule = view.app.pack().find(key.substr(0, key.find('/')), view.today);
  if (rule.standard) out.title = view.app.words(rule.standard->task.title, view.locale);
  if (!rule.standard || item.kind == "fact")
    out.title =
        message(view.locale, "task." + item.kind) + (out.title.empty() ? "" : "：" + out.title);
  return out;
}

std::string recorder(const View& view, const std::optional<AccountId>& account,
                     std::map<AccountId, std::string>& names) {
  if (!account) return message(view.locale, "entry.by_system");
  const auto known = names.find(*account);
  if (known != names.end()) return known->second;
  const auto found = access::account_of(view.reader, *account);
  return names[*account] = found ? found->name : std::string();
}

/// Members of the entry's document that are shown.
void add_document(const View& view, const ledger::Entry& entry, dto::Entry& out) {
  const auto read = [&](const std::string& text) {
    const auto parsed = json::parse(text);
    if (!parsed || !parsed->is_object()) return;
    const auto& document = parsed->as_object();
    if (const auto* note = document.if_contains("note"); note && note->is_string())
      out.text = note->as_string();
    if (const auto* ids = document.if_contains("clause_ids"); ids && ids->is_array())
      for (const auto& id : ids->as_array())
        if (id.is_string()) out.clauses.emplace_back(id.as_string());
  };
  if (!entry.body.empty()) read(entry.body);
  // Beside those who read notes, whoever wrote one may read it again.
  const bool own = view.permit.fields.of(access::FieldClass::kNotes) == access::Reach::kOwn &&
                   entry.recorded_by == view.permit.scope.account();
  if (!entry.has_sealed || (!own && !view.permit.fields.reads(access::FieldClass::kNotes))) return;
  const auto opened = ledger::open_sealed(view.reader, view.app.keys(), entry.subject, entry.id);
  if (opened) read(*opened);
}

Result<std::map<EntryId, EntryId>> corrections(const View& view,
                                               std::span<const ledger::Entry> entries) {
  std::map<EntryId, EntryId> out;
  std::vector<PersonId> people;
  for (const auto& entry : entries)
    if (entry.subject.kind == ledger::SubjectKind::kPerson) people.emplace_back(entry.subject.id);
  if (people.empty()) return out;
  access::PeopleQuery q(view.permit.scope, {"e.person_id"});
  q.select("e.corrects, e.entry_id FROM entry e")
      .where(in_list("e.person_id", people))
      .where("e.corrects IS NOT NULL");
  LEYE_TRY(const auto rows, (view.reader.query<EntryId, EntryId>(q.sql())));
  for (const auto& [corrected, by] : rows) out[corrected] = by;
  return out;
}

}  // namespace

Result<std::map<PersonId, History>> histories(const View& view, std::span<const PersonId> people) {
  std::map<PersonId, History> out;
  if (people.empty()) return out;
  const std::int64_t needed = jobs_needed(view);
  for (const auto& person : people) out[person].package.jobs_needed = needed;
  access::PeopleQuery q(view.permit.scope, {"e.person_id"});
  q.select("e.person_id, e.kind, e.occurred_on, e.channel, e.effective FROM entry e")
      .where(in_list("e.person_id", people))
      .where(
          "e.kind IN ('FollowUpDone', 'HomeVisitDone', 'BriefingGiven', 'GuidanceGiven', "
          "'JobRecommended')")
      .where(access::committed("e.run_id"))
      .where(ledger::not_corrected(ledger::table_of(ledger::SubjectKind::kPerson)));
  LEYE_TRY(const auto rows,
           (view.reader.query<PersonId, std::string, Date, std::optional<std::string>,
                              std::optional<bool>>(q.sql())));
  for (const auto& [person, kind, on, channel, effective] : rows)
    count(out[person], kind, on, channel, effective.value_or(false));
  return out;
}

Result<std::map<PersonId, std::int64_t>> open_tasks(const View& view,
                                                    std::span<const PersonId> people) {
  std::map<PersonId, std::int64_t> out;
  if (people.empty()) return out;
  access::PeopleQuery q(view.permit.scope, {"w.person_id", "w.division"});
  q.select("w.person_id, count(*) FROM work_item w")
      .where(in_list("w.person_id", people))
      .where("w.state IN ('proposed', 'assigned', 'in_progress')")
      .where(access::committed("w.run_id"))
      .group("w.person_id");
  LEYE_TRY(const auto rows, (view.reader.query<PersonId, std::int64_t>(q.sql())));
  for (const auto& [person, count] : rows) out[person] = count;
  return out;
}

ledger::WorkItem work_item_of(const ledger::Task& task) {
  ledger::WorkItem item;
  item.task = task.id;
  item.division = task.what.division;
  item.subject_kind = task.what.subject_kind;
  item.subject = task.what.subject;
  item.person = task.what.person;
  item.kind = task.what.kind;
  item.standard = task.what.standard;
  item.clause = task.what.clause;
  item.period = task.what.period;
  item.due_on = task.what.due_on;
  item.state = task.state;
  item.place = task.what.place;
  item.tags = task.what.tags;
  item.owner = task.what.owner;
  item.opened_on = task.opened_on;
  item.closed_on = task.closed_on;
  item.version = task.version;
  return item;
}

bool is_open(std::string_view task_state) {
  const auto state = ledger::task_state_of(task_state);
  return state && ledger::is_open(*state);
}

Result<std::vector<dto::WorkItem>> shown(const View& view,
                                         std::span<const ledger::WorkItem> items) {
  std::vector<dto::WorkItem> out;
  if (items.empty()) return out;
  std::set<PersonId> distinct;
  for (const auto& item : items)
    if (item.person) distinct.insert(*item.person);
  const std::vector<PersonId> people(distinct.begin(), distinct.end());
  LEYE_TRY(const auto rows, registry::people_of(view.reader, view.permit.scope, people));
  LEYE_TRY(const auto past, histories(view, people));
  LEYE_TRY(const auto documents, bodies(view, items));
  for (const auto& item : items) {
    dto::WorkItem& one = out.emplace_back(shown_item(view, item));
    if (const auto body = documents.find(item.task); body != documents.end())
      one.missing = missing_facts(view, body->second);
    if (!item.person) continue;
    one.person.id = *item.person;
    if (const auto row = rows.find(*item.person); row != rows.end()) {
      one.person.name = row->second.name;
      one.person.sex = sex_of(row->second.sex);
      one.person.age = age_of(row->second.birth, view.today);
      if (one.person.groups.empty()) one.person.groups = groups_of(row->second.tags);
      if (one.person.place.empty()) one.person.place = row->second.place.value_or("");
    }
    if (const auto history = past.find(*item.person); history != past.end()) {
      one.package = history->second.package;
      one.last_contact = history->second.last_contact;
    }
  }
  return out;
}

Result<std::vector<dto::Entry>> shown(const View& view, std::span<const ledger::Entry> entries) {
  LEYE_TRY(const auto corrected_by, corrections(view, entries));
  std::map<AccountId, std::string> names;
  std::vector<dto::Entry> out;
  for (const auto& entry : entries) {
    dto::Entry one;
    one.entry_id = entry.id;
    one.kind = std::string(code(entry.kind));
    one.title = message(view.locale, "entry." + one.kind);
    one.occurred_on = entry.occurred_on;
    one.recorded_at = entry.recorded_at;
    one.recorded_by = recorder(view, entry.recorded_by, names);
    one.unit = entry.unit ? view.app.division_name(*entry.unit) : "";
    one.channel = entry.channel.value_or("");
    one.code = entry.code.value_or("");
    one.effective = entry.effective.value_or(false);
    one.ref = entry.ref ? to_text(*entry.ref) : "";
    one.n = entry.n;
    if (view.permit.fields.reads(access::FieldClass::kAmount)) one.fen = entry.fen;
    one.corrects = entry.corrects;
    if (const auto by = corrected_by.find(entry.id); by != corrected_by.end())
      one.corrected_by = by->second;
    add_document(view, entry, one);
    out.push_back(std::move(one));
  }
  return out;
}

std::vector<std::string> groups_of(const std::optional<std::string>& tags) {
  std::vector<std::string> out;
  std::string_view rest = tags ? std::string_view(*tags) : std::string_view();
  while (!rest.empty()) {
    const auto end = std::min(rest.find('|'), rest.size());
    if (end > 0) out.emplace_back(rest.substr(0, end));
    rest.remove_prefix(std::min(end + 1, rest.size()));
  }
  return out;
}

std::string sex_of(const std::optional<std::string>& code) {
  return code == "M" ? "male" : code == "F" ? "female" : "";
}

int age_of(const std::optional<Date>& birth, Date today) {
  return birth ? static_cast<int>(age(*birth, today)) : 0;
}

dto::DivisionName division_name(const App& app, const std::optional<std::string>& code) {
  return {code.value_or(""), code ? app.division_name(*code) : ""};
}

std::int64_t page_size(std::optional<int> limit) { return std::clamp(limit.value_or(50), 1, 200); }

std::optional<std::string> given(std::string_view text) {
  return text.empty() ? std::nullopt : std::optional<std::string>(text);
}

}  // namespace leye::server
