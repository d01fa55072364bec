#pragma once
#include <optional>
#include <string>
#include <vector>

#include "ledger/act.h"

namespace leye::ledger {

/// One answer a person gave (`FactStated`). `value` is the rule literal (`true`, `"senior"`,
/// `2020-10-01` …), `absent` or `unknown`; numbers, money and dates stand in their columns too.
struct FactStatement {
  PersonId person;
  std::string fact;   ///< `person.willing_to_work`
  std::string value;  ///< rule literal, `absent` or `unknown`
  Date occurred_on;
  std::optional<std::int64_t> n;
  std::optional<Fen> fen;
  std::optional<Date> date;
  std::optional<std::string> channel;
  std::optional<EntryId> id;
  bool refused = false;  ///< 不愿说: unknown, with `refused` in the body
  bool sealed = false;   ///< of a sealed field class: the value goes into the sealed body alone
  std::optional<std::int64_t> base_version;  ///< version of the fact that the asker saw; 0 = none
};
/// Records it. A statement made without knowing a later, different one does not replace it: both
/// stand, and readers see a conflict.
Result<Entry> state_fact(Act&, const FactStatement&);

/// A statement that stands. Two or more of one fact are a conflict.
struct StandingFact {
  std::string fact;
  std::int64_t version = 0;  ///< give it back as `base_version`
  Entry entry;
};
/// By fact, then version.
Result<std::vector<StandingFact>> standing_facts(store::Reader&, const access::SystemScope&,
                                                 PersonId);
/// Set-wise, by person and fact, for the snapshot builder.
Result<void> for_each_standing_fact(
    store::Reader&, const access::SystemScope&,
    const std::function<Result<void>(PersonId, const StandingFact&)>& each);

}  // namespace leye::ledger
