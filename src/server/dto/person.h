#pragma once
#include "server/dto/work.h"

namespace leye::server::dto {

struct PersonSearch {
  std::optional<json::Text<50>> name;
  std::optional<json::Text<32>> citizen_id;
  std::optional<json::Text<4>> phone_last4;
  std::optional<json::Text<64>> group;
  std::optional<json::Text<12>> division;
  std::optional<json::Text<200>> reason;
  std::optional<json::Text<400>> cursor;
  std::optional<int> limit;
};
BOOST_DESCRIBE_STRUCT(PersonSearch, (),
                      (name, citizen_id, phone_last4, group, division, reason, cursor, limit))

struct PersonRow {
  PersonId id;
  std::string name;
  std::string sex;
  int age = 0;
  std::vector<std::string> groups;
  DivisionName division;
  std::optional<Date> last_contact;
  std::int64_t open_tasks = 0;
};
BOOST_DESCRIBE_STRUCT(PersonRow, (),
                      (id, name, sex, age, groups, division, last_contact, open_tasks))

struct People {
  std::vector<PersonRow> items;
  std::int64_t total = 0;
  std::optional<std::string> next_cursor;
};
BOOST_DESCRIBE_STRUCT(People, (), (items, total, next_cursor))

struct PersonPath {
  PersonId person_id;
};
BOOST_DESCRIBE_STRUCT(PersonPath, (), (person_id))

struct CaseSummary {
  std::string state;
  std::string path;
  std::string path_title;
};
BOOST_DESCRIBE_STRUCT(CaseSummary, (), (state, path, path_title))

/// Where a pathway of the pack leads the person; undetermined = `possible` and what to ask.
struct Path {
  std::string rule;
  std::string outcome;  ///< branch, undetermined, error
  std::string branch;
  std::string title;
  std::string clause;
  std::vector<Choice> possible;
  std::vector<MissingFact> missing;
};
BOOST_DESCRIBE_STRUCT(Path, (), (rule, outcome, branch, title, clause, possible, missing))

struct NextStep {
  std::string title;
  std::string clause;
  Date due_on;
  TaskId task_id;
};
BOOST_DESCRIBE_STRUCT(NextStep, (), (title, clause, due_on, task_id))

struct Person {
  PersonId id;
  std::int64_t version = 0;
  std::string name;
  std::string sex;
  int age = 0;
  std::string citizen_id;  ///< masked, as are phone and address
  std::string phone;
  std::string address;
  std::vector<std::string> groups;
  DivisionName division;
  std::string responsible;
  std::optional<CaseSummary> case_;
  std::vector<Path> paths;
  Package package;
  std::optional<NextStep> next_step;
  std::vector<WorkItem> tasks;
};
BOOST_DESCRIBE_STRUCT(Person, (),
                      (id, version, name, sex, age, citizen_id, phone, address, groups, division,
                       responsible, case_, paths, package, next_step, tasks))

enum class FactState { kKnown, kAbsent, kUnknown };
BOOST_DESCRIBE_ENUM(FactState, kKnown, kAbsent, kUnknown)

struct FactConflict {
  boost::json::value value;
  std::string source;
  std::string since;
};
BOOST_DESCRIBE_STRUCT(FactConflict, (), (value, source, since))

struct Fact {
  std::string fact;
  std::string title;
  std::string type;
  FactState state = FactState::kUnknown;
  boost::json::value value;
  std::string text;
  std::string source;
  std::string since;
  std::vector<FactConflict> conflict;
  std::string ask;
  std::int64_t version = 0;
};
BOOST_DESCRIBE_STRUCT(Fact, (),
                      (fact, title, type, state, value, text, source, since, conflict, ask,
                       version))
struct Facts {
  std::vector<Fact> items;
};
BOOST_DESCRIBE_STRUCT(Facts, (), (items))

struct Link {
  std::string register_;
  std::string title;
  RecordId record_id;
  std::string linked_by;
  std::string since;
};
BOOST_DESCRIBE_STRUCT(Link, (), (register_, title, record_id, linked_by, since))
struct Links {
  std::vector<Link> items;
};
BOOST_DESCRIBE_STRUCT(Links, (), (items))

enum class RevealField { kCitizenId, kPhone, kAddress };
BOOST_DESCRIBE_ENUM(RevealField, kCitizenId, kPhone, kAddress)
struct Reveal {
  PersonId person_id;
  RevealField field{};
  json::Text<32> purpose;
  json::Text<200> reason;
};
BOOST_DESCRIBE_STRUCT(Reveal, (), (person_id, field, purpose, reason))
struct Revealed {
  std::string value;
  std::int64_t expires_in = 0;  ///< seconds the page may show it
};
BOOST_DESCRIBE_STRUCT(Revealed, (), (value, expires_in))

}  // namespace leye::server::dto
