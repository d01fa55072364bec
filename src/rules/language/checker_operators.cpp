#include <fmt/format.h>

#include <array>

#include "rules/language/checker.h"

namespace leye::rules {
namespace {

struct Operator {
  std::string_view text;
  Op op;
};
constexpr std::array kOperators{Operator{"+", Op::kAdd},           Operator{"-", Op::kSubtract},
                                Operator{"*", Op::kMultiply},      Operator{"/", Op::kDivide},
                                Operator{"%", Op::kModulo},        Operator{"==", Op::kEqual},
                                Operator{"!=", Op::kNotEqual},     Operator{"<", Op::kLess},
                                Operator{"<=", Op::kLessEqual},    Operator{">", Op::kGreater},
                                Operator{">=", Op::kGreaterEqual}, Operator{"in", Op::kIn},
                                Operator{"&&", Op::kAnd},          Operator{"||", Op::kOr}};

Op operation(std::string_view text) {
  for (const auto& o : kOperators) {
    if (o.text == text) return o.op;
  }
  return Op::kAdd;
}

bool is_order(Op op) {
  return op == Op::kLess || op == Op::kLessEqual || op == Op::kGreater || op == Op::kGreaterEqual;
}
bool pair_of(const TypeRef& a, const TypeRef& b, Kind x, Kind y) {
  return (a.is(x) && b.is(y)) || (a.is(y) && b.is(x));
}

}  // namespace

Checker::Index Checker::unary(Index syntax) {
  const std::string op = out_.syntax_[syntax].text;
  const int place = out_.syntax_[syntax].column;
  const auto operand = node(out_.syntax_[syntax].children[0]);
  const auto t = type(operand);
  if (op == "!" && !t.is(Kind::kBool)) raise("R212", "operand_not_bool", place, {{"t", shown(t)}});
  if (op == "-" && !t.is(Kind::kInt) && !t.is(Kind::kMoney))
    raise("R210.unary", "no_overload", place, {{"op", op}, {"t", shown(t)}});
  Node n;
  n.op = op == "!" ? Op::kNot : Op::kNegate;
  n.type = t;
  return emit(n, syntax, {operand});
}

Checker::Index Checker::binary(Index syntax) {
  const std::string text = out_.syntax_[syntax].text;
  const auto op = operation(text);
  if (op == Op::kAnd || op == Op::kOr) return logical(syntax, op);
  const auto left = node(out_.syntax_[syntax].children[0]);
  const auto right = node(out_.syntax_[syntax].children[1]);
  Node n;
  n.op = op;
  n.type = type_of(Kind::kBool);
  if (is_order(op)) {
    comparison(text, left, right, syntax);
  } else if (op == Op::kEqual || op == Op::kNotEqual) {
    equality(text, left, right, syntax);
  } else if (op == Op::kIn) {
    membership(left, right, syntax);
  } else {
    n.type = arithmetic(text, left, right, syntax);
  }
  return emit(n, syntax, {left, right});
}

Checker::Index Checker::logical(Index syntax, Op op) {
  std::vector<Index> operands;
  for (int i = 0; i < 2; ++i) {
    operands.push_back(node(out_.syntax_[syntax].children[static_cast<std::size_t>(i)]));
    const auto t = type(operands.back());
    if (!t.is(Kind::kBool))
      raise("R212", "operand_not_bool", out_.syntax_[syntax].column, {{"t", shown(t)}});
  }
  Node n;
  n.op = op;
  n.type = type_of(Kind::kBool);
  return emit(n, syntax, operands);
}

TypeRef Checker::arithmetic(const std::string& op, Index left, Index right, Index syntax) {
  const auto a = type(left);
  const auto b = type(right);
  const bool ints = a.is(Kind::kInt) && b.is(Kind::kInt);
  if (ints) return a;
  if ((op == "+" || op == "-") && a.is(Kind::kMoney) && b.is(Kind::kMoney)) return a;
  if (op == "*" && pair_of(a, b, Kind::kMoney, Kind::kInt)) return type_of(Kind::kMoney);
  no_overload(op, left, right, syntax);
}

void Checker::comparison(const std::string& op, Index left, Index right, Index syntax) {
  const auto t = type(left);
  const bool ordered = t.is(Kind::kBool) || t.is(Kind::kInt) || t.is(Kind::kMoney) ||
                       t.is(Kind::kDate) || t.is(Kind::kString);
  if (!ordered || !fits(type(left), type(right))) no_overload(op, left, right, syntax);
}

void Checker::equality(const std::string& op, Index left, Index right, Index syntax) {
  const auto a = type(left);
  const auto b = type(right);
  if (a.is(Kind::kEnum) && b.is(Kind::kString)) enum_vs_string(left, right, syntax);
  if (b.is(Kind::kEnum) && a.is(Kind::kString)) enum_vs_string(right, left, syntax);
  const auto refused = [](const TypeRef& t) {
    return t.is(Kind::kRecord) || t.is(Kind::kRounding);
  };
  const bool records = a.is_list() && a.element == Kind::kRecord && b.element == Kind::kRecord;
  if (!fits(a, b) || refused(a) || refused(b) || records) no_overload(op, left, right, syntax);
}

void Checker::membership(Index left, Index right, Index syntax) {
  const auto a = type(left);
  const auto b = type(right);
  if (a.is(Kind::kEnum) && b.is_list() && b.element == Kind::kString)
    enum_vs_string(left, right, syntax);
  const bool scalar = !a.is_list() && !a.is(Kind::kRecord) && !a.is(Kind::kRounding);
  if (!b.is_list() || !scalar || !fits(list_of(a), b)) no_overload("in", left, right, syntax);
}

std::string Checker::literal_or(Index index, std::string otherwise) const {
  const auto& s = out_.syntax_[out_.nodes_[index].syntax];
  if (s.form == Form::kInt) return std::to_string(s.number);
  if (s.form == Form::kString) return s.text;
  if (s.form == Form::kList && !s.children.empty() &&
      out_.syntax_[s.children[0]].form == Form::kString)
    return out_.syntax_[s.children[0]].text;
  return otherwise;
}

void Checker::enum_vs_string(Index enum_side, Index text_side, Index syntax) {
  const auto& e = env_.enums[type(enum_side).index];
  const auto text = literal_or(text_side, "…");
  auto near = nearest(text, e.values);
  if (near.empty()) near = e.values.front();
  raise("R211", "enum_vs_string", out_.syntax_[syntax].column,
        {{"enum", e.name}, {"s", text}, {"near", near}});
}

void Checker::no_overload(const std::string& op, Index left, Index right, Index syntax) {
  const auto a = type(left);
  const auto b = type(right);
  const auto o = operation(op);
  Args args{{"op", op}, {"t1", shown(a)}, {"t2", shown(b)}};
  std::string key = "R210";
  const bool compares = is_order(o) || o == Op::kEqual || o == Op::kNotEqual;
  if (pair_of(a, b, Kind::kDate, Kind::kInt)) {
    key = "R210.date_int";
  } else if (a.is(Kind::kDate) && b.is(Kind::kDate)) {
    key = "R210.date_date";
  } else if (a.is(Kind::kMoney) && (o == Op::kDivide || o == Op::kModulo)) {
    key = "R210.money_divide";
  } else if (a.is(Kind::kMoney) && b.is(Kind::kMoney)) {
    key = "R210.money_money";
  } else if (pair_of(a, b, Kind::kMoney, Kind::kInt)) {
    key = "R210.money_int";
    args.emplace_back("n", literal_or(a.is(Kind::kInt) ? left : right, "n"));
  } else if (pair_of(a, b, Kind::kDate, Kind::kString)) {
    key = "R210.date_string";
    args.emplace_back("s", literal_or(a.is(Kind::kString) ? left : right, "YYYY-MM-DD"));
  } else if (a.is(Kind::kEnum) && is_order(o)) {
    key = "R210.enum_order";
  } else if (o == Op::kAdd && (a.is(Kind::kString) || a.is_list())) {
    key = "R210.text_join";
  } else if (a.is(Kind::kBool) && compares && is_order(out_.nodes_[left].op)) {
    key = "R210.chain";
  } else if (a.is_list() && a.element == Kind::kRecord && compares) {
    key = "R210.record";
  }
  raise(key, "no_overload", out_.syntax_[syntax].column, std::move(args));
}

Checker::Index Checker::choose(Index syntax) {
  std::vector<Index> parts;
  for (std::size_t i = 0; i < 3; ++i) parts.push_back(node(out_.syntax_[syntax].children[i]));
  const int place = out_.syntax_[syntax].column;
  if (!type(parts[0]).is(Kind::kBool))
    raise("R213", "condition_not_bool", place, {{"t", shown(type(parts[0]))}});
  const auto a = type(parts[1]);
  const auto b = type(parts[2]);
  if (!fits(a, b))
    raise("R214", "branch_types_differ", place, {{"t1", shown(a)}, {"t2", shown(b)}});
  Node n;
  n.op = Op::kChoose;
  n.type = a.is_list() && a.element == Kind::kNothing ? b : a;
  return emit(n, syntax, parts);
}

Checker::Index Checker::list(Index syntax) {
  std::vector<Index> elements;
  auto constants = std::make_unique<List>();
  TypeRef element = type_of(Kind::kNothing);
  for (std::size_t i = 0; i < out_.syntax_[syntax].children.size(); ++i) {
    const auto e = node(out_.syntax_[syntax].children[i]);
    const auto t = type(e);
    if (t.is_list() || t.is(Kind::kRecord) || t.is(Kind::kRounding))
      raise("R216", "list_of_list", column(e));
    if (!fits(list_of(t), list_of(element)))
      raise("R215", "mixed_list", column(e), {{"t1", shown(element)}, {"t2", shown(t)}});
    element = t;
    elements.push_back(e);
    if (out_.nodes_[e].op == Op::kConstant) constants->cells.push_back(known(out_.nodes_[e].value));
  }
  Node n;
  n.op = Op::kList;
  n.type = list_of(element);
  if (constants->cells.size() == elements.size()) {
    n.value = of_list(constants.get());
    out_.lists_.push_back(std::move(constants));
  }
  return emit(n, syntax, elements);
}

}  // namespace leye::rules
