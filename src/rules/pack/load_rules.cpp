#include "rules/pack/rule_reader.h"

namespace leye::rules {
namespace {

void read_standard(const SourceFile& file, Loading& loading) {
  const RuleReader reader(file, "standard",
                          {"kind", "id", "title", "cites", "applies_to", "valid_from", "valid_to",
                           "period", "scope", "met", "task"},
                          {"code", "regions", "due", "allow"}, loading);
  const Fields& fields = reader.fields();
  Standard standard;
  standard.head = reader.head(RuleKind::kStandard);
  standard.period = fields.choice("period", {"month", "week", "quarter", "campaign"});
  standard.scope = reader.boolean(fields, "scope");
  standard.met = reader.boolean(fields, "met");
  standard.due = reader.typed(fields, "due", Kind::kDate, "R231");
  if (const auto* node = fields.find("task")) {
    const Fields task(file, *node, "task", {"kind", "title"},
                      {"assignee", "open_from", "urgent_from", "key"}, loading.findings);
    standard.task.kind = task.text("kind");
    standard.task.title = task.words("title");
    standard.task.assignee = task.text("assignee");
    standard.task.open_from = reader.typed(task, "open_from", Kind::kDate, "R231");
    standard.task.urgent_from = reader.typed(task, "urgent_from", Kind::kDate, "R231");
    standard.task.key = task.texts("key");
  }
  loading.pack.standards.push_back(std::move(standard));
}

void read_indicator(const SourceFile& file, Loading& loading) {
  const RuleReader reader(file, "indicator",
                          {"kind", "id", "title", "cites", "applies_to", "valid_from", "valid_to",
                           "period", "denominator", "numerator"},
                          {"code", "regions", "breakdown", "target", "definition", "allow"},
                          loading);
  const Fields& fields = reader.fields();
  Indicator indicator;
  indicator.head = reader.head(RuleKind::kIndicator);
  indicator.period = fields.choice("period", {"campaign", "month", "week", "quarter"});
  indicator.definition = fields.words("definition");
  indicator.denominator = reader.boolean(fields, "denominator");
  indicator.numerator = reader.boolean(fields, "numerator");
  indicator.breakdown = fields.texts("breakdown");
  if (const auto* node = fields.find("target")) {
    const Fields target(file, *node, "target", {"bp"}, {"certainty", "cite"}, loading.findings);
    indicator.target_bp = target.integer("bp");
    indicator.target_certainty = target.text("certainty");
  }
  loading.pack.indicators.push_back(std::move(indicator));
}

void read_pathway(const SourceFile& file, Loading& loading) {
  const RuleReader reader(file, "pathway",
                          {"kind", "id", "title", "cites", "applies_to", "valid_from", "valid_to",
                           "scope", "branches", "otherwise"},
                          {"code", "regions", "allow"}, loading);
  const Fields& fields = reader.fields();
  Pathway pathway;
  pathway.head = reader.head(RuleKind::kPathway);
  pathway.scope = reader.boolean(fields, "scope");
  for (const auto& item : fields.list("branches")) {
    const Fields row(file, item, "branch", {"id", "title", "expr", "plan"}, {"cite", "allow"},
                     loading.findings);
    Branch branch;
    branch.id = row.text("id");
    branch.title = row.words("title");
    branch.plan = row.texts("plan");
    branch.cite = row.cite();
    branch.allow = row.allow();
    branch.place = row.place();
    branch.expr = reader.boolean(row, "expr");
    pathway.branches.push_back(std::move(branch));
  }
  if (const auto* node = fields.find("otherwise")) {
    const Fields other(file, *node, "otherwise", {"id", "title", "plan"}, {"allow"},
                       loading.findings);
    pathway.otherwise_id = other.text("id");
    pathway.otherwise_title = other.words("title");
    pathway.otherwise_plan = other.texts("plan");
    pathway.otherwise_allow = other.allow();
    pathway.otherwise_place = other.place();
  }
  loading.pack.pathways.push_back(std::move(pathway));
}

}  // namespace

void load_rules(Loading& loading) {
  loading.each("policy", [&](const SourceFile& file) { load_policy(file, loading); });
  loading.each("standard", [&](const SourceFile& file) { read_standard(file, loading); });
  loading.each("indicator", [&](const SourceFile& file) { read_indicator(file, loading); });
  loading.each("pathway", [&](const SourceFile& file) { read_pathway(file, loading); });
}

}  // namespace leye::rules
