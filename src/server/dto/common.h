#pragma once
// Shapes that several parts of the API share. Field names are the contract with the web client.
#include <optional>
#include <string>
#include <vector>

#include "core/json.h"

namespace leye::server::dto {

/// A request that takes nothing.
struct Nothing {};
BOOST_DESCRIBE_STRUCT(Nothing, (), ())

struct Division {
  std::string code;
  std::string name;
  std::string level;  ///< city, district, street, community
};
BOOST_DESCRIBE_STRUCT(Division, (), (code, name, level))

struct DivisionName {
  std::string code;
  std::string name;
};
BOOST_DESCRIBE_STRUCT(DivisionName, (), (code, name))

struct ClauseText {
  std::string id;
  std::string text;
};
BOOST_DESCRIBE_STRUCT(ClauseText, (), (id, text))

/// A code of the pack with the words for it.
struct Choice {
  std::string code;
  std::string title;
};
BOOST_DESCRIBE_STRUCT(Choice, (), (code, title))

}  // namespace leye::server::dto
