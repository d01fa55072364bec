#pragma once
#include "server/dto/common.h"

namespace leye::server::dto {

/// Days are business dates, both included; what is not given does not narrow.
struct AuditQuery {
  std::optional<Date> from;
  std::optional<Date> to;
  std::optional<AccountId> account;
  std::optional<json::Text<64>> action;
  std::optional<Uuid> subject;
  std::optional<json::Text<400>> cursor;
  std::optional<int> limit;
};
BOOST_DESCRIBE_STRUCT(AuditQuery, (), (from, to, account, action, subject, cursor, limit))

struct AuditLeaf {
  Uuid id;
  Instant at;
  std::optional<AccountId> account;
  std::optional<std::string> account_name;
  std::string action;
  std::optional<std::string> purpose;
  std::optional<std::string> scope;
  std::optional<Uuid> subject;
  std::optional<std::string> field;
  std::optional<std::int64_t> count;
  bool has_reason = false;  ///< it stays sealed
  std::optional<std::int64_t> seal;
};
BOOST_DESCRIBE_STRUCT(AuditLeaf, (),
                      (id, at, account, account_name, action, purpose, scope, subject, field, count,
                       has_reason, seal))
struct AuditPage {
  std::vector<AuditLeaf> items;
  std::optional<std::string> next_cursor;
};
BOOST_DESCRIBE_STRUCT(AuditPage, (), (items, next_cursor))

}  // namespace leye::server::dto
