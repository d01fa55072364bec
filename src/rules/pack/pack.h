#pragma once
#include <map>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "core/date.h"
#include "rules/language/environment.h"
#include "rules/language/expression.h"
#include "rules/pack/supply.h"

namespace leye::rules {

/// Why something stands in a pack: a clause of the register, or a document, or only a note.
struct Cite {
  std::string clause;
  std::string doc;
  std::string place;
  std::string note;
  std::string certainty;  ///< order · law · local_document · assumed, or empty
  Place at;
  /// As printed: `C1.3.3`, `国办发〔2020〕6号 扩大企业吸纳规模`, or the note.
  [[nodiscard]] std::string text() const;
};

/// An expression of a pack file. In a loaded pack `compiled` is never null.
struct PackExpression {
  std::string text;
  std::shared_ptr<const Expression> compiled;
  std::string file;
  std::vector<std::pair<std::size_t, Place>> runs;  ///< where its code points stand
  /// Place in the file of a 1-based column of the expression text.
  [[nodiscard]] Place at(int column) const;
  [[nodiscard]] const Expression& operator*() const { return *compiled; }
};

/// Warnings accepted in place: code → reason.
using Allow = std::map<std::string, std::string, std::less<>>;

enum class RuleKind { kPolicy, kStandard, kIndicator, kPathway };
[[nodiscard]] std::string_view to_text(RuleKind);  ///< `policy` …

/// What every rule file has (rules.md §5.3).
struct RuleHead {
  RuleKind kind = RuleKind::kPolicy;
  std::string id;
  std::string code;    ///< `P05`, `I17`; may be empty
  std::string family;  ///< policies: one of the twelve, or `beside`
  Words title;
  std::vector<Cite> cites;
  std::string applies_to;
  FactIndex anchor = kNoFact;
  Date valid_from;
  std::optional<Date> valid_to;
  std::vector<std::string> regions;
  Allow allow;
  Place place;  ///< of the file's first key
  Place id_place;
  Place valid_from_place;
  [[nodiscard]] bool in_force(Date d) const {
    return valid_from <= d && (!valid_to || d <= *valid_to);
  }
};

struct Condition {
  std::string id;
  Words title;
  Words fix;
  PackExpression expr;
  Cite cite;
  std::string certainty;  ///< its own, else its cite's, else that of the rule's first cite
  bool at_anchor = false;
  bool at_given = false;  ///< `at:` was written
  bool absence_grants = false;
  Allow allow;
  Place place;
};

struct Amount {
  PackExpression expr;
  std::string payee;  ///< person · employer · provider
  std::string per;    ///< once · month · quarter · year · claim
  std::optional<PackExpression> months;
  std::optional<PackExpression> max_periods;
  std::vector<std::pair<std::string, PackExpression>> parts;
  std::string paid_by = "bureau";
};

/// A paper a policy asks for.
struct Need {
  std::string id;  ///< code in evidence.yaml, or its own
  Words title;
  std::vector<std::string> proves;  ///< fact names
  bool deferrable = false;
  bool due_at_payment = false;  ///< must be there before money moves, not before the decision
  std::string within_days;      ///< parameter; empty: `defer_days`
  Cite cite;
  Place place;
};

struct Conflict {
  std::vector<std::string> with;  ///< ids or codes
  std::string kind;               ///< exclusive · cap · sequence
  std::string scope;
  std::optional<PackExpression> cap;
  Cite cite;
  Place place;
  std::vector<Place> with_places;
};

struct Exit {
  std::string id;
  Words title;
  std::optional<PackExpression> expr;
  std::string effect;  ///< end · suspend · repay
  Cite cite;
};

struct Policy {
  RuleHead head;
  std::vector<Condition> when;
  std::vector<std::string> items;
  std::optional<Amount> amount;
  std::string evaluate_on;
  bool entitled_in_period = false;  ///< `entitlement_window: period`
  std::vector<Need> needs;
  std::vector<Conflict> conflicts;
  std::vector<Exit> exits;
  std::string notice_days;                 ///< parameter
  std::vector<std::string> beneficiaries;  ///< condition ids printed as 享受对象
  std::string content_zh;                  ///< 政策内容, with {param:name}
  std::string budget;
};

struct TaskDecl {
  std::string kind;
  Words title;
  std::string assignee;
  std::optional<PackExpression> open_from;
  std::optional<PackExpression> urgent_from;
  std::vector<std::string> key;
};

struct Standard {
  RuleHead head;
  std::string period;  ///< week · month · quarter · campaign
  PackExpression scope;
  PackExpression met;
  std::optional<PackExpression> due;
  TaskDecl task;
};

struct Indicator {
  RuleHead head;
  std::string period;
  Words definition;
  std::optional<PackExpression> denominator;
  std::optional<PackExpression> numerator;
  std::vector<std::string> breakdown;
  std::optional<std::int64_t> target_bp;
  std::string target_certainty;
};

struct Branch {
  std::string id;
  Words title;
  PackExpression expr;
  std::vector<std::string> plan;
  Cite cite;
  Allow allow;
  Place place;
};

struct Pathway {
  RuleHead head;
  PackExpression scope;
  std::vector<Branch> branches;
  std::string otherwise_id;
  Words otherwise_title;
  std::vector<std::string> otherwise_plan;
  Allow otherwise_allow;
  Place otherwise_place;
};

struct Clause {
  std::string id;
  std::string doc;
  std::string number;  ///< the outline number in the document
  std::string place;
  std::string text;  ///< verbatim 原文
  std::string certainty;
};

/// A paper that proves facts (policies.md §6).
struct Paper {
  std::string id;
  Words title;
  std::string register_code;  ///< data share that replaces it; empty: none
  Place place;
};

/// A named reviewer lets assumed content be used until it is confirmed. It stays assumed, and is
/// shown so; without a sign-off it keeps the pack from being signed (policies.md, head).
struct SignOff {
  std::string param;  ///< with `value`: rows of this parameter with this value, or
  Literal value;
  std::string rule;  ///< id or code: of this rule's
  std::vector<std::string> conditions;
  std::string by;
  Date on;
  std::string note;
  Place place;
};

struct Basis {
  std::string document;
  std::string title;
  std::string issuer;
  std::string date;
};

struct Campaign {
  std::string id;
  std::string version;
  Words title;
  std::optional<Period> period;
  std::optional<Date> judge_from;
  std::string first_week;  ///< `2020-W43`
  std::string last_week;
  std::vector<std::string> grace_weeks;
  std::vector<std::string> grace_months;
  std::vector<std::string> regions;
  std::vector<Basis> basis;
  std::vector<std::string> requires_packs;
  std::string theme;
};

/// What a rule id or code names in a pack; exactly one pointer is set.
struct RuleRef {
  const Policy* policy = nullptr;
  const Standard* standard = nullptr;
  const Indicator* indicator = nullptr;
  const Pathway* pathway = nullptr;
  [[nodiscard]] const RuleHead* head() const;
  explicit operator bool() const { return head() != nullptr; }
};

/// A pack 行动包 read whole and checked. Immutable, shared between threads; never moved, because
/// its expressions refer to `environment`.
class Pack {
 public:
  Pack() = default;
  Pack(const Pack&) = delete;
  Pack& operator=(const Pack&) = delete;

  Environment environment;
  std::vector<FactSupply>
      supplies;  ///< where each fact comes from; same places as environment.facts
  Campaign campaign;
  std::vector<Clause> clauses;
  std::vector<Paper> papers;
  std::vector<SignOff> sign_offs;
  std::vector<Policy> policies;
  std::vector<Standard> standards;
  std::vector<Indicator> indicators;
  std::vector<Pathway> pathways;
  std::string digest;  ///< SHA-256 over the rule files, hex: the pack version of runs

  /// Every rule: policies, standards, indicators, pathways, each in order of id.
  [[nodiscard]] std::vector<RuleRef> rules() const;
  /// By id or code; of several with one id the one in force on `as_of`, else the last.
  [[nodiscard]] RuleRef find(std::string_view id_or_code, Date as_of) const;
  [[nodiscard]] const Clause* clause(std::string_view id) const;
  [[nodiscard]] const Paper* paper(std::string_view id) const;
};

}  // namespace leye::rules
