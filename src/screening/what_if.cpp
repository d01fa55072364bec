#include "screening/what_if.h"

#include <algorithm>

#include "facts/source.h"

namespace leye::screening {
namespace {

using rules::Eligibility;
using rules::RuleScreen;

constexpr const char* kNotKnown = "—";

Eligibility outcome_at(const RuleScreen* rule, std::size_t row) {
  if (rule == nullptr) return Eligibility::kNotInForce;
  switch (rule->outcome.at(row)) {
    case 'T':
      return Eligibility::kEligible;
    case 'F':
      return Eligibility::kNotEligible;
    case 'U':
      return Eligibility::kUndetermined;
    default:
      return Eligibility::kError;
  }
}

/// The groups a subject belongs to.
class Groups {
 public:
  Groups(const rules::Pack& pack, const rules::Policy& policy, const facts::Snapshot& snapshot)
      : environment_(pack.environment),
        anchor_(policy.head.anchor),
        month_(to_text(month_of(snapshot.as_of))),
        binding_(pack.environment, snapshot, policy.head.applies_to),
        source_(binding_) {
    for (const auto& [name, fact] :
         {std::pair{"district", "person.district"}, std::pair{"sex", "person.sex"},
          std::pair{"employer_size", "employer.size"}}) {
      const auto index = environment_.fact(fact);
      if (index != rules::kNoFact && binding_.cell(index).column != nullptr)
        facts_.emplace_back(name, index);
    }
  }

  std::vector<std::pair<std::string, std::string>> of(std::size_t row) {
    source_.at(row);
    std::vector<std::pair<std::string, std::string>> out;
    for (const auto& [name, fact] : facts_) {
      const auto value = source_.read(fact, rules::kNoFact);
      out.emplace_back(name, value.state == rules::FactState::kKnown
                                 ? text(environment_.facts[fact].type, value.value)
                                 : kNotKnown);
    }
    out.emplace_back("month", month());
    return out;
  }

 private:
  std::string text(const rules::TypeRef& type, const rules::Value& value) const {
    return type.is(rules::Kind::kString) ? std::string(value.text)
                                         : environment_.value_text(type, value);
  }
  std::string month() const {
    if (anchor_ == rules::kNoFact) return month_;
    const auto day = source_.read(anchor_, rules::kNoFact);
    if (day.state != rules::FactState::kKnown) return kNotKnown;
    return to_text(month_of(Date(static_cast<std::int32_t>(day.value.number))));
  }
  const rules::Environment& environment_;
  rules::FactIndex anchor_;
  std::string month_;
  facts::Binding binding_;
  rules::RowSource source_;
  std::vector<std::pair<std::string, rules::FactIndex>> facts_;
};

/// One policy of either pack.
struct Pair {
  const rules::Policy* policy = nullptr;
  const rules::Pack* pack = nullptr;
  const RuleScreen* before = nullptr;
  const RuleScreen* after = nullptr;
};

class Comparison {
 public:
  Comparison(const Pair& pair, const facts::Snapshot& snapshot)
      : pair_(pair), groups_(*pair.pack, *pair.policy, snapshot) {
    out_.rule = pair.policy->head.id;
    out_.code = pair.policy->head.code;
    out_.subject = pair.policy->head.applies_to;
  }

  Result<PolicyChange> run() {
    move_subjects();
    LEYE_CHECK(add_costs(pair_.before, &Moved::before));
    LEYE_CHECK(add_costs(pair_.after, &Moved::after));
    LEYE_TRY(out_.most_before, most(pair_.before, out_.all.before, out_.undetermined_before));
    LEYE_TRY(out_.most_after, most(pair_.after, out_.all.after, out_.undetermined_after));
    return std::move(out_);
  }

 private:
  [[nodiscard]] std::size_t rows() const {
    return pair_.before != nullptr ? pair_.before->rows : pair_.after->rows;
  }
  /// Words in which nothing differs are passed over.
  [[nodiscard]] bool same_word(std::size_t word) const {
    if (pair_.before == nullptr || pair_.after == nullptr) return false;
    const auto equal = [word](const rules::Bits& a, const rules::Bits& b) {
      return (a.size() == 0 ? 0 : a.data()[word]) == (b.size() == 0 ? 0 : b.data()[word]);
    };
    const auto& a = pair_.before->outcome;
    const auto& b = pair_.after->outcome;
    return equal(a.t, b.t) && equal(a.f, b.f) && equal(a.e, b.e);
  }

