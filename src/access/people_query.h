#pragma once
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <variant>

#include "access/scope.h"
#include "core/digest.h"
#include "store/value.h"

namespace leye::access {

/// How the rows of a query hang on a person: the column with her id and, for the tables of work
/// (work_item, task), the column with the responsible division, which is cheaper to test; they
/// have an `owner` too.
struct PersonColumns {
  std::string_view person;
  std::string_view division = {};
};

/// The only builder of SQL that reads tables with a person_id. Without a Scope it does not
/// compile, and the scope's condition cannot be left out:
///
///   PeopleQuery q(permit.scope, {"e.person_id"});
///   q.select("e.entry_id, e.kind FROM entry e").where("e.kind = ?", kind).order("e.occurred_on");
///   reader.query<EntryId, std::string>(q.sql());
///
/// Rows of runs that are not committed are not hidden here: add `committed("e.run_id")`.
class PeopleQuery {
 public:
  PeopleQuery(const Scope& scope, const PersonColumns& columns);
  /// Everything; for slices of a run, a command's own reads and the snapshot builder.
  PeopleQuery(const SystemScope& scope, const PersonColumns& columns);

  /// Select list, FROM and joins.
  template <class... A>
  PeopleQuery& select(std::string_view text, const A&... values) {
    head_.add(text, values...);
    return *this;
  }
  PeopleQuery& select(const store::Sql& piece) {
    head_.add(piece);
    return *this;
  }
  /// Conditions are joined by AND, each in brackets.
  template <class... A>
  PeopleQuery& where(std::string_view text, const A&... values) {
    conditions_.add(" AND (").add(text, values...).add(")");
    return *this;
  }
  PeopleQuery& where(const store::Sql& condition) {
    conditions_.add(" AND (").add(condition).add(")");
    return *this;
  }
  PeopleQuery& group(std::string_view columns);
  PeopleQuery& order(std::string_view columns);
  PeopleQuery& limit(std::int64_t rows);

  [[nodiscard]] store::Sql sql() const;
  /// Digest of text and parameters: what a list-read leaf says was asked.
  [[nodiscard]] Digest digest() const;

 private:
  store::Sql scope_;
  store::Sql head_;
  store::Sql conditions_;
  store::Sql tail_;
};

/// `(x IS NULL OR x IN (committed runs))`: hides rows of runs that are pending or undone.
[[nodiscard]] std::string committed(std::string_view run_column);
/// The condition of a scope on other SQL pieces (a subquery); prefer PeopleQuery.
[[nodiscard]] store::Sql condition_of(const Scope& scope, const PersonColumns& columns);

}  // namespace leye::access
