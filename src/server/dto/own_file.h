#pragma once
#include "server/dto/common.h"

namespace leye::server::dto {

struct Me {
  PersonId person;
  bool wants_messages = true;
  std::string privacy_version;  ///< of the notice that holds; GET /notices/privacy
};
BOOST_DESCRIBE_STRUCT(Me, (), (person, wants_messages, privacy_version))

struct Look {
  Instant at;
  std::string role;
  std::string unit;
  std::string action;
  std::string purpose;
  std::string field;
};
BOOST_DESCRIBE_STRUCT(Look, (), (at, role, unit, action, purpose, field))
struct Looks {
  std::vector<Look> items;
};
BOOST_DESCRIBE_STRUCT(Looks, (), (items))

struct NewCorrection {
  json::Text<64> field;
  json::Text<500> wanted;
};
BOOST_DESCRIBE_STRUCT(NewCorrection, (), (field, wanted))
struct NewCorrectionFor {
  PersonId person_id;
  json::Text<64> field;
  json::Text<500> wanted;
};
BOOST_DESCRIBE_STRUCT(NewCorrectionFor, (), (person_id, field, wanted))
struct CorrectionAsked {
  Uuid id;
  Date due_on;
};
BOOST_DESCRIBE_STRUCT(CorrectionAsked, (), (id, due_on))
struct Correction {
  Uuid id;
  PersonId person;
  std::string field;
  std::string wanted;
  Instant asked_at;
  Date due_on;
  bool overdue = false;
  std::string state;  ///< asked, accepted, refused
  std::string answer;
  std::int64_t version = 0;
};
BOOST_DESCRIBE_STRUCT(Correction, (),
                      (id, person, field, wanted, asked_at, due_on, overdue, state, answer,
                       version))
struct Corrections {
  std::vector<Correction> items;
};
BOOST_DESCRIBE_STRUCT(Corrections, (), (items))
struct DecideCorrection {
  Uuid correction_id;
  bool accept = false;
  std::optional<json::Text<500>> answer;
};
BOOST_DESCRIBE_STRUCT(DecideCorrection, (), (correction_id, accept, answer))

struct MessageChoice {
  bool wanted = true;
};
BOOST_DESCRIBE_STRUCT(MessageChoice, (), (wanted))
struct MessageChoiceFor {
  PersonId person_id;
  bool wanted = true;
};
BOOST_DESCRIBE_STRUCT(MessageChoiceFor, (), (person_id, wanted))

}  // namespace leye::server::dto
