#include "rules/language/walk.h"

namespace leye::rules {
namespace {

/// What a closed list without row, or one recorded as none, reads as.
const List kEmptyList{};

}  // namespace

Operand Walk::node(std::uint16_t index) {
  const Node& n = e_.node(index);
  switch (n.op) {
    case Op::kConstant:
      return value_operand(n.value);
    case Op::kFact:
      return fact(n);
    case Op::kHasFact:
      return has_fact(n);
    case Op::kVariable:
      return variable(n);
    case Op::kField:
    case Op::kHasField:
      return field(n);
    case Op::kAsOf:
      return value_operand(of_number(context_.as_of.days()));
    case Op::kPeriodStart:
    case Op::kPeriodEnd: {
      if (!context_.period) return error(EvalError::kNoPeriod, n.column);
      const auto day = n.op == Op::kPeriodStart ? context_.period->start : context_.period->end;
      return value_operand(of_number(day.days()));
    }
    case Op::kAnd:
      return logical(n, false);
    case Op::kOr:
      return logical(n, true);
    case Op::kChoose:
      return choose(n);
    case Op::kExists:
      return fold(n, true);
    case Op::kAll:
      return fold(n, false);
    case Op::kExistsOne:
      return exactly_one(n);
    case Op::kParam:
      return parameter(n, context_.as_of);
    case Op::kList:
      return n.value.list != nullptr ? value_operand(n.value) : list(n);
    default:
      break;
  }
  return n.child_count <= 2 ? strict<2>(n) : strict<8>(n);
}

template <std::size_t N>
Operand Walk::strict(const Node& n) {
  std::array<Operand, N> args;
  std::uint64_t missing = 0;
  bool any_unknown = false;
  std::size_t i = 0;
  for (const auto child : e_.children(n)) {
    args[i] = node(child);
    if (args[i].is_error()) return args[i];
    any_unknown = any_unknown || args[i].is_unknown();
    missing |= args[i].missing;
    ++i;
  }
  return any_unknown ? unknown(missing) : apply(n, args.data());
}

/// What reading a fact or field in this state gives (§3.1).
Operand Walk::resolve(const FactValue& v, const TypeRef& type, const std::optional<Literal>& none,
                      std::uint64_t missing, std::uint16_t column) const {
  if (v.state == FactState::kKnown) return value_operand(v.value);
  if (v.state == FactState::kUnknown) return unknown(missing);
  if (type.is(Kind::kBool)) return bool_operand(false);
  if (type.is_list()) return value_operand(of_list(&kEmptyList));
  if (none) return value_operand(view(*none));
  return error(EvalError::kNoValue, column);
}

std::uint64_t Walk::unknown_bits(const Node& n) const {
  auto bits = bit(n.slot);
  // A copy is unknown when its anchor date is: then the date has to be asked for as well.
  if (n.anchor != kNoFact && !source_.stated(n.index, n.anchor) &&
      source_.read(n.anchor, kNoFact).state != FactState::kKnown)
    bits |= bit(n.field);
  return bits;
}

Operand Walk::fact(const Node& n) {
  const auto v = source_.read(n.index, n.anchor);
  if (v.state == FactState::kKnown) {
    auto out = value_operand(v.value);
    out.origin = n.slot;
    return out;
  }
  const auto missing = v.state == FactState::kUnknown ? unknown_bits(n) : 0;
  return resolve(v, n.type, env_.facts[n.index].none, missing, n.column);
}

Operand Walk::has_fact(const Node& n) {
  const auto state = source_.read(n.index, n.anchor).state;
  if (state == FactState::kUnknown) return unknown(unknown_bits(n));
  return bool_operand(state == FactState::kKnown);
}

Operand Walk::variable(const Node& n) const {
  const auto& frame = frames_[n.index];
  return resolve(*frame.row, n.type, std::nullopt, bit(frame.origin), n.column);
}

std::uint64_t Walk::field_bits(const Node& n) const {
  const auto origin = frames_[n.index].origin;
  for (const auto& s : e_.field_slots_[n.slot]) {
    if (s.origin == origin) return bit(s.slot);
  }
  return 0;
}

Operand Walk::field(const Node& n) const {
  const auto& cell = frames_[n.index].row[n.field];
  if (n.op == Op::kHasField) {
    if (cell.state == FactState::kUnknown) return unknown(field_bits(n));
    return bool_operand(cell.state == FactState::kKnown);
  }
  if (cell.state == FactState::kKnown) return value_operand(cell.value);
  const auto& decl = env_.records[static_cast<std::size_t>(n.value.number)].fields[n.field];
  return resolve(cell, n.type, decl.none, field_bits(n), n.column);
}

/// `&&` (deciding = false) and `||` (deciding = true): a deciding operand settles it, then unknown,
/// then error (§3.2).
Operand Walk::logical(const Node& n, bool deciding) {
  const auto operands = e_.children(n);
  const auto decides = [&](const Operand& o) {
    return o.is_value() && (o.value.number != 0) == deciding;
  };
  auto left = node(operands[0]);
  if (decides(left)) return left;
  auto right = node(operands[1]);
  if (decides(right) || left.is_value()) return right;
  if (right.is_value()) return left;
  if (left.is_error()) return right.is_unknown() ? right : left;
  if (right.is_unknown()) left.missing |= right.missing;
  return left;
}

Operand Walk::choose(const Node& n) {
  const auto parts = e_.children(n);
  auto condition = node(parts[0]);
  if (!condition.is_value()) return condition;
  return node(condition.value.number != 0 ? parts[1] : parts[2]);
}

/// `exists` (deciding = true) and `all` (deciding = false) as a fold of `||` or `&&`.
Operand Walk::fold(const Node& n, bool deciding) {
  const auto parts = e_.children(n);
  const auto source = node(parts[0]);
  if (!source.is_value()) return source;
  const List& rows = *source.value.list;
  Operand first_error;
  std::uint64_t missing = 0;
  bool any_unknown = rows.more;
  if (rows.more) missing = bit(source.origin);
  for (std::size_t i = 0; i < rows.size(); ++i) {
    frames_[n.index] = {rows.cells.data() + i * rows.width, source.origin};
    const auto o = node(parts[1]);
    if (o.is_value() && (o.value.number != 0) == deciding) return o;
    if (o.is_unknown()) {
      any_unknown = true;
      missing |= o.missing;
    }
    if (o.is_error() && !first_error.is_error()) first_error = o;
  }
  if (any_unknown) return unknown(missing);
  return first_error.is_error() ? first_error : bool_operand(!deciding);
}

/// Strict: any error, then any unknown, then whether exactly one row satisfies.
Operand Walk::exactly_one(const Node& n) {
  const auto parts = e_.children(n);
  const auto source = node(parts[0]);
  if (!source.is_value()) return source;
  const List& rows = *source.value.list;
  std::uint64_t missing = rows.more ? bit(source.origin) : 0;
  bool any_unknown = rows.more;
  std::size_t count = 0;
  for (std::size_t i = 0; i < rows.size(); ++i) {
    frames_[n.index] = {rows.cells.data() + i * rows.width, source.origin};
    const auto o = node(parts[1]);
    if (o.is_error()) return o;
    any_unknown = any_unknown || o.is_unknown();
    missing |= o.missing;
    count += o.is_true() ? 1U : 0U;
  }
  return any_unknown ? unknown(missing) : bool_operand(count == 1);
}

Operand Walk::list(const Node& n) {
  List built;
  Operand unknowns = unknown(0);
  bool any_unknown = false;
  for (const auto child : e_.children(n)) {
    const auto o = node(child);
    if (o.is_error()) return o;
    any_unknown = any_unknown || o.is_unknown();
    unknowns.missing |= o.missing;
    built.cells.push_back(known(o.value));
  }
  if (any_unknown) return unknowns;
  lists_.push_back(std::move(built));
  return value_operand(of_list(&lists_.back()));
}

}  // namespace leye::rules
