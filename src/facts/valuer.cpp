#include "facts/valuer.h"

#include <algorithm>

#include "facts/cells.h"

namespace leye::facts {

using rules::FactIndex;
using rules::FactState;
using rules::FactValue;
using rules::kNoFact;

const Member* Population::find(std::string_view subject, const Uuid& id) const {
  const auto it = members.find(subject);
  if (it == members.end()) return nullptr;
  const auto at = std::lower_bound(it->second.begin(), it->second.end(), id,
                                   [](const Member& m, const Uuid& key) { return m.id < key; });
  return at == it->second.end() || at->id != id ? nullptr : &*at;
}

bool Population::delivered_in_month(std::string_view register_code, Date d) const {
  const auto it = delivered.find(register_code);
  if (it == delivered.end()) return false;
  const auto first = it->second.lower_bound(first_day(month_of(d)));
  return first != it->second.end() && *first <= d;
}

Valuer::Valuer(const rules::Pack& pack, const Population& population, std::string_view subject,
               const Member& member, Date on)
    : pack_(pack),
      population_(population),
      subject_(subject),
      member_(member),
      on_(on),
      slots_(pack.environment.facts.size()) {}

Valuer::~Valuer() = default;

rules::EvalContext Valuer::context() const { return {on_, pack_.campaign.period}; }

bool Valuer::own(const rules::FactDecl& fact) const {
  return std::find(fact.on.begin(), fact.on.end(), subject_) != fact.on.end();
}

const Valuer* Valuer::reached(const rules::FactDecl& fact) const { return reached_on(fact, on_); }

const Member* Valuer::reached_member(std::string_view subject) const {
  const auto* declared = pack_.environment.subject(subject_);
  if (declared == nullptr) return nullptr;
  for (std::size_t i = 0; i < declared->reaches.size() && i < member_.reaches.size(); ++i)
    if (declared->reaches[i] == subject)
      return member_.reaches[i] ? population_.find(subject, *member_.reaches[i]) : nullptr;
  return nullptr;
}

const Valuer* Valuer::reached_on(const rules::FactDecl& fact, Date on) const {
  const auto* declared = pack_.environment.subject(subject_);
  if (declared == nullptr) return nullptr;
  for (std::size_t i = 0; i < declared->reaches.size() && i < member_.reaches.size(); ++i) {
    const auto& target = declared->reaches[i];
    if (std::find(fact.on.begin(), fact.on.end(), target) == fact.on.end()) continue;
    for (const auto& known : reached_)
      if (known.subject == target && known.on == on) return known.valuer.get();
    if (!member_.reaches[i]) return nullptr;
    const Member* member = population_.find(target, *member_.reaches[i]);
    if (member == nullptr) return nullptr;
    reached_.push_back(
        {target, on, std::make_unique<Valuer>(pack_, population_, target, *member, on)});
    return reached_.back().valuer.get();
  }
  return nullptr;
}

FactValue Valuer::read(FactIndex fact, FactIndex anchor) const {
  const auto& declared = pack_.environment.facts[fact];
  if (anchor == kNoFact) {
    if (own(declared)) return answer(fact).value;
    const Valuer* other = reached(declared);
    return other == nullptr ? rules::unknown() : other->read(fact, kNoFact);
  }
  // The value on the day before the anchor (rules.md §5.1.2).
  const FactValue day = read(anchor, kNoFact);
  if (day.state != FactState::kKnown) return rules::unknown();
  const auto before = add_days(Date(static_cast<std::int32_t>(day.value.number)), -1);
  if (!before) return rules::unknown();
  const Valuer* then = reached_on(declared, *before);
  return then == nullptr ? rules::unknown() : then->read(fact, kNoFact);
}

Source Valuer::source(FactIndex fact) const {
  const auto& declared = pack_.environment.facts[fact];
  if (own(declared)) return answer(fact).source;
  const Valuer* other = reached(declared);
  return other == nullptr ? Source{} : other->source(fact);
}

const Valuer::Answer& Valuer::answer(FactIndex fact) const {
  Slot& slot = slots_[fact];
  if (!slot.answer) {
    if (slot.busy) {
      slot.answer = Answer{rules::unknown(), {}};
    } else {
      slot.busy = true;
      Answer made = work_out(fact);
      slot.answer = std::move(made);
    }
  }
  return *slot.answer;
}

Valuer::Answer Valuer::work_out(FactIndex fact) const {
  const auto& supply = pack_.supplies[fact];
  std::optional<Answer> best;
  std::optional<Answer> empty;  // a row is there and does not say: another source may
  int rank = 0;
  for (const auto& from : supply.from) {
    auto found = supplied(fact, from);
    if (!found) continue;
    if (found->value.state == FactState::kUnknown) {
      if (!empty) empty = std::move(found);
    } else if (!best) {
      best = std::move(found);
      rank = from.rank;
    } else if (from.rank == rank &&
               !same_value(pack_.environment.facts[fact].type, best->value, found->value)) {
      // Sources of one rank that disagree settle nothing; somebody has to ask.
      best->value = rules::unknown();
      best->source.conflict = true;
    }
  }
  if (best) return std::move(*best);
  if (empty) return std::move(*empty);
  if (auto made = derived(fact)) return std::move(*made);
  return {nothing_found(fact), {}};
}

std::optional<Valuer::Answer> Valuer::supplied(FactIndex fact, const rules::Supply& from) const {
  if (from.take == rules::Take::kStated) return stated_answer(fact, from);
  if (from.take == rules::Take::kIdentity) {
    Source source{from.register_code, std::nullopt, member_.birth_date, false};
    const auto& type = pack_.environment.facts[fact].type;
    if (from.column == "birth_date") {
      if (!member_.birth_date) return std::nullopt;
      return Answer{rules::known(rules::of_number(member_.birth_date->days())), source};
    }
    const auto literal = parse_cell(pack_.environment, type, member_.sex, from.values);
    if (!literal) return std::nullopt;
    return Answer{keep(*literal), source};
  }
  return from.register_code == "ledger" ? from_entries(fact, from) : from_rows(fact, from);
}

FactValue Valuer::nothing_found(FactIndex fact) const {
  const auto& declared = pack_.environment.facts[fact];
  if (!declared.closed) return rules::unknown();
  const auto& supply = pack_.supplies[fact];
  if (supply.closed_for) {
    const auto verdict = rules::screen(*supply.closed_for, *this, context());
    if (!verdict.is_true()) return rules::unknown();
  }
  if (!declared.closed_after_register.empty() &&
      !population_.delivered_in_month(declared.closed_after_register, on_))
    return rules::unknown();
  for (const auto& from : supply.from) {
    if (!from.complete || from.register_code == "ledger") continue;
    const auto it = population_.delivered.find(from.register_code);
    // A register that was never delivered, or is older than its usual lag, proves no absence.
    if (it == population_.delivered.end() || it->second.empty()) return rules::unknown();
    if (declared.lag_days > 0 && days_between(*it->second.rbegin(), on_) > declared.lag_days)
      return rules::unknown();
  }
  return rules::absent();
}

FactValue Valuer::keep(rules::Literal literal) const {
  literals_.push_back(std::move(literal));
  return rules::known(rules::view(literals_.back()));
}

rules::Value Valuer::keep(rules::List list) const {
  lists_.push_back(std::move(list));
  return rules::of_list(&lists_.back());
}

}  // namespace leye::facts
