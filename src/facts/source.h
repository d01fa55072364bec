#pragma once
#include <deque>
#include <string>
#include <vector>

#include "facts/snapshot.h"
#include "rules/language/value.h"

namespace leye::facts {

/// Where each fact of the catalogue stands in a snapshot, seen from one subject: made once per run,
/// shared by all rows and threads.
class Binding {
 public:
  /// Facts of `subject` and of every subject it reaches. A fact without a column reads as unknown.
  Binding(const rules::Environment&, const Snapshot&, std::string_view subject);

  struct Cell {
    const columns::Column* column = nullptr;
    int reach = -1;  ///< index into `reaches`, −1 for the subject's own table
    rules::TypeRef type;
    std::vector<std::int64_t> ordinals;                     ///< enum: dictionary code → ordinal
    std::vector<std::vector<std::int64_t>> child_ordinals;  ///< per child column
    std::vector<rules::TypeRef> child_types;
  };
  [[nodiscard]] const Cell& cell(rules::FactIndex fact) const { return facts_[fact]; }
  [[nodiscard]] const Cell* anchored(rules::FactIndex fact, rules::FactIndex anchor) const;
  [[nodiscard]] const columns::Table& table() const { return *table_; }
  [[nodiscard]] const std::vector<const columns::Column*>& reaches() const { return reaches_; }

 private:
  struct Anchored {
    rules::FactIndex fact;
    rules::FactIndex anchor;
    Cell cell;
  };
  Cell bind(const rules::Environment&, const rules::FactDecl&, const columns::Column*, int reach);
  const columns::Table* table_ = nullptr;
  std::vector<const columns::Column*> reaches_;
  std::vector<Cell> facts_;
  std::vector<Anchored> anchored_;
};

/// One row of a snapshot as the evaluators read it. Move from row to row with `at`; lists read from
/// one row are gone after it. One per thread.
class RowSource : public rules::FactSource {
 public:
  explicit RowSource(const Binding& binding) : binding_(&binding) {}
  void at(std::size_t row) {
    row_ = row;
    lists_.clear();
  }
  [[nodiscard]] std::size_t row() const { return row_; }
  [[nodiscard]] rules::FactValue read(rules::FactIndex fact,
                                      rules::FactIndex anchor) const override;

 private:
  [[nodiscard]] rules::FactValue read(const Binding::Cell&) const;
  [[nodiscard]] rules::Value list(const Binding::Cell&, std::size_t row) const;
  const Binding* binding_;
  std::size_t row_ = 0;
  mutable std::deque<rules::List> lists_;
};

}  // namespace leye::facts
