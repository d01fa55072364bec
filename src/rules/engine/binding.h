#pragma once
#include <deque>
#include <map>
#include <string>
#include <vector>

#include "columns/columns.h"
#include "rules/language/environment.h"
#include "rules/language/value.h"

namespace leye::rules {

/// The tables of a snapshot by subject. Columns are named like the facts (`contract.start_date`),
/// copies at an anchor `person.hard_to_employ@contract.start_date`, the row of a reached subject
/// `->employer`. An enum stands as the text of its value, money in fen.
using Tables = std::map<std::string, columns::Table, std::less<>>;

/// Name of the column that holds the row of the reached subject.
[[nodiscard]] std::string reach_column(std::string_view subject);
/// `person.hard_to_employ@contract.start_date`.
[[nodiscard]] std::string anchored_column(std::string_view fact, std::string_view anchor);

/// How a fact is kept in a column: money as kInt, an enum as kText, a record list as kList.
[[nodiscard]] columns::Kind column_kind(const TypeRef&);

/// Where each fact of the catalogue stands in a snapshot, seen from one subject: made once per run,
/// shared by all rows and threads.
class Binding {
 public:
  /// Facts of `subject` and of every subject it reaches. A fact without a column reads as unknown.
  Binding(const Environment&, const Tables&, std::string_view subject);

  struct Cell {
    const columns::Column* column = nullptr;
    int reach = -1;  ///< index into `reaches`, −1 for the subject's own table
    TypeRef type;
    std::vector<std::int64_t> ordinals;                     ///< enum: dictionary code → ordinal
    std::vector<std::vector<std::int64_t>> child_ordinals;  ///< per child column
    std::vector<TypeRef> child_types;
  };
  [[nodiscard]] const Cell& cell(FactIndex fact) const { return facts_[fact]; }
  [[nodiscard]] const Cell* anchored(FactIndex fact, FactIndex anchor) const;
  [[nodiscard]] const columns::Table& table() const { return *table_; }
  [[nodiscard]] const std::vector<const columns::Column*>& reaches() const { return reaches_; }

 private:
  struct Anchored {
    FactIndex fact;
    FactIndex anchor;
    Cell cell;
  };
  Cell bind(const Environment&, const FactDecl&, const columns::Column*, int reach);
  const columns::Table* table_ = nullptr;
  std::vector<const columns::Column*> reaches_;
  std::vector<Cell> facts_;
  std::vector<Anchored> anchored_;
};

/// One row of a snapshot as the evaluators read it. Move from row to row with `at`; lists read from
/// one row are gone after it. One per thread.
class RowSource : public FactSource {
 public:
  explicit RowSource(const Binding& binding) : binding_(&binding) {}
  void at(std::size_t row) {
    row_ = row;
    lists_.clear();
  }
  [[nodiscard]] std::size_t row() const { return row_; }
  [[nodiscard]] FactValue read(FactIndex fact, FactIndex anchor) const override;

 private:
  [[nodiscard]] FactValue read(const Binding::Cell&) const;
  [[nodiscard]] Value list(const Binding::Cell&, std::size_t row) const;
  const Binding* binding_;
  std::size_t row_ = 0;
  mutable std::deque<List> lists_;
};

}  // namespace leye::rules
