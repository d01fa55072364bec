#include <algorithm>
#include <set>

#include "rules/pack/loading.h"
#include "rules/pack/logic/normal_form.h"

namespace leye::rules {
namespace {

using logic::NormalForm;

/// The days of a rule, cut where a parameter it reads changes.
std::vector<Period> segments(const RuleRef& rule, const Loading& loading) {
  const auto days = loading.days_of(*rule.head());
  if (!days) return {};
  std::set<Date> starts{days->start};
  for (const auto& e : expressions_of(rule)) {
    for (const auto& node : (**e.expr).nodes()) {
      if (node.op != Op::kParam) continue;
      for (const auto& row : loading.pack.environment.params[node.index].rows) {
        if (days->contains(row.from)) starts.insert(row.from);
        if (row.to && days->contains(*row.to) && *row.to < days->end)
          starts.insert(Date(row.to->days() + 1));
      }
    }
  }
  std::vector<Period> result;
  for (auto it = starts.begin(); it != starts.end(); ++it) {
    const auto next = std::next(it);
    result.push_back({*it, next == starts.end() ? days->end : Date(next->days() - 1)});
  }
  return result;
}

/// Why it never holds, with the first day if that is not always so.
struct Never {
  std::string why;
  bool always = true;
};

class RuleLogic {
 public:
  RuleLogic(const RuleRef& rule, Loading& loading)
      : head_(*rule.head()), days_(segments(rule, loading)), loading_(loading) {}

  /// The parts (expression, negated) cannot hold together on some of the days.
  using Part = std::pair<const PackExpression*, bool>;
  [[nodiscard]] std::optional<Never> never(const std::vector<Part>& parts) const {
    std::optional<Never> result;
    std::size_t found = 0;
    for (const auto& days : days_) {
      const auto why = never_in(parts, days);
      if (!why) continue;
      ++found;
      if (!result) result = Never{*why, true};
      if (found == 1 && days.start != days_.front().start)
        result->why += " from " + to_text(days.start);
    }
    if (result) result->always = found == days_.size();
    return result;
  }

  void conditions(const Policy& policy);
  void branches(const Pathway& pathway);
  void indicator(const Indicator& indicator);

 private:
  [[nodiscard]] static std::optional<std::string> never_in(const std::vector<Part>& parts,
                                                           const Period& days) {
    NormalForm all{logic::Term{}};
    for (const auto& [expr, negated] : parts) {
      if (!expr->compiled) return std::nullopt;
      const auto form = logic::normal_form(**expr, negated, days);
      if (!form) return std::nullopt;
      auto product = logic::both(all, *form);
      if (!product) return std::nullopt;
      all = *std::move(product);
    }
    return logic::contradiction(all);
  }
  [[nodiscard]] bool always(const std::vector<Part>& parts) const {
    const auto result = never(parts);
    return result && result->always;
  }
  void pairs(const std::vector<const Condition*>& usable);

