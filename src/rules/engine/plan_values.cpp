#include <algorithm>

#include "rules/engine/plan.h"
#include "rules/language/functions.h"

// Columns and numbers of a plan.
namespace leye::rules {

/// Two packs may number the values of an enum differently; here each name has one number.
std::int64_t Plan::name_number(const std::string& name) {
  return names_.try_emplace(name, static_cast<std::int64_t>(names_.size())).first->second;
}

void Plan::number_codes(Slot& slot, const Leaf& leaf) {
  if (!leaf.type.is(Kind::kEnum) || slot.column == nullptr) return;
  for (std::size_t code = 0; code < slot.column->dictionary_size(); ++code)
    slot.codes.push_back(
        name_number(std::string(slot.column->dictionary(static_cast<std::int64_t>(code)))));
}

Slot Plan::find(const Leaf& leaf) {
  Slot slot;
  slot.type = leaf.type;
  const std::optional<Literal>* none = nullptr;
  if (leaf.of_row) {
    const auto& children = list_->column->child_table().columns();
    if (leaf.field < children.size()) slot.column = &children[leaf.field];
    const auto& list = list_->type;
    if (list.element == Kind::kRecord)
      none = &leaf.environment->records[list.index].fields[leaf.field].none;
  } else {
    const auto& facts = binding(*leaf.environment);
    const auto* cell =
        leaf.anchor == kNoFact ? &facts.cell(leaf.fact) : facts.anchored(leaf.fact, leaf.anchor);
    if (cell != nullptr && cell->column != nullptr) {
      slot.column = cell->column;
      if (cell->reach >= 0) slot.link = facts.reaches()[static_cast<std::size_t>(cell->reach)];
    }
    none = &leaf.environment->facts[leaf.fact].none;
  }
  if (slot.column != nullptr && slot.column->kind() != column_kind(leaf.type))
    slot.column = slot.link = nullptr;
  number_codes(slot, leaf);
  if (slot.column != nullptr && leaf.type.is(Kind::kString)) {
    slot.all_regions = true;
    for (std::size_t code = 0; slot.all_regions && code < slot.column->dictionary_size(); ++code)
      slot.all_regions = is_region(slot.column->dictionary(static_cast<std::int64_t>(code)));
  }
  const auto* number = none != nullptr && *none ? std::get_if<std::int64_t>(&**none) : nullptr;
  if (number == nullptr) return slot;
  slot.has_none = true;
  slot.none = *number;
  if (leaf.type.is(Kind::kEnum))
    slot.none = name_number(
        leaf.environment->enums[leaf.type.index].values[static_cast<std::size_t>(*number)]);
  return slot;
}

std::uint32_t Plan::slot(std::uint32_t leaf) {
  const auto [it, added] = slot_ids_.try_emplace(leaf, static_cast<std::uint32_t>(slots_.size()));
  if (added) slots_.push_back(find(terms_.leaf(leaf)));
  return it->second;
}

std::uint32_t Plan::push_value(ValueNode node) {
  values_.push_back(std::move(node));
  return static_cast<std::uint32_t>(values_.size() - 1);
}

/// An element of a constant list.
std::uint32_t Plan::constant_value(const Term& list, std::int64_t number) {
  ValueNode node;
  node.number = number;
  if (list.type.element == Kind::kEnum) {
    const auto& values = list.expression->environment().enums[list.type.index].values;
    node.number = name_number(values[static_cast<std::size_t>(number)]);
  }
  return push_value(std::move(node));
}

std::optional<std::uint32_t> Plan::add_value(TermId term) { return value(term); }

std::optional<std::uint32_t> Plan::value(TermId id) {
  const auto it = value_ids_.find(id);
  if (it != value_ids_.end()) return it->second;
  auto made = operation(terms_[id]);
  std::optional<std::uint32_t> at;
  if (made) at = push_value(std::move(*made));
  value_ids_[id] = at;
  return at;
}

/// Nothing for texts, lists and what only the scalar evaluator knows.
std::optional<ValueNode> Plan::operation(const Term& term) {
  ValueNode node;
  node.op = term.op;
  if (term.type.is(Kind::kString) || term.type.is_list()) return std::nullopt;
  switch (term.op) {
    case Op::kConstant:
      node.error = term.constant == OutcomeKind::kError;
      node.number = term.value.number;
      if (term.type.is(Kind::kEnum) && !node.error) {
        const auto& values = term.expression->environment().enums[term.type.index].values;
        node.number = name_number(values[static_cast<std::size_t>(term.value.number)]);
      }
      return node;
    case Op::kFact:
    case Op::kField:
    case Op::kVariable:
      if (!own_leaf(term.leaves.front())) return std::nullopt;
      node.op = Op::kFact;
      node.slot = slot(term.leaves.front());
      return node;
    case Op::kChoose: {
      const auto test = part(term.kids[0]);
      if (!test) return std::nullopt;
      ++nodes_[test->node].uses;
      node.tests.push_back(*test);
      break;
    }
    case Op::kMulRatio:
      node.number = term.value.number;
      break;
    case Op::kParamAt: {
      const auto& e = *term.expression;
      node.param = &e.environment().params[e.node(term.node).index];
      // A parameter of another pack may number its enum differently.
      if (term.type.is(Kind::kEnum)) return std::nullopt;
      break;
    }
    case Op::kAdd:
    case Op::kSubtract:
    case Op::kMultiply:
    case Op::kDivide:
    case Op::kModulo:
    case Op::kNegate:
    case Op::kYuan:
    case Op::kFen:
    case Op::kAddMonths:
    case Op::kAddDays:
    case Op::kDaysBetween:
    case Op::kMonthsBetween:
    case Op::kAge:
    case Op::kMin:
    case Op::kMax:
    case Op::kClamp:
      break;
    default:
      return std::nullopt;
  }
  for (std::size_t i = term.op == Op::kChoose ? 1 : 0; i < term.kids.size(); ++i) {
    const auto kid = value(term.kids[i]);
    if (!kid) return std::nullopt;
    node.kids.push_back(*kid);
  }
  return node;
}

}  // namespace leye::rules
