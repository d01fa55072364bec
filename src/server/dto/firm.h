#pragma once
#include "server/dto/common.h"

namespace leye::server::dto {

struct FirmApplication {
  ApplicationId id;
  std::string policy;
  std::string title;
  std::string stage;
  Fen amount_fen;
  Date submitted_on;
};
BOOST_DESCRIBE_STRUCT(FirmApplication, (), (id, policy, title, stage, amount_fen, submitted_on))
/// The firm's own file: who it is to us, and what it asked for.
struct Firm {
  EmployerId id;
  std::string name;
  std::string uscc;
  DivisionName division;
  std::vector<FirmApplication> applications;
};
BOOST_DESCRIBE_STRUCT(Firm, (), (id, name, uscc, division, applications))

}  // namespace leye::server::dto
