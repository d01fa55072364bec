#include <set>

#include "rules/pack/loading.h"

namespace leye::rules {
namespace {

/// What is sure at a place of an expression: `f12` fact 12 has a value, `t12` it is true,
/// `v0.3` field 3 of macro variable 0 has a value.
using Sure = std::set<std::string>;

std::string fact_key(char kind, FactIndex fact) { return kind + std::to_string(fact); }
std::string field_key(const Node& node) {
  return "v" + std::to_string(node.index) + "." + std::to_string(node.field);
}

Sure join(const Sure& a, const Sure& b) {
  Sure all = a;
  all.insert(b.begin(), b.end());
  return all;
}

/// Finds reads of facts that may be absent, where no has() or present_if guards them (R310).
class AbsentReads {
 public:
  explicit AbsentReads(const Expression& expr) : expr_(expr) {}

  /// Node and name of each such read.
  std::vector<std::pair<const Node*, std::string>> find() {
    visit(expr_.node(expr_.root()), {});
    return std::move(found_);
  }

 private:
  /// What is sure when `node` is not false (`truth`), or not true.
  [[nodiscard]] Sure guards(const Node& node, bool truth) const {
    const auto children = expr_.children(node);
    switch (node.op) {
      case Op::kNot:
        return guards(expr_.node(children.front()), !truth);
      case Op::kHasFact:
        return truth ? Sure{fact_key('f', node.index)} : Sure{};
      case Op::kHasField:
        return truth ? Sure{field_key(node)} : Sure{};
      case Op::kFact:
        return truth && node.type.is(Kind::kBool) ? Sure{fact_key('t', node.index)} : Sure{};
      case Op::kAnd:
      case Op::kOr:
        return combine(node, truth);
      default:
        return {};
    }
  }
  [[nodiscard]] Sure combine(const Node& node, bool truth) const {
    const bool every = (node.op == Op::kAnd) == truth;
    Sure result;
    bool first = true;
    for (const auto child : expr_.children(node)) {
      const Sure one = guards(expr_.node(child), truth);
      if (every || first) {
        result = join(result, one);
      } else {
        std::erase_if(result, [&](const std::string& key) { return !one.contains(key); });
      }
      first = false;
    }
    return result;
  }

  void visit(const Node& node, const Sure& sure) {
    const auto children = expr_.children(node);
    if (node.op == Op::kFact) visit_fact(node, sure);
    if (node.op == Op::kField) visit_field(node, sure);
    for (std::size_t i = 0; i < children.size(); ++i) {
      Sure inner = sure;
      if (node.op == Op::kAnd || node.op == Op::kOr)
        for (std::size_t k = 0; k < children.size(); ++k)
          if (k != i) inner = join(inner, guards(expr_.node(children[k]), node.op == Op::kAnd));
      if (node.op == Op::kChoose && i > 0)
        inner = join(inner, guards(expr_.node(children[0]), i == 1));
      visit(expr_.node(children[i]), inner);
    }
  }
  void visit_fact(const Node& node, const Sure& sure) {
    const auto& fact = expr_.environment().facts[node.index];
    const bool harmless = !fact.closed || fact.required || fact.none || fact.type.is_list() ||
                          fact.type.is(Kind::kBool);
    if (harmless || sure.contains(fact_key('f', node.index))) return;
    if (fact.present_if != kNoFact && sure.contains(fact_key('t', fact.present_if))) return;
    found_.emplace_back(&node, fact.name);
  }
  void visit_field(const Node& node, const Sure& sure) {
    const auto& field = field_of(node);
    const bool harmless = !field.closed || field.required || field.none || field.type.is_list() ||
                          field.type.is(Kind::kBool);
    if (harmless || sure.contains(field_key(node))) return;
    found_.emplace_back(&node, field.name);
  }
  [[nodiscard]] const FieldDecl& field_of(const Node& node) const {
    for (const auto& candidate : expr_.nodes()) {
      const bool macro =
          candidate.op == Op::kExists || candidate.op == Op::kAll || candidate.op == Op::kExistsOne;
      if (!macro || candidate.index != node.index) continue;
      const auto& list = expr_.node(expr_.children(candidate).front());
      if (list.type.element == Kind::kRecord)
        return expr_.environment().records[list.type.index].fields[node.field];
    }
    static const FieldDecl harmless = [] {
      FieldDecl field;
      field.required = true;
      return field;
    }();
    return harmless;
  }

  const Expression& expr_;
  std::vector<std::pair<const Node*, std::string>> found_;
};

/// Every fact absent, but the unasked ones unknown.
class NothingThere : public FactSource {
 public:
  explicit NothingThere(std::set<FactIndex> unasked) : unasked_(std::move(unasked)) {}
  [[nodiscard]] FactValue read(FactIndex fact, FactIndex) const override {
    return unasked_.contains(fact) ? unknown() : absent();
  }

 private:
  std::set<FactIndex> unasked_;
};

/// A condition that holds though a fact is absent grants on absence (R431). Facts with `none` say
/// themselves what their absence means.
void check_granting_absence(const RuleHead& head, const RuleExpression& e, Loading& loading) {
  if (e.condition == nullptr || e.condition->absence_grants) return;
  const auto days = loading.days_of(head);
  const EvalContext context{days ? days->start : head.valid_from, std::nullopt};
  if (!evaluate(**e.expr, NothingThere({}), context).is_true()) return;
  for (const auto& read : (**e.expr).reads()) {
    const auto& fact = loading.pack.environment.facts[read.fact];
    if (fact.none || read.field >= 0) continue;
    // Still true without knowing the fact: its absence is not what grants.
    if (evaluate(**e.expr, NothingThere({read.fact}), context).is_true()) continue;
    loading.unless_allowed(head, e.allow, "R431", e.expr->at(1), {{"f", fact.name}});
    return;
  }
}

}  // namespace

void check_absence(Loading& loading) {
  for (const auto& rule : loading.pack.rules()) {
    const RuleHead& head = *rule.head();
    std::set<std::string> settled;  // an amount is only reached behind the conditions
    for (const auto& e : expressions_of(rule)) {
      for (const auto& [node, name] : AbsentReads(**e.expr).find()) {
        if (e.key == "amount" && settled.contains(name)) continue;
        loading.unless_allowed(head, e.allow, "R310", e.expr->at(node->column), {{"f", name}});
      }
      for (const auto& read : (**e.expr).reads()) settled.insert(read.name);
      if (rule.policy != nullptr) check_granting_absence(head, e, loading);
    }
  }
}

}  // namespace leye::rules
