#include "rules/pack/loading.h"

namespace leye::rules {
namespace {

using sheets::YamlNode;

constexpr Date kOpen{Date::kMinDays};

std::string read_row_cite(const Fields& row, bool given, Findings& findings) {
  if (!row.has("cite")) {
    if (!given) findings.add("R401", row.place());
    return {};
  }
  return row.cite().text();
}

DatedRow read_row(const SourceFile& file, const YamlNode& node, const ParamDecl& param,
                  const Loading& loading) {
  const Fields row(file, node, "row", {"value", "valid_from", "valid_to"},
                   {"certainty", "cite", "note"}, loading.findings);
  DatedRow result;
  result.place = row.place();
  result.from = row.date("valid_from").value_or(kOpen);
  result.to = row.date("valid_to");
  if (row.has("certainty"))
    result.certainty = row.choice("certainty", {"order", "law", "local_document", "assumed"});
  result.cite = read_row_cite(row, file.given, loading.findings);
  if (const auto* value = row.find("value"))
    if (auto literal = read_literal(row, *value, param.type, loading.pack.environment))
      result.value = *std::move(literal);
  if (result.to && *result.to < result.from)
    loading.findings.add("R411", row.place_of("valid_from"),
                         {{"a", to_text(result.from)}, {"b", to_text(*result.to)}});
  return result;
}

void read_param(const SourceFile& file, const YamlNode& node, Loading& loading) {
  const Fields fields(file, node, "parameter", {"name", "type", "rows"}, {"title", "unit", "note"},
                      loading.findings);
  auto& env = loading.pack.environment;
  ParamDecl param;
  param.name = fields.text("name");
  param.title = fields.words("title");
  param.place = fields.place_of("name");
  const auto type = env.parse_type(fields.text("type"));
  if (!type && fields.has("type"))
    fields.wrong(*fields.find("type"), "'" + fields.text("type") + "' is not a type",
                 "bool, int, money, date, string or enum:NAME");
  if (!type) return;
  param.type = *type;
  for (const auto& item : fields.list("rows"))
    param.rows.push_back(read_row(file, item, param, loading));
  for (auto& other : env.params) {
    if (other.name != param.name) continue;
    if (loading.given_params.contains(param.name)) {
      other = param;  // a pack under check may restate a parameter of its environment
      loading.given_params.erase(param.name);
    } else {
      loading.findings.add("R008", param.place,
                           {{"id", param.name},
                            {"file", other.place.file},
                            {"line", std::to_string(other.place.line)}});
    }
    return;
  }
  if (file.given) loading.given_params.insert(param.name);
  env.params.push_back(std::move(param));
}

void read_set(const SourceFile& file, const YamlNode& node, const Loading& loading) {
  const Fields fields(file, node, "set", {"name", "element", "versions"}, {"title"},
                      loading.findings);
  auto& env = loading.pack.environment;
  SetDecl set;
  set.name = fields.text("name");
  set.place = fields.place_of("name");
  const auto type = env.parse_type(fields.text("element"));
  if (!type) {
    if (fields.has("element"))
      fields.wrong(*fields.find("element"), "'" + fields.text("element") + "' is not a type",
                   "int, string, date or enum:NAME");
    return;
  }
  set.element = *type;
  for (const auto& item : fields.list("versions")) {
    const Fields row(file, item, "version", {"valid_from", "valid_to", "values"},
                     {"certainty", "cite"}, loading.findings);
    SetVersion version;
    version.place = row.place();
    version.from = row.date("valid_from").value_or(kOpen);
    version.to = row.date("valid_to");
    version.certainty = row.text("certainty");
    version.cite = read_row_cite(row, file.given, loading.findings);
    for (const auto& value : row.list("values"))
      if (auto literal = read_literal(row, value, set.element, env))
        version.values.push_back(*std::move(literal));
    set.versions.push_back(std::move(version));
  }
  env.sets.push_back(std::move(set));
}

}  // namespace

void load_parameters(Loading& loading) {
  loading.each("parameters", [&](const SourceFile& file) {
    const Fields fields(file, file.root, "parameters", {"kind", "params"}, {}, loading.findings);
    for (const auto& item : fields.list("params")) read_param(file, item, loading);
  });
  loading.each("sets", [&](const SourceFile& file) {
    const Fields fields(file, file.root, "sets", {"kind", "sets"}, {}, loading.findings);
    for (const auto& item : fields.list("sets")) read_set(file, item, loading);
  });
  loading.pack.environment.index();
}

}  // namespace leye::rules
