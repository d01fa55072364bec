#pragma once
#include "server/dto/outcome.h"

namespace leye::server::dto {

struct IndicatorPart {
  std::string division;
  std::int64_t numerator = 0;
  std::int64_t denominator = 0;
  std::string display;  ///< cut, never rounded up to 100 %
  std::int64_t unknown = 0;
};
BOOST_DESCRIBE_STRUCT(IndicatorPart, (), (division, numerator, denominator, display, unknown))

struct Indicator {
  std::string id;
  std::string code;
  std::string title;
  std::string definition;
  std::vector<ClauseText> clauses;
  std::string period;
  std::int64_t numerator = 0;
  std::int64_t denominator = 0;
  std::string display;
  std::int64_t unknown = 0;
  std::int64_t errors = 0;
  std::string low;  ///< if every unknown counted against us, `high` for us
  std::string high;
  std::optional<std::int64_t> target;
  std::string certainty;
  std::vector<IndicatorPart> parts;
};
BOOST_DESCRIBE_STRUCT(Indicator, (),
                      (id, code, title, definition, clauses, period, numerator, denominator,
                       display, unknown, errors, low, high, target, certainty, parts))

struct IndicatorQuery {
  std::optional<json::Text<12>> division;
  std::optional<Date> as_of;
};
BOOST_DESCRIBE_STRUCT(IndicatorQuery, (), (division, as_of))

/// Asks for figures of a day that has no run yet.
struct IndicatorRunRequest {
  Date as_of;
};
BOOST_DESCRIBE_STRUCT(IndicatorRunRequest, (), (as_of))
struct IndicatorRunQueued {
  Date as_of;
};
BOOST_DESCRIBE_STRUCT(IndicatorRunQueued, (), (as_of))

struct Indicators {
  Date as_of;
  RunSummary run;
  Division division;
  std::vector<Indicator> items;
  std::vector<Division> divisions;
};
BOOST_DESCRIBE_STRUCT(Indicators, (), (as_of, run, division, items, divisions))

enum class Part { kCounted, kNotCounted, kUndetermined, kError };
BOOST_DESCRIBE_ENUM(Part, kCounted, kNotCounted, kUndetermined, kError)
struct SubjectQuery {
  json::Text<64> indicator;
  std::optional<json::Text<12>> division;
  std::optional<Date> as_of;
  std::optional<Part> part;
  std::optional<json::Text<400>> cursor;
};
BOOST_DESCRIBE_STRUCT(SubjectQuery, (), (indicator, division, as_of, part, cursor))

struct Subject {
  Uuid subject;
  std::string kind;
  std::string name;
  std::string division;
  std::string place;
  std::string why;
};
BOOST_DESCRIBE_STRUCT(Subject, (), (subject, kind, name, division, place, why))
struct Subjects {
  std::vector<Subject> items;
  std::int64_t total = 0;
  std::optional<std::string> next_cursor;
};
BOOST_DESCRIBE_STRUCT(Subjects, (), (items, total, next_cursor))

struct DivisionPath {
  json::Text<12> code;
};
BOOST_DESCRIBE_STRUCT(DivisionPath, (), (code))
struct DivisionTree {
  std::string code;
  std::string name;
  std::string level;
  std::optional<std::string> parent;
  std::vector<Division> children;
};
BOOST_DESCRIBE_STRUCT(DivisionTree, (), (code, name, level, parent, children))

}  // namespace leye::server::dto
