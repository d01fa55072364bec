#pragma once
#include <cstdint>
#include <memory>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "columns/bitmap.h"
#include "core/digest.h"
#include "core/ids.h"

namespace leye::columns {

/// Money is kept as kInt (fen), an enum as kText by its value's name.
enum class Kind : std::uint8_t { kBool, kInt, kDate, kText, kList };
enum class State : std::uint8_t { kUnknown, kAbsent, kKnown };

class Table;

/// One immutable column. Memory is owned by the column or by the mapped file it came from.
class Column {
 public:
  [[nodiscard]] const std::string& name() const { return name_; }
  [[nodiscard]] Kind kind() const { return kind_; }
  [[nodiscard]] std::size_t rows() const { return rows_; }
  [[nodiscard]] State state(std::size_t row) const {
    if (bit(known_, all_known_, row)) return State::kKnown;
    return bit(absent_, false, row) ? State::kAbsent : State::kUnknown;
  }
  /// kBool: 0 or 1; kInt: the number; kDate: days since 1970-01-01; kText: the dictionary code.
  /// Without meaning where the cell is not known.
  [[nodiscard]] std::int64_t number(std::size_t row) const;
  [[nodiscard]] std::string_view text(std::size_t row) const { return dictionary(number(row)); }
  [[nodiscard]] std::string_view dictionary(std::int64_t code) const;
  [[nodiscard]] std::size_t dictionary_size() const {
    return offsets_.empty() ? 0 : offsets_.size() - 1;
  }
  /// kList: the child rows [first, last) of a row, and whether unknown ones may follow.
  [[nodiscard]] std::pair<std::size_t, std::size_t> children(std::size_t row) const {
    return {offsets_[row], offsets_[row + 1]};
  }
  [[nodiscard]] bool more(std::size_t row) const { return bit(more_, false, row); }
  [[nodiscard]] const Table& child_table() const { return *child_; }

  // The bytes, for engines that read whole columns.

  /// Unsigned values of `width()` bytes, `base()` less than the number they stand for. Empty when
  /// the width is 0: then every known number is `base()`. Not for kBool.
  [[nodiscard]] const std::uint8_t* raw() const { return values_.data(); }
  [[nodiscard]] std::uint8_t width() const { return width_; }
  [[nodiscard]] std::int64_t base() const { return base_; }
  /// The least and the greatest known number; both `base()` when nothing is known.
  [[nodiscard]] std::int64_t lowest() const { return base_; }
  [[nodiscard]] std::int64_t highest() const { return highest_; }
  [[nodiscard]] bool all_known() const { return all_known_; }
  /// Bitmaps, 64 rows a word: empty where no bit is set (`known`: or all are, see `all_known`).
  [[nodiscard]] std::span<const std::uint64_t> known_words() const { return known_; }
  [[nodiscard]] std::span<const std::uint64_t> absent_words() const { return absent_; }
  [[nodiscard]] std::span<const std::uint64_t> more_words() const { return more_; }
  /// kBool: the values; empty when none is true.
  [[nodiscard]] std::span<const std::uint64_t> true_words() const { return true_; }
  /// kList: rows() + 1 places in the child table.
  [[nodiscard]] std::span<const std::uint32_t> offsets() const { return offsets_; }

 private:
  friend class ColumnBuilder;
  friend class FileReader;
  friend class FileWriter;
  static bool bit(std::span<const std::uint64_t> words, bool otherwise, std::size_t row) {
    return words.empty() ? otherwise : (words[row / 64] >> (row % 64) & 1) != 0;
  }
  std::string name_;
  Kind kind_ = Kind::kBool;
  std::size_t rows_ = 0;
  bool all_known_ = false;
  std::uint8_t width_ = 0;  ///< bytes per value: 1, 2, 4, 8; 0 when all are equal
  std::int64_t base_ = 0;
  std::int64_t highest_ = 0;
  std::span<const std::uint64_t> known_, absent_, more_, true_;
  std::span<const std::uint8_t> values_;
  std::span<const std::uint32_t> offsets_;  ///< of the dictionary's texts, or of a list's children
  std::span<const char> texts_;
  std::shared_ptr<const Table> child_;
  std::shared_ptr<const void> memory_;
};

/// Appends one cell after the other, then freezes.
class ColumnBuilder {
 public:
  ColumnBuilder(std::string name, Kind kind);
  void unknown() { push(State::kUnknown, 0); }
  void absent() { push(State::kAbsent, 0); }
  void number(std::int64_t value) { push(State::kKnown, value); }
  void text(std::string_view value);
  /// kList: the row's children are those appended to `child()` since the last call.
  void list(State state, bool more);
  [[nodiscard]] class TableBuilder& child();
  [[nodiscard]] const std::string& name() const { return name_; }
  [[nodiscard]] Kind kind() const { return kind_; }
  [[nodiscard]] std::size_t rows() const { return known_.rows(); }
  [[nodiscard]] Column freeze() &&;

 private:
  struct Owned;
  void push(State state, std::int64_t value);
  void sort_dictionary(Owned&);
  void pack_values(Owned&, Column&) const;
  std::string name_;
  Kind kind_;
  Bitmap known_, absent_, more_;
  std::vector<std::int64_t> values_;
  std::vector<std::string> texts_;  ///< as first seen; freeze() sorts and recodes
  std::vector<std::uint32_t> ends_;
  struct Index;
  std::shared_ptr<Index> index_;
  std::shared_ptr<class TableBuilder> child_;
};

/// Columns over the rows of one subject (or of one list), rows in order of subject id.
class Table {
 public:
  [[nodiscard]] const std::string& name() const { return name_; }
  [[nodiscard]] std::size_t rows() const { return rows_; }
  /// Empty for child tables of lists.
  [[nodiscard]] std::span<const Uuid> ids() const { return ids_; }
  [[nodiscard]] std::optional<std::size_t> row_of(const Uuid& id) const;
  [[nodiscard]] const std::vector<Column>& columns() const { return columns_; }
  [[nodiscard]] const Column* find(std::string_view name) const;
  /// Of every id and value, in order of column name: equal facts, equal digest.
  [[nodiscard]] Digest digest() const;
  /// The same table with this column added, or in place of the one of its name; the others are
  /// shared, not copied. The column must have as many rows.
  [[nodiscard]] Table with(Column column) const;

 private:
  friend class TableBuilder;
  friend class FileReader;
  std::string name_;
  std::size_t rows_ = 0;
  std::span<const Uuid> ids_;
  std::vector<Column> columns_;
  std::shared_ptr<const void> memory_;
};

class TableBuilder {
 public:
  explicit TableBuilder(std::string name) : name_(std::move(name)) {}
  /// References stay valid until freeze().
  ColumnBuilder& add(std::string column, Kind kind);
  /// Ids must come in ascending order; a child table has none.
  void id(const Uuid& id) { ids_.push_back(id); }
  [[nodiscard]] std::size_t child_rows() const {
    return columns_.empty() ? 0 : columns_.front()->rows();
  }
  [[nodiscard]] ColumnBuilder& column(std::size_t i) { return *columns_[i]; }
  [[nodiscard]] Table freeze() &&;

 private:
  std::string name_;
  std::vector<Uuid> ids_;
  std::vector<std::unique_ptr<ColumnBuilder>> columns_;
};

}  // namespace leye::columns
