#include <algorithm>

#include "rules/language/functions.h"
#include "rules/language/walk.h"

namespace leye::rules {
namespace {

std::int64_t code_points(std::string_view text) {
  return std::count_if(text.begin(), text.end(),
                       [](char c) { return (static_cast<unsigned char>(c) & 0xC0U) != 0x80; });
}

Date day(std::int64_t n) { return Date(static_cast<std::int32_t>(n)); }

int compare(const TypeRef& type, const Value& a, const Value& b) {
  if (type.is(Kind::kString)) return a.text.compare(b.text);
  return a.number < b.number ? -1 : a.number > b.number ? 1 : 0;
}

bool ordered(Op op, int order) {
  switch (op) {
    case Op::kLess:
      return order < 0;
    case Op::kLessEqual:
      return order <= 0;
    case Op::kGreater:
      return order > 0;
    default:
      return order >= 0;
  }
}

/// Literal and value of the same type.
bool same(const Literal& l, const Value& v) {
  const auto* n = std::get_if<std::int64_t>(&l);
  return n != nullptr ? *n == v.number : std::get<std::string>(l) == v.text;
}

}  // namespace

Operand Walk::apply(const Node& n, const Operand* args) const {
  const auto a = args[0].value.number;
  const auto b = n.child_count > 1 ? args[1].value.number : 0;
  switch (n.op) {
    case Op::kNot:
      return bool_operand(a == 0);
    case Op::kLess:
    case Op::kLessEqual:
    case Op::kGreater:
    case Op::kGreaterEqual: {
      const auto& type = e_.node(e_.children(n)[0]).type;
      return bool_operand(ordered(n.op, compare(type, args[0].value, args[1].value)));
    }
    case Op::kEqual:
    case Op::kNotEqual:
      return equal(n, args[0], args[1]);
    case Op::kIn:
      return contains(n, args[0], args[1]);
    case Op::kAddMonths:
    case Op::kAddDays:
    case Op::kDaysBetween:
    case Op::kMonthsBetween:
    case Op::kAge:
      return dates(n, a, b);
    case Op::kInRegion: {
      if (!is_region(args[0].value.text) || !is_region(args[1].value.text))
        return error(EvalError::kBadRegion, n.column);
      return bool_operand(in_region(args[0].value.text, args[1].value.text));
    }
    case Op::kInSet:
      return member(n, args[0].value);
    case Op::kParamAt:
      return parameter(n, day(a));
    case Op::kMin:
    case Op::kMax:
    case Op::kClamp:
      return extreme(n, args);
    case Op::kMulRatio:
      return ratio(n, args);
    case Op::kSizeText:
      return value_operand(of_number(code_points(args[0].value.text)));
    case Op::kSizeList: {
      const auto& list = *args[0].value.list;
      if (list.more) return unknown(bit(args[0].origin));
      return value_operand(of_number(static_cast<std::int64_t>(list.size())));
    }
    default:
      return compute(n, a, b);
  }
}

/// 64-bit arithmetic; overflow is an error, never a wrap.
Operand Walk::compute(const Node& n, std::int64_t a, std::int64_t b) const {
  std::int64_t out = 0;
  bool overflow = false;
  switch (n.op) {
    case Op::kAdd:
      overflow = __builtin_add_overflow(a, b, &out);
      break;
    case Op::kSubtract:
      overflow = __builtin_sub_overflow(a, b, &out);
      break;
    case Op::kNegate:
      overflow = __builtin_sub_overflow(std::int64_t{0}, a, &out);
      break;
    case Op::kMultiply:
      overflow = __builtin_mul_overflow(a, b, &out);
      break;
    case Op::kYuan:
      overflow = __builtin_mul_overflow(a, std::int64_t{100}, &out);
      break;
    case Op::kDivide:
    case Op::kModulo:
      if (b == 0) return error(EvalError::kDivisionByZero, n.column);
      // The least number has no positive twin.
      overflow = b == -1 && __builtin_sub_overflow(std::int64_t{0}, a, &out);
      if (!overflow) out = n.op == Op::kDivide ? a / b : a % b;
      break;
    default:
      out = a;  // fen(n)
  }
  return overflow ? error(EvalError::kOverflow, n.column) : value_operand(of_number(out));
}

Operand Walk::equal(const Node& n, const Operand& a, const Operand& b) const {
  const auto& left = e_.node(e_.children(n)[0]).type;
  const bool wanted = n.op == Op::kEqual;
  if (!left.is_list()) return bool_operand((compare(left, a.value, b.value) == 0) == wanted);
  const List& x = *a.value.list;
  const List& y = *b.value.list;
  if (x.more || y.more) return unknown((x.more ? bit(a.origin) : 0) | (y.more ? bit(b.origin) : 0));
  bool same_list = x.size() == y.size();
  // One of the two may be `[]`, whose element type says nothing.
  const auto element = left.element == Kind::kNothing
                           ? e_.node(e_.children(n)[1]).type.element_type()
                           : left.element_type();
  for (std::size_t i = 0; same_list && i < x.size(); ++i)
    same_list = compare(element, x.cells[i].value, y.cells[i].value) == 0;
  return bool_operand(same_list == wanted);
}

Operand Walk::contains(const Node& n, const Operand& x, const Operand& list) const {
  const auto& type = e_.node(e_.children(n)[0]).type;
  const List& rows = *list.value.list;
  const bool found = std::any_of(rows.cells.begin(), rows.cells.end(), [&](const FactValue& cell) {
    return cell.state == FactState::kKnown && compare(type, x.value, cell.value) == 0;
  });
  if (!found && rows.more) return unknown(bit(list.origin));
  return bool_operand(found);
}

Operand Walk::dates(const Node& n, std::int64_t a, std::int64_t b) const {
  const auto first = day(a);
  switch (n.op) {
    case Op::kDaysBetween:
      return value_operand(of_number(b - a));
    case Op::kMonthsBetween:
      return value_operand(of_number(months_between(first, day(b))));
    case Op::kAge:
      if (a > b) return error(EvalError::kBirthAfterAsOf, n.column);
      return value_operand(of_number(age(first, day(b))));
    default:
      break;
  }
  const auto moved = n.op == Op::kAddMonths ? add_months(first, b) : add_days(first, b);
  return moved ? value_operand(of_number(moved->days())) : error(EvalError::kDateRange, n.column);
}

Operand Walk::extreme(const Node& n, const Operand* args) const {
  auto best = args[0].value.number;
  if (n.op == Op::kClamp) {
    const auto low = args[1].value.number;
    const auto high = args[2].value.number;
    if (low > high) return error(EvalError::kClampBounds, n.column);
    return value_operand(of_number(std::clamp(best, low, high)));
  }
  for (std::size_t i = 1; i < n.child_count; ++i) {
    const auto v = args[i].value.number;
    best = n.op == Op::kMin ? std::min(best, v) : std::max(best, v);
  }
  return value_operand(of_number(best));
}

Operand Walk::ratio(const Node& n, const Operand* args) const {
  const auto denominator = args[2].value.number;
  if (denominator == 0) return error(EvalError::kDivisionByZero, n.column);
  if (denominator < 0) return error(EvalError::kNegativeDenominator, n.column);
  const auto scaled = mul_ratio(args[0].value.number, args[1].value.number, denominator,
                                static_cast<Rounding>(n.value.number));
  return scaled ? value_operand(of_number(*scaled)) : error(EvalError::kOverflow, n.column);
}

Operand Walk::parameter(const Node& n, Date on) const {
  const auto* row = env_.params[n.index].at(on);
  return row == nullptr ? error(EvalError::kNoParamValue, n.column)
                        : value_operand(view(row->value));
}

Operand Walk::member(const Node& n, const Value& x) const {
  const auto* version = env_.sets[n.index].at(context_.as_of);
  if (version == nullptr) return error(EvalError::kNoParamValue, n.column);
  return bool_operand(std::any_of(version->values.begin(), version->values.end(),
                                  [&](const Literal& l) { return same(l, x); }));
}

}  // namespace leye::rules
