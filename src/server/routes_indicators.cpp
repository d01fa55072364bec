#include <algorithm>

#include "server/dto/indicator.h"
#include "server/jobs.h"
#include "server/views.h"

namespace leye::server {
namespace {

using access::Action;
using codes::DivisionLevel;

/// The division asked about; by default the account's own. One outside of the scope does not exist.
Result<const codes::Division*> division_of(const View& view,
                                           const std::optional<json::Text<12>>& asked) {
  const auto& scope = view.permit.scope;
  const auto code = given(asked).value_or(scope.division());
  const auto& divisions = view.app.divisions();
  const auto* division = divisions.find(code);
  if (!division || !scope.within(division->code, registry::contains(divisions)))
    return fail("division.not_found", "/division", {{"code", code}});
  return division;
}

/// How the runs name it: the whole city is the empty code.
std::string code_in_run(const View& view, const codes::Division& division) {
  return division.code == view.app.divisions().root().code ? "" : division.code;
}

dto::Division shown_division(const codes::Division& division) {
  return {division.code, division.name, std::string(codes::to_text(division.level))};
}

void add_words(const View& view, const rules::Indicator& declared, dto::Indicator& out) {
  out.title = view.app.words(declared.head.title, view.locale);
  out.definition = view.app.words(declared.definition, view.locale);
  out.target = declared.target_bp;
  out.certainty = declared.target_certainty;
  for (const auto& cite : declared.head.cites) {
    if (out.certainty.empty()) out.certainty = cite.certainty;
    out.clauses.push_back({cite.clause.empty() ? cite.doc : cite.clause,
                           cite.clause.empty() ? cite.place : view.app.clause_text(cite.clause)});
  }
}

dto::Indicator indicator(const View& view, const insight::IndicatorRun& run,
                         const insight::IndicatorValue& value, const codes::Division& division,
                         const std::vector<const codes::Division*>& children) {
  const auto tally = run.tally(value, code_in_run(view, division));
  dto::Indicator out;
  out.id = value.id;
  out.code = value.code;
  out.period = value.period;
  out.numerator = tally.numerator();
  out.denominator = tally.denominator();
  out.display = tally.display();
  out.unknown = tally.undetermined();
  out.errors = tally.error;
  out.low = tally.low();
  out.high = tally.high();
  if (const auto ref = view.app.pack().find(value.id, run.as_of); ref.indicator)
    add_words(view, *ref.indicator, out);
  if (children.empty()) return out;
  auto parts = run.tallies(value, codes::to_text(children.front()->level));
  for (const auto* child : children) {
    const auto& part = parts[child->code];
    out.parts.push_back(
        {child->code, part.numerator(), part.denominator(), part.display(), part.undetermined()});
  }
  return out;
}

Result<dto::Indicators> indicators(const View& view, const dto::IndicatorQuery& query) {
  LEYE_TRY(const auto* division, division_of(view, query.division));
  LEYE_TRY(const auto run, view.app.figures(view.reader, query.as_of));
  const auto children = view.app.divisions().children(*division);
  dto::Indicators out;
  out.as_of = run->as_of;
  out.run = {run->id, run->seal, run->as_of, run->finished_at};
  out.division = shown_division(*division);
  for (const auto* child : children) out.divisions.push_back(shown_division(*child));
  for (const auto& value : run->indicators)
    out.items.push_back(indicator(view, *run, value, *division, children));
  return out;
}

insight::Part part_of(const std::optional<dto::Part>& part) {
  switch (part.value_or(dto::Part::kNotCounted)) {
    case dto::Part::kCounted:
      return insight::Part::kCounted;
    case dto::Part::kNotCounted:
      return insight::Part::kNotCounted;
    case dto::Part::kUndetermined:
      return insight::Part::kUndetermined;
    case dto::Part::kError:
      return insight::Part::kError;
  }
  return insight::Part::kNotCounted;
}

Result<void> add_people(const View& view, const std::vector<Uuid>& page, const std::string& why,
                        dto::Subjects& out) {
  std::vector<PersonId> ids;
  for (const auto& id : page) ids.emplace_back(id);
  LEYE_TRY(const auto rows, registry::people_of(view.reader, view.permit.scope, ids));
  for (const auto& id : ids) {
    dto::Subject one{id.uuid(), "person", "", "", "", why};
    // Who has left the scope since the run keeps her place in the count, without a name.
    if (const auto row = rows.find(id); row != rows.end()) {
      one.name = row->second.name;
      one.division = division_name(view.app, row->second.division).name;
      one.place = row->second.place.value_or("");
    }
    out.items.push_back(std::move(one));
  }
  return {};
}

Result<void> add_employers(const View& view, const std::vector<Uuid>& page, const std::string& why,
                           dto::Subjects& out) {
  std::vector<EmployerId> ids;
  for (const auto& id : page) ids.emplace_back(id);
  LEYE_TRY(const auto rows, registry::employers_of(view.reader, ids));
  for (const auto& id : ids) {
    dto::Subject one{id.uuid(), "employer", "", "", "", why};
    if (const auto row = rows.find(id); row != rows.end()) {
      one.name = row->second.name.value_or("");
      one.division = division_name(view.app, row->second.division).name;
    }
    out.items.push_back(std::move(one));
  }
  return {};
}

constexpr std::size_t kSubjectsPage = 50;

Result<dto::Subjects> subjects(const View& view, const Call& call, const dto::SubjectQuery& query,
                               access::Leaf& leaf) {
  LEYE_TRY(const auto* division, division_of(view, query.division));
  LEYE_TRY(const auto run, view.app.figures(view.reader, query.as_of));
  LEYE_CHECK(call.within_mandate(run->as_of));
  const auto* value = run->find(query.indicator.value);
  if (!value) return fail("indicator.unknown", "/indicator", {{"id", query.indicator.value}});
  const auto part = part_of(query.part);
  const auto all = run->subjects(*value, code_in_run(view, *division), part);
  auto begin = all.begin();
  if (const auto cursor = given(query.cursor)) {
    LEYE_TRY(const auto after, view.app.cursors().read("subjects", call.account->id, *cursor));
    begin = std::upper_bound(all.begin(), all.end(), after);
  }
  const auto rest = static_cast<std::size_t>(all.end() - begin);
  const std::vector<Uuid> page(begin,
                               begin + static_cast<std::ptrdiff_t>(std::min(rest, kSubjectsPage)));
  dto::Subjects out;
  out.total = static_cast<std::int64_t>(all.size());
  const auto why = message(view.locale, "part." + std::string(insight::code(part)));
  if (value->subject == "employer")
    LEYE_CHECK(add_employers(view, page, why, out));
  else
    LEYE_CHECK(add_people(view, page, why, out));
  if (rest > kSubjectsPage)
    out.next_cursor = view.app.cursors().make("subjects", call.account->id, page.back());
  Hasher asked;
  asked.field(value->id).field(division->code).field(insight::code(part)).field(to_text(run->id));
  leaf = access::list_leaf(view.permit.scope, Action::kListBehind, asked.finish(),
                           static_cast<std::int64_t>(page.size()));
  return out;
}

/// Queues the figures of a day; the same day again is the same job.
Result<Stored<dto::IndicatorRunQueued>> queue_run(App& app, const Call& call,
                                                  const dto::IndicatorRunRequest& request) {
  const auto command = command_of(app, call, Action::kMakeReport);
  LEYE_TRY(
      auto response,
      app.ledger().perform(command, [&](ledger::Act& act) -> Result<ledger::Response> {
        LEYE_CHECK(store::enqueue(act.tx(), {std::string(kIndicatorJob), to_text(act.command()),
                                             to_text(request.as_of), act.now()}));
        return ledger::Response{202, json::write(dto::IndicatorRunQueued{request.as_of})};
      }));
  return Stored<dto::IndicatorRunQueued>{response.status, std::move(response.body),
                                         response.version};
}

}  // namespace

void add_indicator_routes(Api& api, App* app) {
  api.add<dto::IndicatorQuery, dto::Indicators>(
      {"GET", "/indicators", "indicators", "进度看板", {}}, Access::to(Action::kSeeIndicators),
      [app](Call& call, const dto::IndicatorQuery& query) {
        return app->db().read([&](store::Reader& reader) {
          return indicators({*app, reader, *call.permit, call.today, call.locale}, query);
        });
      });

  api.add<dto::SubjectQuery, dto::Subjects>(
      {"GET", "/indicators/{indicator}/subjects", "indicatorSubjects", "数字背后的名单", {}},
      Access::to(Action::kListBehind),
      [app](Call& call, const dto::SubjectQuery& query) -> Result<dto::Subjects> {
        access::Leaf leaf;
        LEYE_TRY(auto page, app->db().read([&](store::Reader& reader) {
          return subjects({*app, reader, *call.permit, call.today, call.locale}, call, query, leaf);
        }));
        leaf.account = call.account->id;
        LEYE_CHECK(app->leave(leaf, call.now));
        return page;
      });

  api.add<dto::IndicatorRunRequest, Stored<dto::IndicatorRunQueued>>(
      {"POST", "/indicators:run", "runIndicators", "计算某日指标", {}},
      Access::to(Action::kMakeReport).answers(202),
      [app](Call& call, const dto::IndicatorRunRequest& request) {
        return queue_run(*app, call, request);
      });
}

}  // namespace leye::server