  const RuleHead& head_;
  std::vector<Period> days_;
  Loading& loading_;
};

void RuleLogic::conditions(const Policy& policy) {
  std::vector<const Condition*> usable;
  for (const auto& condition : policy.when) {
    if (!condition.expr.compiled) continue;
    if (!days_.empty() && !logic::normal_form(*condition.expr, false, days_.front()))
      loading_.unless_allowed(head_, &condition.allow, "R399", condition.place,
                              {{"id", condition.id}});
    if (const auto result = never({{&condition.expr, false}})) {
      loading_.findings.add("R302", condition.place, {{"id", condition.id}, {"why", result->why}});
    } else if (always({{&condition.expr, true}})) {
      loading_.unless_allowed(head_, &condition.allow, "R303", condition.place,
                              {{"id", condition.id}});
    } else {
      usable.push_back(&condition);
    }
  }
  pairs(usable);
}

void RuleLogic::pairs(const std::vector<const Condition*>& usable) {
  for (std::size_t b = 0; b < usable.size(); ++b) {
    for (std::size_t a = 0; a < b; ++a) {
      const Condition& first = *usable[a];
      const Condition& second = *usable[b];
      if (const auto result = never({{&first.expr, false}, {&second.expr, false}})) {
        loading_.findings.add("R304", second.place,
                              {{"a", first.id},
                               {"n", std::to_string(first.place.line)},
                               {"b", second.id},
                               {"why", result->why}});
      } else if (always({{&first.expr, false}, {&second.expr, true}})) {
        loading_.unless_allowed(
            head_, &second.allow, "R305", second.place,
            {{"b", second.id}, {"a", first.id}, {"n", std::to_string(first.place.line)}});
      } else if (always({{&second.expr, false}, {&first.expr, true}})) {
        loading_.unless_allowed(
            head_, &first.allow, "R305", first.place,
            {{"b", first.id}, {"a", second.id}, {"n", std::to_string(second.place.line)}});
      }
    }
  }
}

void RuleLogic::branches(const Pathway& pathway) {
  std::vector<Part> earlier;
  for (std::size_t i = 0; i < pathway.branches.size(); ++i) {
    const Branch& branch = pathway.branches[i];
    const Branch* cover = nullptr;
    for (std::size_t k = 0; k < i && cover == nullptr; ++k)
      if (always({{&branch.expr, false}, {&pathway.branches[k].expr, true}}))
        cover = &pathway.branches[k];
    std::vector<Part> all = earlier;
    all.insert(all.begin(), {&branch.expr, false});
    if (cover == nullptr && i > 0 && always(all)) cover = &pathway.branches[i - 1];
    if (cover != nullptr)
      loading_.findings.add(
          "R306", branch.place,
          {{"id", branch.id}, {"earlier", cover->id}, {"n", std::to_string(cover->place.line)}});
    earlier.emplace_back(&branch.expr, true);
  }
  if (!earlier.empty() && always(earlier))
    loading_.unless_allowed(head_, &pathway.otherwise_allow, "R307", pathway.otherwise_place, {});
}

void RuleLogic::indicator(const Indicator& indicator) {
  if (!indicator.denominator || !indicator.numerator) return;
  const Part denominator{&*indicator.denominator, false};
  const Part numerator{&*indicator.numerator, false};
  if (always({denominator}) || always({numerator})) return;
  if (never({denominator, numerator}))
    loading_.findings.add("R311", indicator.numerator->at(1), {});
}

std::string_view fix_of(std::string_view code) {
  if (code == "division_by_zero") return "the divisor is 0";
  return "the result does not fit in 64 bits";
}

/// Arithmetic over constants that can only fail (R301).
void check_constants(const RuleHead&, const RuleExpression& e, Loading& loading) {
  const Expression& expr = **e.expr;
  const Period any{Date(0), Date(0)};
  for (const auto& node : expr.nodes()) {
    const bool arithmetic = node.op == Op::kAdd || node.op == Op::kSubtract ||
                            node.op == Op::kMultiply || node.op == Op::kDivide ||
                            node.op == Op::kModulo;
    if (!arithmetic) continue;
    const auto children = expr.children(node);
    const auto left = logic::bounds(expr, expr.node(children[0]), any);
    const auto right = logic::bounds(expr, expr.node(children[1]), any);
    const bool divides = node.op == Op::kDivide || node.op == Op::kModulo;
    const bool literal = expr.node(children[1]).op == Op::kConstant;
    std::string_view code;
    if (divides && literal && right && right->low == 0) {
      code = "division_by_zero";
    } else if (left && right && left->exact() && right->exact() &&
               !logic::bounds(expr, node, any) && !(divides && right->low != -1)) {
      code = "overflow";
    }
    if (divides && code == "overflow" && left->low != INT64_MIN) code = {};
    if (code.empty()) continue;
    loading.findings.add("R301", e.expr->at(node.column),
                         {{"code", std::string(code)}, {"fix", std::string(fix_of(code))}});
  }
}

}  // namespace

void check_logic(Loading& loading) {
  for (const auto& rule : loading.pack.rules()) {
    for (const auto& e : expressions_of(rule)) check_constants(*rule.head(), e, loading);
    RuleLogic logic(rule, loading);
    if (rule.policy != nullptr) logic.conditions(*rule.policy);
    if (rule.pathway != nullptr) logic.branches(*rule.pathway);
    if (rule.indicator != nullptr) logic.indicator(*rule.indicator);
  }
}

}  // namespace leye::rules