  void move_subjects() {
    for (std::size_t row = 0; row < rows(); ++row) {
      if (row % 64 == 0 && same_word(row / 64)) {
        row += 63;
        continue;
      }
      const auto before = outcome_at(pair_.before, row);
      const auto after = outcome_at(pair_.after, row);
      if (before == after) continue;
      const auto paid = [](Eligibility e) { return e == Eligibility::kEligible; };
      const auto unclear = [](Eligibility e) { return e == Eligibility::kUndetermined; };
      // A policy that comes or goes changes nothing for those it does not concern.
      const auto none = [](Eligibility e) {
        return e == Eligibility::kNotInForce || e == Eligibility::kNotEligible;
      };
      if (none(before) && none(after)) continue;
      out_.subjects.push_back({static_cast<std::uint32_t>(row), before, after});
      count(row, [&](Moved& moved) {
        moved.gains += paid(after) ? 1 : 0;
        moved.losses += paid(before) ? 1 : 0;
        moved.newly_unclear += unclear(after) ? 1 : 0;
      });
    }
    if (pair_.before != nullptr) out_.undetermined_before = pair_.before->counts.undetermined;
    if (pair_.after != nullptr) out_.undetermined_after = pair_.after->counts.undetermined;
  }

  template <class Act>
  void count(std::size_t row, const Act& act) {
    act(out_.all);
    for (const auto& [name, value] : groups_.of(row)) act(out_.by[name][value]);
  }

  Result<void> add_costs(const RuleScreen* rule, Fen Moved::*side) {
    if (rule == nullptr) return {};
    for (const auto& amount : rule->amounts) {
      if (!amount.fen) continue;
      LEYE_TRY(out_.all.*side, add(out_.all.*side, Fen(*amount.fen)));
      for (const auto& [name, value] : groups_.of(amount.row)) {
        Fen& sum = out_.by[name][value].*side;
        // No part of a sum of amounts is greater than the whole.
        sum = Fen(sum.count() + *amount.fen);
      }
    }
    return {};
  }

  static Result<Fen> most(const RuleScreen* rule, Fen known, std::int64_t undetermined) {
    std::int64_t greatest = 0;
    if (rule != nullptr)
      for (const auto& amount : rule->amounts)
        greatest = std::max(greatest, amount.fen.value_or(0));
    LEYE_TRY(const auto open, multiply(Fen(greatest), undetermined));
    return add(known, open);
  }

  const Pair& pair_;
  Groups groups_;
  PolicyChange out_;
};

}  // namespace

Result<WhatIf> what_if(const rules::Pack& before, const rules::Pack& after,
                       const facts::Snapshot& snapshot, unsigned threads) {
  rules::Program program({snapshot.as_of, before.campaign.period});
  program.add(before);
  const std::size_t first = program.rules().size();
  program.add(after);
  rules::ScreenOptions options;
  options.threads = threads;
  const auto screened = rules::screen(program, snapshot.tables, options);
  std::map<std::string, Pair> pairs;
  for (std::size_t i = 0; i < screened.size(); ++i) {
    Pair& pair = pairs[screened[i].id];
    pair.policy = program.rules()[i].policy;
    pair.pack = i < first ? &before : &after;
    (i < first ? pair.before : pair.after) = &screened[i];
  }
  WhatIf out;
  out.as_of = snapshot.as_of;
  for (const auto& [id, pair] : pairs) {
    const bool moved =
        pair.before != nullptr && pair.after != nullptr && pair.before->rows != pair.after->rows;
    // A policy for another kind of subject is another policy.
    if (moved) return fail("screening.what_if_subject", id);
    LEYE_TRY(auto change, Comparison(pair, snapshot).run());
    out.policies.push_back(std::move(change));
  }
  return out;
}

}  // namespace leye::screening
