#pragma once
#include "server/dto/person.h"

namespace leye::server::dto {

struct Entry {
  EntryId entry_id;
  std::string kind;
  std::string title;
  Date occurred_on;
  Instant recorded_at;
  std::string recorded_by;
  std::string unit;
  std::string channel;
  std::string code;
  std::string text;
  bool effective = false;
  std::string ref;
  std::optional<std::int64_t> n;
  std::optional<Fen> fen;
  std::vector<std::string> clauses;
  std::optional<EntryId> corrects;
  std::optional<EntryId> corrected_by;
};
BOOST_DESCRIBE_STRUCT(Entry, (),
                      (entry_id, kind, title, occurred_on, recorded_at, recorded_by, unit, channel,
                       code, text, effective, ref, n, fen, clauses, corrects, corrected_by))

struct EntryQuery {
  PersonId person_id;
  std::optional<json::Text<400>> cursor;
};
BOOST_DESCRIBE_STRUCT(EntryQuery, (), (person_id, cursor))
struct Entries {
  std::vector<Entry> items;
  std::optional<std::string> next_cursor;
};
BOOST_DESCRIBE_STRUCT(Entries, (), (items, next_cursor))

struct StatedFact {
  json::Text<64> fact;
  std::optional<boost::json::value> value;
  FactState state = FactState::kUnknown;
  std::optional<bool> refused;
  std::optional<std::int64_t> base_version;
};
BOOST_DESCRIBE_STRUCT(StatedFact, (), (fact, value, state, refused, base_version))

struct NewEntry {
  PersonId person_id;
  std::optional<EntryId> entry_id;  ///< made by the client, so that a retry is the same entry
  json::Text<64> kind;
  Date occurred_on;
  std::optional<json::Text<32>> channel;
  std::optional<json::Text<64>> code;
  std::optional<json::Text<64>> ref;
  std::optional<std::int64_t> n;
  std::optional<json::Text<2000>> note;
  std::optional<std::vector<StatedFact>> facts;
  std::optional<EntryId> corrects;
};
BOOST_DESCRIBE_STRUCT(NewEntry, (),
                      (person_id, entry_id, kind, occurred_on, channel, code, ref, n, note, facts,
                       corrects))

struct Recorded {
  Entry entry;
  std::vector<Entry> entries;
  std::vector<TaskId> closed_tasks;
  std::vector<TaskId> opened_tasks;
  std::int64_t person_version = 0;
};
BOOST_DESCRIBE_STRUCT(Recorded, (), (entry, entries, closed_tasks, opened_tasks, person_version))

}  // namespace leye::server::dto
