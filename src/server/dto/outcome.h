#pragma once
#include "server/dto/common.h"

namespace leye::server::dto {

struct FactRead {
  std::string fact;
  std::string state;
  boost::json::value value;
  std::string source;
  std::string since;
};
BOOST_DESCRIBE_STRUCT(FactRead, (), (fact, state, value, source, since))

struct Condition {
  std::string id;
  std::string title;
  std::string value;  ///< T, F, U or E
  std::string why;
  std::string ask;
  std::string fix;
  std::vector<std::string> missing;
  std::string place;
  std::vector<FactRead> read;
};
BOOST_DESCRIBE_STRUCT(Condition, (), (id, title, value, why, ask, fix, missing, place, read))

struct ParameterUsed {
  std::string name;
  std::string row;
  boost::json::value value;
  std::string certainty;
};
BOOST_DESCRIBE_STRUCT(ParameterUsed, (), (name, row, value, certainty))

struct EvidenceState {
  std::string id;
  std::string state;
  std::optional<std::string> due;
};
BOOST_DESCRIBE_STRUCT(EvidenceState, (), (id, state, due))

struct Determination {
  std::string rule;
  std::string code;
  std::string title;
  std::string subject;
  std::string outcome;
  std::vector<Condition> conditions;
  std::vector<std::string> failed;
  std::vector<std::string> missing;
  std::optional<Fen> amount_fen;  ///< only for roles that may see amounts
  std::string payment;
  std::vector<ParameterUsed> params_used;
  std::vector<ClauseText> clauses;
  std::vector<EvidenceState> evidence;
};
BOOST_DESCRIBE_STRUCT(Determination, (),
                      (rule, code, title, subject, outcome, conditions, failed, missing, amount_fen,
                       payment, params_used, clauses, evidence))

struct OutcomeQuery {
  PersonId person_id;
  std::optional<Date> as_of;
};
BOOST_DESCRIBE_STRUCT(OutcomeQuery, (), (person_id, as_of))
struct Determinations {
  Date as_of;
  std::optional<RunId> run_id;
  std::string pack;
  std::vector<Determination> items;
};
BOOST_DESCRIBE_STRUCT(Determinations, (), (as_of, run_id, pack, items))

struct RunSummary {
  RunId id;
  std::int64_t seal = 0;
  Date as_of;
  Instant finished_at;
};
BOOST_DESCRIBE_STRUCT(RunSummary, (), (id, seal, as_of, finished_at))

struct MissingCount {
  std::string fact;
  std::string title;
  std::int64_t count = 0;
};
BOOST_DESCRIBE_STRUCT(MissingCount, (), (fact, title, count))
struct Screened {
  std::string rule;
  std::string code;
  std::string title;
  std::int64_t eligible = 0;
  std::int64_t not_eligible = 0;
  std::int64_t undetermined = 0;
  std::int64_t error = 0;
  Fen amount_fen;
  std::vector<MissingCount> missing_top;
};
BOOST_DESCRIBE_STRUCT(Screened, (),
                      (rule, code, title, eligible, not_eligible, undetermined, error, amount_fen,
                       missing_top))
struct Screening {
  RunSummary run;
  std::vector<Screened> items;
};
BOOST_DESCRIBE_STRUCT(Screening, (), (run, items))

}  // namespace leye::server::dto
