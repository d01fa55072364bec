#include "rules/pack/fields.h"

#include <algorithm>
#include <array>

namespace leye::rules {
namespace {

using sheets::YamlKind;
using sheets::YamlNode;
using sheets::YamlStyle;

struct Example {
  std::string_view key;
  std::string_view value;
};
constexpr std::array<Example, 24> kExamples = {{
    {"title", "{zh: …}"},
    {"id", "name-of-the-file"},
    {"code", "P05"},
    {"family", "hiring_subsidy"},
    {"item", "HIRE_BONUS"},
    {"kind", "policy"},
    {"cites", "[{clause: …, certainty: order}]"},
    {"cite", "{clause: …}"},
    {"applies_to", "person"},
    {"valid_from", "2020-10-01"},
    {"valid_to", "null"},
    {"when", "[{id: …, title: {zh: …}, expr: '…', cite: {clause: …}}]"},
    {"expr", "'…'"},
    {"scope", "'…'"},
    {"met", "'…'"},
    {"denominator", "'…'"},
    {"numerator", "'…'"},
    {"branches", "[{id: …, title: {zh: …}, expr: '…', plan: […]}]"},
    {"otherwise", "{id: …, title: {zh: …}, plan: […]}"},
    {"world", "open"},
    {"period", "month"},
    {"payee", "person"},
    {"per", "once"},
    {"on", "[person]"},
}};

std::string example(std::string_view key) {
  const auto* found = std::find_if(kExamples.begin(), kExamples.end(),
                                   [&](const Example& e) { return e.key == key; });
  return std::string(found == kExamples.end() ? std::string_view("…") : found->value);
}

const std::vector<YamlNode>& no_items() {
  static const std::vector<YamlNode> none;
  return none;
}

}  // namespace

Fields::Fields(const SourceFile& file, const YamlNode& node, std::string_view kind, Keys required,
               Keys optional, Findings& findings)
    : file_(file), node_(node), kind_(kind), findings_(findings) {
  if (!node.is_map()) {
    wrong(node, kind_ + " is not a map", "write key: value");
    return;
  }
  for (const auto key : required)
    if (node.find(key) == nullptr)
      findings.add("R005", place(),
                   {{"key", std::string(key)}, {"kind", kind_}, {"example", example(key)}});
  std::vector<std::string> known(required.begin(), required.end());
  known.insert(known.end(), optional.begin(), optional.end());
  for (const auto& entry : node.entries) {
    if (std::find(known.begin(), known.end(), entry.key) != known.end()) continue;
    const std::string near = nearest(entry.key, known);
    findings.add("R004", near.empty() ? "R004.far" : "R004", place_of(entry.place),
                 {{"key", entry.key}, {"kind", kind_}, {"near", near}});
  }
}

Place Fields::place_of(std::string_view key) const {
  const auto* value = find(key);
  return value == nullptr ? place() : place_of(value->place);
}

const YamlNode* Fields::find(std::string_view key) const { return node_.find(key); }

void Fields::wrong(const YamlNode& value, std::string_view problem, std::string_view remedy) const {
  findings_.add("R002", place_of(value.place),
                {{"problem", std::string(problem)}, {"remedy", std::string(remedy)}});
}

std::string Fields::text(std::string_view key) const {
  const auto* value = find(key);
  if (value == nullptr || value->is_null()) return {};
  if (value->is_scalar()) return value->text;
  wrong(*value, "'" + std::string(key) + "' is not a text", "write one value");
  return {};
}

std::string Fields::choice(std::string_view key, Keys allowed) const {
  const std::string value = text(key);
  if (std::find(allowed.begin(), allowed.end(), value) != allowed.end()) return value;
  if (has(key)) {
    std::string all;
    for (const auto a : allowed) all += (all.empty() ? "" : ", ") + std::string(a);
    wrong(*find(key), "'" + value + "' is not a value of '" + std::string(key) + "'",
          "one of " + all);
  }
  return std::string(*allowed.begin());
}

bool Fields::flag(std::string_view key) const {
  const auto* value = find(key);
  if (value == nullptr) return false;
  const auto read = sheets::yaml_bool(*value);
  if (!read)
    wrong(*value, "'" + std::string(key) + "' is not true or false", "write true or false");
  return read.value_or(false);
}

std::int64_t Fields::integer(std::string_view key, std::int64_t otherwise) const {
  const auto* value = find(key);
  if (value == nullptr) return otherwise;
  const auto read = sheets::yaml_integer(*value);
  if (!read) wrong(*value, "'" + std::string(key) + "' is not a whole number", "write digits");
  return read.value_or(otherwise);
}

std::optional<Date> Fields::date(std::string_view key) const {
  const auto* value = find(key);
  if (value == nullptr || value->is_null()) return std::nullopt;
  const auto read = value->is_scalar() ? parse_date(value->text) : parse_date("");
  if (read) return *read;
  wrong(*value, "'" + std::string(key) + "' is not a date", "write YYYY-MM-DD");
  return std::nullopt;
}

Words Fields::words(std::string_view key) const {
  const auto* value = find(key);
  if (value == nullptr) return {};
  const Fields inner(file_, *value, key, {"zh"}, {"en"}, findings_);
  return {inner.text("zh"), inner.text("en")};
}

std::vector<std::string> Fields::texts(std::string_view key) const {
  const auto* value = find(key);
  if (value == nullptr) return {};
  std::vector<std::string> result;
  if (value->is_scalar() && !value->is_null()) result.push_back(value->text);
  for (const auto& item : value->items) {
    if (!item.is_scalar()) wrong(item, "'" + std::string(key) + "' holds no text", "write texts");
    result.push_back(item.text);
  }
  if (value->is_map()) wrong(*value, "'" + std::string(key) + "' is not a list", "write [a, b]");
  return result;
}

const std::vector<YamlNode>& Fields::list(std::string_view key) const {
  const auto* value = find(key);
  if (value == nullptr || value->is_null()) return no_items();
  if (!value->is_list()) wrong(*value, "'" + std::string(key) + "' is not a list", "write [a, b]");
  return value->items;
}

std::map<std::string, std::string> Fields::map(std::string_view key) const {
  const auto* value = find(key);
  std::map<std::string, std::string> result;
  if (value == nullptr) return result;
  if (!value->is_map()) wrong(*value, "'" + std::string(key) + "' is not a map", "write {a: b}");
  for (const auto& entry : value->entries) {
    if (!entry.value.is_scalar())
      wrong(entry.value, "'" + entry.key + "' is not a text", "write one value");
    result[entry.key] = entry.value.text;
  }
  return result;
}

Allow Fields::allow() const {
  Allow result;
  for (auto& [code, reason] : map("allow")) result[code] = reason;
  return result;
}

Cite Fields::cite() const {
  const auto* value = find("cite");
  return value == nullptr ? Cite{} : read_cite(file_, *value, findings_);
}

PackExpression Fields::expression(std::string_view key, const Environment& environment,
                                  const CheckOptions& options) const {
  PackExpression result;
  result.file = file_.path;
  const auto* value = find(key);
  if (value == nullptr) return result;
  if (!value->is_scalar()) {
    findings_.add("R013", place_of(value->place));
    return result;
  }
  if (value->style == YamlStyle::kFolded) {
    findings_.add("R012", place_of(value->place));
    return result;
  }
  result.text = value->text;
  result.runs.emplace_back(0, place_of(value->place_in(0)));
  for (const auto& [index, at] : value->runs)
    if (index > 0) result.runs.emplace_back(index, place_of(at));
  auto compiled = compile(result.text, environment, options);
  if (compiled) {
    result.compiled = std::make_shared<const Expression>(*std::move(compiled));
  } else {
    findings_.add(compiled.error(), result.at(compiled.error().column));
  }
  return result;
}

Cite read_cite(const SourceFile& file, const YamlNode& node, Findings& findings) {
  const Fields fields(file, node, "cite", {}, {"clause", "doc", "place", "note", "certainty"},
                      findings);
  Cite cite;
  cite.clause = fields.text("clause");
  cite.doc = fields.text("doc");
  cite.place = fields.text("place");
  cite.note = fields.text("note");
  if (fields.has("certainty"))
    cite.certainty = fields.choice("certainty", {"order", "law", "local_document", "assumed"});
  cite.at = fields.has("clause") ? fields.place_of("clause") : fields.place();
  return cite;
}

}  // namespace leye::rules
