#include "rules/engine/testing/tables.h"

namespace leye::rules::testing {
namespace {

using columns::ColumnBuilder;

std::int64_t number(Random& r, const TypeRef& type, Spread spread) {
  switch (type.kind) {
    case Kind::kBool:
      return r.below(2);
    case Kind::kDate:
      if (spread == Spread::kExtreme && r.chance(20))
        return r.chance(50) ? Date::kMinDays + r.below(60) : Date::kMaxDays - r.below(60);
      return spread == Spread::kNarrow ? 18000 + r.below(900) : 4000 + r.below(16000);
    default:
      break;
  }
  if (spread == Spread::kNarrow) return r.below(10) - 3;
  if (spread == Spread::kWide) return r.chance(30) ? r.below(10) - 3 : r.below(1'000'000) - 300'000;
  switch (r.below(6)) {
    case 0:
      return INT64_MAX - r.below(3);
    case 1:
      return INT64_MIN + r.below(3);
    case 2:
      return static_cast<std::int64_t>(r.next());
    default:
      return r.below(10) - 3;
  }
}

void scalar(ColumnBuilder& column, Random& r, const Environment& env, const TypeRef& type,
            Spread spread) {
  if (type.is(Kind::kString))
    return column.text(r.pick({"", "120101", "120221", "31", "x", "120000000000"}));
  if (type.is(Kind::kEnum))
    return column.text(env.enums[type.index].values[static_cast<std::size_t>(
        r.below(static_cast<int>(env.enums[type.index].values.size())))]);
  column.number(number(r, type, spread));
}

void cell(ColumnBuilder& column, Random& r, const Environment& env, const TypeRef& type,
          Spread spread, int unknown_percent) {
  if (r.chance(unknown_percent)) return column.unknown();
  if (r.chance(15)) return column.absent();
  scalar(column, r, env, type, spread);
}

void list(ColumnBuilder& column, Random& r, const Environment& env, const TypeRef& type,
          Spread spread, int unknown_percent) {
  if (r.chance(unknown_percent)) return column.list(columns::State::kUnknown, false);
  if (r.chance(15)) return column.list(columns::State::kAbsent, false);
  const bool record = type.element == Kind::kRecord;
  for (int n = r.below(4); n > 0; --n) {
    if (!record) {
      scalar(column.child().column(0), r, env, type.element_type(), spread);
      continue;
    }
    const auto& fields = env.records[type.index].fields;
    for (std::size_t f = 0; f < fields.size(); ++f)
      cell(column.child().column(f), r, env, fields[f].type, spread, unknown_percent);
  }
  column.list(columns::State::kKnown, r.chance(unknown_percent));
}

}  // namespace

namespace {

/// Cells that get another value.
struct Edit {
  std::string column;
  std::vector<bool> rows;
};

Tables make(Random& r, const Environment& env, std::size_t rows, Spread spread, int unknown_percent,
            const Edit& edit) {
  columns::TableBuilder table("t");
  for (std::size_t row = 0; row < rows; ++row)
    table.id(derived_uuid(static_cast<std::int64_t>(row), Digest{}));
  for (const auto& fact : env.facts) {
    if (fact.name.substr(0, 2) != "t.") continue;
    auto& column = table.add(fact.name, column_kind(fact.type));
    if (fact.type.is_list()) {
      if (fact.type.element == Kind::kRecord)
        for (const auto& field : env.records[fact.type.index].fields)
          column.child().add(field.name, column_kind(field.type));
      else
        column.child().add("value", column_kind(fact.type.element_type()));
    }
    // A stream of draws a row: an edit leaves the rows after it alone.
    const std::uint64_t seed = r.next();
    for (std::size_t row = 0; row < rows; ++row) {
      const bool edited = fact.name == edit.column && edit.rows[row];
      Random of_row(seed + row * 0x1234567 + (edited ? 99 : 0));
      if (fact.type.is_list())
        list(column, of_row, env, fact.type, spread, unknown_percent);
      else
        cell(column, of_row, env, fact.type, spread, unknown_percent);
    }
  }
  Tables tables;
  tables.emplace("t", std::move(table).freeze());
  return tables;
}

}  // namespace

Tables random_tables(Random& r, const Environment& env, std::size_t rows, Spread spread,
                     int unknown_percent) {
  return make(r, env, rows, spread, unknown_percent, {});
}

Tables edited_tables(Random& same, Random& choose, const Environment& env, std::size_t rows,
                     Spread spread, int unknown_percent, std::vector<std::uint32_t>& rows_changed,
                     std::set<std::string>& columns_changed) {
  Edit edit{choose.pick({"t.a", "t.i", "t.d", "t.s", "t.color", "t.rows", "t.lo", "t.k"}), {}};
  const int percent = 1 + choose.below(5);
  for (std::size_t row = 0; row < rows; ++row) {
    edit.rows.push_back(choose.chance(percent));
    if (edit.rows.back()) rows_changed.push_back(static_cast<std::uint32_t>(row));
  }
  columns_changed.insert(edit.column);
  return make(same, env, rows, spread, unknown_percent, edit);
}

}  // namespace leye::rules::testing
