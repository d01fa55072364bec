#include <fmt/format.h>

#include "access/decide.h"
#include "server/api.h"

namespace leye::server {
namespace {

using boost::json::array;
using boost::json::object;
using boost::json::value;

/// Two spaces, one member a line: a document that reviews well.
void print(std::string& out, const value& v, std::size_t depth) {
  const auto line = [&](std::size_t d) { out += '\n' + std::string(d * 2, ' '); };
  if (const auto* o = v.if_object(); o && !o->empty()) {
    out += '{';
    for (bool first = true; const auto& member : *o) {
      if (!std::exchange(first, false)) out += ',';
      line(depth + 1);
      json::detail::append_text(out, member.key());
      out += ": ";
      print(out, member.value(), depth + 1);
    }
    line(depth);
    out += '}';
  } else if (const auto* a = v.if_array(); a && !a->empty()) {
    out += '[';
    for (bool first = true; const auto& element : *a) {
      if (!std::exchange(first, false)) out += ", ";
      print(out, element, depth + 1);
    }
    out += ']';
  } else {
    out += boost::json::serialize(v);
  }
}

object content(std::string_view type, object schema) {
  return {{"content", object{{type, object{{"schema", std::move(schema)}}}}}};
}

/// Members of the request as parameters of the path or the query.
array parameters(const detail::Route& route, json::Schemas& schemas) {
  array out;
  const object all = route.request(schemas, {});
  const auto& properties = all.at("properties").as_object();
  const auto* required = all.if_contains("required");
  for (const auto& name : route.parameters)
    out.emplace_back(object{
        {"name", name}, {"in", "path"}, {"required", true}, {"schema", properties.at(name)}});
  if (Api::reads_body(route.name.method)) return out;
  for (const auto& member : properties) {
    const std::string name(member.key());
    if (std::find(route.parameters.begin(), route.parameters.end(), name) != route.parameters.end())
      continue;
    const bool needed =
        required && std::find(required->as_array().begin(), required->as_array().end(),
                              value(name)) != required->as_array().end();
    out.emplace_back(
        object{{"name", name}, {"in", "query"}, {"required", needed}, {"schema", member.value()}});
  }
  return out;
}

void add_header_parameters(const detail::Route& route, array& out) {
  const auto header = [&](std::string_view name, object schema) {
    out.emplace_back(object{
        {"name", name}, {"in", "header"}, {"required", true}, {"schema", std::move(schema)}});
  };
  if (route.name.method == "POST" && route.access.no_key_why.empty())
    header("Idempotency-Key", {{"type", "string"}, {"format", "uuid"}});
  if (route.access.needs_version) header("If-Match", {{"type", "string"}});
}

object responses(const detail::Route& route, json::Schemas& schemas) {
  schemas.set_use(json::Schemas::Use::kAnswer);
  object success{{"description", "done"}};
  int status = 204;
  if (route.answer) {
    status = route.access.status;
    success["content"] = content(route.answer_type, route.answer(schemas))["content"];
  }
  object fault{{"description", "refused"}};
  fault["content"] =
      content("application/problem+json", {{"$ref", "#/components/schemas/Problem"}})["content"];
  return {{std::to_string(status), std::move(success)}, {"default", std::move(fault)}};
}

object operation(const detail::Route& route, json::Schemas& schemas) {
  object out{{"operationId", route.name.operation}, {"summary", route.name.title}};
  if (!route.name.clauses.empty()) out["x-clauses"] = boost::json::value_from(route.name.clauses);
  if (route.access.action) out["x-action"] = access::code(*route.access.action);
  if (route.access.kind == Access::Kind::kOpen) {
    out["security"] = array{};
    out["x-open"] = route.access.why;
  }
  schemas.set_use(json::Schemas::Use::kRequest);
  array all = parameters(route, schemas);
  add_header_parameters(route, all);
  if (!all.empty()) out["parameters"] = std::move(all);
  if (Api::reads_body(route.name.method)) {
    object body = route.request(schemas, route.parameters);
    if (!body.at("properties").as_object().empty()) {
      object request{{"required", true}};
      request["content"] = content("application/json", std::move(body))["content"];
      out["requestBody"] = std::move(request);
    }
  }
  out["responses"] = responses(route, schemas);
  return out;
}

object problem_schema() {
  const object text{{"type", "string"}};
  const object fault{
      {"type", "object"},
      {"properties", {{"code", text}, {"where", text}, {"detail", text}, {"remedy", text}}},
      {"required", {"code", "where", "detail", "remedy"}}};
  return {
      {"type", "object"},
      {"properties",
       {{"type", text},
        {"title", text},
        {"status", object{{"type", "integer"}}},
        {"code", text},
        {"detail", text},
        {"remedy", text},
        {"instance", text},
        {"errors", object{{"type", "array"}, {"items", fault}}}}},
      {"required", {"type", "title", "status", "code", "detail", "remedy", "instance", "errors"}}};
}

std::string lower(std::string text) {
  for (char& c : text) c = static_cast<char>(std::tolower(static_cast<unsigned char>(c)));
  return text;
}

}  // namespace

std::string Api::document() const {
  json::Schemas schemas;
  object paths;
  // In the order of the table within a path, the paths in theirs: one route, one hunk in review.
  for (const auto& route : routes_) {
    auto& path = paths[std::string(kApiPrefix) + route.name.path];
    if (path.is_null()) path = object{};
    path.as_object()[lower(route.name.method)] = operation(route, schemas);
  }
  object components = schemas.components();
  components["Problem"] = problem_schema();
  const object security{{"session", array{}}};
  const value document{
      {"openapi", "3.1.0"},
      {"info",
       {{"title", "Leye"},
        {"version", "1"},
        {"license", {{"name", "Apache-2.0"}, {"identifier", "Apache-2.0"}}}}},
      {"security", array{security}},
      {"paths", std::move(paths)},
      {"components",
       {{"schemas", std::move(components)},
        {"securitySchemes",
         {{"session", {{"type", "apiKey"}, {"in", "cookie"}, {"name", session_cookie(true)}}}}}}}};
  std::string out;
  print(out, document, 0);
  return out + "\n";
}

std::vector<std::string> Api::clashes() const {
  json::Schemas schemas;
  for (const auto& route : routes_) (void)operation(route, schemas);
  return schemas.clashes();
}

}  // namespace leye::server
