#pragma once
#include "server/dto/common.h"

namespace leye::server::dto {

struct Option {
  std::string value;
  std::string title;
};
BOOST_DESCRIBE_STRUCT(Option, (), (value, title))
struct Question {
  std::string fact;
  std::string title;
  std::string ask;
  std::string type;
  std::vector<Option> options;
};
BOOST_DESCRIBE_STRUCT(Question, (), (fact, title, ask, type, options))
struct ContactResult {
  std::string code;
  std::string title;
  bool effective = false;
};
BOOST_DESCRIBE_STRUCT(ContactResult, (), (code, title, effective))
/// What the quick-contact form asks, from the pack.
struct Questions {
  std::vector<Question> facts;
  std::vector<Choice> channels;
  std::vector<ContactResult> results;
  std::vector<Choice> statuses;
  std::vector<Choice> groups;
};
BOOST_DESCRIBE_STRUCT(Questions, (), (facts, channels, results, statuses, groups))

}  // namespace leye::server::dto
