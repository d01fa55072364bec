#include <algorithm>
#include <set>

#include "rules/pack/loading.h"

namespace leye::rules {
namespace {

SignOff read_sign_off(const SourceFile& file, const sheets::YamlNode& node, const Fields& all,
                      Loading& loading) {
  const Fields fields(file, node, "sign-off", {},
                      {"param", "value", "rule", "conditions", "by", "on", "note"},
                      loading.findings);
  SignOff made;
  made.place = fields.place();
  made.param = fields.text("param");
  made.rule = fields.text("rule");
  made.conditions = fields.texts("conditions");
  made.by = fields.has("by") ? fields.text("by") : all.text("by");
  made.on = (fields.has("on") ? fields.date("on") : all.date("on")).value_or(Date());
  made.note = fields.text("note");
  const auto need = [&](bool given, const char* key, const char* example) {
    if (!given)
      loading.findings.add("R005", made.place,
                           {{"key", key}, {"kind", "sign-off"}, {"example", example}});
  };
  need(!made.by.empty(), "by", "name of the reviewer");
  need(fields.has("on") || all.has("on"), "on", "2020-10-21");
  need(made.param.empty() != made.rule.empty(), "param", "hire_bonus_fen");
  const auto& env = loading.pack.environment;
  const auto param = env.param_index(made.param);
  if (const auto* value = fields.find("value"); value != nullptr && param)
    if (auto literal = read_literal(fields, *value, env.params[*param].type, env))
      made.value = *std::move(literal);
  return made;
}

/// Which sign-offs were needed: one that is not hides a slip of the pen.
using Used = std::set<const SignOff*>;

bool signed_off(const Pack& pack, const ParamDecl& param, const DatedRow& row, Used& used) {
  bool found = false;
  for (const auto& sign : pack.sign_offs)
    if (sign.param == param.name && sign.value == row.value) {
      used.insert(&sign);
      found = true;
    }
  return found;
}

bool signed_off(const Pack& pack, const RuleHead& head, const Condition& condition,
                std::set<std::pair<const SignOff*, std::string>>& used) {
  bool found = false;
  for (const auto& sign : pack.sign_offs) {
    if (sign.rule.empty() || (sign.rule != head.id && sign.rule != head.code)) continue;
    if (std::find(sign.conditions.begin(), sign.conditions.end(), condition.id) ==
        sign.conditions.end())
      continue;
    used.emplace(&sign, condition.id);
    found = true;
  }
  return found;
}

}  // namespace

void load_sign_offs(Loading& loading) {
  loading.each("sign_offs", [&](const SourceFile& file) {
    const Fields fields(file, file.root, "sign_offs", {"kind", "sign_offs"}, {"by", "on"},
                        loading.findings);
    for (const auto& item : fields.list("sign_offs"))
      loading.pack.sign_offs.push_back(read_sign_off(file, item, fields, loading));
  });
}

void check_assumed(Loading& loading) {
  const Pack& pack = loading.pack;
  Used params;
  std::set<std::pair<const SignOff*, std::string>> conditions;
  for (const auto& param : pack.environment.params) {
    if (loading.given_params.contains(param.name)) continue;
    for (const auto& row : param.rows)
      if (row.certainty == "assumed" && !signed_off(pack, param, row, params))
        loading.findings.add("R424", loading.strict ? "R424.strict" : "R424", row.place,
                             {{"p", param.name}});
  }
  for (const auto& policy : pack.policies) {
    if (loading.is_given(policy.head.place.file)) continue;
    for (const auto& condition : policy.when)
      if (condition.certainty == "assumed" &&
          !signed_off(pack, policy.head, condition, conditions) && loading.strict)
        loading.findings.add("R435", condition.place, {{"id", condition.id}});
  }
  // While a rule is being written its sign-off may lag behind; nothing is signed on a stale one.
  const std::string_view stale = loading.strict ? "R438.strict" : "R438";
  for (const auto& sign : pack.sign_offs) {
    if (!sign.param.empty() && !params.contains(&sign))
      loading.findings.add("R438", stale, sign.place, {{"of", sign.param}});
    for (const auto& id : sign.conditions)
      if (!conditions.contains({&sign, id}))
        loading.findings.add("R438", stale, sign.place, {{"of", sign.rule + " " + id}});
  }
}

}  // namespace leye::rules
