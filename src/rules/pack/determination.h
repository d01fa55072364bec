#pragma once
#include <boost/json/object.hpp>
#include <functional>
#include <optional>
#include <string>
#include <vector>

#include "core/messages.h"
#include "rules/pack/determine.h"

namespace leye::rules {

/// Where a fact's value came from; what the fact source of the subject knows beside the value.
struct Origin {
  std::string source;  ///< register code, `ledger`; may be empty
  std::optional<Date> since;
  bool conflict = false;
};
using OriginOf = std::function<Origin(FactIndex fact)>;

/// A fact a condition looked at.
struct FactSeen {
  FactIndex fact = kNoFact;
  FactIndex anchor = kNoFact;
  FactState state = FactState::kUnknown;
  boost::json::value value;  ///< when known; of a list the number of its rows
  std::optional<Date> at;    ///< day of an anchored reading: the one before the anchor date
  Origin origin;
};

/// One condition, scope, branch … with its reason.
struct Reason {
  std::string id;
  Words title;
  Words fix;
  char value = 'U';
  std::vector<std::string> missing;
  std::string why;  ///< `0 < 48`
  std::optional<Failure> failure;
  std::vector<FactSeen> read;
  std::string certainty;
  const Cite* cite = nullptr;
};

struct ParamSeen {
  const ParamDecl* param = nullptr;
  const DatedRow* row = nullptr;
};

/// Why a rule gives what it gives for one subject (rules.md §5.10). A view, never stored; refers
/// to the pack it was made with.
struct Determination {
  const Pack* pack = nullptr;
  const RuleHead* rule = nullptr;
  std::string subject;  ///< id as the caller names it
  Date as_of;
  std::string outcome;
  std::vector<Reason> reasons;  ///< conditions; scope and met; denominator and numerator; branches
  std::vector<std::string> failed;
  std::vector<std::string> missing;
  std::optional<Fen> amount;
  std::vector<std::string> amount_unknown;
  std::vector<ParamSeen> params;
  std::optional<Payment> payment;  ///< policies in force
  std::vector<PaperHeld> papers;
  std::optional<Date> due;  ///< standards
  std::string branch;       ///< pathways
  std::vector<std::string> plan;
  std::vector<std::string> possible;
  [[nodiscard]] bool assumed() const;  ///< rests on a figure that is still to be confirmed
};

/// The full reasons of one rule for one subject. Its outcome is that of `determine`.
[[nodiscard]] Determination explain(const Pack&, const RuleRef&, const FactSource&,
                                    const EvalContext&, std::string subject,
                                    const std::vector<PaperHeld>& papers = {},
                                    const OriginOf& origin = {});

/// As rules.md §5.10 shows it, with titles, questions and clause texts in the reader's language.
[[nodiscard]] boost::json::object to_json(const Determination&, Locale = Locale::kZhCn);

}  // namespace leye::rules
