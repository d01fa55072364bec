#pragma once
#include <boost/json/object.hpp>
#include <deque>
#include <map>
#include <optional>
#include <set>
#include <string>
#include <string_view>
#include <vector>

#include "core/date.h"
#include "core/ids.h"

namespace leye::facts {

/// One current row of a register that is linked to a subject, values normalised by intake.
struct RegisterRow {
  RecordId record;
  const boost::json::object* cells = nullptr;
};

/// The columns of a ledger entry that rules may count (domain.md §5.18); corrected ones left out.
struct EntryRow {
  std::string_view kind;
  Date occurred_on;
  std::string_view recorded_by;
  std::string_view unit;
  std::string_view channel;
  std::optional<bool> effective;
  std::string code;
  std::string ref;
  std::optional<std::int64_t> n;
  std::optional<std::int64_t> fen;
  std::optional<Date> fact_from;
  std::optional<Date> fact_to;
};

/// A subject with everything known about it.
struct Member {
  Uuid id;
  /// Ids of the reached subjects, in the order of the catalogue's `reaches`; none where not known.
  std::vector<std::optional<Uuid>> reaches;
  std::map<std::string, std::vector<RegisterRow>, std::less<>> rows;  ///< by register
  std::vector<EntryRow> entries;                                      ///< by occurred_on, then id
  std::optional<Date> birth_date;                                     ///< from the citizen id
  std::string sex;  ///< `male`, `female`, or empty
  /// Where the responsible unit stands on the snapshot's day: division codes by level.
  std::string district, street, community;
};

/// What the registry and the ledger hold, read once for one snapshot.
struct Population {
  std::map<std::string, std::vector<Member>, std::less<>> members;  ///< by subject, in order of id
  std::map<std::string, std::set<Date>, std::less<>> delivered;     ///< register → business dates
  std::deque<boost::json::object> cells;  ///< what RegisterRow points into
  std::deque<std::string> texts;          ///< what EntryRow points into

  [[nodiscard]] const Member* find(std::string_view subject, const Uuid& id) const;
  /// Was the register delivered in the month of `d`, up to `d`?
  [[nodiscard]] bool delivered_in_month(std::string_view register_code, Date d) const;
};

}  // namespace leye::facts
