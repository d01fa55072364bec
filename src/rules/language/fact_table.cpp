#include "rules/language/fact_table.h"

#include <algorithm>

namespace leye::rules {

FactTable::FactTable(const Environment& environment)
    : environment_(&environment), values_(environment.facts.size()) {}

void FactTable::set(FactIndex fact, FactValue value, FactIndex anchor) {
  if (anchor == kNoFact) {
    values_[fact] = value;
  } else {
    anchored_.push_back({fact, anchor, value});
  }
}

Value FactTable::own(std::string text) {
  texts_.push_back(std::move(text));
  return of_text(texts_.back());
}

Value FactTable::own(List list) {
  lists_.push_back(std::move(list));
  return of_list(&lists_.back());
}

FactValue FactTable::read(FactIndex fact, FactIndex anchor) const {
  if (anchor != kNoFact) {
    const auto it = std::find_if(anchored_.rbegin(), anchored_.rend(), [&](const Anchored& a) {
      return a.fact == fact && a.anchor == anchor;
    });
    if (it != anchored_.rend()) return it->value;
  }
  if (values_[fact]) return *values_[fact];
  return environment_->facts[fact].closed ? absent() : unknown();
}

bool FactTable::stated(FactIndex fact, FactIndex anchor) const {
  const bool copied = std::any_of(anchored_.begin(), anchored_.end(), [&](const Anchored& a) {
    return a.fact == fact && a.anchor == anchor;
  });
  return values_[fact].has_value() && !copied;
}

}  // namespace leye::rules
