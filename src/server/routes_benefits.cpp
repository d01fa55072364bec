#include <algorithm>

#include "benefits/applications.h"
#include "server/dto/benefit.h"
#include "server/views.h"

namespace leye::server {
namespace {

using access::Action;

constexpr std::size_t kPage = 50;

/// Names of the payees of a page, as far as the permit's scope shows them.
Result<std::map<Uuid, std::string>> names(const View& view,
                                          const std::vector<benefits::Application>& page) {
  std::vector<PersonId> people;
  std::vector<EmployerId> employers;
  for (const auto& one : page) {
    if (one.payee.kind == ledger::SubjectKind::kPerson) people.emplace_back(one.payee.id);
    if (one.payee.kind == ledger::SubjectKind::kEmployer) employers.emplace_back(one.payee.id);
  }
  std::map<Uuid, std::string> out;
  if (!people.empty()) {
    LEYE_TRY(const auto rows, registry::people_of(view.reader, view.permit.scope, people));
    for (const auto& [id, row] : rows) out[id.uuid()] = row.name;
  }
  if (!employers.empty()) {
    LEYE_TRY(const auto rows, registry::employers_of(view.reader, employers));
    for (const auto& [id, row] : rows) out[id.uuid()] = row.name.value_or("");
  }
  return out;
}

dto::Application shown_application(const View& view, const benefits::Application& from,
                                   std::map<Uuid, std::string>& payees) {
  dto::Application out;
  out.id = from.id;
  out.policy = from.policy;
  const auto rule = view.app.pack().find(from.policy, from.submitted_on);
  if (rule) out.title = view.app.words(rule.head()->title, view.locale);
  out.subject_name = payees[from.payee.id];
  if (view.permit.fields.reads(access::FieldClass::kAmount)) out.amount_fen = from.fen;
  out.stage = std::string(benefits::code(from.progress.stage));
  if (from.progress.deferred_until)
    out.deferred.push_back(message(view.locale, "benefit.deferred_until",
                                   {{"day", to_text(*from.progress.deferred_until)}}));
  out.age_days = days_between(from.submitted_on, view.today);
  for (const auto& by : {from.progress.enterer, from.progress.reviewer1, from.progress.reviewer2})
    if (by) out.acted_by.push_back(*by);
  return out;
}

Result<dto::Applications> applications(const View& view, const Call& call,
                                       const dto::ApplicationQuery& query, access::Leaf& leaf) {
  const auto& scope = view.permit.scope;
  const auto wanted = given(query.stage);
  LEYE_TRY(auto all,
           benefits::applications(view.reader, std::nullopt, scope.division(), view.today));
  dto::Applications out;
  for (const auto& one : all) ++out.counts[std::string(benefits::code(one.progress.stage))];
  std::optional<Uuid> after;
  if (const auto cursor = given(query.cursor)) {
    LEYE_TRY(after, view.app.cursors().read("applications", call.account->id, *cursor));
  }
  std::erase_if(all, [&](const benefits::Application& one) {
    return (wanted && benefits::code(one.progress.stage) != *wanted) ||
           (after && one.id.uuid() <= *after);
  });
  const bool more = all.size() > kPage;
  if (more) all.erase(all.begin() + static_cast<std::ptrdiff_t>(kPage), all.end());
  LEYE_TRY(auto payees, names(view, all));
  for (const auto& one : all) out.items.push_back(shown_application(view, one, payees));
  if (more)
    out.next_cursor =
        view.app.cursors().make("applications", call.account->id, all.back().id.uuid());
  Hasher asked;
  asked.field("applications").field(wanted.value_or(""));
  leaf = access::list_leaf(scope, Action::kListApplications, asked.finish(),
                           static_cast<std::int64_t>(out.items.size()));
  return out;
}

/// The first review sees the rule determined again, on the facts of today. Which review it is
/// follows from the reviewer, not from the stage: a retry of the first is never the second.
Result<benefits::Acted> pass(App& app, const benefits::Hand& hand,
                             const benefits::Application& application, Date today) {
  if (hand.account.role == access::Role::kReviewer2)
    return benefits::pass_second(hand, application.id);
  // Of an employer's application the units may be anybody's: all facts are read.
  const bool personal = application.payee.kind == ledger::SubjectKind::kPerson;
  const auto only =
      personal ? std::optional<PersonId>(PersonId(application.payee.id)) : std::nullopt;
  const auto check = app.db().read([&](store::Reader& reader) {
    return benefits::RuleCheck::now(reader, app.keys(), app.shared_pack(), today, only);
  });
  if (!check) return fail(check.error());
  return benefits::pass_first(hand, application.id, *check);
}

Result<dto::Reviewed> review(App& app, const Call& call, const dto::Review& request) {
  const auto reason = given(request.reason);
  if (request.verdict != dto::Verdict::kPass && !reason) return fail("review.reason", "/reason");
  const auto application = app.db().read([&](store::Reader& reader) {
    return benefits::application_of(reader, request.application_id);
  });
  if (!application) return fail(application.error());
  const benefits::Hand hand{app.ledger(), *call.account, call.command->uuid()};
  LEYE_TRY(const auto acted, request.verdict == dto::Verdict::kPass
                                 ? pass(app, hand, *application, call.today)
                             : request.verdict == dto::Verdict::kReturn
                                 ? benefits::send_back(hand, request.application_id, *reason)
                                 : benefits::refuse(hand, request.application_id, *reason));
  return dto::Reviewed{acted.application, std::string(benefits::code(acted.stage))};
}

}  // namespace

void add_benefit_routes(Api& api, App* app) {
  api.add<dto::ApplicationQuery, dto::Applications>(
      {"GET", "/applications", "applications", "补贴兑现", {}},
      Access::to(Action::kListApplications),
      [app](Call& call, const dto::ApplicationQuery& query) -> Result<dto::Applications> {
        access::Leaf leaf;
        LEYE_TRY(auto page, app->db().read([&](store::Reader& reader) {
          return applications({*app, reader, *call.permit, call.today, call.locale}, call, query,
                              leaf);
        }));
        leaf.account = call.account->id;
        LEYE_CHECK(app->leave(leaf, call.now));
        return page;
      });

  // Which review it is depends on who reviews; benefits asks for the permit.
  api.add<dto::Review, dto::Reviewed>(
      {"POST", "/applications/{application_id}:review", "reviewApplication", "审核补贴申请", {}},
      Access::asked_by_handler(Action::kReviewFirst),
      [app](Call& call, const dto::Review& request) { return review(*app, call, request); });
}

}  // namespace leye::server
