#pragma once
#include <map>
#include <optional>
#include <string>
#include <vector>

#include "rules/language/expression.h"

namespace leye::rules {

/// How a fact is taken from the rows of one register that are linked to a subject.
/// The words are those of docs/guide/facts.md.
enum class Take {
  kColumn,  ///< the value of `column` in the row that counts
  kExists,  ///< bool: is there a row that counts?
  kCount,   ///< int: how many rows count
  kSum,     ///< int or money: sum of `column` over the rows that count
  kRows,    ///< list of records: every row (dates are not looked at), fields by `fields`
  kMonths,  ///< int: months from `from` to `to` (both included) of the rows, at most `column` each,
            ///< none before the month of `since` nor after the day asked about
  kIdentity,  ///< from the citizen id itself: `column` is `birth_date` or `sex`
  kStated     ///< the newest `FactStated` entry about this fact
};

/// One way a fact becomes known. In the order written; the first that gives a value wins, and two
/// that give different values on one day make the fact unknown (`conflict`) when `rank` is equal.
struct Supply {
  std::string register_code;       ///< `ledger` for entries and kStated; `id_number` for kIdentity
  std::vector<std::string> kinds;  ///< kRows, kCount, kExists from `ledger`: kinds of entry
  Take take = Take::kColumn;
  std::string column;
  bool complete = false;      ///< no row means absent
  std::string from;           ///< date column: the row counts from this day on; empty: always
  std::string to;             ///< date column: last day it counts; empty cell = still counts
  bool to_exclusive = false;  ///< `until`: the day in `to` itself no longer counts
  int runs_on_days =
      0;  ///< a row that ends in the month of the newest delivery counts so much longer
  std::string through;  ///< the rows of this reached subject instead of the subject's own
  std::map<std::string, std::string>
      match;                    ///< column → `register.column` of the subject's own row
  std::string since;            ///< kMonths: a date fact of the subject
  std::string pick = "latest";  ///< of several rows that count: latest · first by `from`, then row
  std::map<std::string, std::string> where;   ///< column → value that the row must have
  std::map<std::string, std::string> values;  ///< cell text → value of the fact
  std::map<std::string, std::string> fields;  ///< kRows: record field → column
  int rank = 0;
};

/// Everything the snapshot builder needs to fill one fact.
struct FactSupply {
  std::vector<Supply> from;
  /// `derive: {expr: …}` (checked against the catalogue).
  std::shared_ptr<const Expression> expr;
  /// `derive: {…, where: …}`: over ledger entries its row is the record `LedgerEntry`, called `e`;
  /// over a list fact, its record.
  std::shared_ptr<const Expression> where;
  /// `closed_for`.
  std::shared_ptr<const Expression> closed_for;
};

/// Name of the built-in record of ledger entries: occurred_on, recorded_by, unit, channel,
/// effective, code, ref, n, fen, fact_from, fact_to.
inline constexpr const char* kLedgerEntry = "LedgerEntry";

}  // namespace leye::rules
