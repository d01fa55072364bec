#pragma once
#include <optional>
#include <string>
#include <vector>

#include "ledger/run.h"
#include "screening/screen.h"

namespace leye::benefits {

/// What screening found somebody to be entitled to. One a (policy, subject, period); a run that
/// finds it again adds nothing.
struct Entitlement {
  Uuid id;  ///< follows from payee, policy, subject and period
  ledger::Subject payee;
  std::string policy;  ///< id of the rule
  std::string code;    ///< `P05`
  std::string subject_kind;
  Uuid subject;
  std::optional<Uuid> beneficiary;      ///< the person it is about, the payee herself included
  std::string period;                   ///< `once`, `2020-11`, `2020-Q4`, `2020`
  std::optional<std::string> division;  ///< office responsible for the payee
  std::string item;
  std::optional<Fen> fen;  ///< nothing when the amount is not known yet
  std::string paid_by;     ///< `bureau`; `other` and `none` are told and never paid here
  std::string pack;
  Date found_on;
  /// Paid by the bureau, of a known amount: it can be applied for here.
  [[nodiscard]] bool payable() const { return paid_by == "bureau" && fen.has_value(); }
};

struct FoundCounts {
  std::int64_t eligible = 0;   ///< outcomes looked at
  std::int64_t found = 0;      ///< new entitlements
  std::int64_t unchanged = 0;  ///< known before
  std::int64_t no_payee = 0;   ///< eligible, and nobody is known who could be told or paid
  RunId run;
  bool repeated = false;  ///< these outcomes were taken up before
};

/// Takes up the outcomes of a committed screening run: one `EntitlementFound` about each payee
/// (`ref` = subject, `code` = policy, `fen`, `fact_from`..`fact_to` = period) and its row, in one
/// Run.
[[nodiscard]] Result<FoundCounts> find_entitlements(ledger::Runs&, const rules::Pack&,
                                                    const screening::Outcomes&,
                                                    const facts::Snapshot&, RunId screening);

/// Those of committed runs, in order of id.
[[nodiscard]] Result<std::vector<Entitlement>> entitlements(store::Reader&);
/// Error `benefits.unknown`.
[[nodiscard]] Result<Entitlement> entitlement_of(store::Reader&, const Uuid& id);

/// `2020-Q4` of a quarterly policy on a day: what one payment of it covers.
[[nodiscard]] std::string period_name(const rules::Policy&, Date as_of);
/// The months a period is paid for: three for a quarter; `once` for itself.
[[nodiscard]] std::vector<std::string> months_of(std::string_view period);

}  // namespace leye::benefits
