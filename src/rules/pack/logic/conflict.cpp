#include <algorithm>

#include "rules/pack/logic/normal_form.h"

namespace leye::rules::logic {
namespace {

/// What is left of a variable after some literals.
struct Left {
  std::int64_t low = INT64_MIN;
  std::int64_t high = INT64_MAX;
  std::optional<std::set<std::string>> only;
  std::set<std::string> without;

  void restrict(const Literal& literal) {
    if (literal.is_range) {
      low = std::max(low, literal.low);
      high = std::min(high, literal.high);
    } else if (literal.outside) {
      without.insert(literal.values.begin(), literal.values.end());
    } else if (!only) {
      only = literal.values;
    } else {
      std::erase_if(*only, [&](const auto& v) { return !literal.values.contains(v); });
    }
  }
  [[nodiscard]] bool empty() const {
    if (low > high) return true;
    return only && std::all_of(only->begin(), only->end(),
                               [&](const auto& v) { return without.contains(v); });
  }
};

std::string sentence(const std::vector<const Literal*>& all) {
  std::string text = all.front()->variable + " cannot be ";
  for (std::size_t i = 0; i < all.size(); ++i) text += (i > 0 ? " and " : "") + all[i]->phrase;
  return text;
}

bool clash(const std::vector<const Literal*>& all) {
  Left left;
  for (const auto* literal : all) left.restrict(*literal);
  return left.empty();
}

}  // namespace

std::optional<std::string> conflict(const Term& term) {
  for (const auto& literal : term)
    if (clash({&literal})) return sentence({&literal});
  for (std::size_t b = 0; b < term.size(); ++b)
    for (std::size_t a = 0; a < b; ++a)
      if (term[a].variable == term[b].variable && clash({&term[a], &term[b]}))
        return sentence({&term[a], &term[b]});
  for (const auto& first : term) {
    std::vector<const Literal*> same;
    for (const auto& literal : term)
      if (literal.variable == first.variable) same.push_back(&literal);
    if (clash(same)) return sentence(same);
  }
  return std::nullopt;
}

std::optional<std::string> contradiction(const NormalForm& form) {
  std::optional<std::string> reason = "no case is left";
  for (std::size_t i = 0; i < form.size(); ++i) {
    const auto why = conflict(form[i]);
    if (!why) return std::nullopt;
    if (i == 0) reason = why;
  }
  return reason;
}

std::optional<NormalForm> both(const NormalForm& a, const NormalForm& b) {
  if (a.size() * b.size() > kMaxTerms) return std::nullopt;
  NormalForm result;
  for (const auto& left : a) {
    for (const auto& right : b) {
      Term term = left;
      term.insert(term.end(), right.begin(), right.end());
      result.push_back(std::move(term));
    }
  }
  return result;
}

}  // namespace leye::rules::logic
