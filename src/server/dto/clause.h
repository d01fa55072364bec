#pragma once
#include "server/dto/common.h"

namespace leye::server::dto {

struct ClausePath {
  json::Text<32> clause_id;
};
BOOST_DESCRIBE_STRUCT(ClausePath, (), (clause_id))

/// A sentence of the order that a rule, a task or an indicator cites, word for word.
struct Clause {
  std::string id;
  std::string place;  ///< part and item of the document
  std::string text;
  std::string document;
  std::string document_title;
  std::string issuer;
};
BOOST_DESCRIBE_STRUCT(Clause, (), (id, place, text, document, document_title, issuer))

}  // namespace leye::server::dto
