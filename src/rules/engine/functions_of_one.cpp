#include "rules/engine/functions_of_one.h"

#include <algorithm>

namespace leye::rules {
namespace {

char letter_of_operand(const Operand& o) {
  if (o.is_unknown()) return 'U';
  if (o.is_error()) return 'E';
  return o.value.number != 0 ? 'T' : 'F';
}

class OneFact : public FactSource {
 public:
  explicit OneFact(const FactValue& cell) : cell_(cell) {}
  [[nodiscard]] FactValue read(FactIndex, FactIndex) const override { return cell_; }

 private:
  FactValue cell_;
};

/// The number of an enum's value in the environment of this expression.
std::int64_t ordinal(const Environment& environment, const Leaf& leaf, std::string_view name) {
  const auto& declared = leaf.environment->enums[leaf.type.index].name;
  const auto index = environment.enum_index(declared);
  if (!index) return -1;
  const auto& values = environment.enums[*index].values;
  return std::find(values.begin(), values.end(), name) - values.begin();
}

int sign(std::int64_t n) { return n > 0 ? 1 : n < 0 ? -1 : 0; }

/// The child that reads the column, when the others are constants.
std::optional<std::size_t> only_reader(const Terms& terms, const Term& term) {
  std::optional<std::size_t> reader;
  for (std::size_t i = 0; i < term.kids.size(); ++i) {
    const Term& kid = terms[term.kids[i]];
    if (kid.op == Op::kConstant) {
      if (kid.constant != OutcomeKind::kValue) return std::nullopt;
      continue;
    }
    if (reader) return std::nullopt;
    reader = i;
  }
  return reader;
}

/// +1 when the term never falls as the column rises, −1 when it never rises, 0 when that is not
/// known. Where it is an error, it is one at an end of the numbers: each of these functions is
/// defined on an interval, and so is a chain of them.
int direction(const Terms& terms, TermId id) {
  const Term& term = terms[id];
  if (term.op == Op::kFact || term.op == Op::kField || term.op == Op::kVariable) return 1;
  const auto reader = only_reader(terms, term);
  if (!reader) return 0;
  const int below = direction(terms, term.kids[*reader]);
  const auto constant = [&](std::size_t i) { return sign(terms[term.kids[i]].value.number); };
  switch (term.op) {
    case Op::kAdd:
    case Op::kYuan:
    case Op::kFen:
    case Op::kAddMonths:
    case Op::kAddDays:
    case Op::kMin:
    case Op::kMax:
      return below;
    case Op::kNegate:
      return -below;
    case Op::kSubtract:
      return *reader == 0 ? below : -below;
    case Op::kDaysBetween:
    case Op::kMonthsBetween:
    case Op::kAge:
      return *reader == 0 ? -below : below;
    case Op::kMultiply:
      return below * constant(1 - *reader);
    case Op::kDivide:
      return *reader == 0 ? below * constant(1) : 0;
    case Op::kClamp:
      return *reader == 0 ? below : 0;
    case Op::kMulRatio:
      return *reader == 0 && constant(2) > 0 ? below * constant(1) : 0;
    default:
      return 0;
  }
}

Op mirrored(Op op) {
  switch (op) {
    case Op::kLess:
      return Op::kGreater;
    case Op::kLessEqual:
      return Op::kGreaterEqual;
    case Op::kGreater:
      return Op::kLess;
    case Op::kGreaterEqual:
      return Op::kLessEqual;
    default:
      return op;
  }
}

/// The middle of two numbers that may be 2^64 apart.
std::int64_t between(std::int64_t a, std::int64_t b) {
  const auto gap = static_cast<std::uint64_t>(b) - static_cast<std::uint64_t>(a);
  return static_cast<std::int64_t>(static_cast<std::uint64_t>(a) + gap / 2);
}

/// The first number in [low, high] for which `holds`, which once true stays so; high must hold.
template <class Holds>
std::int64_t first_true(std::int64_t low, std::int64_t high, const Holds& holds) {
  while (low < high) {
    const auto middle = between(low, high);
    if (holds(middle))
      high = middle;
    else
      low = middle + 1;
  }
  return low;
}

/// A comparison `function ○ constant`, with the constant on the right.
struct Comparison {
  Op op;
  TermId function;
  std::int64_t constant;
  int direction;
};

std::optional<Comparison> comparison_of(const Terms& terms, const Term& term) {
  if (term.op < Op::kEqual || term.op > Op::kGreaterEqual) return std::nullopt;
  const auto reader = only_reader(terms, term);
  if (!reader) return std::nullopt;
  const Term& other = terms[term.kids[1 - *reader]];
  if (other.type.is(Kind::kString) || other.type.is_list()) return std::nullopt;
  const int way = direction(terms, term.kids[*reader]);
  if (way == 0) return std::nullopt;
  return Comparison{*reader == 0 ? term.op : mirrored(term.op), term.kids[*reader],
                    other.value.number, way};
}

/// Narrows [first, last] to where the function has a value; false when neither end has one.
bool narrow(const CellProbe& probe, TermId function, MonotoneRange& range) {
  const bool low = probe.number(function, range.first_valid).has_value();
  const bool high = probe.number(function, range.last_valid).has_value();
  if (!low && !high) return false;
  if (!low)
    range.first_valid = first_true(range.first_valid, range.last_valid, [&](std::int64_t n) {
      return probe.number(function, n).has_value();
    });
  if (!high)
    range.last_valid =
        first_true(range.first_valid, range.last_valid,
                   [&](std::int64_t n) { return !probe.number(function, n).has_value(); }) -
        1;
  return true;
}

/// [first, last] where the function lies in [least, most] of the constant.
void bound(const CellProbe& probe, const Comparison& c, MonotoneRange& range) {
  const auto value = [&](std::int64_t n) { return *probe.number(c.function, n); };
  const bool rises = c.direction > 0;
  // From which number on the function has reached, and has passed, the constant.
  const auto reached = [&](std::int64_t n) {
    return rises ? value(n) >= c.constant : value(n) <= c.constant;
  };
  const auto passed = [&](std::int64_t n) {
    return rises ? value(n) > c.constant : value(n) < c.constant;
  };
  const auto from = [&](const auto& holds) -> std::optional<std::int64_t> {
    if (!holds(range.last_valid)) return std::nullopt;
    return first_true(range.first_valid, range.last_valid, holds);
  };
  const bool less = c.op == Op::kLess || c.op == Op::kLessEqual;
  const bool equal = c.op == Op::kEqual || c.op == Op::kNotEqual;
  const bool strict = c.op == Op::kLess || c.op == Op::kGreater;
  range.inverted = c.op == Op::kNotEqual;
  range.first = range.first_valid;
  range.last = range.last_valid;
  if (equal || less != rises) {
    // From where the constant is reached (or, for strict ones, passed) on.
    const auto begin = strict ? from(passed) : from(reached);
    if (!begin) {
      range.first = 0;
      range.last = -1;
      return;
    }
    range.first = *begin;
  }
  if (equal || less == rises) {
    const auto end = strict ? from(reached) : from(passed);
    if (end && *end == range.first_valid) {
      range.first = 0;
      range.last = -1;
      return;
    }
    if (end) range.last = *end - 1;
  }
}

}  // namespace

CellProbe::CellProbe(const Terms& terms, TermId term, const Slot&)
    : terms_(terms),
      term_(term),
      leaf_(terms.leaf(terms[term].leaves.front())),
      row_(leaf_.of_row ? leaf_.field + 1U : 0U) {}

Operand CellProbe::evaluate(TermId id, const FactValue& cell) const {
  const Term& term = terms_[id];
  const OneFact source(cell);
  Walk walk(*term.expression, source, terms_.context());
  if (leaf_.of_row) {
    row_[leaf_.field] = cell;
    walk.bind(leaf_.depth, row_.data(), 0xFFFF);
  }
  return walk.node(term.node);
}

char CellProbe::letter_of(std::int64_t number) const {
  return letter_of_operand(evaluate(term_, known(of_number(number))));
}

char CellProbe::letter_of_text(std::string_view text) const {
  if (!leaf_.type.is(Kind::kEnum)) return letter_of_operand(evaluate(term_, known(of_text(text))));
  const auto& environment = terms_[term_].expression->environment();
  return letter_of(ordinal(environment, leaf_, text));
}

char CellProbe::letter_when(FactState state) const {
  return letter_of_operand(evaluate(term_, {state, {}}));
}

std::optional<std::int64_t> CellProbe::number(TermId term, std::int64_t of) const {
  const Operand o = evaluate(term, known(of_number(of)));
  if (!o.is_value()) return std::nullopt;
  return o.value.number;
}

std::optional<MonotoneRange> monotone_range(const Terms& terms, TermId id, const CellProbe& probe,
                                            std::int64_t lowest, std::int64_t highest) {
  const auto comparison = comparison_of(terms, terms[id]);
  if (!comparison) return std::nullopt;
  MonotoneRange range;
  range.lowest = range.first_valid = lowest;
  range.highest = range.last_valid = highest;
  if (!narrow(probe, comparison->function, range)) return std::nullopt;
  bound(probe, *comparison, range);
  // Errors at both ends do not fit one range of raw values.
  if (range.first_valid != lowest && range.last_valid != highest) return std::nullopt;
  return range;
}

void settle_range(CellTest& test, const MonotoneRange& range, std::uint64_t base) {
  const auto raw = [&](std::int64_t n) { return static_cast<std::uint64_t>(n) - base; };
  if (range.first_valid != range.lowest) test.error = {0, raw(range.first_valid) - 1};
  if (range.last_valid != range.highest)
    test.error = {raw(range.last_valid) + 1, raw(range.highest) - raw(range.last_valid) - 1};
  if (range.first > range.last) {
    test.everywhere = true;
    test.inverted = !range.inverted;
  } else {
    test.low = raw(range.first);
    test.span = raw(range.last) - raw(range.first);
    test.inverted = range.inverted;
  }
}

}  // namespace leye::rules
