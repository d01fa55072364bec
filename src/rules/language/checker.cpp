#include "rules/language/checker.h"

#include <fmt/format.h>

#include <algorithm>
#include <numeric>

namespace leye::rules {
namespace {

std::string joined(const std::vector<std::string>& names) {
  return fmt::format("{}", fmt::join(names, ", "));
}

std::int64_t place_of(const std::vector<std::string>& names, const std::string& name) {
  return std::find(names.begin(), names.end(), name) - names.begin();
}

}  // namespace

bool fits(const TypeRef& a, const TypeRef& b) {
  if (a == b) return true;
  return a.is_list() && b.is_list() && (a.element == Kind::kNothing || b.element == Kind::kNothing);
}

Checker::Checker(Syntax syntax, const Environment& environment, const CheckOptions& options)
    : env_(environment), options_(options) {
  out_.environment_ = &environment;
  out_.syntax_ = std::move(syntax);
  if (options_.row_record)
    variables_.push_back(
        {options_.row_name, type_of(Kind::kRecord, *options_.row_record), {Expression::kNoSlot}});
}

Expression Checker::run() {
  out_.root_ = node(out_.syntax_.root);
  if (options_.must_be_bool && !type(out_.root_).is(Kind::kBool))
    raise("R213", "condition_not_bool", column(out_.root_), {{"t", shown(type(out_.root_))}});
  sort_reads();
  return std::move(out_);
}

Checker::Index Checker::emit(Node node, Index syntax, const std::vector<Index>& children) {
  node.syntax = syntax;
  node.column = static_cast<std::uint16_t>(out_.syntax_[syntax].column);
  node.first_child = static_cast<Index>(out_.children_.size());
  node.child_count = static_cast<Index>(children.size());
  out_.children_.insert(out_.children_.end(), children.begin(), children.end());
  out_.nodes_.push_back(node);
  return static_cast<Index>(out_.nodes_.size() - 1);
}

Checker::Index Checker::constant(Index syntax, TypeRef type, Value value) {
  Node n;
  n.type = type;
  n.value = value;
  return emit(n, syntax);
}

Checker::Index Checker::node(Index syntax) {
  const auto& s = out_.syntax_[syntax];
  switch (s.form) {
    case Form::kInt:
      return constant(syntax, type_of(Kind::kInt), of_number(s.number));
    case Form::kBool:
      return constant(syntax, type_of(Kind::kBool), of_number(s.number));
    case Form::kString:
      return constant(syntax, type_of(Kind::kString), of_text(s.text));
    case Form::kName:
    case Form::kSelect:
      return select(syntax);
    case Form::kCall:
      return call(syntax);
    case Form::kMethod:
      return macro(syntax);
    case Form::kUnary:
      return unary(syntax);
    case Form::kBinary:
      return binary(syntax);
    case Form::kTernary:
      return choose(syntax);
    case Form::kList:
      return list(syntax);
  }
  return 0;
}

std::optional<std::vector<Checker::Segment>> Checker::path(Index syntax) const {
  const auto& s = out_.syntax_[syntax];
  if (s.form == Form::kName) return std::vector<Segment>{{s.text, s.column}};
  if (s.form != Form::kSelect) return std::nullopt;
  auto segments = path(s.children[0]);
  if (segments) segments->push_back({s.text, s.column});
  return segments;
}

Checker::Index Checker::select(Index syntax) {
  if (const auto segments = path(syntax)) return name(syntax, *segments);
  const auto operand = node(out_.syntax_[syntax].children[0]);
  not_a_record(type(operand), {out_.syntax_[syntax].text, out_.syntax_[syntax].column});
}

Checker::Index Checker::name(Index syntax, const std::vector<Segment>& path) {
  const auto& first = path.front().name;
  if (const auto depth = variable_depth(first)) return variable(syntax, path, *depth);
  const auto [found, length] = longest_fact(path);
  if (found != kNoFact) {
    if (length < path.size()) not_a_record(env_.facts[found].type, path[length]);
    return fact(syntax, Op::kFact, found);
  }
  Node n;
  n.type = type_of(Kind::kDate);
  if (first == "as_of") {
    if (path.size() > 1) not_a_record(n.type, path[1]);
    n.op = Op::kAsOf;
    return emit(n, syntax);
  }
  if (first == "period" && path.size() > 1 && (path[1].name == "start" || path[1].name == "end")) {
    if (path.size() > 2) not_a_record(n.type, path[2]);
    n.op = path[1].name == "start" ? Op::kPeriodStart : Op::kPeriodEnd;
    out_.reads_period_ = true;
    return emit(n, syntax);
  }
  if (path.size() > 1 && (first == "Rounding" || env_.enum_index(first)))
    return enum_value(syntax, path);
  unknown_name(path);
}

void Checker::unknown_name(const std::vector<Segment>& path) const {
  std::string name = path.front().name;
  for (std::size_t i = 1; i < path.size(); ++i) name += '.' + path[i].name;
  const auto near = env_.nearest_fact(name);
  raise(near.empty() ? "R201.none" : "R201", "unknown_name", path.back().column,
        {{"name", name}, {"near", near}});
}

void Checker::not_a_record(const TypeRef& type, const Segment& segment) const {
  raise("R204", "not_a_record", segment.column, {{"type", shown(type)}});
}

std::pair<FactIndex, std::size_t> Checker::longest_fact(const std::vector<Segment>& path) const {
  std::pair<FactIndex, std::size_t> best{kNoFact, 0};
  std::string name;
  for (std::size_t i = 0; i < path.size(); ++i) {
    name += (i == 0 ? "" : ".") + path[i].name;
    if (const auto f = env_.fact(name); f != kNoFact) best = {f, i + 1};
  }
  return best;
}

std::optional<std::size_t> Checker::variable_depth(const std::string& name) const {
  for (std::size_t i = variables_.size(); i-- > 0;) {
    if (variables_[i].name == name) return i;
  }
  return std::nullopt;
}

Checker::Index Checker::variable(Index syntax, const std::vector<Segment>& path,
                                 std::size_t depth) {
  const auto& v = variables_[depth];
  if (path.size() > 1) {
    const auto n = field(syntax, Op::kField, path[1], depth);
    if (path.size() > 2) not_a_record(type(n), path[2]);
    return n;
  }
  Node n;
  n.op = Op::kVariable;
  n.type = v.type;
  n.index = static_cast<std::uint32_t>(depth);
  return emit(n, syntax);
}

Checker::Index Checker::field(Index syntax, Op op, const Segment& field, std::size_t depth) {
  const auto& v = variables_[depth];
  if (!v.type.is(Kind::kRecord)) not_a_record(v.type, field);
  const auto& record = env_.records[v.type.index];
  const auto it = std::find_if(record.fields.begin(), record.fields.end(),
                               [&](const FieldDecl& f) { return f.name == field.name; });
  if (it == record.fields.end()) {
    std::vector<std::string> names;
    for (const auto& f : record.fields) names.push_back(f.name);
    raise("R203", "unknown_field", field.column,
          {{"R", record.name}, {"f", field.name}, {"fields", joined(names)}});
  }
  Node n;
  n.op = op;
  n.type = op == Op::kHasField ? type_of(Kind::kBool) : it->type;
  n.index = static_cast<std::uint32_t>(depth);
  n.field = static_cast<std::uint16_t>(it - record.fields.begin());
  n.value = of_number(v.type.index);
  n.slot = static_cast<std::uint16_t>(out_.field_slots_.size());
  std::vector<Expression::FieldSlot> slots;
  for (const auto origin : v.origins) {
    const bool row = origin == Expression::kNoSlot;
    const auto from = row ? Read{kNoFact, -1, kNoFact, v.name} : out_.reads_[origin];
    slots.push_back({origin, slot(from.fact, n.field, from.anchor, from.name + '.' + field.name)});
  }
  out_.field_slots_.push_back(std::move(slots));
  return emit(n, syntax);
}

Checker::Index Checker::enum_value(Index syntax, const std::vector<Segment>& path) {
  const auto index = env_.enum_index(path[0].name);
  const auto& values = index ? env_.enums[*index].values : rounding_names();
  const auto ordinal = place_of(values, path[1].name);
  if (ordinal == static_cast<std::int64_t>(values.size()))
    raise("R202", "unknown_enum_value", path[1].column,
          {{"enum", path[0].name}, {"v", path[1].name}, {"values", joined(values)}});
  const auto t = index ? type_of(Kind::kEnum, *index) : type_of(Kind::kRounding);
  if (path.size() > 2) not_a_record(t, path[2]);
  return constant(syntax, t, of_number(ordinal));
}

Checker::Index Checker::fact(Index syntax, Op op, FactIndex index) {
  const auto& decl = env_.facts[index];
  Node n;
  n.op = op;
  n.type = op == Op::kHasFact ? type_of(Kind::kBool) : decl.type;
  n.index = index;
  const auto anchor = options_.anchor;
  if (anchor != kNoFact &&
      std::find(decl.anchored.begin(), decl.anchored.end(), anchor) != decl.anchored.end()) {
    n.anchor = anchor;
    n.field = slot(anchor, -1, kNoFact, env_.facts[anchor].name);
  }
  n.slot = slot(index, -1, n.anchor, decl.name);
  return emit(n, syntax);
}

Checker::Index Checker::slot(FactIndex fact, std::int32_t field, FactIndex anchor,
                             std::string name) {
  const auto it = std::find_if(out_.reads_.begin(), out_.reads_.end(), [&](const Read& r) {
    return r.fact == fact && r.field == field && r.anchor == anchor && r.name == name;
  });
  if (it != out_.reads_.end()) return static_cast<Index>(it - out_.reads_.begin());
  out_.reads_.push_back({fact, field, anchor, std::move(name)});
  return static_cast<Index>(out_.reads_.size() - 1);
}

std::vector<Checker::Index> Checker::origins(Index index) const {
  const auto& n = out_.nodes_[index];
  if (n.op == Op::kFact) return {n.slot};
  if (n.op != Op::kChoose) return {};
  auto both = origins(out_.children(n)[1]);
  for (const auto o : origins(out_.children(n)[2])) {
    if (std::find(both.begin(), both.end(), o) == both.end()) both.push_back(o);
  }
  return both;
}

void Checker::sort_reads() {
  auto& reads = out_.reads_;
  std::vector<Index> order(reads.size());
  std::iota(order.begin(), order.end(), Index{0});
  std::sort(order.begin(), order.end(),
            [&](Index a, Index b) { return reads[a].name < reads[b].name; });
  std::vector<Read> sorted;
  std::vector<Index> moved(reads.size());
  for (std::size_t i = 0; i < order.size(); ++i) {
    moved[order[i]] = static_cast<Index>(i);
    sorted.push_back(std::move(reads[order[i]]));
  }
  reads = std::move(sorted);
  for (auto& n : out_.nodes_) {
    if (n.op != Op::kFact && n.op != Op::kHasFact) continue;
    n.slot = moved[n.slot];
    if (n.anchor != kNoFact) n.field = moved[n.field];
  }
  for (auto& slots : out_.field_slots_) {
    for (auto& s : slots) {
      if (s.origin != Expression::kNoSlot) s.origin = moved[s.origin];
      s.slot = moved[s.slot];
    }
  }
}

tl::expected<Expression, Problem> check(Syntax syntax, const Environment& environment,
                                        const CheckOptions& options) {
  try {
    return Checker(std::move(syntax), environment, options).run();
  } catch (Refusal& refusal) {
    return tl::unexpected<Problem>(std::move(refusal.problem));
  }
}

tl::expected<Expression, Problem> compile(std::string_view text, const Environment& environment,
                                          const CheckOptions& options) {
  auto syntax = parse(text);
  if (!syntax) return tl::unexpected<Problem>(std::move(syntax).error());
  return check(*std::move(syntax), environment, options);
}

}  // namespace leye::rules
