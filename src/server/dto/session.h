#pragma once
#include "server/dto/common.h"

namespace leye::server::dto {

struct SignIn {
  json::Text<64> account;
  json::Text<256> password;
};
BOOST_DESCRIBE_STRUCT(SignIn, (), (account, password))

struct SessionAccount {
  AccountId id;
  std::string login;
  std::string name;
  std::string role;
  Division division;
};
BOOST_DESCRIBE_STRUCT(SessionAccount, (), (id, login, name, role, division))

struct SessionCampaign {
  std::string id;
  std::string title;
  Date from;
  Date to;
  std::int64_t day = 0;  ///< of the campaign today, from 1
  std::int64_t days = 0;
};
BOOST_DESCRIBE_STRUCT(SessionCampaign, (), (id, title, from, to, day, days))

struct Session {
  SessionAccount account;
  Date today;
  std::string locale;
  std::optional<SessionCampaign> campaign;
  std::vector<std::string> nav;  ///< pages this account may open
};
BOOST_DESCRIBE_STRUCT(Session, (), (account, today, locale, campaign, nav))

}  // namespace leye::server::dto
