#pragma once
#include "server/dto/common.h"

namespace leye::server::dto {

struct AccountRow {
  AccountId id;
  std::string login;
  std::string name;
  std::string role;
  DivisionName division;
  std::vector<std::string> rights;
  bool second_factor = false;
};
BOOST_DESCRIBE_STRUCT(AccountRow, (), (id, login, name, role, division, rights, second_factor))
struct Accounts {
  std::vector<AccountRow> items;
};
BOOST_DESCRIBE_STRUCT(Accounts, (), (items))

struct NewAccount {
  json::Text<64> login;
  json::Text<50> name;
  json::Text<32> role;
  json::Text<12> division;
  std::optional<std::vector<json::Text<16>>> rights;
  json::Text<256> password;
};
BOOST_DESCRIBE_STRUCT(NewAccount, (), (login, name, role, division, rights, password))
struct AccountMade {
  AccountId id;
};
BOOST_DESCRIBE_STRUCT(AccountMade, (), (id))

struct AccountPath {
  AccountId account_id;
};
BOOST_DESCRIBE_STRUCT(AccountPath, (), (account_id))
struct AccountRole {
  AccountId account_id;
  json::Text<32> role;
  json::Text<12> division;
};
BOOST_DESCRIBE_STRUCT(AccountRole, (), (account_id, role, division))
struct AccountRights {
  AccountId account_id;
  std::vector<json::Text<16>> rights;
};
BOOST_DESCRIBE_STRUCT(AccountRights, (), (account_id, rights))
struct AccountPassword {
  AccountId account_id;
  json::Text<256> password;
};
BOOST_DESCRIBE_STRUCT(AccountPassword, (), (account_id, password))

struct Posting {
  Uuid id;
  AccountId account;
  std::string role;
  DivisionName division;
  std::optional<AccountId> stands_for;
  Date from;
  std::optional<Date> to;
};
BOOST_DESCRIBE_STRUCT(Posting, (), (id, account, role, division, stands_for, from, to))
struct Postings {
  std::vector<Posting> items;
};
BOOST_DESCRIBE_STRUCT(Postings, (), (items))
struct NewPosting {
  AccountId account;
  json::Text<32> role;
  json::Text<12> division;
  Date from;
  std::optional<Date> to;
};
BOOST_DESCRIBE_STRUCT(NewPosting, (), (account, role, division, from, to))
struct NewDeputy {
  AccountId absent;
  AccountId deputy;
  Date from;
  Date to;
};
BOOST_DESCRIBE_STRUCT(NewDeputy, (), (absent, deputy, from, to))
struct PostingMade {
  Uuid id;
};
BOOST_DESCRIBE_STRUCT(PostingMade, (), (id))
struct PostingPath {
  Uuid posting_id;
};
BOOST_DESCRIBE_STRUCT(PostingPath, (), (posting_id))

}  // namespace leye::server::dto
