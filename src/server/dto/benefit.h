#pragma once
#include <map>

#include "server/dto/common.h"

namespace leye::server::dto {

struct ApplicationQuery {
  std::optional<json::Text<32>> stage;
  std::optional<json::Text<400>> cursor;
};
BOOST_DESCRIBE_STRUCT(ApplicationQuery, (), (stage, cursor))
struct Application {
  ApplicationId id;
  std::string policy;
  std::string title;
  std::string subject_name;
  std::optional<Fen> amount_fen;  ///< only for roles that may see amounts
  std::string stage;
  std::vector<std::string> deferred;  ///< what is promised, with its last day
  std::int64_t age_days = 0;
  std::vector<AccountId> acted_by;  ///< may not review it (two different people)
};
BOOST_DESCRIBE_STRUCT(Application, (),
                      (id, policy, title, subject_name, amount_fen, stage, deferred, age_days,
                       acted_by))
struct Applications {
  std::vector<Application> items;
  std::map<std::string, std::int64_t> counts;
  std::optional<std::string> next_cursor;
};
BOOST_DESCRIBE_STRUCT(Applications, (), (items, counts, next_cursor))

enum class Verdict { kPass, kReturn, kRefuse };
BOOST_DESCRIBE_ENUM(Verdict, kPass, kReturn, kRefuse)
struct Review {
  ApplicationId application_id;
  Verdict verdict{};
  std::optional<json::Text<500>> reason;
};
BOOST_DESCRIBE_STRUCT(Review, (), (application_id, verdict, reason))
struct Reviewed {
  ApplicationId id;
  std::string stage;
};
BOOST_DESCRIBE_STRUCT(Reviewed, (), (id, stage))

}  // namespace leye::server::dto
