#include "rules/engine/plan.h"

#include <algorithm>

namespace leye::rules {
namespace {

using NodeKind = PlanNode::Kind;

bool macro(Op op) { return op == Op::kExists || op == Op::kAll || op == Op::kExistsOne; }

char letter_of_constant(const Term& term) {
  if (term.constant == OutcomeKind::kError) return 'E';
  return term.value.number != 0 ? 'T' : 'F';
}

bool numeric(const TypeRef& type) {
  return type.is(Kind::kInt) || type.is(Kind::kMoney) || type.is(Kind::kDate) ||
         type.is(Kind::kEnum);
}

}  // namespace

Plan::Plan(const Terms& terms, const Tables& tables, std::string subject)
    : terms_(terms), tables_(&tables), subject_(std::move(subject)) {
  const auto it = tables.find(subject_);
  rows_ = it == tables.end() ? 0 : it->second.rows();
}

Plan::Plan(const Terms& terms, const Plan& outer, const Binding::Cell& list, std::uint16_t depth)
    : terms_(terms),
      outer_(&outer),
      list_(&list),
      depth_(depth),
      rows_(list.column->child_table().rows()) {}

Plan::~Plan() = default;

const Binding& Plan::binding(const Environment& environment) const {
  if (outer_ != nullptr) return outer_->binding(environment);
  auto& found = bindings_[&environment];
  if (found == nullptr) found = std::make_unique<Binding>(environment, *tables_, subject_);
  return *found;
}

Ref Plan::push(PlanNode node) {
  for (const Ref kid : node.kids) {
    ++nodes_[kid.node].uses;
    node.may_error = node.may_error || nodes_[kid.node].may_error;
  }
  nodes_.push_back(std::move(node));
  return {static_cast<std::uint32_t>(nodes_.size() - 1), false};
}

Ref Plan::letter(char letter) {
  PlanNode node;
  node.letter = letter;
  node.may_error = letter == 'E';
  return push(std::move(node));
}

Ref Plan::add(TermId term) {
  const Ref made = *part(term);
  ++nodes_[made.node].uses;
  return made;
}

/// In the body of a macro nothing, where the columns do not do.
std::optional<Ref> Plan::part(TermId term) {
  const auto found = ref(term);
  return found || outer_ != nullptr ? found : scalar(term);
}

/// Not to be worked out by columns: row by row, only where it can still decide something.
Ref Plan::scalar(TermId term) {
  const auto& environment = terms_[term].expression->environment();
  // Made now: threads only read.
  static_cast<void>(binding(environment));
  PlanNode node;
  node.kind = NodeKind::kScalar;
  node.term = term;
  node.may_error = true;
  const Ref made = push(std::move(node));
  refs_[term] = made;
  return made;
}

std::optional<Ref> Plan::ref(TermId term) {
  const auto it = refs_.find(term);
  if (it != refs_.end()) return it->second;
  const auto made = build(term);
  refs_[term] = made;
  return made;
}

bool Plan::own_leaf(std::uint32_t leaf) const {
  const Leaf& read = terms_.leaf(leaf);
  return outer_ == nullptr ? !read.of_row : read.of_row && read.depth == depth_;
}

std::optional<Ref> Plan::cell_test(TermId id) {
  const Term& term = terms_[id];
  if (term.has_macro || term.leaves.size() != 1 || !own_leaf(term.leaves.front())) return {};
  if (terms_.leaf(term.leaves.front()).field >= 64) return {};
  const auto at = slot(term.leaves.front());
  auto test = test_cells(terms_, id, slots_[at]);
  if (!test) return {};
  test->slot = at;
  PlanNode node;
  node.kind = NodeKind::kTest;
  node.may_error = test->may_error();
  node.place = static_cast<std::uint32_t>(tests_.size());
  tests_.push_back(std::move(*test));
  return push(std::move(node));
}

std::optional<Ref> Plan::build(TermId id) {
  const Term& term = terms_[id];
  if (term.op == Op::kConstant) return letter(letter_of_constant(term));
  if (auto test = cell_test(id)) return test;
  switch (term.op) {
    case Op::kAnd:
    case Op::kOr:
      return logical(term, term.op == Op::kAnd);
    case Op::kNot: {
      auto kid = part(term.kids[0]);
      if (kid) kid->negated = !kid->negated;
      return kid;
    }
    case Op::kChoose:
      return choose(term);
    case Op::kEqual:
    case Op::kNotEqual:
    case Op::kLess:
    case Op::kLessEqual:
    case Op::kGreater:
    case Op::kGreaterEqual:
      return compare(term);
    case Op::kIn:
      return member(term);
    default:
      return macro(term.op) ? fold(term) : std::nullopt;
  }
}

/// Two ranges over one column joined into one; nothing when that is no range.
std::optional<CellTest> Plan::joined(const CellTest& a, const CellTest& b, bool conjunction) const {
  const auto* column = slots_[a.slot].column;
  if (a.slot != b.slot || column == nullptr || column->kind() == columns::Kind::kBool ||
      column->kind() == columns::Kind::kList)
    return std::nullopt;
  const auto range =
      [&](const CellTest& test) -> std::optional<std::pair<std::uint64_t, std::uint64_t>> {
    const auto most =
        static_cast<std::uint64_t>(column->highest()) - static_cast<std::uint64_t>(column->base());
    if (!test.table.empty() || test.error || !test.error_table.empty() || test.inverted)
      return std::nullopt;
    if (test.everywhere) return std::pair{std::uint64_t{0}, most};
    return std::pair{test.low, test.low + test.span};
  };
  const auto first = range(a);
  const auto second = range(b);
  if (!conjunction || !first || !second) return std::nullopt;
  CellTest both;
  both.slot = a.slot;
  both.low = std::max(first->first, second->first);
  const auto end = std::min(first->second, second->second);
  if (end < both.low) return std::nullopt;
  both.span = end - both.low;
  both.everywhere = a.everywhere && b.everywhere;
  both.absent = conjunction_of(a.absent, b.absent);
  both.unknown = conjunction_of(a.unknown, b.unknown);
  fill_masks(both);
  return both;
}

/// Joins what it can; true when something was.
bool Plan::meet(std::vector<Ref>& refs, bool conjunction) {
  const auto test = [&](Ref r) -> const CellTest* {
    const PlanNode& node = nodes_[r.node];
    return r.negated || node.kind != NodeKind::kTest ? nullptr : &tests_[node.place];
  };
  for (std::size_t i = 0; i < refs.size(); ++i)
    for (std::size_t j = i + 1; j < refs.size(); ++j) {
      if (test(refs[i]) == nullptr || test(refs[j]) == nullptr) continue;
      auto both = joined(*test(refs[i]), *test(refs[j]), conjunction);
      if (!both) continue;
      PlanNode node;
      node.kind = NodeKind::kTest;
      node.may_error = both->may_error();
      node.place = static_cast<std::uint32_t>(tests_.size());
      tests_.push_back(std::move(*both));
      refs.erase(refs.begin() + static_cast<std::ptrdiff_t>(j));
      refs[i] = push(std::move(node));
      return true;
    }
  return false;
}

std::optional<Ref> Plan::logical(const Term& term, bool conjunction) {
  PlanNode node;
  node.kind = conjunction ? NodeKind::kAnd : NodeKind::kOr;
  std::vector<TermId> parts;
  const auto flatten = [&](const auto& self, const Term& t) -> void {
    for (const auto kid : t.kids) {
      const auto whole = terms_[kid].leaves.size() == 1 ? ref(kid) : std::nullopt;
      if (terms_[kid].op == term.op && (!whole || nodes_[whole->node].kind == node.kind))
        self(self, terms_[kid]);
      else
        parts.push_back(kid);
    }
  };
  flatten(flatten, term);
  for (const auto one : parts) {
    const auto kid = this->part(one);
    if (!kid) return std::nullopt;
    node.kids.push_back(*kid);
  }
  std::sort(node.kids.begin(), node.kids.end());
  node.kids.erase(std::unique(node.kids.begin(), node.kids.end()), node.kids.end());
  while (meet(node.kids, conjunction)) continue;
  // Cheap ones first: they may leave nothing for the dear ones to decide.
  std::stable_sort(node.kids.begin(), node.kids.end(),
                   [&](Ref a, Ref b) { return nodes_[a.node].kind < nodes_[b.node].kind; });
  if (node.kids.size() == 1) return node.kids.front();
  return push(std::move(node));
}

std::optional<Ref> Plan::choose(const Term& term) {
  PlanNode node;
  node.kind = NodeKind::kChoose;
  for (const auto kid : term.kids) {
    const auto made = part(kid);
    if (!made) return std::nullopt;
    node.kids.push_back(*made);
  }
  return push(std::move(node));
}

std::optional<Ref> Plan::compare(const Term& term) {
  PlanNode node;
  node.op = term.op;
  const auto& type = terms_[term.kids[0]].type;
  if (type.is(Kind::kBool)) {
    node.kind = NodeKind::kSame;
    for (const auto kid : term.kids) {
      const auto made = part(kid);
      if (!made) return std::nullopt;
      node.kids.push_back(*made);
    }
    return push(std::move(node));
  }
  if (!numeric(type)) return std::nullopt;
  node.kind = NodeKind::kCompare;
  node.may_error = true;
  for (const auto kid : term.kids) {
    const auto made = value(kid);
    if (!made) return std::nullopt;
    node.values.push_back(*made);
  }
  return push(std::move(node));
}

/// `x in […]` of numbers; the first value is x.
std::optional<Ref> Plan::member(const Term& term) {
  const Term& list = terms_[term.kids[1]];
  if (!numeric(terms_[term.kids[0]].type)) return std::nullopt;
  PlanNode node;
  node.kind = NodeKind::kMember;
  node.may_error = true;
  const auto first = value(term.kids[0]);
  const bool constant = list.op == Op::kConstant && list.constant == OutcomeKind::kValue;
  if (!first || (list.op != Op::kList && !constant)) return std::nullopt;
  node.values.push_back(*first);
  if (constant)
    for (const auto& cell : list.value.list->cells)
      node.values.push_back(constant_value(list, cell.value.number));
  for (const auto kid : list.kids) {
    const auto made = value(kid);
    if (!made) return std::nullopt;
    node.values.push_back(*made);
  }
  return push(std::move(node));
}

std::optional<Ref> Plan::fold(const Term& term) {
  const Term& list = terms_[term.kids[0]];
  if (outer_ != nullptr || list.op != Op::kFact) return std::nullopt;
  const Leaf& leaf = terms_.leaf(list.leaves.front());
  const auto& facts = binding(*leaf.environment);
  const auto* cell =
      leaf.anchor == kNoFact ? &facts.cell(leaf.fact) : facts.anchored(leaf.fact, leaf.anchor);
  if (cell == nullptr || cell->column == nullptr) return letter('U');
  Fold made;
  made.slot = slot(list.leaves.front());
  made.body = std::make_unique<Plan>(terms_, *this, *cell, term.depth);
  const auto root = made.body->ref(term.kids[1]);
  if (!root) return std::nullopt;
  made.root = *root;
  PlanNode node;
  node.kind = NodeKind::kFold;
  node.op = term.op;
  node.may_error = made.body->nodes()[made.root.node].may_error;
  node.place = static_cast<std::uint32_t>(folds_.size());
  folds_.push_back(std::move(made));
  return push(std::move(node));
}

}  // namespace leye::rules
