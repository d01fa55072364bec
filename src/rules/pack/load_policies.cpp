#include <algorithm>

#include "rules/pack/rule_reader.h"

namespace leye::rules {
namespace {

using sheets::YamlNode;

Condition read_condition(const RuleReader& reader, const YamlNode& node, const RuleHead& head,
                         Loading& loading) {
  const Fields fields(reader.fields().file(), node, "condition", {"id", "title", "expr"},
                      {"cite", "certainty", "at", "fix", "absence_grants", "allow"},
                      loading.findings);
  Condition condition;
  condition.id = fields.text("id");
  condition.title = fields.words("title");
  condition.fix = fields.words("fix");
  condition.place = fields.place();
  condition.cite = fields.cite();
  condition.absence_grants = fields.flag("absence_grants");
  condition.allow = fields.allow();
  condition.at_given = fields.has("at");
  condition.at_anchor = condition.at_given && fields.choice("at", {"as_of", "anchor"}) == "anchor";
  condition.certainty = fields.text("certainty");
  if (condition.certainty.empty()) condition.certainty = condition.cite.certainty;
  if (condition.certainty.empty() && !head.cites.empty())
    condition.certainty = head.cites.front().certainty;
  if (condition.at_anchor && head.anchor == kNoFact) {
    const auto* subject = loading.pack.environment.subject(head.applies_to);
    loading.findings.add(
        "R452", condition.place,
        {{"id", condition.id},
         {"first", subject == nullptr || subject->anchors.empty() ? std::string("…")
                                                                  : subject->anchors.front()}});
  }
  condition.expr = reader.boolean(fields, "expr", condition.at_anchor ? head.anchor : kNoFact);
  return condition;
}

std::optional<Amount> read_amount(const RuleReader& reader, Loading& loading) {
  const auto* node = reader.fields().find("amount");
  if (node == nullptr) return std::nullopt;
  const Fields fields(reader.fields().file(), *node, "amount", {"expr", "payee", "per"},
                      {"months", "max_periods", "parts", "paid_by"}, loading.findings);
  Amount amount;
  if (auto expr = reader.typed(fields, "expr", Kind::kMoney, "R230"))
    amount.expr = *std::move(expr);
  amount.payee = fields.choice("payee", {"person", "employer", "provider"});
  amount.per = fields.choice("per", {"once", "month", "quarter", "year", "claim"});
  amount.months = reader.optional(fields, "months");
  amount.max_periods = reader.optional(fields, "max_periods");
  if (fields.has("paid_by")) amount.paid_by = fields.choice("paid_by", {"bureau", "other"});
  if (const auto* parts = fields.find("parts")) {
    const Fields inner(fields.file(), *parts, loading.findings);
    for (const auto& entry : parts->entries)
      if (auto expr = reader.typed(inner, entry.key, Kind::kMoney, "R230"))
        amount.parts.emplace_back(entry.key, *std::move(expr));
  }
  return amount;
}

Need read_need(const SourceFile& file, const YamlNode& node, Loading& loading) {
  const Fields fields(file, node, "paper", {"id", "proves", "deferrable"},
                      {"title", "due", "within_days", "cite"}, loading.findings);
  Need need;
  need.id = fields.text("id");
  need.title = fields.words("title");
  need.proves = fields.texts("proves");
  need.deferrable = fields.flag("deferrable");
  need.due_at_payment =
      fields.has("due") && fields.choice("due", {"decision", "payment"}) == "payment";
  need.within_days = fields.text("within_days");
  need.cite = fields.cite();
  need.place = fields.place();
  const auto& env = loading.pack.environment;
  if (!need.within_days.empty() && !env.param_index(need.within_days)) {
    std::vector<std::string> names;
    for (const auto& param : env.params) names.push_back(param.name);
    const std::string near = nearest(need.within_days, names);
    loading.findings.add("R225", near.empty() ? "R225.none" : "R225",
                         fields.place_of("within_days"), {{"p", need.within_days}, {"near", near}});
  }
  if (need.title.zh.empty()) {
    if (const auto* paper = loading.pack.paper(need.id)) {
      need.title = paper->title;
    } else {
      loading.findings.add("R436", need.place, {{"e", need.id}});
    }
  }
  return need;
}

Conflict read_conflict(const RuleReader& reader, const YamlNode& node, Loading& loading) {
  const Fields fields(reader.fields().file(), node, "conflict", {"with", "kind", "scope"},
                      {"cap", "cite"}, loading.findings);
  Conflict conflict;
  conflict.with = fields.texts("with");
  conflict.kind = fields.choice("kind", {"exclusive", "cap", "sequence"});
  conflict.scope =
      fields.choice("scope", {"same_person", "same_hire", "same_business", "same_period"});
  conflict.cap = reader.typed(fields, "cap", Kind::kMoney, "R230");
  conflict.cite = fields.cite();
  conflict.place = fields.place();
  for (const auto& item : fields.list("with"))
    conflict.with_places.push_back(fields.place_of(item.place));
  return conflict;
}

void read_conflicts(const RuleReader& reader, Policy& policy, Loading& loading) {
  const Fields& fields = reader.fields();
  for (const auto& item : fields.list("conflicts"))
    policy.conflicts.push_back(read_conflict(reader, item, loading));
  if (!fields.has("not_with")) return;
  Conflict conflict;
  conflict.with = fields.texts("not_with");
  conflict.kind = "exclusive";
  conflict.scope = "same_period";
  conflict.place = fields.place_of("not_with");
  if (!policy.head.cites.empty()) conflict.cite = policy.head.cites.front();
  for (const auto& item : fields.list("not_with"))
    conflict.with_places.push_back(fields.place_of(item.place));
  if (!conflict.with.empty()) policy.conflicts.push_back(std::move(conflict));
}

Exit read_exit(const RuleReader& reader, const YamlNode& node, Loading& loading) {
  const Fields fields(reader.fields().file(), node, "exit", {"id", "title", "effect"},
                      {"expr", "cite"}, loading.findings);
  Exit out;
  out.id = fields.text("id");
  out.title = fields.words("title");
  out.effect = fields.choice("effect", {"end", "suspend", "repay"});
  out.cite = fields.cite();
  if (fields.has("expr")) out.expr = reader.boolean(fields, "expr");
  return out;
}

}  // namespace

void load_policy(const SourceFile& file, Loading& loading) {
  const RuleReader reader(
      file, "policy",
      {"kind", "id", "title", "cites", "applies_to", "valid_from", "valid_to", "when"},
      {"code", "family", "anchor", "regions", "item", "amount", "evaluate_on", "entitlement_window",
       "needs", "conflicts", "not_with", "notice_days", "exits", "publish", "budget", "allow"},
      loading);
  const Fields& fields = reader.fields();
  Policy policy;
  policy.head = reader.head(RuleKind::kPolicy);
  for (const auto& item : fields.list("when"))
    policy.when.push_back(read_condition(reader, item, policy.head, loading));
  policy.items = fields.texts("item");
  policy.amount = read_amount(reader, loading);
  if (fields.has("evaluate_on"))
    policy.evaluate_on = fields.choice("evaluate_on", {"end", "start"});
  policy.entitled_in_period = fields.has("entitlement_window") &&
                              fields.choice("entitlement_window", {"day", "period"}) == "period";
  for (const auto& item : fields.list("needs"))
    policy.needs.push_back(read_need(file, item, loading));
  read_conflicts(reader, policy, loading);
  for (const auto& item : fields.list("exits"))
    policy.exits.push_back(read_exit(reader, item, loading));
  policy.notice_days = fields.text("notice_days");
  policy.budget = fields.text("budget");
  if (const auto* node = fields.find("publish")) {
    const Fields publish(file, *node, "publish", {}, {"beneficiaries", "content"},
                         loading.findings);
    policy.beneficiaries = publish.texts("beneficiaries");
    policy.content_zh = publish.words("content").zh;
  }
  loading.pack.policies.push_back(std::move(policy));
}

}  // namespace leye::rules
