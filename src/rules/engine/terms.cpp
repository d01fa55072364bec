#include "rules/engine/terms.h"

#include <algorithm>
#include <iterator>

#include "rules/language/walk.h"

namespace leye::rules {
namespace {

/// Constants read no fact.
class NoFacts : public FactSource {
 public:
  [[nodiscard]] FactValue read(FactIndex, FactIndex) const override { return unknown(); }
};

std::string type_key(const Environment& environment, const TypeRef& type) {
  return environment.type_name(type);
}

std::string literal_key(const Literal& literal) {
  const auto* n = std::get_if<std::int64_t>(&literal);
  return n != nullptr ? std::to_string(*n) : '"' + std::get<std::string>(literal) + '"';
}

/// An enum's value by name: two packs may number the same names differently.
std::string value_key(const Environment& environment, const TypeRef& type, const Value& value) {
  if (type.is_list()) {
    std::string key = "[";
    for (const auto& cell : value.list->cells)
      key += value_key(environment, type.element_type(), cell.value) + ',';
    return key + ']';
  }
  if (type.is(Kind::kString))
    return std::to_string(value.text.size()) + '"' + std::string(value.text);
  if (type.is(Kind::kEnum))
    return environment.enums[type.index].values[static_cast<std::size_t>(value.number)];
  return std::to_string(value.number);
}

std::string set_key(const Environment& environment, const Node& n, const EvalContext& context) {
  const auto* version = environment.sets[n.index].at(context.as_of);
  if (version == nullptr) return "none";
  std::string key;
  for (const auto& value : version->values) key += literal_key(value) + ',';
  return key;
}

/// A parameter at a date that is read from a fact: its rows are part of what the term means.
std::string rows_key(const ParamDecl& param) {
  std::string key;
  for (const auto& row : param.rows)
    key += literal_key(row.value) + '@' + std::to_string(row.from.days()) + '-' +
           (row.to ? std::to_string(row.to->days()) : "") + ',';
  return key;
}

bool macro(Op op) { return op == Op::kExists || op == Op::kAll || op == Op::kExistsOne; }

bool leaf_op(Op op) {
  return op == Op::kFact || op == Op::kHasFact || op == Op::kVariable || op == Op::kField ||
         op == Op::kHasField;
}

}  // namespace

TermId Terms::intern(std::string key, Term term) {
  const auto [it, added] = index_.try_emplace(std::move(key), static_cast<TermId>(terms_.size()));
  if (added) {
    terms_.push_back(std::move(term));
    keys_.push_back(&it->first);
  }
  return it->second;
}

std::string Terms::meaning(TermId id) const {
  const Term& term = terms_[id];
  const std::string& key = *keys_[id];
  if (term.kids.empty()) return key;
  // The numbers of kids in a key hold in this program only.
  std::string out = key.substr(0, key.find('('));
  const auto mark = key.find_first_of("#$", out.size());
  if (mark != std::string::npos) out += key.substr(mark);
  for (const auto kid : term.kids) out += '(' + meaning(kid) + ')';
  return out;
}

void Terms::read_leaf(const Expression& e, const Node& n, Term& term, std::string& key) {
  const auto& environment = e.environment();
  Leaf leaf;
  leaf.environment = &environment;
  leaf.type = n.type;
  if (n.op == Op::kFact || n.op == Op::kHasFact) {
    const auto& fact = environment.facts[n.index];
    leaf.fact = n.index;
    leaf.anchor = n.anchor;
    leaf.type = fact.type;
    leaf.key = fact.name;
    if (n.anchor != kNoFact) leaf.key += '@' + environment.facts[n.anchor].name;
    leaf.key += ':' + type_key(environment, fact.type);
    if (fact.none) leaf.key += '=' + literal_key(*fact.none);
  } else {
    leaf.of_row = true;
    leaf.depth = static_cast<std::uint16_t>(n.index);
    term.reads_rows = true;
    leaf.key = '#' + std::to_string(n.index);
    if (n.op != Op::kVariable) {
      const auto& record = environment.records[static_cast<std::size_t>(n.value.number)];
      const auto& field = record.fields[n.field];
      leaf.field = n.field;
      leaf.type = field.type;
      leaf.key += '.' + record.name + '.' + field.name;
      if (field.none) leaf.key += '=' + literal_key(*field.none);
    }
    leaf.key += ':' + type_key(environment, leaf.type);
  }
  key += leaf.key;
  const auto [it, added] =
      leaf_index_.try_emplace(leaf.key, static_cast<std::uint32_t>(leaves_.size()));
  if (added) leaves_.push_back(std::move(leaf));
  term.leaves = {it->second};
}

/// Reads nothing: worked out now, by the evaluator that is the measure of all others.
TermId Terms::constant(const Expression& e, std::uint16_t node, Term term) {
  const NoFacts none;
  const Operand o = Walk(e, none, context_).node(node);
  term.op = Op::kConstant;
  term.kids.clear();
  term.constant = o.kind;
  std::string key = "c:" + type_key(e.environment(), term.type) + ':';
  if (o.is_error()) return intern(key + "error", std::move(term));
  term.value = o.value;
  key += value_key(e.environment(), term.type, o.value);
  return intern(std::move(key), std::move(term));
}

TermId Terms::add(const Expression& e, std::uint16_t node) {
  const Node& n = e.node(node);
  Term term;
  term.op = n.op;
  term.type = n.type;
  term.expression = &e;
  term.node = node;
  term.value = n.value;
  std::string key = std::to_string(static_cast<int>(n.op)) + '(';
  if (leaf_op(n.op)) {
    read_leaf(e, n, term, key);
    return intern(std::move(key), std::move(term));
  }
  for (const auto child : e.children(n)) {
    const TermId kid = add(e, child);
    const Term& below = terms_[kid];
    term.kids.push_back(kid);
    key += std::to_string(kid) + ' ';
    std::vector<std::uint32_t> leaves;
    std::set_union(term.leaves.begin(), term.leaves.end(), below.leaves.begin(), below.leaves.end(),
                   std::back_inserter(leaves));
    term.leaves = std::move(leaves);
    term.reads_rows = term.reads_rows || below.reads_rows;
    term.has_macro = term.has_macro || below.has_macro;
  }
  // A list written with `[…]` keeps its values in its own node: constant as a whole or not at all.
  if (term.leaves.empty() && !macro(n.op) && (n.op != Op::kList || n.value.list != nullptr))
    return constant(e, node, std::move(term));
  if (macro(n.op)) {
    term.has_macro = true;
    term.depth = static_cast<std::uint16_t>(n.index);
    key += '#' + std::to_string(n.index);
  }
  if (n.op == Op::kInSet) key += '$' + set_key(e.environment(), n, context_);
  if (n.op == Op::kParamAt) key += '$' + rows_key(e.environment().params[n.index]);
  if (n.op == Op::kMulRatio) key += '$' + std::to_string(n.value.number);
  return intern(std::move(key), std::move(term));
}

}  // namespace leye::rules
