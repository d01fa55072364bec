#include <algorithm>
#include <numeric>

#include "rules/engine/fold_view.h"

// List macros: the body over the child rows as columns, then one answer per row out of the bits of
// its children.
namespace leye::rules {
namespace {

using Word = std::uint64_t;

/// Bits of a child plane.
struct Children {
  const Word* bits;
  /// Bits [first, first + n) as a word, n from 1 to 64.
  [[nodiscard]] Word word(std::size_t first, std::size_t n) const {
    const std::size_t w = first / 64;
    const std::size_t shift = first % 64;
    Word out = bits[w] >> shift;
    if (shift + n > 64) out |= bits[w + 1] << (64 - shift);
    return out & (~Word{0} >> (64 - n));
  }
  [[nodiscard]] std::size_t count(std::size_t first, std::size_t last) const {
    std::size_t n = 0;
    for (; first < last; first += 64)
      n += static_cast<std::size_t>(
          __builtin_popcountll(word(first, std::min<std::size_t>(64, last - first))));
    return n;
  }
};

/// How many of one row's children are what.
struct Tally {
  std::size_t rows = 0, t = 0, f = 0, e = 0;
};

/// What they make together (rules.md §3.2); `more`: unknown ones may follow.
char answer(Op op, const Tally& of, bool more) {
  const bool unknown = more || of.t + of.f + of.e < of.rows;
  if (op == Op::kExistsOne) {
    if (of.e != 0) return 'E';
    if (unknown) return 'U';
    return of.t == 1 ? 'T' : 'F';
  }
  const bool exists = op == Op::kExists;
  if ((exists ? of.t : of.f) != 0) return exists ? 'T' : 'F';
  if (unknown) return 'U';
  if (of.e != 0) return 'E';
  return exists ? 'F' : 'T';
}

/// Truths of one row, one bit each.
struct Answer {
  Word t = 0, f = 0;
};

/// A row of less than 64 children, none of them an error. No branches: which way a row goes is as
/// good as random, and a wrong guess costs more than the whole answer.
Answer answer_of_few(bool exists, const Word* t, const Word* f, std::size_t first, std::size_t n,
                     Word more) {
  const std::size_t w = first / 64;
  const std::size_t shift = first % 64;
  const Word mask = (Word{1} << n) - 1;
  const auto bits = [&](const Word* plane) {
    return (plane[w] >> shift | plane[w + 1] << 1 << (63 - shift)) & mask;
  };
  const Word yes = bits(t);
  const Word no = bits(f);
  const Word decided = static_cast<Word>((yes | no) == mask) & ~more & 1;
  const Word any = static_cast<Word>((exists ? yes : no) != 0);
  const Word rest = decided & ~any;
  return exists ? Answer{any, rest} : Answer{rest, any};
}

}  // namespace

void Runner::fold(const PlanNode& node, Planes out, const Word* need) {
  letter('U', out);
  const Slot& list = plan_.slots()[plan_.folds()[node.place].slot];
  if (list.column == nullptr) return;
  if (list.link != nullptr) {
    // Children of reached rows lie anywhere: a run each.
    for (std::size_t at = 0; at < rows_; ++at)
      if (need == nullptr || (need[at / 64] >> (at % 64) & 1) != 0)
        fold_run(node, at, at + 1, out, need);
    return;
  }
  std::size_t first = 0;
  for (std::size_t w = 1; w <= words_; ++w) {
    if (w < words_ && block_.words[w] == block_.words[w - 1] + 1) continue;
    fold_run(node, first, std::min(w * 64, rows_), out, need);
    first = w * 64;
  }
}

/// The block's rows [first, last), whose children follow each other.
void Runner::fold_run(const PlanNode& node, std::size_t first, std::size_t last, Planes out,
                      const Word* need) {
  const Fold& made = plan_.folds()[node.place];
  const Slot& list = plan_.slots()[made.slot];
  FoldView& view = *folds_[node.place];
  const auto& column = *list.column;
  if (list.link != nullptr && list.link->state(block_.row(first)) != columns::State::kKnown) return;
  const std::size_t begin = column.offsets()[list_row(list, first)];
  const std::size_t end = column.offsets()[list_row(list, last - 1) + 1];
  const std::size_t word = begin / 64;
  const std::size_t words = end == begin ? 0 : (end - 1) / 64 + 1 - word;
  view.words.resize(words);
  std::iota(view.words.begin(), view.words.end(), static_cast<std::uint32_t>(word));
  // One word more, so that a row's bits may be read in two.
  view.t.resize(words + 2);
  view.f.resize(words + 2);
  view.e.resize(out.e != nullptr ? words : 0);
  for (std::size_t at = 0; at < words; at += kBlockWords) {
    const std::size_t n = std::min(kBlockWords, words - at);
    view.runner.at({std::span(view.words).subspan(at, n), column.child_table().rows()});
    const Planes body = view.runner.planes(made.root);
    std::copy_n(body.t, n, view.t.data() + at);
    std::copy_n(body.f, n, view.f.data() + at);
    if (body.e != nullptr) std::copy_n(body.e, n, view.e.data() + at);
  }
  fold_rows(node, first, last, out, need, word * 64);
}

std::size_t Runner::list_row(const Slot& list, std::size_t at) const {
  const std::size_t row = block_.row(at);
  return list.link == nullptr ? row : static_cast<std::size_t>(list.link->number(row));
}

/// One answer per row out of its children's bits, the first of which stands for child `base`.
void Runner::fold_rows(const PlanNode& node, std::size_t first, std::size_t last, Planes out,
                       const Word* need, std::size_t base) {
  const Slot& list = plan_.slots()[plan_.folds()[node.place].slot];
  const FoldView& view = *folds_[node.place];
  const auto& column = *list.column;
  const auto offsets = column.offsets();
  const Children t{view.t.data()};
  const Children f{view.f.data()};
  const Children e{out.e != nullptr ? view.e.data() : nullptr};
  const bool simple = e.bits == nullptr && node.op != Op::kExistsOne;
  const bool exists = node.op == Op::kExists;
  for (std::size_t at = first; at < last; ++at) {
    const Word bit = Word{1} << (at % 64);
    if (need != nullptr && (need[at / 64] & bit) == 0) continue;
    const std::size_t row = list_row(list, at);
    const auto state = column.state(row);
    if (state == columns::State::kUnknown) continue;
    const bool known = state == columns::State::kKnown;
    const std::size_t from = known ? offsets[row] - base : 0;
    const std::size_t n = known ? offsets[row + 1] - base - from : 0;
    const bool more = known && column.more(row);
    if (simple && n < 64) {
      const Answer made = answer_of_few(exists, t.bits, f.bits, from, n, static_cast<Word>(more));
      out.t[at / 64] |= made.t << (at % 64);
      out.f[at / 64] |= made.f << (at % 64);
      continue;
    }
    const Tally all{n, t.count(from, from + n), f.count(from, from + n),
                    e.bits != nullptr ? e.count(from, from + n) : 0};
    const char made = answer(node.op, all, more);
    if (made == 'T') out.t[at / 64] |= bit;
    if (made == 'F') out.f[at / 64] |= bit;
    if (made == 'E') out.e[at / 64] |= bit;
  }
}

}  // namespace leye::rules
