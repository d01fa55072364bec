#include <algorithm>

#include "rules/pack/logic/normal_form.h"

namespace leye::rules::logic {
namespace {

std::optional<Bounds> shifted(const Bounds& date, const Bounds& by, bool months) {
  if (!by.exact()) return std::nullopt;
  const auto move = [&](std::int64_t day) {
    const Date d(static_cast<std::int32_t>(day));
    return months ? add_months(d, by.low) : add_days(d, by.low);
  };
  const auto low = move(date.low);
  const auto high = move(date.high);
  if (!low || !high) return std::nullopt;
  return Bounds{low->days(), high->days()};
}

std::optional<Bounds> arithmetic(Op op, const Bounds& a, const Bounds& b) {
  if (!a.exact() || !b.exact()) return std::nullopt;
  std::int64_t value = 0;
  bool over = false;
  switch (op) {
    case Op::kAdd:
      over = __builtin_add_overflow(a.low, b.low, &value);
      break;
    case Op::kSubtract:
      over = __builtin_sub_overflow(a.low, b.low, &value);
      break;
    case Op::kMultiply:
      over = __builtin_mul_overflow(a.low, b.low, &value);
      break;
    case Op::kDivide:
    case Op::kModulo:
      over = b.low == 0 || b.low == -1;
      if (!over) value = op == Op::kDivide ? a.low / b.low : a.low % b.low;
      break;
    case Op::kMin:
      value = std::min(a.low, b.low);
      break;
    case Op::kMax:
      value = std::max(a.low, b.low);
      break;
    default:
      return std::nullopt;
  }
  if (over) return std::nullopt;
  return Bounds{value, value};
}

}  // namespace

std::optional<Bounds> bounds(const Expression& expr, const Node& node, const Period& days) {
  const auto one = [](std::int64_t n) { return Bounds{n, n}; };
  switch (node.op) {
    case Op::kConstant:
      if (node.type.is(Kind::kString) || node.type.is_list()) return std::nullopt;
      return one(node.value.number);
    case Op::kAsOf:
      return Bounds{days.start.days(), days.end.days()};
    case Op::kParam: {
      if (node.type.is(Kind::kString)) return std::nullopt;
      const auto* row = expr.environment().params[node.index].at(days.start);
      if (row == nullptr) return std::nullopt;
      return one(view(row->value).number);
    }
    default:
      break;
  }
  std::vector<Bounds> parts;
  for (const auto child : expr.children(node)) {
    const auto part = bounds(expr, expr.node(child), days);
    if (!part) return std::nullopt;
    parts.push_back(*part);
  }
  switch (node.op) {
    case Op::kNegate:
      if (!parts[0].exact() || parts[0].low == INT64_MIN) return std::nullopt;
      return one(-parts[0].low);
    case Op::kFen:
      return parts[0];
    case Op::kYuan:
      return arithmetic(Op::kMultiply, parts[0], one(100));
    case Op::kAddMonths:
      return shifted(parts[0], parts[1], true);
    case Op::kAddDays:
      return shifted(parts[0], parts[1], false);
    default:
      if (parts.size() != 2) return std::nullopt;
      return arithmetic(node.op, parts[0], parts[1]);
  }
}

}  // namespace leye::rules::logic
