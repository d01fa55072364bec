#include "access/confirmations.h"
#include "server/pathway_view.h"
#include "server/person_pages.h"

namespace leye::server {
namespace {

using access::Action;
using access::FieldClass;

/// The permit of a search: a window finds one person in the whole city by full id and a reason,
/// everybody else looks inside the own office.
Result<access::Permit> search_permit(App& app, const Call& call, const dto::PersonSearch& search) {
  const auto citizen_id = given(search.citizen_id);
  if (!citizen_id || !given(search.reason)) return call.permit_for(Action::kSearchPeople, {});
  LEYE_TRY(const auto person, app.db().read([&](store::Reader& reader) {
    return registry::person_by_citizen_id(reader, app.keys(), *citizen_id);
  }));
  // For an id nobody has, the scope is one person who does not exist: the answer is empty and
  // takes the same way.
  const PersonId found = person.value_or(PersonId(Uuid{}));
  return call.permit_for(Action::kFindPerson, {found, std::nullopt, *given(search.reason)});
}

Result<dto::People> people_page(const View& view, const Call& call, const dto::PersonSearch& search,
                                access::Leaf& leaf) {
  std::optional<PersonId> after;
  if (const auto cursor = given(search.cursor)) {
    LEYE_TRY(const auto id, view.app.cursors().read("people", call.account->id, *cursor));
    after = PersonId(id);
  }
  const registry::PeopleFilter filter{given(search.name), given(search.citizen_id),
                                      given(search.phone_last4), given(search.group),
                                      given(search.division)};
  const auto& scope = view.permit.scope;
  LEYE_TRY(const auto page, registry::find_people(view.reader, view.app.keys(), scope, filter,
                                                  after, page_size(search.limit)));
  std::vector<PersonId> ids;
  for (const auto& row : page.items) ids.push_back(row.id);
  LEYE_TRY(auto past, histories(view, ids));
  LEYE_TRY(auto tasks, open_tasks(view, ids));
  dto::People out;
  for (const auto& row : page.items) {
    dto::PersonRow one{row.id,
                       row.name,
                       sex_of(row.sex),
                       age_of(row.birth, view.today),
                       view.permit.fields.reads(FieldClass::kGroups) ? groups_of(row.tags)
                                                                     : std::vector<std::string>(),
                       division_name(view.app, row.division),
                       std::nullopt,
                       tasks[row.id]};
    if (const auto& contact = past[row.id].last_contact) one.last_contact = contact->on;
    out.items.push_back(std::move(one));
  }
  out.total = page.total;
  if (page.next)
    out.next_cursor = view.app.cursors().make("people", call.account->id, page.next->uuid());
  leaf = access::list_leaf(scope, Action::kSearchPeople, page.query,
                           static_cast<std::int64_t>(page.items.size()));
  return out;
}

Result<void> add_case(const View& view, PersonId id, dto::Person& out) {
  LEYE_TRY(const auto states, ledger::states_of(view.reader, id));
  for (const auto& state : states)
    if (state.machine == ledger::Machine::kPersonCase)
      out.case_ = dto::CaseSummary{state.spell.state, state.spell.code.value_or(""), ""};
  if (!out.case_) return {};
  // The path written down with the case, else the one the pack sees today.
  if (out.case_->path.empty() && !out.paths.empty()) out.case_->path = out.paths.front().branch;
  out.case_->path_title = branch_title(view, out.case_->path);
  return {};
}

Result<void> add_tasks(const View& view, PersonId id, dto::Person& out) {
  LEYE_TRY(const auto tasks, ledger::tasks_about(view.reader, view.permit.scope, id));
  std::vector<ledger::WorkItem> items;
  for (const auto& task : tasks) items.push_back(work_item_of(task));
  LEYE_TRY(out.tasks, shown(view, items));
  const dto::WorkItem* next = nullptr;
  for (const auto& task : out.tasks)
    if (is_open(task.state) && (!next || task.due_on < next->due_on)) next = &task;
  if (next) out.next_step = dto::NextStep{next->title, next->clause, next->due_on, next->task_id};
  return {};
}

}  // namespace

Result<dto::Person> person_page(const View& view, PersonId id) {
  const auto& scope = view.permit.scope;
  LEYE_TRY(const auto row, registry::person_of(view.reader, scope, id));
  LEYE_TRY(const auto fields, registry::shown_fields(view.reader, view.app.keys(), scope, id));
  dto::Person out;
  out.id = row.id;
  LEYE_TRY(out.version, ledger::version_of(view.reader, row.id.uuid()));
  out.name = row.name;
  out.sex = sex_of(row.sex);
  out.age = age_of(row.birth, view.today);
  out.citizen_id = fields.citizen_id.value_or("");
  out.phone = fields.phone.value_or("");
  out.address = fields.address.value_or("");
  if (view.permit.fields.reads(FieldClass::kGroups)) out.groups = groups_of(row.tags);
  out.division = division_name(view.app, row.division);
  if (const auto* unit = view.app.divisions().find(row.division.value_or("")))
    out.responsible = view.app.divisions().full_name(*unit);
  LEYE_TRY(out.paths, paths_of(view, row.id));
  LEYE_CHECK(add_case(view, row.id, out));
  const std::vector<PersonId> ids{row.id};
  LEYE_TRY(auto past, histories(view, ids));
  out.package = past[row.id].package;
  LEYE_CHECK(add_tasks(view, row.id, out));
  return out;
}

namespace {

Result<dto::Links> links(const View& view, PersonId id) {
  LEYE_CHECK(registry::person_of(view.reader, view.permit.scope, id));
  LEYE_TRY(const auto rows, registry::links_of(view.reader, view.permit.scope, id));
  dto::Links out;
  if (!view.permit.fields.reads(FieldClass::kServices)) return out;
  for (const auto& row : rows)
    out.items.push_back({row.register_code, message(view.locale, "register." + row.register_code),
                         row.record, row.tier, to_text(row.since)});
  return out;
}

FieldClass class_of(dto::RevealField field) {
  switch (field) {
    case dto::RevealField::kCitizenId:
      return FieldClass::kCitizenId;
    case dto::RevealField::kPhone:
      return FieldClass::kPhone;
    case dto::RevealField::kAddress:
      return FieldClass::kAddress;
  }
  return FieldClass::kCitizenId;
}

constexpr std::int64_t kRevealSeconds = 60;

Result<dto::Revealed> reveal(App& app, const Call& call, const dto::Reveal& request) {
  const FieldClass field = class_of(request.field);
  const auto& reason = request.reason.value;
  LEYE_TRY(const auto permit, call.permit_for(Action::kReveal, {request.person_id, field, reason}));
  return app.db().write([&](store::Transaction& tx) -> Result<dto::Revealed> {
    LEYE_CHECK(registry::person_of(tx, permit.scope, request.person_id));
    auto leaf = access::reveal_leaf(permit.scope, request.person_id, field, reason);
    leaf.account = call.account->id;
    LEYE_CHECK(access::leave_leaf(tx, app.keys(), leaf, call.now));
    LEYE_TRY(const auto value,
             registry::open_field(tx, app.keys(), permit.scope, request.person_id, field));
    return dto::Revealed{value.value_or(""), kRevealSeconds};
  });
}

constexpr std::int64_t kVisitMinutes = 30;

/// A window found somebody by full id and reason: a leaf under her name, and half an hour to serve
/// her. Nobody found is a leaf without a name.
Result<void> found_by_id(App& app, const Call& call, const access::Scope& scope, std::string reason,
                         const dto::People& page) {
  const PersonId person = page.items.empty() ? PersonId(Uuid{}) : page.items.front().id;
  auto leaf = access::open_leaf(scope, Action::kFindPerson, person);
  leaf.reason = std::move(reason);
  return app.db().write([&](store::Transaction& tx) -> Result<void> {
    LEYE_CHECK(access::leave_leaf(tx, app.keys(), leaf, call.now));
    if (page.items.empty()) return {};
    return access::begin_visit(tx, call.account->id, person,
                               Instant(call.now.micros() + kVisitMinutes * 60'000'000));
  });
}

}  // namespace

void add_people_routes(Api& api, App* app) {
  const Access open = Access::to(Action::kOpenPerson);
  api.add<dto::PersonSearch, dto::People>(
      {"POST", "/persons:search", "searchPersons", "查人", {}},
      Access::asked_by_handler(Action::kSearchPeople),
      [app](Call& call, const dto::PersonSearch& search) -> Result<dto::People> {
        LEYE_TRY(const auto permit, search_permit(*app, call, search));
        access::Leaf leaf;
        LEYE_TRY(auto page, app->db().read([&](store::Reader& reader) {
          return people_page({*app, reader, permit, call.today, call.locale}, call, search, leaf);
        }));
        if (permit.scope.extent() == access::Scope::Extent::kOnePerson) {
          LEYE_CHECK(found_by_id(*app, call, permit.scope, *given(search.reason), page));
          return page;
        }
        leaf.account = call.account->id;
        leaf.reason = given(search.reason);
        LEYE_CHECK(app->leave(leaf, call.now));
        return page;
      });

  api.add<dto::PersonPath, dto::Person>(
      {"GET", "/persons/{person_id}", "person", "人员", {}}, open,
      [app](Call& call, const dto::PersonPath& path) -> Result<dto::Person> {
        LEYE_TRY(auto person, app->db().read([&](store::Reader& reader) {
          return person_page({*app, reader, *call.permit, call.today, call.locale}, path.person_id);
        }));
        auto leaf = access::open_leaf(call.permit->scope, Action::kOpenPerson, person.id);
        leaf.account = call.account->id;
        leaf.reason = given(call.reason);
        LEYE_CHECK(app->leave(leaf, call.now));
        call.reply.version = person.version;
        return person;
      });

  api.add<dto::PersonPath, dto::Links>(
      {"GET", "/persons/{person_id}/links", "personLinks", "各登记表中的记录", {}}, open,
      [app](Call& call, const dto::PersonPath& path) {
        return app->db().read([&](store::Reader& reader) {
          return links({*app, reader, *call.permit, call.today, call.locale}, path.person_id);
        });
      });

  api.add<dto::Reveal, dto::Revealed>(
      {"POST", "/persons/{person_id}:reveal", "revealField", "显示完整信息", {}},
      Access::asked_by_handler(Action::kReveal),
      [app](Call& call, const dto::Reveal& request) { return reveal(*app, call, request); });
}

}  // namespace leye::server
