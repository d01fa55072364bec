#include <algorithm>
#include <array>
#include <cstring>

#include "rules/engine/runner.h"

// A column's cells within the block: in place where the block is one run of the table's own rows,
// else brought together.
namespace leye::rules {
namespace {

using Word = std::uint64_t;
constexpr std::array<Word, kBlockWords> kNothing{};

/// Parts of SlotView::kept.
struct Kept {
  Word* known;
  Word* absent;
  Word* truth;
  std::uint8_t* raw;
};

Kept keep(SlotView& view) {
  // Eight bytes a row are enough for every width.
  view.kept.resize(3 * kBlockWords + kBlockRows);
  Word* words = view.kept.data();
  return {words, words + kBlockWords, words + 2 * kBlockWords,
          reinterpret_cast<std::uint8_t*>(words + 3 * kBlockWords)};
}

bool bit(std::span<const Word> words, std::size_t row) {
  return !words.empty() && (words[row / 64] >> (row % 64) & 1) != 0;
}

}  // namespace

const SlotView& Runner::slot(std::uint32_t at) {
  SlotView& view = slots_[at];
  if (view.stamp == stamp_) return view;
  view.stamp = stamp_;
  const Slot& slot = plan_.slots()[at];
  if (slot.link != nullptr) {
    gather_rows(slot, view);
    return view;
  }
  if (!block_.contiguous()) {
    gather_words(slot, view);
    return view;
  }
  const auto& column = *slot.column;
  const std::size_t word = block_.words.front();
  const auto words = [&](std::span<const Word> all) {
    return all.empty() ? nullptr : all.data() + word;
  };
  view.known = words(column.known_words());
  if (view.known == nullptr && !column.all_known()) view.known = kNothing.data();
  view.absent = words(column.absent_words());
  view.truth = words(column.true_words());
  view.raw = column.raw() + word * 64 * column.width();
  fetch_ahead(column, word + words_);
  return view;
}

/// Asks the memory for the column's next block. Its pieces are too short, and there are too many of
/// them, for the machine to see by itself where the reading goes.
void Runner::fetch_ahead(const columns::Column& column, std::size_t word) const {
  const std::size_t words = (column.rows() + 63) / 64;
  if (word >= words) return;
  const std::size_t n = std::min(kBlockWords, words - word);
  const auto fetch = [](const void* at, std::size_t bytes) {
    const auto* first = static_cast<const char*>(at);
    for (std::size_t i = 0; i < bytes; i += 64) __builtin_prefetch(first + i, 0, 2);
  };
  for (const auto bits : {column.known_words(), column.absent_words(), column.true_words()})
    if (!bits.empty()) fetch(bits.data() + word, n * sizeof(Word));
  if (column.width() != 0)
    fetch(column.raw() + word * 64 * column.width(),
          std::min(n * 64, column.rows() - word * 64) * column.width());
}

void Runner::gather_words(const Slot& slot, SlotView& view) {
  const auto& column = *slot.column;
  const Kept kept = keep(view);
  const std::size_t width = column.width();
  const auto words = [&](std::span<const Word> all, Word* into) -> const Word* {
    if (all.empty()) return nullptr;
    for (std::size_t w = 0; w < words_; ++w) into[w] = all[block_.words[w]];
    return into;
  };
  view.known = words(column.known_words(), kept.known);
  if (view.known == nullptr && !column.all_known()) view.known = kNothing.data();
  view.absent = words(column.absent_words(), kept.absent);
  view.truth = words(column.true_words(), kept.truth);
  view.raw = kept.raw;
  if (width == 0) return;
  for (std::size_t w = 0; w < words_; ++w) {
    const std::size_t first = std::size_t{block_.words[w]} * 64;
    const std::size_t rows = std::min<std::size_t>(64, column.rows() - first);
    std::memcpy(kept.raw + w * 64 * width, column.raw() + first * width, rows * width);
  }
}

/// Cells of the rows that the block's rows reach; unknown where the link is.
void Runner::gather_rows(const Slot& slot, SlotView& view) {
  const auto& column = *slot.column;
  const auto& link = *slot.link;
  const Kept kept = keep(view);
  const std::size_t width = column.width();
  std::fill(view.kept.begin(), view.kept.begin() + 3 * kBlockWords, 0);
  view.known = kept.known;
  view.absent = kept.absent;
  view.truth = kept.truth;
  view.raw = kept.raw;
  std::memset(kept.raw, 0, rows_ * width);
  for (std::size_t at = 0; at < rows_; ++at) {
    const std::size_t from = block_.row(at);
    if (link.state(from) != columns::State::kKnown) continue;
    const auto row = static_cast<std::size_t>(link.number(from));
    const Word one = Word{1} << (at % 64);
    if (column.state(row) == columns::State::kKnown) kept.known[at / 64] |= one;
    if (bit(column.absent_words(), row)) kept.absent[at / 64] |= one;
    if (bit(column.true_words(), row)) kept.truth[at / 64] |= one;
    if (width != 0) std::memcpy(kept.raw + at * width, column.raw() + row * width, width);
  }
}

}  // namespace leye::rules
