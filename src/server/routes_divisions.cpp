#include "server/app.h"
#include "server/dto/indicator.h"

namespace leye::server {
namespace {

dto::Division shown(const codes::Division& division) {
  return {division.code, division.name, std::string(codes::to_text(division.level))};
}

Result<dto::DivisionTree> tree(const App& app, const std::string& code) {
  const auto* division = app.divisions().find(code);
  if (!division) return fail("division.not_found", "/code", {{"code", code}});
  dto::DivisionTree tree{division->code,
                         division->name,
                         std::string(codes::to_text(division->level)),
                         std::nullopt,
                         {}};
  if (const auto* parent = app.divisions().parent(*division)) tree.parent = parent->code;
  for (const auto* child : app.divisions().children(*division))
    tree.children.push_back(shown(*child));
  return tree;
}

}  // namespace

void add_division_routes(Api& api, App* app) {
  api.add<dto::DivisionPath, dto::DivisionTree>(
      {"GET", "/divisions/{code}", "division", "行政区划", {}}, Access::signed_in(),
      [app](Call&, const dto::DivisionPath& path) { return tree(*app, path.code.value); });
}

}  // namespace leye::server
