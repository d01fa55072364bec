#include <algorithm>

#include "rules/pack/loading.h"

namespace leye::rules {
namespace {

using sheets::YamlNode;

void read_subjects(const Fields& catalogue, Environment& env) {
  const auto* node = catalogue.find("subjects");
  if (node == nullptr) return;
  if (node->is_list()) {
    env.plain_subjects = true;
    for (const auto& item : node->items) env.subjects.push_back({item.text, {}, {}, {}});
    return;
  }
  for (const auto& entry : node->entries) {
    const Fields fields(catalogue.file(), entry.value, "subject", {"title"},
                        {"reaches", "anchors", "note"}, catalogue.findings());
    env.subjects.push_back(
        {entry.key, fields.texts("reaches"), fields.texts("anchors"), fields.words("title")});
  }
}

void read_enums(const Fields& catalogue, Environment& env) {
  const auto* node = catalogue.find("enums");
  if (node == nullptr) return;
  for (const auto& entry : node->entries) {
    EnumDecl decl;
    decl.name = entry.key;
    decl.place = catalogue.place_of(entry.place);
    for (const auto& value : entry.value.entries) {
      decl.values.push_back(value.key);
      decl.value_zh.push_back(value.value.text);
    }
    env.enums.push_back(std::move(decl));
  }
}

TypeRef read_type(const Fields& fields, const Environment& env) {
  const auto type = env.parse_type(fields.text("type"));
  if (type) return *type;
  if (fields.has("type"))
    fields.wrong(*fields.find("type"), "'" + fields.text("type") + "' is not a type",
                 "bool, int, money, date, string, enum:NAME or list<…>");
  return type_of(Kind::kBool);
}

std::optional<Literal> read_none(const Fields& fields, const TypeRef& type,
                                 const Environment& env) {
  const auto* node = fields.find("none");
  if (node == nullptr) return std::nullopt;
  if (type.kind == Kind::kDate || type.is_list()) {
    fields.wrong(*node, "'none' is not for " + env.type_name(type), "remove it");
    return std::nullopt;
  }
  return read_literal(fields, *node, type, env);
}

/// Names first, so that a field may have any record's or enum's type.
void name_records(const Fields& catalogue, Environment& env) {
  const auto* node = catalogue.find("records");
  if (node == nullptr) return;
  for (const auto& entry : node->entries)
    env.records.push_back({entry.key, {}, catalogue.place_of(entry.place)});
}

void read_records(const Fields& catalogue, Environment& env) {
  const auto* node = catalogue.find("records");
  if (node == nullptr) return;
  for (const auto& entry : node->entries) {
    const auto record = env.record_index(entry.key);
    if (!record) continue;
    for (const auto& field : entry.value.entries) {
      const Fields fields(catalogue.file(), field.value, "field", {"type", "world"},
                          {"required", "none", "title"}, catalogue.findings());
      FieldDecl decl;
      decl.name = field.key;
      decl.place = catalogue.place_of(field.place);
      decl.type = read_type(fields, env);
      decl.closed = fields.choice("world", {"open", "closed"}) == "closed";
      decl.required = fields.flag("required");
      decl.none = read_none(fields, decl.type, env);
      env.records[*record].fields.push_back(std::move(decl));
    }
  }
}

/// The record every `where` over ledger entries reads as `e` (rules.md §5.1, domain.md 5.18).
void add_ledger_entry(Environment& env) {
  if (env.record_index(kLedgerEntry)) return;
  const TypeRef text = type_of(Kind::kString);
  const TypeRef date = type_of(Kind::kDate);
  RecordDecl entry;
  entry.name = kLedgerEntry;
  const auto field = [&](const char* name, TypeRef type, bool required) {
    FieldDecl decl;
    decl.name = name;
    decl.type = type;
    decl.required = required;
    entry.fields.push_back(std::move(decl));
  };
  field("occurred_on", date, true);
  field("recorded_by", text, true);
  field("unit", text, true);
  field("channel", text, false);
  field("effective", type_of(Kind::kBool), false);
  field("code", text, false);
  field("ref", text, false);
  field("n", type_of(Kind::kInt), false);
  field("fen", type_of(Kind::kMoney), false);
  field("fact_from", date, false);
  field("fact_to", date, false);
  env.records.push_back(std::move(entry));
}

Take take_of(const Fields& fields) {
  if (!fields.has("take")) return Take::kColumn;
  const std::string take = fields.choice(
      "take", {"column", "exists", "count", "sum", "rows", "months", "identity", "stated"});
  if (take == "exists") return Take::kExists;
  if (take == "count") return Take::kCount;
  if (take == "sum") return Take::kSum;
  if (take == "rows") return Take::kRows;
  if (take == "months") return Take::kMonths;
  if (take == "identity") return Take::kIdentity;
  if (take == "stated") return Take::kStated;
  return Take::kColumn;
}

Supply read_supply(const Fields& catalogue, const YamlNode& node) {
  Supply supply;
  if (node.is_scalar()) {
    supply.register_code = node.text;
    return supply;
  }
  const Fields fields(
      catalogue.file(), node, "source", {"register"},
      {"complete", "column", "take", "kinds", "from", "to", "until", "pick", "where", "values",
       "fields", "rank", "runs_on_days", "through", "match", "since", "note"},
      catalogue.findings());
  supply.register_code = fields.text("register");
  supply.complete = fields.flag("complete");
  supply.column = fields.text("column");
  supply.kinds = fields.texts("kinds");
  supply.from = fields.text("from");
  supply.to_exclusive = fields.has("until");
  supply.to = fields.text(supply.to_exclusive ? "until" : "to");
  if (fields.has("pick")) supply.pick = fields.choice("pick", {"latest", "first"});
  supply.where = fields.map("where");
  supply.values = fields.map("values");
  supply.fields = fields.map("fields");
  supply.rank = static_cast<int>(fields.integer("rank"));
  supply.runs_on_days = static_cast<int>(fields.integer("runs_on_days"));
  supply.through = fields.text("through");
  supply.match = fields.map("match");
  supply.since = fields.text("since");
  supply.take = take_of(fields);
  return supply;
}

void read_world(const Fields& fields, FactDecl& fact) {
  fact.closed = fields.choice("world", {"open", "closed"}) == "closed";
  fact.required = fields.flag("required");
  fact.fixed = fields.flag("fixed");
  fact.lag_days = static_cast<int>(fields.integer("lag_days"));
  if (const auto* node = fields.find("closed_after")) {
    const Fields after(fields.file(), *node, "closed_after", {"register"}, {"per"},
                       fields.findings());
    fact.closed_after_register = after.text("register");
    if (after.has("per")) static_cast<void>(after.choice("per", {"month"}));
  }
}

void read_derive_shape(const Fields& fields, FactDecl& fact) {
  const auto* node = fields.find("derive");
  if (node == nullptr) return;
  const Fields derive(fields.file(), *node, "derive", {},
                      {"expr", "count", "sum", "first", "latest", "exists", "field", "where"},
                      fields.findings());
  DeriveDecl decl;
  decl.place = derive.place();
  for (const auto key : {"expr", "count", "sum", "first", "latest", "exists"}) {
    if (!derive.has(key)) continue;
    decl.kind = key;
    decl.place = derive.place_of(key);
    if (decl.kind == "expr") {
      decl.expr = derive.text(key);
    } else {
      for (const auto& kind : derive.texts(key)) decl.over += (decl.over.empty() ? "" : ",") + kind;
    }
  }
  decl.field = derive.text("field");
  decl.where = derive.text("where");
  fact.derive = std::move(decl);
}

/// Subjects whose table carries the fact.
std::vector<std::string> carriers(const Fields& fields, const Environment& env,
                                  const std::string& name) {
  if (fields.has("on")) return fields.texts("on");
  const std::string root = name.substr(0, name.find('.'));
  if (env.subject(root) == nullptr && !env.plain_subjects)
    fields.findings().add("R005", fields.place(),
                          {{"key", "on"}, {"kind", "fact"}, {"example", "[hire]"}});
  return {root};
}

void read_fact(const Fields& catalogue, const YamlNode& node, Loading& loading) {
  const Fields fields(
      catalogue.file(), node, "fact", {"name", "type", "world"},
      {"title", "on", "none", "required", "present_if", "fixed", "anchored", "sources", "lag_days",
       "derive", "ask", "evidence", "sensitivity", "use", "closed_after", "closed_for", "note"},
      loading.findings);
  auto& env = loading.pack.environment;
  FactDecl fact;
  fact.name = fields.text("name");
  fact.place = fields.place_of("name");
  fact.type = read_type(fields, env);
  fact.none = read_none(fields, fact.type, env);
  read_world(fields, fact);
  fact.on = carriers(fields, env, fact.name);
  fact.title = fields.words("title");
  fact.ask = fields.words("ask");
  fact.evidence = fields.text("evidence");
  fact.sensitivity = fields.text("sensitivity");
  fact.use = fields.texts("use");
  FactSupply supply;
  for (const auto& item : fields.list("sources"))
    supply.from.push_back(read_supply(catalogue, item));
  for (const auto& from : supply.from) fact.sources.push_back({from.register_code, from.complete});
  read_derive_shape(fields, fact);
  if (catalogue.file().given) loading.given_facts.insert(fact.name);
  for (const auto& other : env.facts)
    if (other.name == fact.name)
      loading.findings.add("R008", fact.place,
                           {{"id", fact.name},
                            {"file", other.place.file},
                            {"line", std::to_string(other.place.line)}});
  env.facts.push_back(std::move(fact));
  loading.pack.supplies.push_back(std::move(supply));
}

/// Names of facts inside a fact's declaration.
void link_fact(const Fields& fields, Loading& loading) {
  auto& env = loading.pack.environment;
  const auto index = env.fact(fields.text("name"));
  if (index == kNoFact) return;
  const auto resolve = [&](const YamlNode& at) {
    const auto found = env.fact(at.text);
    if (found == kNoFact) {
      const std::string near = env.nearest_fact(at.text);
      loading.findings.add("R201", near.empty() ? "R201.none" : "R201", fields.place_of(at.place),
                           {{"name", at.text}, {"near", near}});
    }
    return found;
  };
  auto& fact = env.facts[index];
  if (const auto* present = fields.find("present_if")) fact.present_if = resolve(*present);
  for (const auto& item : fields.list("anchored"))
    if (const auto anchor = resolve(item); anchor != kNoFact) fact.anchored.push_back(anchor);
}

}  // namespace

void load_catalogue(Loading& loading) {
  auto& env = loading.pack.environment;
  const auto each = [&](const std::function<void(const Fields&)>& step) {
    loading.each("catalogue", [&](const SourceFile& file) {
      step(Fields(file, file.root, "catalogue", {"kind", "facts"}, {"subjects", "enums", "records"},
                  loading.findings));
    });
  };
  each([&](const Fields& catalogue) {
    read_subjects(catalogue, env);
    read_enums(catalogue, env);
    name_records(catalogue, env);
  });
  env.index();
  each([&](const Fields& catalogue) { read_records(catalogue, env); });
  add_ledger_entry(env);
  env.index();
  each([&](const Fields& catalogue) {
    for (const auto& item : catalogue.list("facts")) read_fact(catalogue, item, loading);
  });
  env.index();
  each([&](const Fields& catalogue) {
    for (const auto& item : catalogue.list("facts"))
      link_fact(Fields(catalogue.file(), item, loading.findings), loading);
  });
}

}  // namespace leye::rules
