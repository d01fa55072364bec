#pragma once
#include <filesystem>
#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "columns/columns.h"
#include "facts/snapshot.h"
#include "ledger/run.h"
#include "rules/pack/determine.h"

namespace leye::insight {

/// Where a subject stands in an indicator.
enum class Part { kOut, kCounted, kNotCounted, kUndetermined, kError };
[[nodiscard]] std::string_view code(Part);  ///< `out`, `counted`, `not_counted` …
[[nodiscard]] std::optional<Part> part_of(std::string_view code);

/// Subjects by (denominator, numerator), each T, F or U (rules.md §5.8).
struct Tally {
  std::int64_t tt = 0, tf = 0, tu = 0, ut = 0, uf = 0, uu = 0, error = 0;
  [[nodiscard]] std::int64_t numerator() const { return tt; }
  [[nodiscard]] std::int64_t denominator() const { return tt + tf + tu; }
  [[nodiscard]] std::int64_t undetermined() const { return tu + ut + uf + uu; }
  /// `57.1%`; truncated, 100 % only when all are counted, `—` for nobody (domain.md §6.2).
  [[nodiscard]] std::string display() const;
  /// The least and the most the rate can become when everything unknown is settled.
  [[nodiscard]] std::string low() const;
  [[nodiscard]] std::string high() const;
  Tally& operator+=(const Tally&);
};

/// One indicator of a run.
struct IndicatorValue {
  std::string id;
  std::string code;
  std::string subject;
  std::string period;  ///< `2020-11`, `campaign` …
  Period span;
};

/// A stored computation of every indicator in force: immutable, seen through its tables.
class IndicatorRun {
 public:
  RunId id;
  std::int64_t number = 0;
  Date as_of;
  std::int64_t seal = 0;
  std::string pack_digest;
  std::string snapshot_digest;
  Instant finished_at;
  std::vector<IndicatorValue> indicators;

  [[nodiscard]] const IndicatorValue* find(std::string_view id_or_code) const;
  /// Over the division's subjects; `division` empty: the whole city.
  [[nodiscard]] Tally tally(const IndicatorValue&, std::string_view division) const;
  /// By every division one level below.
  [[nodiscard]] std::map<std::string, Tally> tallies(const IndicatorValue&,
                                                     std::string_view level) const;
  /// The named list behind a figure: subjects of one part, in order of id.
  [[nodiscard]] std::vector<Uuid> subjects(const IndicatorValue&, std::string_view division,
                                           Part) const;

  std::map<std::string, columns::Table, std::less<>> tables;  ///< by subject
};

/// Indicator runs of one data folder; like screening runs, files come before the commit.
class Indicators {
 public:
  Indicators(ledger::Runs& runs, std::filesystem::path data)
      : runs_(runs), data_(std::move(data)) {}
  /// From what is sealed now; the same pack, facts and day again give the run that exists.
  Result<IndicatorRun> run(const rules::Pack&, Date as_of);
  /// Newest, or newest of a day. Error `run.missing`.
  Result<IndicatorRun> newest(store::Reader&, std::optional<Date> as_of) const;

 private:
  Result<IndicatorRun> load(const ledger::Run&) const;
  ledger::Runs& runs_;
  std::filesystem::path data_;
};

/// Every indicator in force over a snapshot, as tables of parts. Pure.
[[nodiscard]] std::map<std::string, columns::Table, std::less<>> compute(
    const rules::Pack&, const facts::Snapshot&, std::vector<IndicatorValue>& indicators);

}  // namespace leye::insight
