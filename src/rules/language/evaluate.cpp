#include <algorithm>
#include <array>
#include <iterator>

#include "rules/language/expression.h"
#include "rules/language/walk.h"

namespace leye::rules {
namespace {

constexpr std::array<std::string_view, 11> kErrors{"",
                                                   "no_value",
                                                   "overflow",
                                                   "division_by_zero",
                                                   "date_range",
                                                   "birth_after_as_of",
                                                   "bad_region",
                                                   "no_param_value",
                                                   "clamp_bounds",
                                                   "negative_denominator",
                                                   "no_period"};

Verdict verdict(const Operand& o) { return {o.kind, o.error, o.column, o.value.number}; }

void add_names(const Expression& expression, const Operand& o, std::size_t window,
               std::vector<std::string>& names) {
  const auto reads = expression.reads();
  for (std::size_t i = window; i < std::min(reads.size(), window + 64); ++i) {
    if ((o.missing >> (i - window) & 1U) != 0) names.push_back(reads[i].name);
  }
}

}  // namespace

std::string_view to_text(EvalError error) { return kErrors[static_cast<std::size_t>(error)]; }

char letter(const Outcome& o) {
  if (o.kind == OutcomeKind::kUnknown) return 'U';
  if (o.kind == OutcomeKind::kError) return 'E';
  return o.value.number != 0 ? 'T' : 'F';
}

Verdict screen(const Expression& expression, const FactSource& source, const EvalContext& context) {
  return verdict(Walk(expression, source, context).node(expression.root()));
}

Verdict screen_row(const Expression& expression, const FactSource& source,
                   const EvalContext& context, std::span<const FactValue> row) {
  Walk walk(expression, source, context);
  walk.bind(0, row.data(), 0xFFFF);
  return verdict(walk.node(expression.root()));
}

Outcome evaluate(const Expression& expression, const FactSource& source,
                 const EvalContext& context) {
  Walk walk(expression, source, context);
  auto o = walk.node(expression.root());
  Outcome out{o.kind, o.value, {}, o.error, o.column, nullptr};
  if (o.is_unknown()) {
    add_names(expression, o, 0, out.missing);
    for (std::size_t window = 64; window < expression.reads().size(); window += 64) {
      walk.window(static_cast<std::uint16_t>(window));
      add_names(expression, walk.node(expression.root()), window, out.missing);
    }
    // Reads are sorted by name; a fact and its anchored copy share one.
    out.missing.erase(std::unique(out.missing.begin(), out.missing.end()), out.missing.end());
  }
  if (o.is_value() && expression.type().is_list()) {
    // An open list is not a value: its other rows are what is missing.
    if (o.value.list->more) {
      out.kind = OutcomeKind::kUnknown;
      out.missing = {expression.reads()[o.origin].name};
    }
    out.keep = std::make_shared<const std::list<List>>(walk.take_lists());
  }
  return out;
}

}  // namespace leye::rules
