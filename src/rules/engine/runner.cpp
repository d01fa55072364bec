#include "rules/engine/runner.h"

#include <algorithm>
#include <array>
#include <cstring>

#include "rules/engine/fold_view.h"

namespace leye::rules {
namespace {

using NodeKind = PlanNode::Kind;
using Word = std::uint64_t;

bool none(const Word* bits, std::size_t words) {
  Word any = 0;
  for (std::size_t w = 0; w < words; ++w) any |= bits[w];
  return any == 0;
}

}  // namespace

Runner::Runner(const Plan& plan, const Kernels& kernels)
    : plan_(plan),
      kernels_(kernels),
      bits_(kBlockWords),
      errors_(kBlockWords),
      nodes_(plan.nodes().size()),
      slots_(plan.slots().size()),
      values_(plan.values().size()) {
  std::size_t planes = 0;
  for (const auto& node : plan.nodes()) planes += node.may_error ? 3 : 2;
  arena_.resize(planes * kBlockWords);
  Word* next = arena_.data();
  for (std::size_t i = 0; i < nodes_.size(); ++i) {
    auto& view = nodes_[i].planes;
    view.t = next;
    view.f = next + kBlockWords;
    next += 2 * kBlockWords;
    if (!plan.nodes()[i].may_error) continue;
    view.e = next;
    next += kBlockWords;
  }
  for (const auto& fold : plan.folds())
    folds_.push_back(std::make_unique<FoldView>(*fold.body, kernels));
}

Runner::~Runner() = default;

void Runner::at(const Block& block) {
  block_ = block;
  words_ = block.words.size();
  rows_ = block.rows();
  ++stamp_;
}

RowSource& Runner::row(const Environment& environment, std::size_t row) {
  for (auto& [known, source] : sources_)
    if (known == &environment) {
      source->at(row);
      return *source;
    }
  sources_.emplace_back(&environment, std::make_unique<RowSource>(plan_.binding(environment)));
  sources_.back().second->at(row);
  return *sources_.back().second;
}

Planes Runner::planes(Ref ref, const Word* need) {
  const PlanNode& node = plan_.nodes()[ref.node];
  NodeView& view = nodes_[ref.node];
  if (view.stamp != stamp_) {
    // What others read as well is worked out for every row.
    work_out(node, view.planes, node.uses > 1 ? nullptr : need);
    view.stamp = stamp_;
  }
  if (!ref.negated) return view.planes;
  return {view.planes.f, view.planes.t, view.planes.e};
}

void Runner::work_out(const PlanNode& node, Planes out, const Word* need) {
  switch (node.kind) {
    case NodeKind::kLetter:
      return letter(node.letter, out);
    case NodeKind::kTest:
      return test(plan_.tests()[node.place], out);
    case NodeKind::kAnd:
    case NodeKind::kOr:
      return logical(node, out, need);
    case NodeKind::kChoose:
      return choose(node, out);
    case NodeKind::kSame:
      return same(node, out);
    case NodeKind::kCompare:
      return compare(node, out);
    case NodeKind::kMember:
      return member(node, out);
    case NodeKind::kFold:
      return fold(node, out, need);
    case NodeKind::kScalar:
      return scalar(node, out, need);
  }
}

void Runner::letter(char letter, Planes out) const {
  for (std::size_t w = 0; w < words_; ++w) {
    out.t[w] = letter == 'T' ? ~Word{0} : 0;
    out.f[w] = letter == 'F' ? ~Word{0} : 0;
    if (out.e != nullptr) out.e[w] = letter == 'E' ? ~Word{0} : 0;
  }
}

void Runner::in_range(const Slot& slot, const SlotView& view, std::uint64_t low, std::uint64_t span,
                      Word* out) const {
  switch (slot.column->width()) {
    case 1:
      return kernels_.in_range8(view.raw, rows_, static_cast<std::uint8_t>(low),
                                static_cast<std::uint8_t>(span), out);
    case 2:
      return kernels_.in_range16(reinterpret_cast<const std::uint16_t*>(view.raw), rows_,
                                 static_cast<std::uint16_t>(low), static_cast<std::uint16_t>(span),
                                 out);
    case 4:
      return kernels_.in_range32(reinterpret_cast<const std::uint32_t*>(view.raw), rows_,
                                 static_cast<std::uint32_t>(low), static_cast<std::uint32_t>(span),
                                 out);
    case 8:
      return kernels_.in_range64(reinterpret_cast<const std::uint64_t*>(view.raw), rows_, low, span,
                                 out);
    default:
      // Every known number is the base.
      std::fill(out, out + words_, low == 0 ? ~Word{0} : 0);
  }
}

void Runner::in_steps(const CellTest::Steps& steps, const SlotView& view) {
  const auto twos = static_cast<unsigned>(__builtin_ctzll(steps.step));
  const auto odd = static_cast<std::uint16_t>(steps.step >> twos);
  std::uint16_t inverse = odd;  // correct in its last three bits; each round doubles them
  for (int round = 0; round < 3; ++round)
    inverse = static_cast<std::uint16_t>(inverse * (2U - static_cast<unsigned>(odd) * inverse));
  kernels_.in_steps16(reinterpret_cast<const std::uint16_t*>(view.raw), rows_,
                      static_cast<std::uint16_t>(steps.first), inverse, twos,
                      static_cast<std::uint16_t>(steps.last), bits_.data());
}

/// Bits of the known cells for which the predicate is true (`bits_`), or an error (`errors_`).
void Runner::predicate(const CellTest& test, const Slot& slot, const SlotView& view) {
  const auto table = [&](const std::vector<std::uint8_t>& of, Word* out) {
    if (slot.column->width() == 2)
      kernels_.in_table16(reinterpret_cast<const std::uint16_t*>(view.raw), rows_, of.data(), out);
    else if (slot.column->width() == 1)
      kernels_.in_table8(view.raw, rows_, of.data(), out);
    else
      std::fill(out, out + words_, !of.empty() && of.front() != 0 ? ~Word{0} : 0);
  };
  if (test.everywhere)
    std::fill(bits_.begin(), bits_.end(), ~Word{0});
  else if (test.steps && slot.column->width() == 2)
    in_steps(*test.steps, view);
  else if (!test.table.empty())
    table(test.table, bits_.data());
  else
    in_range(slot, view, test.low, test.span, bits_.data());
  if (test.error) in_range(slot, view, test.error->first, test.error->second, errors_.data());
  if (!test.error_table.empty()) table(test.error_table, errors_.data());
}

/// The same of a bool column; tells whether any cell is an error.
bool Runner::bool_predicate(const CellTest& test, const SlotView& view) {
  const auto all = [](bool holds) { return holds ? ~Word{0} : Word{0}; };
  const Word tt = all(test.of_true == 'T'), ft = all(test.of_false == 'T');
  const Word te = all(test.of_true == 'E'), fe = all(test.of_false == 'E');
  for (std::size_t w = 0; w < words_; ++w) {
    const Word truth = view.truth != nullptr ? view.truth[w] : 0;
    bits_[w] = (truth & tt) | (~truth & ft);
    errors_[w] = (truth & te) | (~truth & fe);
  }
  return (te | fe) != 0;
}

void Runner::test(const CellTest& test, Planes out) {
  const Slot& column = plan_.slots()[test.slot];
  if (column.column == nullptr) return letter(test.unknown, out);
  const SlotView& view = slot(test.slot);
  if (column.column->kind() == columns::Kind::kBool) {
    const bool errors = bool_predicate(test, view);
    return kernels_.settle(bits_.data(), view.known, view.absent, errors ? errors_.data() : nullptr,
                           test.masks, words_, out);
  }
  predicate(test, column, view);
  if (test.inverted) std::swap(out.t, out.f);
  StateMasks masks = test.masks;
  if (test.inverted) {
    std::swap(masks.absent_true, masks.absent_false);
    std::swap(masks.unknown_true, masks.unknown_false);
  }
  const bool errors = test.error || !test.error_table.empty();
  kernels_.settle(bits_.data(), view.known, view.absent, errors ? errors_.data() : nullptr, masks,
                  words_, out);
}

/// A test that only this node asks for, joined to what it holds without planes of its own.
bool Runner::join_test(Ref kid, bool conjunction, Planes out) {
  const PlanNode& node = plan_.nodes()[kid.node];
  if (node.kind != NodeKind::kTest || node.uses > 1 || node.may_error || out.e != nullptr)
    return false;
  const CellTest& test = plan_.tests()[node.place];
  const Slot& column = plan_.slots()[test.slot];
  if (column.column == nullptr) return false;
  const SlotView& view = slot(test.slot);
  const bool flag = column.column->kind() == columns::Kind::kBool;
  if (flag)
    static_cast<void>(bool_predicate(test, view));
  else
    predicate(test, column, view);
  // `||` is `&&` of the negations.
  const bool inverted = test.inverted != (kid.negated != !conjunction);
  if (inverted)
    for (std::size_t w = 0; w < words_; ++w) bits_[w] = ~bits_[w];
  StateMasks masks = test.masks;
  if (kid.negated != !conjunction) {
    std::swap(masks.absent_true, masks.absent_false);
    std::swap(masks.unknown_true, masks.unknown_false);
  }
  if (!conjunction) std::swap(out.t, out.f);
  kernels_.settle_conjoin(bits_.data(), view.known, view.absent, masks, words_, out);
  return true;
}

/// `&&` and `||` over many; what is dear is asked only about rows not yet decided.
void Runner::logical(const PlanNode& node, Planes out, const Word* need) {
  const bool conjunction = node.kind == NodeKind::kAnd;
  const auto join = conjunction ? kernels_.conjoin : kernels_.disjoin;
  std::array<Word, kBlockWords> open;
  Planes so_far;
  for (const Ref kid : node.kids) {
    const Word* wanted = need;
    if (so_far.t != nullptr && plan_.nodes()[kid.node].dear()) {
      const Word* decided = conjunction ? so_far.f : so_far.t;
      for (std::size_t w = 0; w < words_; ++w)
        open[w] = ~decided[w] & (need != nullptr ? need[w] : ~Word{0});
      if (none(open.data(), words_)) continue;
      wanted = open.data();
    }
    if (so_far.t == out.t && join_test(kid, conjunction, out)) continue;
    const Planes next = planes(kid, wanted);
    if (so_far.t != nullptr) join(so_far, next, words_, out);
    so_far = so_far.t != nullptr ? out : next;
  }
  if (so_far.t == out.t) return;
  std::memcpy(out.t, so_far.t, words_ * sizeof(Word));
  std::memcpy(out.f, so_far.f, words_ * sizeof(Word));
  if (out.e == nullptr) return;
  if (so_far.e != nullptr)
    std::memcpy(out.e, so_far.e, words_ * sizeof(Word));
  else
    std::fill(out.e, out.e + words_, 0);
}

void Runner::choose(const PlanNode& node, Planes out) {
  const Planes c = planes(node.kids[0]);
  const Planes a = planes(node.kids[1]);
  const Planes b = planes(node.kids[2]);
  for (std::size_t w = 0; w < words_; ++w) {
    out.t[w] = (c.t[w] & a.t[w]) | (c.f[w] & b.t[w]);
    out.f[w] = (c.t[w] & a.f[w]) | (c.f[w] & b.f[w]);
    if (out.e == nullptr) continue;
    const auto error = [w](Planes p) { return p.e != nullptr ? p.e[w] : 0; };
    out.e[w] = error(c) | (c.t[w] & error(a)) | (c.f[w] & error(b));
  }
}

/// Strict comparisons of two truths: false < true.
void Runner::same(const PlanNode& node, Planes out) {
  const Planes a = planes(node.kids[0]);
  const Planes b = planes(node.kids[1]);
  for (std::size_t w = 0; w < words_; ++w) {
    const Word decided = (a.t[w] | a.f[w]) & (b.t[w] | b.f[w]);
    const Word equal = (a.t[w] & b.t[w]) | (a.f[w] & b.f[w]);
    const Word less = a.f[w] & b.t[w];
    Word t = 0;
    if (node.op == Op::kEqual) t = equal;
    if (node.op == Op::kNotEqual) t = decided & ~equal;
    if (node.op == Op::kLess) t = less;
    if (node.op == Op::kLessEqual) t = less | equal;
    if (node.op == Op::kGreater) t = decided & ~(less | equal);
    if (node.op == Op::kGreaterEqual) t = decided & ~less;
    const Word e = (a.e != nullptr ? a.e[w] : 0) | (b.e != nullptr ? b.e[w] : 0);
    out.t[w] = t & decided;
    out.f[w] = decided & ~t;
    if (out.e != nullptr) out.e[w] = e;
  }
}

/// Row by row with the evaluator of explanations.
void Runner::scalar(const PlanNode& node, Planes out, const Word* need) {
  const Term& term = plan_.terms()[node.term];
  const auto& environment = term.expression->environment();
  letter('U', out);
  for (std::size_t at = 0; at < rows_; ++at) {
    const std::size_t w = at / 64;
    const Word bit = Word{1} << (at % 64);
    if (need != nullptr && (need[w] & bit) == 0) continue;
    const auto& source = row(environment, block_.row(at));
    const Operand o = Walk(*term.expression, source, plan_.terms().context()).node(term.node);
    if (o.is_error())
      out.e[w] |= bit;
    else if (!o.is_unknown())
      (o.value.number != 0 ? out.t : out.f)[w] |= bit;
  }
}

}  // namespace leye::rules
