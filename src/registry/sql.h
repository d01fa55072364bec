#pragma once
#include <string>
#include <string_view>

#include "access/people_query.h"
#include "store/value.h"

namespace leye::registry {

[[nodiscard]] inline store::Bytes bytes_of(std::string_view text) {
  return {text.begin(), text.end()};
}

/// The newest visible row of a table of details, which has (owner, number, run_id); `d` its alias.
[[nodiscard]] inline std::string newest_detail(std::string_view table, std::string_view owner) {
  std::string sql = access::committed("d.run_id");
  sql.append(" AND NOT EXISTS (SELECT 1 FROM ").append(table).append(" n WHERE n.");
  sql.append(owner).append(" = d.").append(owner).append(" AND n.number > d.number AND ");
  return sql.append(access::committed("n.run_id")).append(")");
}

/// `column`, or the root it is read as today.
[[nodiscard]] inline std::string root_of(std::string_view column) {
  std::string sql = "coalesce((SELECT alias.root FROM person_alias alias WHERE alias.member = ";
  sql.append(column).append(" AND alias.to_command IS NULL), ");
  return sql.append(column).append(")");
}

/// The row is not a member of a merge.
[[nodiscard]] inline std::string is_root(std::string_view column) {
  std::string sql = "NOT EXISTS (SELECT 1 FROM person_alias alias WHERE alias.member = ";
  return sql.append(column).append(" AND alias.to_command IS NULL)");
}

}  // namespace leye::registry
