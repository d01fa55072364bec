#include "server/routes_audit.h"

#include <algorithm>
#include <map>

#include "access/audit.h"
#include "server/dto/audit.h"
#include "server/views.h"

namespace leye::server {
namespace {

/// A mandate with a period shows the acts of that period.
access::LeafFilter filter_of(const dto::AuditQuery& query, const access::Account& account) {
  access::LeafFilter filter;
  if (query.from) filter.from = start_of(*query.from);
  if (query.to) filter.until = start_of(add_days(*query.to, 1).value_or(*query.to));
  filter.account = query.account;
  filter.action = given(query.action);
  filter.subject = query.subject;
  if (account.terms && account.terms->data) {
    const auto from = start_of(account.terms->data->start);
    const auto end = account.terms->data->end;
    const auto until = start_of(add_days(end, 1).value_or(end));
    filter.from = std::max(filter.from.value_or(from), from);
    filter.until = std::min(filter.until.value_or(until), until);
  }
  return filter;
}

Result<std::map<AccountId, std::string>> names_of(store::Reader& reader,
                                                  const std::vector<access::FoundLeaf>& leaves) {
  std::map<AccountId, std::string> names;
  for (const auto& leaf : leaves)
    if (leaf.account) names.emplace(*leaf.account, std::string());
  for (auto& [id, name] : names) {
    LEYE_TRY(const auto found,
             reader.find<std::string>("SELECT name FROM account WHERE account_id = ?", id));
    name = found.value_or(std::string());
  }
  return names;
}

dto::AuditLeaf shown(const access::FoundLeaf& leaf, const std::map<AccountId, std::string>& names) {
  dto::AuditLeaf out;
  out.id = leaf.id;
  out.at = leaf.at;
  out.account = leaf.account;
  if (leaf.account) out.account_name = given(names.at(*leaf.account));
  out.action = leaf.action;
  out.purpose = leaf.purpose;
  out.scope = leaf.scope;
  if (leaf.subject != Uuid{}) out.subject = leaf.subject;
  out.field = leaf.field;
  out.count = leaf.count;
  out.has_reason = leaf.has_reason;
  out.seal = leaf.seal;
  return out;
}

Result<dto::AuditPage> page_of(App& app, store::Reader& reader, const Call& call,
                               const dto::AuditQuery& query) {
  std::optional<Uuid> before;
  if (const auto cursor = given(query.cursor)) {
    LEYE_TRY(before, app.cursors().read("audit", call.account->id, *cursor));
  }
  const auto limit = page_size(query.limit);
  LEYE_TRY(auto leaves,
           access::find_leaves(reader, filter_of(query, *call.account), before, limit + 1));
  dto::AuditPage page;
  if (static_cast<std::int64_t>(leaves.size()) > limit) {
    leaves.pop_back();
    page.next_cursor = app.cursors().make("audit", call.account->id, leaves.back().id);
  }
  LEYE_TRY(const auto names, names_of(reader, leaves));
  for (const auto& leaf : leaves) page.items.push_back(shown(leaf, names));
  return page;
}

/// Reading the audit is audited: what was asked, as a digest, and how much was seen.
access::Leaf leaf_of(const Call& call, const dto::AuditQuery& query, std::size_t seen) {
  const auto asked = Hasher()
                         .field(query.from ? to_text(*query.from) : "")
                         .field(query.to ? to_text(*query.to) : "")
                         .field(query.account ? to_text(*query.account) : "")
                         .field(given(query.action).value_or(""))
                         .field(query.subject ? to_text(*query.subject) : "")
                         .finish();
  auto leaf = access::list_leaf(call.permit->scope, access::Action::kReadAudit, asked,
                                static_cast<std::int64_t>(seen));
  leaf.account = call.account->id;
  return leaf;
}

}  // namespace

void add_audit_routes(Api& api, App* app) {
  api.add<dto::AuditQuery, dto::AuditPage>(
      {"GET", "/audit", "searchAudit", "审计查询", {"W3.5"}},
      Access::to(access::Action::kReadAudit),
      [app](Call& call, const dto::AuditQuery& query) -> Result<dto::AuditPage> {
        LEYE_TRY(auto page, app->db().read([&](store::Reader& reader) {
          return page_of(*app, reader, call, query);
        }));
        LEYE_CHECK(app->leave(leaf_of(call, query, page.items.size()), call.now));
        return page;
      });
}

}  // namespace leye::server
