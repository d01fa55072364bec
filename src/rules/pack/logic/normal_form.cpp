#include "rules/pack/logic/normal_form.h"

#include <algorithm>

#include "rules/pack/logic/operators.h"

namespace leye::rules::logic {
namespace {

bool is_comparison(Op op) {
  return op == Op::kEqual || op == Op::kNotEqual || op == Op::kLess || op == Op::kLessEqual ||
         op == Op::kGreater || op == Op::kGreaterEqual;
}

bool is_number(const TypeRef& type) {
  return type.is(Kind::kInt) || type.is(Kind::kMoney) || type.is(Kind::kDate);
}

class Builder {
 public:
  Builder(const Expression& expr, const Period& days) : expr_(expr), days_(days) {}

  /// Nothing when too large.
  std::optional<NormalForm> build(const Node& node, bool truth) {
    const auto children = expr_.children(node);
    switch (node.op) {
      case Op::kNot:
        return build(expr_.node(children[0]), !truth);
      case Op::kAnd:
      case Op::kOr:
        return chain(node, truth);
      case Op::kChoose:
        return choice(node, truth);
      case Op::kConstant:
        return (node.value.number != 0) == truth ? everything() : NormalForm{};
      case Op::kIn:
        return member(node, truth);
      case Op::kFact:
        return one(is_value(name(node), {"true"}, truth, truth ? "true" : "false"));
      default:
        break;
    }
    if (is_comparison(node.op)) return comparison(node, truth ? node.op : opposite(node.op));
    return opaque(node, truth);
  }

 private:
  static NormalForm everything() { return {Term{}}; }
  static NormalForm one(Literal literal) { return {Term{std::move(literal)}}; }

  [[nodiscard]] std::string name(const Node& node) const {
    if (node.op != Op::kFact) return expr_.canonical(node);
    return expr_.environment().facts[node.index].name +
           (node.anchor == kNoFact ? "" : "@" + expr_.environment().facts[node.anchor].name);
  }
  [[nodiscard]] std::string text(const TypeRef& type, std::int64_t number) const {
    return expr_.environment().value_text(type, of_number(number));
  }

  static Literal is_value(std::string variable, std::set<std::string> values, bool inside,
                          std::string phrase) {
    Literal literal;
    literal.variable = std::move(variable);
    literal.values = std::move(values);
    literal.outside = !inside;
    literal.phrase = std::move(phrase);
    return literal;
  }
  NormalForm opaque(const Node& node, bool truth) {
    return one(is_value(expr_.canonical(node), {"true"}, truth, truth ? "true" : "false"));
  }

  std::optional<NormalForm> chain(const Node& node, bool truth) {
    const bool joined = (node.op == Op::kAnd) == truth;
    NormalForm result = joined ? everything() : NormalForm{};
    for (const auto child : expr_.children(node)) {
      const auto part = build(expr_.node(child), truth);
      if (!part) return std::nullopt;
      if (joined) {
        auto product = both(result, *part);
        if (!product) return std::nullopt;
        result = *std::move(product);
      } else {
        result.insert(result.end(), part->begin(), part->end());
      }
    }
    if (result.size() > kMaxTerms) return std::nullopt;
    return result;
  }

  std::optional<NormalForm> choice(const Node& node, bool truth) {
    const auto children = expr_.children(node);
    NormalForm result;
    for (const std::size_t side : {1U, 2U}) {
      const auto test = build(expr_.node(children[0]), side == 1);
      const auto value = build(expr_.node(children[side]), truth);
      if (!test || !value) return std::nullopt;
      const auto part = both(*test, *value);
      if (!part) return std::nullopt;
      result.insert(result.end(), part->begin(), part->end());
    }
    if (result.size() > kMaxTerms) return std::nullopt;
    return result;
  }

  std::optional<NormalForm> comparison(const Node& node, Op op) {
    const auto children = expr_.children(node);
    const Node& left = expr_.node(children[0]);
    const Node& right = expr_.node(children[1]);
    if (is_number(left.type)) {
      if (const auto value = bounds(expr_, right, days_)) return number(left, op, *value);
      if (const auto value = bounds(expr_, left, days_)) return number(right, flipped(op), *value);
    }
    if ((op == Op::kEqual || op == Op::kNotEqual) && !left.type.is_list()) {
      if (const auto v = constant(right)) return equals(left, {*v}, op == Op::kEqual);
      if (const auto v = constant(left)) return equals(right, {*v}, op == Op::kEqual);
    }
    return opaque(node, op == node.op);
  }

  /// Text of an enum, string or bool constant.
  [[nodiscard]] std::optional<std::string> constant(const Node& node) const {
    if (node.op != Op::kConstant) return std::nullopt;
    if (node.type.is(Kind::kString)) return std::string(node.value.text);
    if (node.type.is(Kind::kEnum) || node.type.is(Kind::kBool))
      return expr_.environment().value_text(node.type, node.value);
    return std::nullopt;
  }

  NormalForm equals(const Node& node, std::vector<std::string> values, bool inside) {
    std::string listed;
    for (const auto& v : values) listed += (listed.empty() ? "" : ", ") + v;
    const std::string phrase = values.size() == 1 ? (inside ? listed : "not " + listed)
                                                  : (inside ? "one of " : "none of ") + listed;
    Literal literal = is_value(name(node), {values.begin(), values.end()}, inside, phrase);
    if (!inside && node.type.is(Kind::kEnum)) {
      std::set<std::string> rest;
      for (const auto& v : expr_.environment().enums[node.type.index].values)
        if (!literal.values.contains(v)) rest.insert(v);
      literal.values = std::move(rest);
      literal.outside = false;
    }
    return one(std::move(literal));
  }

