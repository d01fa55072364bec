#pragma once
#include <functional>
#include <set>
#include <string>
#include <vector>

#include "rules/pack/diagnostic.h"
#include "rules/pack/fields.h"
#include "rules/pack/pack.h"

namespace leye::rules {

/// A pack on its way in: what the steps of the loader share.
struct Loading {
  Pack& pack;
  Findings& findings;
  std::vector<SourceFile>& files;
  bool strict = false;
  std::set<std::string, std::less<>> given_params;  ///< declared by the environment of a check
  std::set<std::string, std::less<>> given_facts;
  std::set<std::pair<const Allow*, std::string>> used_allows;

  /// Files whose kind key is `kind`, in path order.
  void each(std::string_view kind, const std::function<void(const SourceFile&)>& visit) const;
  /// Is this file only the environment of what is checked?
  [[nodiscard]] bool is_given(std::string_view path) const;
  /// A finding unless `own`, or the rule, accepts its code in place.
  void unless_allowed(const RuleHead& head, const Allow* own, std::string_view code,
                      const Place& place, Args args);
  /// The days on which the rule may be evaluated: its validity inside the campaign.
  [[nodiscard]] std::optional<Period> days_of(const RuleHead& head) const;
};

/// The scalar as a constant of `type`; R031 for money in no known form, R002 for the rest.
[[nodiscard]] std::optional<Literal> read_literal(const Fields& fields,
                                                  const sheets::YamlNode& node, const TypeRef& type,
                                                  const Environment& env);

void load_basics(Loading&);       ///< campaign, clauses, evidence
void load_catalogue(Loading&);    ///< subjects, enums, records, facts; not their expressions
void load_derivations(Loading&);  ///< derive, closed_for: after every fact is declared
void load_parameters(Loading&);   ///< parameters, sets
void load_rules(Loading&);        ///< policies, standards, indicators, pathways
void load_sign_offs(Loading&);    ///< after parameters and rules
void load_policy(const SourceFile&, Loading&);

void check_citations(Loading&);  ///< R401, R402, R437
void check_assumed(Loading&);    ///< R424, R435, R438
void check_times(Loading&);      ///< R410, R411, R421, R422, R423
void check_sources(Loading&);    ///< R232, R420, R432, R433, R453, R454
void check_stacking(Loading&);   ///< R430, R434, R441
void check_absence(Loading&);    ///< R310, R431
void check_logic(Loading&);      ///< R301–R307, R311
void check_allows(Loading&);     ///< R499, last

/// One expression of a rule and what surrounds it.
struct RuleExpression {
  std::string_view key;                  ///< `when`, `amount`, `scope` …
  const PackExpression* expr = nullptr;  ///< `compiled` is set
  const Allow* allow = nullptr;          ///< of the condition or branch; may be null
  const Condition* condition = nullptr;
};
/// Every checked expression of a rule, in file order.
[[nodiscard]] std::vector<RuleExpression> expressions_of(const RuleRef& rule);

}  // namespace leye::rules
