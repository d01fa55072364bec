#include "benefits/applications.h"
#include "server/acts.h"
#include "server/dto/firm.h"
#include "server/views.h"

namespace leye::server {
namespace {

/// Its own applications: which policy, how far, how much. Never why a person it hired was eligible.
Result<dto::Firm> firm(App& app, const Call& call) {
  if (!call.account->employer) return fail("access.firm_unknown");
  const auto id = *call.account->employer;
  return app.db().read([&](store::Reader& reader) -> Result<dto::Firm> {
    LEYE_TRY(const auto rows, registry::employers_of(reader, std::span(&id, 1)));
    if (rows.empty()) return fail("access.firm_unknown");
    const auto& row = rows.begin()->second;
    dto::Firm out;
    out.id = id;
    out.name = row.name.value_or("");
    out.uscc = row.uscc.value_or("");
    out.division = division_name(app, row.division);
    LEYE_TRY(const auto all,
             benefits::applications_of(reader, {ledger::SubjectKind::kEmployer, id.uuid()}));
    for (const auto& one : all) {
      const auto rule = app.pack().find(one.policy, one.submitted_on);
      out.applications.push_back(
          {one.id, one.policy, rule ? app.words(rule.head()->title, call.locale) : one.policy,
           std::string(benefits::code(one.progress.stage)), one.fen, one.submitted_on});
    }
    return out;
  });
}

}  // namespace

void add_firm_routes(Api& api, App* app) {
  api.add<dto::Nothing, dto::Firm>({"GET", "/firm", "ownFirm", "本单位", {}},
                                   Access::to(access::Action::kSeeOwnFirm),
                                   [app](Call& call, const dto::Nothing&) -> Result<dto::Firm> {
                                     LEYE_TRY(auto out, firm(*app, call));
                                     LEYE_CHECK(app->db().write([&](store::Transaction& tx) {
                                       return note(*app, tx, call, "firm.read", out.id.uuid());
                                     }));
                                     return out;
                                   });
}

}  // namespace leye::server
