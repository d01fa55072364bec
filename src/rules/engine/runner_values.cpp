#include <algorithm>
#include <array>

#include "core/date.h"
#include "core/fen.h"
#include "rules/engine/runner.h"

// Numbers worked out of several columns: the same functions as the scalar evaluator's, over the
// rows that have all operands. Errors beat unknowns (rules.md §3.2).
namespace leye::rules {
namespace {

using Word = std::uint64_t;
using Number = std::optional<std::int64_t>;

template <class Act>
void each_bit(const Word* bits, std::size_t words, const Act& act) {
  for (std::size_t w = 0; w < words; ++w)
    for (Word left = bits[w]; left != 0; left &= left - 1)
      act(w * 64 + static_cast<std::size_t>(__builtin_ctzll(left)));
}

Date day(std::int64_t n) { return Date(static_cast<std::int32_t>(n)); }

Number from(std::optional<Date> date) { return date ? Number(date->days()) : std::nullopt; }

Number divide(Op op, std::int64_t a, std::int64_t b) {
  if (b == 0 || (b == -1 && a == INT64_MIN)) return std::nullopt;
  return op == Op::kDivide ? a / b : a % b;
}

Number scaled(std::int64_t x, std::int64_t num, std::int64_t den, std::int64_t rounding) {
  if (den <= 0) return std::nullopt;
  const auto made = mul_ratio(x, num, den, static_cast<Rounding>(rounding));
  return made ? Number(*made) : std::nullopt;
}

/// Values of functions with one result; nothing is an error.
Number result(const ValueNode& node, const std::int64_t* v) {
  std::int64_t out = 0;
  switch (node.op) {
    case Op::kAdd:
      return __builtin_add_overflow(v[0], v[1], &out) ? std::nullopt : Number(out);
    case Op::kSubtract:
      return __builtin_sub_overflow(v[0], v[1], &out) ? std::nullopt : Number(out);
    case Op::kMultiply:
      return __builtin_mul_overflow(v[0], v[1], &out) ? std::nullopt : Number(out);
    case Op::kNegate:
      return __builtin_sub_overflow(std::int64_t{0}, v[0], &out) ? std::nullopt : Number(out);
    case Op::kYuan:
      return __builtin_mul_overflow(v[0], std::int64_t{100}, &out) ? std::nullopt : Number(out);
    case Op::kDivide:
    case Op::kModulo:
      return divide(node.op, v[0], v[1]);
    case Op::kAddMonths:
      return from(add_months(day(v[0]), v[1]));
    case Op::kAddDays:
      return from(add_days(day(v[0]), v[1]));
    case Op::kDaysBetween:
      return v[1] - v[0];
    case Op::kMonthsBetween:
      return months_between(day(v[0]), day(v[1]));
    case Op::kAge:
      return v[0] > v[1] ? std::nullopt : Number(age(day(v[0]), day(v[1])));
    case Op::kMin:
      return *std::min_element(v, v + node.kids.size());
    case Op::kMax:
      return *std::max_element(v, v + node.kids.size());
    case Op::kClamp:
      return v[1] > v[2] ? std::nullopt : Number(std::clamp(v[0], v[1], v[2]));
    case Op::kMulRatio:
      return scaled(v[0], v[1], v[2], node.number);
    case Op::kParamAt: {
      const auto* row = node.param->at(day(v[0]));
      return row == nullptr ? std::nullopt : Number(std::get<std::int64_t>(row->value));
    }
    default:
      return v[0];  // fen(n)
  }
}

bool ordered(Op op, std::int64_t a, std::int64_t b) {
  switch (op) {
    case Op::kEqual:
      return a == b;
    case Op::kNotEqual:
      return a != b;
    case Op::kLess:
      return a < b;
    case Op::kLessEqual:
      return a <= b;
    case Op::kGreater:
      return a > b;
    default:
      return a >= b;
  }
}

template <class T>
void widen(const std::uint8_t* raw, std::size_t rows, std::int64_t base, std::int64_t* out) {
  const auto* values = reinterpret_cast<const T*>(raw);
  for (std::size_t i = 0; i < rows; ++i)
    out[i] = static_cast<std::int64_t>(static_cast<Word>(base) + values[i]);
}

void fill_raw(const Slot& slot, const SlotView& view, std::size_t rows, std::int64_t* out) {
  const auto base = slot.column->base();
  switch (slot.column->width()) {
    case 1:
      return widen<std::uint8_t>(view.raw, rows, base, out);
    case 2:
      return widen<std::uint16_t>(view.raw, rows, base, out);
    case 4:
      return widen<std::uint32_t>(view.raw, rows, base, out);
    case 8:
      return widen<std::uint64_t>(view.raw, rows, base, out);
    default:
      std::fill(out, out + rows, base);
  }
}

}  // namespace

const ValueView& Runner::numbers(std::uint32_t value) {
  ValueView& view = values_[value];
  if (view.stamp == stamp_) return view;
  view.numbers.resize(kBlockRows);
  view.valid.assign(kBlockWords, 0);
  view.error.assign(kBlockWords, 0);
  const ValueNode& node = plan_.values()[value];
  if (node.op == Op::kConstant) {
    std::fill(view.numbers.begin(), view.numbers.end(), node.number);
    (node.error ? view.error : view.valid).assign(kBlockWords, ~Word{0});
  } else if (node.op == Op::kFact) {
    load(node, view);
  } else if (node.op == Op::kChoose) {
    choose_value(node, view);
  } else {
    operate(node, view);
  }
  view.stamp = stamp_;
  return view;
}

void Runner::load(const ValueNode& node, ValueView& out) {
  const Slot& from_slot = plan_.slots()[node.slot];
  if (from_slot.column == nullptr) return;
  const SlotView& view = slot(node.slot);
  fill_raw(from_slot, view, rows_, out.numbers.data());
  for (std::size_t w = 0; w < words_; ++w)
    out.valid[w] = view.known != nullptr ? view.known[w] : ~Word{0};
  if (rows_ % 64 != 0) out.valid[words_ - 1] &= (Word{1} << (rows_ % 64)) - 1;
  if (!from_slot.codes.empty())
    each_bit(out.valid.data(), words_, [&](std::size_t at) {
      out.numbers[at] = from_slot.codes[static_cast<std::size_t>(out.numbers[at])];
    });
  if (view.absent == nullptr) return;
  for (std::size_t w = 0; w < words_; ++w)
    (from_slot.has_none ? out.valid : out.error)[w] |= view.absent[w];
  if (from_slot.has_none)
    each_bit(view.absent, words_, [&](std::size_t at) { out.numbers[at] = from_slot.none; });
}

void Runner::operate(const ValueNode& node, ValueView& out) {
  std::fill(out.valid.begin(), out.valid.end(), ~Word{0});
  for (const auto kid : node.kids) {
    const auto& operand = numbers(kid);
    for (std::size_t w = 0; w < words_; ++w) {
      out.valid[w] &= operand.valid[w];
      out.error[w] |= operand.error[w];
    }
  }
  apply(node, out);
}

void Runner::apply(const ValueNode& node, ValueView& out) {
  std::array<const std::int64_t*, 8> operands{};
  for (std::size_t i = 0; i < node.kids.size(); ++i)
    operands[i] = values_[node.kids[i]].numbers.data();
  if (rows_ % 64 != 0) out.valid[words_ - 1] &= (Word{1} << (rows_ % 64)) - 1;
  std::array<Word, kBlockWords> wrong{};
  each_bit(out.valid.data(), words_, [&](std::size_t at) {
    std::array<std::int64_t, 8> args{};
    for (std::size_t i = 0; i < node.kids.size(); ++i) args[i] = operands[i][at];
    const auto made = result(node, args.data());
    if (made)
      out.numbers[at] = *made;
    else
      wrong[at / 64] |= Word{1} << (at % 64);
  });
  for (std::size_t w = 0; w < words_; ++w) {
    out.valid[w] &= ~wrong[w];
    out.error[w] |= wrong[w];
  }
}

void Runner::choose_value(const ValueNode& node, ValueView& out) {
  const Planes c = planes(node.tests.front());
  const auto& a = numbers(node.kids[0]);
  const auto& b = numbers(node.kids[1]);
  for (std::size_t w = 0; w < words_; ++w) {
    out.valid[w] = (c.t[w] & a.valid[w]) | (c.f[w] & b.valid[w]);
    out.error[w] = (c.t[w] & a.error[w]) | (c.f[w] & b.error[w]) | (c.e != nullptr ? c.e[w] : 0);
  }
  for (std::size_t at = 0; at < rows_; ++at)
    out.numbers[at] = (c.t[at / 64] >> (at % 64) & 1) != 0 ? a.numbers[at] : b.numbers[at];
}

void Runner::compare(const PlanNode& node, Planes out) {
  const auto& a = numbers(node.values[0]);
  const auto& b = numbers(node.values[1]);
  for (std::size_t w = 0; w < words_; ++w) {
    out.t[w] = 0;
    out.f[w] = a.valid[w] & b.valid[w];
    out.e[w] = a.error[w] | b.error[w];
  }
  each_bit(out.f, words_, [&](std::size_t at) {
    if (at < rows_ && ordered(node.op, a.numbers[at], b.numbers[at]))
      out.t[at / 64] |= Word{1} << (at % 64);
  });
  for (std::size_t w = 0; w < words_; ++w) out.f[w] &= ~out.t[w];
}

void Runner::member(const PlanNode& node, Planes out) {
  const auto& x = numbers(node.values[0]);
  for (std::size_t w = 0; w < words_; ++w) {
    out.t[w] = 0;
    out.f[w] = x.valid[w];
    out.e[w] = x.error[w];
  }
  for (std::size_t i = 1; i < node.values.size(); ++i) {
    const auto& one = numbers(node.values[i]);
    for (std::size_t w = 0; w < words_; ++w) {
      out.f[w] &= one.valid[w];
      out.e[w] |= one.error[w];
    }
    each_bit(x.valid.data(), words_, [&](std::size_t at) {
      if (at < rows_ && x.numbers[at] == one.numbers[at]) out.t[at / 64] |= Word{1} << (at % 64);
    });
  }
  for (std::size_t w = 0; w < words_; ++w) {
    out.t[w] &= out.f[w];
    out.f[w] &= ~out.t[w];
  }
}

}  // namespace leye::rules
