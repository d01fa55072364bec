#include "rules/engine/binding.h"

#include <algorithm>

namespace leye::rules {
namespace {

using columns::Column;
using columns::State;

const columns::Table* table_of(const Tables& tables, std::string_view subject) {
  const auto it = tables.find(subject);
  return it == tables.end() ? nullptr : &it->second;
}

/// The snapshot keeps an enum by its value's name, so that its files outlive a reordering of the
/// catalogue; rules compare ordinals.
std::vector<std::int64_t> ordinals(const Environment& environment, const TypeRef& type,
                                   const Column& column) {
  std::vector<std::int64_t> out;
  if (!type.is(Kind::kEnum)) return out;
  const auto& names = environment.enums[type.index].values;
  for (std::size_t code = 0; code < column.dictionary_size(); ++code) {
    const auto it =
        std::find(names.begin(), names.end(), column.dictionary(static_cast<std::int64_t>(code)));
    out.push_back(it - names.begin());
  }
  return out;
}

FactValue scalar(const Column& column, std::size_t row, const TypeRef& type,
                 const std::vector<std::int64_t>& ordinals_of) {
  switch (column.state(row)) {
    case State::kUnknown:
      return unknown();
    case State::kAbsent:
      return absent();
    case State::kKnown:
      break;
  }
  if (type.is(Kind::kString)) return known(of_text(column.text(row)));
  const std::int64_t number = column.number(row);
  return known(
      of_number(type.is(Kind::kEnum) ? ordinals_of[static_cast<std::size_t>(number)] : number));
}

}  // namespace

std::string reach_column(std::string_view subject) { return "->" + std::string(subject); }

std::string anchored_column(std::string_view fact, std::string_view anchor) {
  return std::string(fact) + "@" + std::string(anchor);
}

columns::Kind column_kind(const TypeRef& type) {
  switch (type.kind) {
    case Kind::kBool:
      return columns::Kind::kBool;
    case Kind::kDate:
      return columns::Kind::kDate;
    case Kind::kString:
    case Kind::kEnum:
      return columns::Kind::kText;
    case Kind::kList:
      return columns::Kind::kList;
    default:
      return columns::Kind::kInt;
  }
}

Binding::Cell Binding::bind(const Environment& environment, const FactDecl& fact,
                            const Column* column, int reach) {
  Cell cell;
  cell.type = fact.type;
  cell.column = column;
  cell.reach = reach;
  if (column == nullptr) return cell;
  // A column of another kind was declared by another catalogue: it says nothing here.
  if (column->kind() != column_kind(fact.type)) {
    cell.column = nullptr;
    return cell;
  }
  if (!fact.type.is_list()) {
    cell.ordinals = ordinals(environment, fact.type, *column);
    return cell;
  }
  const bool record = fact.type.element == Kind::kRecord;
  const auto& children = column->child_table().columns();
  for (std::size_t i = 0; i < children.size(); ++i) {
    const auto type =
        record ? environment.records[fact.type.index].fields[i].type : fact.type.element_type();
    cell.child_types.push_back(type);
    cell.child_ordinals.push_back(ordinals(environment, type, children[i]));
  }
  return cell;
}

Binding::Binding(const Environment& environment, const Tables& tables, std::string_view subject) {
  static const columns::Table kEmpty;
  const auto* own = table_of(tables, subject);
  table_ = own == nullptr ? &kEmpty : own;
  std::vector<const columns::Table*> reached;
  if (const auto* declared = environment.subject(subject))
    for (const auto& name : declared->reaches) {
      const auto* link = table_->find(reach_column(name));
      const auto* target = table_of(tables, name);
      if (link == nullptr || target == nullptr) continue;
      reaches_.push_back(link);
      reached.push_back(target);
    }
  for (FactIndex i = 0; i < environment.facts.size(); ++i) {
    const auto& fact = environment.facts[i];
    const Column* column = table_->find(fact.name);
    int reach = -1;
    for (std::size_t r = 0; column == nullptr && r < reached.size(); ++r) {
      column = reached[r]->find(fact.name);
      reach = static_cast<int>(r);
    }
    facts_.push_back(bind(environment, fact, column, column == nullptr ? -1 : reach));
    for (const FactIndex anchor : fact.anchored) {
      const auto name = anchored_column(fact.name, environment.facts[anchor].name);
      if (const Column* copy = table_->find(name))
        anchored_.push_back({i, anchor, bind(environment, fact, copy, -1)});
    }
  }
}

const Binding::Cell* Binding::anchored(FactIndex fact, FactIndex anchor) const {
  for (const auto& copy : anchored_)
    if (copy.fact == fact && copy.anchor == anchor) return &copy.cell;
  return nullptr;
}

FactValue RowSource::read(FactIndex fact, FactIndex anchor) const {
  if (anchor == kNoFact) return read(binding_->cell(fact));
  const auto* copy = binding_->anchored(fact, anchor);
  // Never the value of today in place of the one before the anchor (rules.md §5.1.2).
  return copy == nullptr ? unknown() : read(*copy);
}

FactValue RowSource::read(const Binding::Cell& cell) const {
  if (cell.column == nullptr) return unknown();
  std::size_t row = row_;
  if (cell.reach >= 0) {
    const auto* link = binding_->reaches()[static_cast<std::size_t>(cell.reach)];
    if (link->state(row_) != State::kKnown) return unknown();
    row = static_cast<std::size_t>(link->number(row_));
  }
  if (!cell.type.is_list()) return scalar(*cell.column, row, cell.type, cell.ordinals);
  switch (cell.column->state(row)) {
    case State::kUnknown:
      return unknown();
    case State::kAbsent:
      return absent();
    case State::kKnown:
      break;
  }
  return known(list(cell, row));
}

Value RowSource::list(const Binding::Cell& cell, std::size_t row) const {
  List out;
  const auto [first, last] = cell.column->children(row);
  const auto& children = cell.column->child_table().columns();
  out.width = static_cast<std::uint32_t>(children.size());
  out.more = cell.column->more(row);
  out.cells.reserve((last - first) * children.size());
  for (std::size_t child = first; child < last; ++child)
    for (std::size_t i = 0; i < children.size(); ++i)
      out.cells.push_back(scalar(children[i], child, cell.child_types[i], cell.child_ordinals[i]));
  lists_.push_back(std::move(out));
  return of_list(&lists_.back());
}

}  // namespace leye::rules
