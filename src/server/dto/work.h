#pragma once
#include "server/dto/common.h"

namespace leye::server::dto {

enum class Chip { kOverdue, kToday, kHelp, kFact, kMonth, kDone };
BOOST_DESCRIBE_ENUM(Chip, kOverdue, kToday, kHelp, kFact, kMonth, kDone)
enum class WorkSort { kDue, kPlace, kOldest };
BOOST_DESCRIBE_ENUM(WorkSort, kDue, kPlace, kOldest)

struct WorkQuery {
  std::optional<Chip> chip;
  std::optional<json::Text<64>> group;
  std::optional<WorkSort> sort;
  std::optional<json::Text<400>> cursor;
  std::optional<int> limit;
};
BOOST_DESCRIBE_STRUCT(WorkQuery, (), (chip, group, sort, cursor, limit))

/// The same list searched. By POST: a name has no place in an address.
struct WorkSearch {
  json::Text<50> text;  ///< part of a name or of a building
  std::optional<Chip> chip;
  std::optional<json::Text<64>> group;
  std::optional<WorkSort> sort;
  std::optional<json::Text<400>> cursor;
  std::optional<int> limit;
};
BOOST_DESCRIBE_STRUCT(WorkSearch, (), (text, chip, group, sort, cursor, limit))

struct WorkPerson {
  PersonId id;
  std::string name;
  std::string sex;
  int age = 0;
  std::vector<std::string> groups;
  std::string place;
};
BOOST_DESCRIBE_STRUCT(WorkPerson, (), (id, name, sex, age, groups, place))

/// The 1-1-3 package of C2.3.8–C2.3.11.
struct Package {
  std::int64_t briefings = 0;
  std::int64_t guidances = 0;
  std::int64_t jobs = 0;
  std::int64_t jobs_needed = 0;
};
BOOST_DESCRIBE_STRUCT(Package, (), (briefings, guidances, jobs, jobs_needed))

struct LastContact {
  Date on;
  std::string channel;
};
BOOST_DESCRIBE_STRUCT(LastContact, (), (on, channel))

struct MissingFact {
  std::string fact;
  std::string ask;
};
BOOST_DESCRIBE_STRUCT(MissingFact, (), (fact, ask))

struct WorkItem {
  TaskId task_id;
  std::string kind;
  std::optional<std::string> standard;
  std::string title;
  std::string clause;
  Date due_on;
  std::string state;
  std::int64_t overdue_days = 0;
  std::string period;
  std::int64_t version = 0;
  WorkPerson person;
  Package package;
  std::optional<LastContact> last_contact;
  std::vector<MissingFact> missing;
};
BOOST_DESCRIBE_STRUCT(WorkItem, (),
                      (task_id, kind, standard, title, clause, due_on, state, overdue_days, period,
                       version, person, package, last_contact, missing))

struct ChipCounts {
  std::int64_t overdue = 0;
  std::int64_t today = 0;
  std::int64_t help = 0;
  std::int64_t fact = 0;
  std::int64_t month = 0;
  std::int64_t done = 0;
};
BOOST_DESCRIBE_STRUCT(ChipCounts, (), (overdue, today, help, fact, month, done))

struct WorkSummary {
  std::int64_t people = 0;
  std::int64_t contacted = 0;
  std::int64_t remaining = 0;
};
BOOST_DESCRIBE_STRUCT(WorkSummary, (), (people, contacted, remaining))

struct WorkItems {
  std::vector<WorkItem> items;
  ChipCounts counts;
  WorkSummary summary;
  std::int64_t total = 0;
  std::optional<std::string> next_cursor;
  Date as_of;
};
BOOST_DESCRIBE_STRUCT(WorkItems, (), (items, counts, summary, total, next_cursor, as_of))

}  // namespace leye::server::dto
