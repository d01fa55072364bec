#include "columns/columns.h"

#include <algorithm>
#include <cstring>
#include <numeric>
#include <unordered_map>

namespace leye::columns {
namespace {

template <class T>
T read(std::span<const std::uint8_t> values, std::size_t row) {
  T value;
  std::memcpy(&value, values.data() + row * sizeof(T), sizeof(T));
  return value;
}

template <class T>
void write(std::vector<std::uint8_t>& out, std::span<const std::uint64_t> values) {
  out.resize(values.size() * sizeof(T));
  for (std::size_t i = 0; i < values.size(); ++i) {
    const T narrow = static_cast<T>(values[i]);
    std::memcpy(out.data() + i * sizeof(T), &narrow, sizeof(T));
  }
}

std::uint8_t narrowest(std::uint64_t highest) {
  if (highest == 0) return 0;
  if (highest <= UINT8_MAX) return 1;
  if (highest <= UINT16_MAX) return 2;
  return highest <= UINT32_MAX ? 4 : 8;
}

}  // namespace

/// What a frozen column points into when it was not read from a file.
struct ColumnBuilder::Owned {
  Bitmap known, absent, more, truth;
  std::vector<std::uint8_t> values;
  std::vector<std::uint32_t> offsets;
  std::vector<char> texts;
};

std::int64_t Column::number(std::size_t row) const {
  if (kind_ == Kind::kBool) return bit(true_, false, row) ? 1 : 0;
  std::uint64_t above = 0;
  switch (width_) {
    case 1:
      above = values_[row];
      break;
    case 2:
      above = read<std::uint16_t>(values_, row);
      break;
    case 4:
      above = read<std::uint32_t>(values_, row);
      break;
    case 8:
      above = read<std::uint64_t>(values_, row);
      break;
    default:
      break;
  }
  // Unsigned: the distance of two numbers may not fit in 63 bits.
  return static_cast<std::int64_t>(static_cast<std::uint64_t>(base_) + above);
}

std::string_view Column::dictionary(std::int64_t code) const {
  const auto i = static_cast<std::size_t>(code);
  if (i >= dictionary_size()) return {};
  return {texts_.data() + offsets_[i], offsets_[i + 1] - offsets_[i]};
}

struct ColumnBuilder::Index {
  std::unordered_map<std::string, std::int64_t> codes;
};

ColumnBuilder::ColumnBuilder(std::string name, Kind kind)
    : name_(std::move(name)), kind_(kind), index_(std::make_shared<Index>()) {
  if (kind_ == Kind::kList) child_ = std::make_shared<TableBuilder>(name_);
}

TableBuilder& ColumnBuilder::child() { return *child_; }

void ColumnBuilder::push(State state, std::int64_t value) {
  known_.push(state == State::kKnown);
  absent_.push(state == State::kAbsent);
  more_.push(false);
  values_.push_back(state == State::kKnown ? value : 0);
}

void ColumnBuilder::text(std::string_view value) {
  const auto [it, added] =
      index_->codes.try_emplace(std::string(value), static_cast<std::int64_t>(texts_.size()));
  if (added) texts_.emplace_back(value);
  push(State::kKnown, it->second);
}

void ColumnBuilder::list(State state, bool more) {
  known_.push(state == State::kKnown);
  absent_.push(state == State::kAbsent);
  more_.push(more);
  ends_.push_back(static_cast<std::uint32_t>(child_->child_rows()));
}

/// Sorted codes make `<` on codes the order of the texts, and equal facts equal bytes.
void ColumnBuilder::sort_dictionary(Owned& owned) {
  std::vector<std::size_t> order(texts_.size());
  std::iota(order.begin(), order.end(), std::size_t{0});
  std::sort(order.begin(), order.end(),
            [&](std::size_t a, std::size_t b) { return texts_[a] < texts_[b]; });
  std::vector<std::int64_t> recoded(texts_.size());
  owned.offsets.push_back(0);
  for (std::size_t code = 0; code < order.size(); ++code) {
    recoded[order[code]] = static_cast<std::int64_t>(code);
    const auto& text = texts_[order[code]];
    owned.texts.insert(owned.texts.end(), text.begin(), text.end());
    owned.offsets.push_back(static_cast<std::uint32_t>(owned.texts.size()));
  }
  for (std::size_t row = 0; row < values_.size(); ++row)
    if (known_.get(row)) values_[row] = recoded[static_cast<std::size_t>(values_[row])];
}

/// Values as distances from the least known one, in the narrowest width; 0 where not known.
void ColumnBuilder::pack_values(Owned& owned, Column& column) const {
  bool any = false;
  for (std::size_t row = 0; row < values_.size(); ++row) {
    if (!known_.get(row)) continue;
    column.base_ = any ? std::min(column.base_, values_[row]) : values_[row];
    column.highest_ = any ? std::max(column.highest_, values_[row]) : values_[row];
    any = true;
  }
  if (kind_ == Kind::kText) column.base_ = 0;
  const auto base = static_cast<std::uint64_t>(column.base_);
  std::vector<std::uint64_t> above(values_.size());
  for (std::size_t row = 0; row < values_.size(); ++row)
    if (known_.get(row)) above[row] = static_cast<std::uint64_t>(values_[row]) - base;
  column.width_ = narrowest(static_cast<std::uint64_t>(column.highest_) - base);
  if (column.width_ == 1) write<std::uint8_t>(owned.values, above);
  if (column.width_ == 2) write<std::uint16_t>(owned.values, above);
  if (column.width_ == 4) write<std::uint32_t>(owned.values, above);
  if (column.width_ == 8) write<std::uint64_t>(owned.values, above);
}

Column ColumnBuilder::freeze() && {
  auto owned = std::make_shared<Owned>();
  Column column;
  column.name_ = std::move(name_);
  column.kind_ = kind_;
  column.rows_ = known_.rows();
  column.all_known_ = known_.count() == known_.rows();
  if (kind_ == Kind::kText) sort_dictionary(*owned);
  if (kind_ == Kind::kList) {
    owned->offsets.push_back(0);
    owned->offsets.insert(owned->offsets.end(), ends_.begin(), ends_.end());
    column.child_ = std::make_shared<const Table>(std::move(*child_).freeze());
  } else if (kind_ == Kind::kBool) {
    owned->truth = Bitmap(known_.rows());
    for (std::size_t row = 0; row < values_.size(); ++row)
      if (values_[row] != 0) owned->truth.set(row);
  } else {
    pack_values(*owned, column);
  }
  owned->known = std::move(known_);
  owned->absent = std::move(absent_);
  owned->more = std::move(more_);
  // A bitmap that is nowhere set is left out; `all_known` tells the two cases of `known` apart.
  const auto kept = [](const Bitmap& bits) {
    return bits.count() == 0 ? std::span<const std::uint64_t>() : bits.words();
  };
  if (!column.all_known_) column.known_ = kept(owned->known);
  column.absent_ = kept(owned->absent);
  column.more_ = kept(owned->more);
  column.true_ = kept(owned->truth);
  column.values_ = owned->values;
  column.offsets_ = owned->offsets;
  column.texts_ = owned->texts;
  column.memory_ = std::move(owned);
  return column;
}

std::optional<std::size_t> Table::row_of(const Uuid& id) const {
  const auto it = std::lower_bound(ids_.begin(), ids_.end(), id);
  if (it == ids_.end() || *it != id) return std::nullopt;
  return static_cast<std::size_t>(it - ids_.begin());
}

const Column* Table::find(std::string_view name) const {
  for (const auto& column : columns_)
    if (column.name() == name) return &column;
  return nullptr;
}

Table Table::with(Column column) const {
  Table out = *this;
  for (auto& known : out.columns_)
    if (known.name() == column.name()) {
      known = std::move(column);
      return out;
    }
  out.columns_.push_back(std::move(column));
  return out;
}

namespace {

void add_cell(Hasher& hasher, const Column& column, std::size_t row) {
  hasher.add(static_cast<std::int64_t>(column.state(row)));
  if (column.state(row) != State::kKnown) return;
  if (column.kind() == Kind::kText) {
    hasher.field(column.text(row));
  } else if (column.kind() == Kind::kList) {
    const auto [first, last] = column.children(row);
    hasher.add(static_cast<std::int64_t>(last - first)).add(std::int64_t{column.more(row)});
    for (std::size_t child = first; child < last; ++child)
      for (const auto& field : column.child_table().columns()) add_cell(hasher, field, child);
  } else {
    hasher.add(column.number(row));
  }
}

}  // namespace

Digest Table::digest() const {
  Hasher hasher;
  hasher.field(name_).add(static_cast<std::int64_t>(rows_));
  for (const auto& id : ids_) hasher.add(std::span<const std::uint8_t>(id.bytes));
  std::vector<const Column*> sorted;
  for (const auto& column : columns_) sorted.push_back(&column);
  std::sort(sorted.begin(), sorted.end(),
            [](const Column* a, const Column* b) { return a->name() < b->name(); });
  for (const auto* column : sorted) {
    hasher.field(column->name()).add(static_cast<std::int64_t>(column->kind()));
    for (std::size_t row = 0; row < rows_; ++row) add_cell(hasher, *column, row);
  }
  return hasher.finish();
}

ColumnBuilder& TableBuilder::add(std::string column, Kind kind) {
  columns_.push_back(std::make_unique<ColumnBuilder>(std::move(column), kind));
  return *columns_.back();
}

Table TableBuilder::freeze() && {
  Table table;
  table.name_ = std::move(name_);
  table.rows_ = ids_.empty() ? child_rows() : ids_.size();
  auto ids = std::make_shared<std::vector<Uuid>>(std::move(ids_));
  table.ids_ = *ids;
  table.memory_ = std::move(ids);
  for (auto& column : columns_) table.columns_.push_back(std::move(*column).freeze());
  return table;
}

}  // namespace leye::columns
