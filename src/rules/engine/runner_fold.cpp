#include <algorithm>
#include <numeric>

#include "rules/engine/fold_view.h"

// List macros: the body over the child rows as columns, then one answer per row out of the bits of
// its children.
namespace leye::rules {
namespace {

using Word = std::uint64_t;

/// How many bits of [first, last) are set, counted up to two.
struct Children {
  const Word* bits;
  [[nodiscard]] Word word(std::size_t w, std::size_t first, std::size_t last) const {
    Word mask = ~Word{0};
    if (w == first / 64) mask &= ~Word{0} << (first % 64);
    if (w == (last - 1) / 64) mask &= ~Word{0} >> (63 - (last - 1) % 64);
    return bits[w] & mask;
  }
  [[nodiscard]] bool any(std::size_t first, std::size_t last) const {
    if (first == last) return false;
    for (std::size_t w = first / 64; w <= (last - 1) / 64; ++w)
      if (word(w, first, last) != 0) return true;
    return false;
  }
  [[nodiscard]] std::size_t count(std::size_t first, std::size_t last) const {
    std::size_t n = 0;
    for (std::size_t w = first / 64; first < last && w <= (last - 1) / 64; ++w)
      n += static_cast<std::size_t>(__builtin_popcountll(word(w, first, last)));
    return n;
  }
};

/// What one row's children make (rules.md §3.2); `more`: unknown ones may follow.
char answer(Op op, const Children& t, const Children& f, const Children& e, std::size_t first,
            std::size_t last, bool more) {
  const auto unknown = [&] {
    return more || t.count(first, last) + f.count(first, last) +
                           (e.bits != nullptr ? e.count(first, last) : 0) <
                       last - first;
  };
  const bool error = e.bits != nullptr && e.any(first, last);
  if (op == Op::kExistsOne) {
    if (error) return 'E';
    if (unknown()) return 'U';
    return t.count(first, last) == 1 ? 'T' : 'F';
  }
  const bool exists = op == Op::kExists;
  if ((exists ? t : f).any(first, last)) return exists ? 'T' : 'F';
  if (unknown()) return 'U';
  if (error) return 'E';
  return exists ? 'F' : 'T';
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
  const auto of = [&](std::size_t at) -> std::size_t {
    if (list.link == nullptr) return block_.row(at);
    return static_cast<std::size_t>(list.link->number(block_.row(at)));
  };
  if (list.link != nullptr && list.link->state(block_.row(first)) != columns::State::kKnown) return;
  const auto offsets = column.offsets();
  const std::size_t begin = offsets[of(first)];
  const std::size_t end = offsets[of(last - 1) + 1];
  const std::size_t word = begin / 64;
  const std::size_t words = end == begin ? 0 : (end - 1) / 64 + 1 - word;
  view.words.resize(words);
  std::iota(view.words.begin(), view.words.end(), static_cast<std::uint32_t>(word));
  view.t.resize(words);
  view.f.resize(words);
  view.e.resize(out.e != nullptr ? words : 0);
  for (std::size_t at = 0; at < words; at += kBlockWords) {
    const std::size_t n = std::min(kBlockWords, words - at);
    view.runner.at({std::span(view.words).subspan(at, n), column.child_table().rows()});
    const Planes body = view.runner.planes(made.root);
    std::copy_n(body.t, n, view.t.data() + at);
    std::copy_n(body.f, n, view.f.data() + at);
    if (body.e != nullptr) std::copy_n(body.e, n, view.e.data() + at);
  }
  const Children t{view.t.data()};
  const Children f{view.f.data()};
  const Children e{out.e != nullptr ? view.e.data() : nullptr};
  for (std::size_t at = first; at < last; ++at) {
    const Word bit = Word{1} << (at % 64);
    if (need != nullptr && (need[at / 64] & bit) == 0) continue;
    const std::size_t row = of(at);
    const auto state = column.state(row);
    if (state == columns::State::kUnknown) continue;
    const bool known = state == columns::State::kKnown;
    const std::size_t from = known ? offsets[row] - word * 64 : 0;
    const std::size_t to = known ? offsets[row + 1] - word * 64 : 0;
    switch (answer(node.op, t, f, e, from, to, known && column.more(row))) {
      case 'T':
        out.t[at / 64] |= bit;
        break;
      case 'F':
        out.f[at / 64] |= bit;
        break;
      case 'E':
        out.e[at / 64] |= bit;
        break;
      default:
        break;
    }
  }
}

}  // namespace leye::rules
