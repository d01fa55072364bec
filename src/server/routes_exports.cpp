#include "access/actions.h"
#include "access/exports.h"
#include "server/acts.h"
#include "server/dto/export.h"
#include "server/export_file.h"
#include "server/views.h"

namespace leye::server {
namespace {

using access::Action;
using access::FieldClass;

FieldClass class_of(dto::ClearField field) {
  switch (field) {
    case dto::ClearField::kCitizenId:
      return FieldClass::kCitizenId;
    case dto::ClearField::kPhone:
      return FieldClass::kPhone;
    case dto::ClearField::kAddress:
      break;
  }
  return FieldClass::kAddress;
}

/// What narrows the list, as it is kept with the order: codes, never a name or a number.
std::string filter_of(const dto::NewExport& request) {
  boost::json::object filter;
  if (const auto group = given(request.group)) filter["group"] = *group;
  return boost::json::serialize(filter);
}

Result<dto::ExportAsked> ask(App& app, const Call& call, const dto::NewExport& request) {
  LEYE_TRY(const auto permit, call.permit_for(Action::kExport, {{}, {}, request.reason.value}));
  access::ExportOrder order;
  order.id = call.command->uuid();
  order.account = call.account->id;
  order.list = request.list == dto::ExportList::kPeople ? "people" : "work_list";
  order.format = request.format == dto::ExportFormat::kCsv ? "csv" : "xlsx";
  order.purpose = code(permit.scope.purpose());
  order.reason = request.reason.value;
  order.filter = filter_of(request);
  order.division = given(request.division).value_or(permit.scope.division());
  if (!app.divisions().find(order.division) ||
      !permit.scope.within(order.division, registry::contains(app.divisions())))
    return fail("division.not_found", "/division", {{"code", order.division}});
  if (request.clear)
    for (const auto field : *request.clear) {
      if (!permit.fields.reveals(class_of(field)))
        return fail("access.field_denied", "/clear",
                    {{"field", std::string(code(class_of(field)))}});
      order.clear_fields |= 1U << static_cast<unsigned>(class_of(field));
    }
  order.asked_at = call.now;
  order.expires_on = add_days(call.today, access::kExportDays).value_or(call.today);
  const auto written = app.db().write([&](store::Transaction& tx) -> Result<void> {
    // The key of the request is the order's id: a repetition is the same order.
    const auto known = access::export_of(tx, app.keys(), order.id);
    if (known) {
      if (known->account != order.account) return fail("access.export_unknown");
      return {};
    }
    if (known.error().code != "access.export_unknown") return fail(known.error());
    LEYE_CHECK(access::ask_export(tx, app.keys(), order));
    return note(app, tx, call, "export.ask", order.id, order.reason);
  });
  if (!written) return fail(written.error());
  return dto::ExportAsked{order.id};
}

Result<dto::Export> shown(const App& app, store::Reader& reader, const access::ExportOrder& o,
                          const Call& call) {
  dto::Export out;
  out.id = o.id;
  out.account = o.account;
  if (const auto who = access::account_of(reader, o.account)) out.account_name = who->name;
  out.list = o.list;
  out.format = o.format;
  out.reason = o.reason;
  out.division = {o.division, app.division_name(o.division)};
  for (const auto field : {FieldClass::kCitizenId, FieldClass::kPhone, FieldClass::kAddress})
    if (is_clear(o, field)) out.clear.emplace_back(code(field));
  out.state = o.state != "refused" && call.today > o.expires_on ? "expired" : o.state;
  out.asked_at = o.asked_at;
  if (o.decided_by)
    if (const auto who = access::account_of(reader, *o.decided_by)) out.decided_by = who->name;
  out.expires_on = o.expires_on;
  out.fetched = o.fetched;
  out.rows = o.rows;
  out.mine = o.account == call.account->id;
  out.version = o.version;
  return out;
}

/// The second person of a district looks at her district; the security administrator at all.
bool may_decide(const App& app, const access::Account& account, const access::ExportOrder& order) {
  if ((access::rule_of(Action::kApproveExport).roles & access::bit(account.role)) == 0)
    return false;
  return account.role == access::Role::kSecurityAdmin || order.division == account.division ||
         registry::contains(app.divisions())(account.division, order.division);
}

Result<dto::Exports> list(App& app, const Call& call) {
  const auto& account = *call.account;
  const bool second =
      (access::rule_of(Action::kApproveExport).roles & access::bit(account.role)) != 0;
  return app.db().read([&](store::Reader& reader) -> Result<dto::Exports> {
    const auto whose = second ? std::nullopt : std::optional(account.id);
    LEYE_TRY(const auto all, access::exports(reader, app.keys(), whose, 500));
    dto::Exports out;
    for (const auto& order : all) {
      if (order.account != account.id && !may_decide(app, account, order)) continue;
      LEYE_TRY(auto one, shown(app, reader, order, call));
      out.items.push_back(std::move(one));
    }
    return out;
  });
}

Result<NoContent> decide(App& app, const Call& call, const dto::DecideExport& request) {
  return act(app, call, request.approve ? "export.approve" : "export.refuse", request.export_id,
             [&](store::Transaction& tx) -> Result<void> {
               LEYE_TRY(const auto order, access::export_of(tx, app.keys(), request.export_id));
               if (!may_decide(app, *call.account, order)) return fail("access.export_unknown");
               return access::decide_export(tx, order, *call.if_match, call.account->id,
                                            request.approve, call.now);
             });
}

/// One leaf under each person's name, and one for the list: durable before the file is sent.
Result<void> leave_leaves(App& app, store::Transaction& tx, const Call& call,
                          const access::Permit& permit, const access::ExportOrder& order,
                          const ExportFile& file) {
  for (const auto& person : file.people) {
    auto leaf = access::open_leaf(permit.scope, Action::kExport, person);
    leaf.reason = order.reason;
    LEYE_CHECK(access::leave_leaf(tx, app.keys(), leaf, call.now));
  }
  auto leaf = access::list_leaf(permit.scope, Action::kExport, file.query, file.rows);
  leaf.reason = order.reason;
  LEYE_CHECK(access::leave_leaf(tx, app.keys(), leaf, call.now));
  return access::keep_fetch(tx, order.id, file.rows, digest_of(file.bytes));
}

Result<File> fetch(App& app, const Call& call, const dto::ExportPath& path) {
  LEYE_TRY(const auto order, app.db().read([&](store::Reader& reader) {
    return access::export_of(reader, app.keys(), path.export_id);
  }));
  LEYE_CHECK(access::check_fetch(order, call.account->id, call.today));
  // Decided again today: role, right, office and strength of sign-in may have changed since.
  LEYE_TRY(const auto permit, call.permit_for(Action::kExport, {{}, {}, order.reason}));
  LEYE_TRY(auto file, app.db().read([&](store::Reader& reader) {
    return export_file({app, reader, permit, call.today, call.locale}, order, *call.account,
                       call.now);
  }));
  LEYE_CHECK(app.db().write(
      [&](store::Transaction& tx) { return leave_leaves(app, tx, call, permit, order, file); }));
  return File{file.media_type, file.name, std::move(file.bytes)};
}

}  // namespace

void add_export_routes(Api& api, App* app) {
  api.add<dto::NewExport, dto::ExportAsked>(
      {"POST", "/exports", "askExport", "申请导出", {"W3.4"}},
      Access::asked_by_handler(Action::kExport).answers(201),
      [app](Call& call, const dto::NewExport& request) { return ask(*app, call, request); });
  api.add<dto::Nothing, dto::Exports>(
      {"GET", "/exports", "exports", "导出申请", {"W3.4"}}, Access::signed_in(),
      [app](Call& call, const dto::Nothing&) { return list(*app, call); });
  api.add<dto::DecideExport, NoContent>(
      {"POST", "/exports/{export_id}:decide", "decideExport", "审批导出", {"W3.4"}},
      Access::to(Action::kApproveExport).edits().without_key("an order is decided once"),
      [app](Call& call, const dto::DecideExport& request) { return decide(*app, call, request); });
  api.add<dto::ExportPath, File>(
      {"GET", "/exports/{export_id}/file", "exportFile", "下载导出文件", {"W3.4"}},
      Access::asked_by_handler(Action::kExport).heavy(),
      [app](Call& call, const dto::ExportPath& path) { return fetch(*app, call, path); });
}

}  // namespace leye::server
