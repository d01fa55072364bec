#include "server/app.h"
#include "server/dto/clause.h"

namespace leye::server {
namespace {

Result<dto::Clause> clause(const App& app, const std::string& id) {
  const auto* found = app.pack().clause(id);
  if (!found) return fail("clause.not_found", "/clause_id", {{"id", id}});
  dto::Clause out{found->id, found->place, found->text, found->doc, "", ""};
  for (const auto& basis : app.pack().campaign.basis) {
    if (basis.document != found->doc) continue;
    out.document_title = basis.title;
    out.issuer = basis.issuer;
  }
  return out;
}

}  // namespace

void add_clause_routes(Api& api, App* app) {
  api.add<dto::ClausePath, dto::Clause>(
      {"GET", "/clauses/{clause_id}", "clause", "条款原文", {}}, Access::signed_in(),
      [app](Call&, const dto::ClausePath& path) { return clause(*app, path.clause_id.value); });
}

}  // namespace leye::server
