#include "rules/pack/rule_reader.h"

#include <algorithm>

namespace leye::rules {
namespace {

std::string stem(const std::string& path) {
  const auto slash = path.rfind('/');
  const std::string name = slash == std::string::npos ? path : path.substr(slash + 1);
  return name.substr(0, name.rfind('.'));
}

}  // namespace

RuleHead RuleReader::head(RuleKind kind) const {
  RuleHead head;
  head.kind = kind;
  head.id = fields_.text("id");
  head.code = fields_.text("code");
  head.family = fields_.text("family");
  head.title = fields_.words("title");
  head.applies_to = fields_.text("applies_to");
  head.valid_from = fields_.date("valid_from").value_or(Date{Date::kMinDays});
  head.valid_to = fields_.date("valid_to");
  head.regions = fields_.texts("regions");
  head.allow = fields_.allow();
  head.place = fields_.place();
  head.id_place = fields_.place_of("id");
  head.valid_from_place = fields_.place_of("valid_from");
  for (const auto& item : fields_.list("cites"))
    head.cites.push_back(read_cite(fields_.file(), item, loading_.findings));
  if (!head.id.empty() && head.id != stem(fields_.file().path))
    loading_.findings.add("R007", head.id_place,
                          {{"id", head.id}, {"file", stem(fields_.file().path)}});
  check_subject(head);
  head.anchor = anchor(head);
  return head;
}

PackExpression RuleReader::boolean(const Fields& fields, std::string_view key,
                                   FactIndex anchor) const {
  CheckOptions options;
  options.must_be_bool = true;
  options.anchor = anchor;
  return fields.expression(key, env_, options);
}

std::optional<PackExpression> RuleReader::optional(const Fields& fields,
                                                   std::string_view key) const {
  if (!fields.has(key)) return std::nullopt;
  return fields.expression(key, env_);
}

std::optional<PackExpression> RuleReader::typed(const Fields& fields, std::string_view key,
                                                Kind kind, std::string_view code) const {
  auto expr = optional(fields, key);
  if (!expr || !expr->compiled) return expr;
  if (expr->compiled->type().kind != kind) {
    const auto& root = expr->compiled->node(expr->compiled->root());
    loading_.findings.add(code, expr->at(root.column),
                          {{"t", env_.short_type_name(expr->compiled->type())}});
    expr->compiled.reset();
  }
  return expr;
}

void RuleReader::check_subject(const RuleHead& head) const {
  if (head.applies_to.empty() || env_.subject(head.applies_to) != nullptr) return;
  fields_.wrong(*fields_.find("applies_to"), "'" + head.applies_to + "' is not a subject",
                "name a subject of facts.yaml");
}

FactIndex RuleReader::anchor(const RuleHead& head) const {
  if (!fields_.has("anchor")) return kNoFact;
  const std::string name = fields_.text("anchor");
  const auto index = env_.fact(name);
  const auto* subject = env_.subject(head.applies_to);
  if (subject == nullptr) return index;
  const auto& all = subject->anchors;
  if (index == kNoFact || std::find(all.begin(), all.end(), name) == all.end()) {
    std::string list;
    for (const auto& a : all) list += (list.empty() ? "" : ", ") + a;
    loading_.findings.add("R451", fields_.place_of("anchor"),
                          {{"a", name}, {"subject", head.applies_to}, {"list", list}});
  }
  return index;
}

}  // namespace leye::rules