  std::optional<NormalForm> member(const Node& node, bool truth) {
    const auto children = expr_.children(node);
    const Node& element = expr_.node(children[0]);
    const Node& list = expr_.node(children[1]);
    if (list.op != Op::kList) return opaque(node, truth);
    if (is_number(element.type)) return member_of_numbers(node, element, list, truth);
    std::vector<std::string> values;
    for (const auto child : expr_.children(list)) {
      const auto value = constant(expr_.node(child));
      if (!value) return opaque(node, truth);
      values.push_back(*value);
    }
    return equals(element, std::move(values), truth);
  }

  std::optional<NormalForm> member_of_numbers(const Node& node, const Node& element,
                                              const Node& list, bool truth) {
    NormalForm result = truth ? NormalForm{} : everything();
    for (const auto child : expr_.children(list)) {
      const auto value = bounds(expr_, expr_.node(child), days_);
      if (!value) return opaque(node, truth);
      const auto part = number(element, truth ? Op::kEqual : Op::kNotEqual, *value);
      if (truth) {
        result.insert(result.end(), part.begin(), part.end());
        continue;
      }
      auto product = both(result, part);
      if (!product) return std::nullopt;
      result = *std::move(product);
    }
    return result;
  }

  /// `node op value` for a number that is not constant.
  NormalForm number(const Node& node, Op op, const Bounds& value) {
    if (node.op == Op::kAge || node.op == Op::kMonthsBetween)
      if (auto form = months(node, op, value)) return *std::move(form);
    if (node.op == Op::kDaysBetween) {
      const auto children = expr_.children(node);
      if (const auto from = bounds(expr_, expr_.node(children[1]), days_); from && value.exact())
        return limit(expr_.node(children[0]), flipped(op),
                     {from->low - value.low, from->high - value.low});
    }
    if (node.op == Op::kAdd || node.op == Op::kSubtract) {
      const auto children = expr_.children(node);
      const auto shift = bounds(expr_, expr_.node(children[1]), days_);
      if (shift && shift->exact() && std::abs(shift->low) < (1LL << 60) &&
          std::abs(value.low) < (1LL << 60) && std::abs(value.high) < (1LL << 60)) {
        const auto by = node.op == Op::kAdd ? -shift->low : shift->low;
        return limit(expr_.node(children[0]), op, {value.low + by, value.high + by});
      }
    }
    return limit(node, op, value);
  }

  NormalForm limit(const Node& node, Op op, const Bounds& value) {
    if (op == Op::kNotEqual) {
      if (!value.exact()) return everything();
      NormalForm result = limit(node, Op::kLess, value);
      for (auto& term : limit(node, Op::kGreater, value)) result.push_back(std::move(term));
      return result;
    }
    Literal literal;
    literal.variable = name(node);
    literal.is_range = true;
    const auto low = text(node.type, value.low);
    const auto high = text(node.type, value.high);
    switch (op) {
      case Op::kLess:
        literal.high = value.high == INT64_MIN ? INT64_MIN : value.high - 1;
        literal.phrase = "< " + high;
        break;
      case Op::kLessEqual:
        literal.high = value.high;
        literal.phrase = "<= " + high;
        break;
      case Op::kGreater:
        literal.low = value.low == INT64_MAX ? INT64_MAX : value.low + 1;
        literal.phrase = "> " + low;
        break;
      case Op::kGreaterEqual:
        literal.low = value.low;
        literal.phrase = ">= " + low;
        break;
      default:
        literal.low = value.low;
        literal.high = value.high;
        literal.phrase = low == high ? low : low + " to " + high;
        break;
    }
    return one(std::move(literal));
  }

  /// age(x, as_of) or months_between(x, as_of) against n: a limit on the date x.
  std::optional<NormalForm> months(const Node& node, Op op, const Bounds& value) {
    const auto children = expr_.children(node);
    const auto to = bounds(expr_, expr_.node(children[1]), days_);
    if (!to || !value.exact() || std::abs(value.low) > 12'000) return std::nullopt;
    const std::int64_t unit = node.op == Op::kAge ? 12 : 1;
    const auto at_most = [&](std::int64_t n) {  // x such that the difference is n or more
      return cut(Date(static_cast<std::int32_t>(to->high)), n * unit);
    };
    const auto above = [&](std::int64_t n) {  // x such that the difference is below n
      return cut(Date(static_cast<std::int32_t>(to->low)), n * unit);
    };
    const Node& x = expr_.node(children[0]);
    const auto upper = [&](std::int64_t n) -> std::optional<NormalForm> {
      const auto day = at_most(n);
      if (!day) return std::nullopt;
      return limit(x, Op::kLessEqual, {day->days(), day->days()});
    };
    const auto lower = [&](std::int64_t n) -> std::optional<NormalForm> {
      const auto day = above(n);
      if (!day) return std::nullopt;
      return limit(x, Op::kGreater, {day->days(), day->days()});
    };
    switch (op) {
      case Op::kGreaterEqual:
        return upper(value.low);
      case Op::kGreater:
        return upper(value.low + 1);
      case Op::kLess:
        return lower(value.low);
      case Op::kLessEqual:
        return lower(value.low + 1);
      case Op::kEqual: {
        const auto a = upper(value.low);
        const auto b = lower(value.low + 1);
        return a && b ? both(*a, *b) : std::nullopt;
      }
      default:
        return everything();
    }
  }

  const Expression& expr_;
  Period days_;
};

}  // namespace

std::optional<NormalForm> normal_form(const Expression& expr, bool negated, const Period& days) {
  return Builder(expr, days).build(expr.node(expr.root()), !negated);
}

}  // namespace leye::rules::logic
