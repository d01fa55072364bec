#include "server/views.h"

namespace leye::server {
namespace {

ledger::Chip chip_of(const std::optional<dto::Chip>& chip) {
  if (!chip) return ledger::Chip::kOpen;
  switch (*chip) {
    case dto::Chip::kOverdue:
      return ledger::Chip::kOverdue;
    case dto::Chip::kToday:
      return ledger::Chip::kToday;
    case dto::Chip::kHelp:
      return ledger::Chip::kHelp;
    case dto::Chip::kFact:
      return ledger::Chip::kFact;
    case dto::Chip::kMonth:
      return ledger::Chip::kMonth;
    case dto::Chip::kDone:
      return ledger::Chip::kDone;
  }
  return ledger::Chip::kOpen;
}

ledger::WorkSort sort_of(const std::optional<dto::WorkSort>& sort) {
  if (sort == dto::WorkSort::kPlace) return ledger::WorkSort::kPlace;
  if (sort == dto::WorkSort::kOldest) return ledger::WorkSort::kOldest;
  return ledger::WorkSort::kDue;
}

/// `query` is a WorkQuery or a WorkSearch; they share what narrows and orders the list.
template <class Query>
Result<dto::WorkItems> page_of(const View& view, const Call& call, const Query& query,
                               ledger::WorkFilter filter, access::Leaf& leaf) {
  filter.chip = chip_of(query.chip);
  filter.sort = sort_of(query.sort);
  filter.tag = given(query.group);
  std::optional<TaskId> after;
  if (const auto cursor = given(query.cursor)) {
    LEYE_TRY(const auto id, view.app.cursors().read("work", call.account->id, *cursor));
    after = TaskId(id);
  }
  const auto& scope = view.permit.scope;
  LEYE_TRY(const auto page, ledger::work_items(view.reader, scope, filter, view.today, after,
                                               page_size(query.limit)));
  LEYE_TRY(const auto counts, ledger::work_counts(view.reader, scope, filter, view.today));
  dto::WorkItems out;
  LEYE_TRY(out.items, shown(view, page.items));
  using ledger::Chip;
  out.counts = {counts.at(Chip::kOverdue), counts.at(Chip::kToday), counts.at(Chip::kHelp),
                counts.at(Chip::kFact),    counts.at(Chip::kMonth), counts.at(Chip::kDone)};
  out.summary = {counts.people, counts.contacted, counts.people - counts.contacted};
  out.total = counts.at(filter.chip);
  if (page.next)
    out.next_cursor = view.app.cursors().make("work", call.account->id, page.next->uuid());
  out.as_of = view.today;
  leaf = access::list_leaf(scope, access::Action::kListWork, page.query,
                           static_cast<std::int64_t>(page.items.size()));
  return out;
}

template <class Query>
Result<dto::WorkItems> list(App& app, const Call& call, const Query& query,
                            const ledger::WorkFilter& filter) {
  access::Leaf leaf;
  LEYE_TRY(auto page, app.db().read([&](store::Reader& reader) {
    return page_of({app, reader, *call.permit, call.today, call.locale}, call, query, filter, leaf);
  }));
  leaf.account = call.account->id;
  LEYE_CHECK(app.leave(leaf, call.now));
  return page;
}

}  // namespace

void add_work_routes(Api& api, App* app) {
  api.add<dto::WorkQuery, dto::WorkItems>(
      {"GET", "/work-items", "workItems", "工作清单", {"C2.2.5", "C2.3.8"}},
      Access::to(access::Action::kListWork),
      [app](Call& call, const dto::WorkQuery& query) { return list(*app, call, query, {}); });

  api.add<dto::WorkSearch, dto::WorkItems>(
      {"POST", "/work-items:search", "searchWorkItems", "在工作清单中查找", {"C2.2.5"}},
      Access::to(access::Action::kListWork), [app](Call& call, const dto::WorkSearch& search) {
        ledger::WorkFilter filter;
        filter.text = given(search.text.value);
        return list(*app, call, search, filter);
      });
}

}  // namespace leye::server
