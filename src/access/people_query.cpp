#include "access/people_query.h"

#include <variant>

namespace leye::access {
namespace {

/// `(?, ?)` with the divisions a scope starts from.
store::Sql tops(const Scope& scope) {
  store::Sql sql;
  if (scope.divisions().empty()) return sql.add("(?)", scope.division());
  for (std::size_t i = 0; i < scope.divisions().size(); ++i)
    sql.add(i == 0 ? "(?" : ", ?", scope.divisions()[i]);
  return sql.add(")");
}

store::Sql below(const Scope& scope) {
  store::Sql sql;
  sql.add("(SELECT descendant FROM division_closure WHERE ancestor IN ").add(tops(scope));
  return sql.add(" AND valid_from <= ? AND (valid_to IS NULL OR valid_to >= ?))", scope.on(),
                 scope.on());
}

store::Sql subtree(const Scope& scope, const PersonColumns& columns) {
  const auto on = scope.on();
  store::Sql sql;
  if (!columns.division.empty())
    return sql.add(std::string(columns.division) + " IN ").add(below(scope));
  sql.add(std::string(columns.person) +
          " IN (SELECT resp.person_id FROM responsibility resp WHERE resp.division IN ");
  sql.add(below(scope));
  sql.add(" AND resp.valid_from <= ? AND (resp.valid_to IS NULL OR resp.valid_to >= ?) AND " +
              committed("resp.run_id"),
          on, on);
  // One office a day: a later row takes the person over.
  sql.add(
      " AND NOT EXISTS (SELECT 1 FROM responsibility later WHERE later.person_id = "
      "resp.person_id AND later.valid_from > resp.valid_from AND later.valid_from <= ? AND " +
          committed("later.run_id") + "))",
      on);
  return sql;
}

/// What narrows the subtree for the extents that are lists.
store::Sql listed(const Scope& scope, const PersonColumns& columns) {
  const std::string person(columns.person);
  // Rows with a division of their own are rows of the work list.
  const bool on_list = !columns.division.empty();
  if (scope.extent() == Scope::Extent::kWorkList)
    return on_list ? store::Sql{"1 = 1", {}}
                   : store::Sql{"EXISTS (SELECT 1 FROM work_item listed WHERE listed.person_id = " +
                                    person + " AND " + committed("listed.run_id") + ")",
                                {}};
  if (scope.extent() == Scope::Extent::kApplicants)
    return {"(EXISTS (SELECT 1 FROM application payee WHERE payee.payee_id = " + person +
                ") OR EXISTS (SELECT 1 FROM application helped WHERE helped.beneficiary = " +
                person + "))",
            {}};
  if (on_list) {
    const std::string alias(columns.division.substr(0, columns.division.find('.') + 1));
    return {alias + "owner = ?", {scope.account()}};
  }
  return {"EXISTS (SELECT 1 FROM work_item mine WHERE mine.person_id = " + person +
              " AND mine.owner = ? AND mine.state IN ('proposed', 'assigned', 'in_progress') AND " +
              committed("mine.run_id") + ")",
          {scope.account()}};
}

/// One parameter as text, with its type, so that different queries have different digests.
std::string text_of(const store::Value& value) {
  struct Visitor {
    std::string operator()(std::monostate) const { return "-"; }
    std::string operator()(bool v) const { return v ? "b1" : "b0"; }
    std::string operator()(std::int64_t v) const { return "i" + std::to_string(v); }
    std::string operator()(double v) const { return "r" + std::to_string(v); }
    std::string operator()(const std::string& v) const { return "t" + v; }
    std::string operator()(const Uuid& v) const { return "u" + leye::to_text(v); }
    std::string operator()(const Date& v) const { return "d" + leye::to_text(v); }
  };
  return std::visit(Visitor{}, value.payload());
}

}  // namespace

std::string committed(std::string_view run_column) {
  const std::string column(run_column);
  return "(" + column + " IS NULL OR " + column +
         " IN (SELECT run.run_id FROM run WHERE run.state = 'committed'))";
}

store::Sql condition_of(const Scope& scope, const PersonColumns& columns) {
  // No person chosen: nobody is seen.
  if (scope.extent() == Scope::Extent::kOnePerson)
    return store::Sql{std::string(columns.person) + " = ?", {scope.person().value_or(PersonId{})}};
  auto ground = subtree(scope, columns);
  if (scope.extent() == Scope::Extent::kSubtree) return ground;
  return ground.add(" AND ").add(listed(scope, columns));
}

PeopleQuery::PeopleQuery(const Scope& scope, const PersonColumns& columns)
    : scope_(condition_of(scope, columns)) {}
PeopleQuery::PeopleQuery(const SystemScope&, const PersonColumns&) : scope_{"1 = 1", {}} {}

PeopleQuery& PeopleQuery::group(std::string_view columns) {
  tail_.add(" GROUP BY " + std::string(columns));
  return *this;
}
PeopleQuery& PeopleQuery::order(std::string_view columns) {
  tail_.add(" ORDER BY " + std::string(columns));
  return *this;
}
PeopleQuery& PeopleQuery::limit(std::int64_t rows) {
  tail_.add(" LIMIT ?", rows);
  return *this;
}

store::Sql PeopleQuery::sql() const {
  store::Sql sql{"SELECT ", {}};
  sql.add(head_).add(" WHERE (").add(scope_).add(")").add(conditions_).add(tail_);
  return sql;
}

Digest PeopleQuery::digest() const {
  const auto whole = sql();
  Hasher hasher;
  hasher.field(whole.text);
  for (const auto& value : whole.values) hasher.field(text_of(value));
  return hasher.finish();
}

}  // namespace leye::access
