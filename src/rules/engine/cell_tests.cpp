#include <algorithm>

#include "rules/engine/functions_of_one.h"
#include "rules/engine/plan.h"
#include "rules/language/functions.h"

// A predicate over one column is asked of the scalar evaluator once per value, or at the ends of
// the ranges where it cannot change in between: so it means what the scalar evaluator says, and a
// row costs one comparison, whatever the predicate is made of.
namespace leye::rules {
namespace {

constexpr std::uint64_t kFew = 64;         ///< so many values are always tried one by one
constexpr std::uint64_t kSmall = 512;      ///< so many, where the parts of a predicate are ranges
constexpr std::uint64_t kTables = 65'536;  ///< so many at most

StateMasks masks_of(char absent, char unknown) {
  const auto all = [](char is, char wanted) { return is == wanted ? ~std::uint64_t{0} : 0; };
  return {all(absent, 'T'),  all(absent, 'F'),  all(absent, 'E'),
          all(unknown, 'T'), all(unknown, 'F'), all(unknown, 'E')};
}

/// The only run of `wanted` in `letters`, as [first, last].
std::optional<std::pair<std::size_t, std::size_t>> only_run(const std::string& letters, char wanted,
                                                            bool negate) {
  const auto is = [&](char c) { return (c == wanted) != negate; };
  const auto first = std::find_if(letters.begin(), letters.end(), is);
  const auto last = std::find_if_not(first, letters.end(), is);
  if (first == letters.end() || std::find_if(last, letters.end(), is) != letters.end())
    return std::nullopt;
  return std::pair{static_cast<std::size_t>(first - letters.begin()),
                   static_cast<std::size_t>(last - letters.begin()) - 1};
}

/// True values that follow each other in equal steps: first, step and how many.
std::optional<CellTest::Steps> steps_of(const std::string& letters) {
  const auto first = letters.find('T');
  const auto second = letters.find('T', first + 1);
  if (second == std::string::npos) return std::nullopt;
  CellTest::Steps steps{first, second - first, 0};
  std::size_t found = 0;
  for (std::size_t at = first; at < letters.size() && letters[at] == 'T'; at += steps.step) ++found;
  if (found != static_cast<std::size_t>(std::count(letters.begin(), letters.end(), 'T')))
    return std::nullopt;
  steps.last = found - 1;
  return steps;
}

/// One letter per raw value → range where it is one, else a table.
void settle_letters(CellTest& test, const std::string& letters) {
  const bool errors = letters.find('E') != std::string::npos;
  if (letters.find('T') == std::string::npos) {
    test.everywhere = test.inverted = true;
  } else if (letters.find_first_not_of('T') == std::string::npos) {
    test.everywhere = true;
  } else if (const auto run = only_run(letters, 'T', false)) {
    test.low = run->first;
    test.span = run->second - run->first;
  } else if (const auto gap = errors ? std::nullopt : only_run(letters, 'T', true)) {
    test.low = gap->first;
    test.span = gap->second - gap->first;
    test.inverted = true;
  } else {
    test.steps = steps_of(letters);
    for (const char c : letters) test.table.push_back(c == 'T' ? 1 : 0);
  }
  if (!errors) return;
  if (const auto run = only_run(letters, 'E', false)) {
    test.error = {run->first, run->second - run->first};
  } else {
    for (const char c : letters) test.error_table.push_back(c == 'E' ? 1 : 0);
  }
}

/// Digits of a region code that say where it lies: the rest are zeros (rules.md §4.3).
std::string_view prefix_of(std::string_view region) {
  for (const std::size_t digits : {2U, 4U, 6U, 9U, 12U})
    if (region.size() <= digits || region.find_first_not_of('0', digits) == std::string_view::npos)
      return region.substr(0, digits);
  return region;
}

/// `in_region(fact, "…")`: the codes of a region follow each other in a sorted dictionary.
bool settle_region(const Terms& terms, const Term& term, const Slot& slot, CellTest& test) {
  if (term.op != Op::kInRegion || terms[term.kids[0]].op != Op::kFact) return false;
  const Term& region = terms[term.kids[1]];
  if (region.op != Op::kConstant || region.constant != OutcomeKind::kValue) return false;
  if (!slot.all_regions || !is_region(region.value.text)) return false;
  const auto prefix = prefix_of(region.value.text);
  const auto text = [&](std::size_t code) {
    return slot.column->dictionary(static_cast<std::int64_t>(code)).substr(0, prefix.size());
  };
  const auto first = [&](const auto& reached) {
    std::size_t low = 0, high = slot.column->dictionary_size();
    while (low < high) {
      const std::size_t middle = low + (high - low) / 2;
      if (reached(text(middle)))
        high = middle;
      else
        low = middle + 1;
    }
    return low;
  };
  const auto begin = first([&](std::string_view t) { return t >= prefix; });
  const auto end = first([&](std::string_view t) { return t > prefix; });
  test.everywhere = test.inverted = begin == end;
  test.low = begin;
  test.span = begin == end ? 0 : end - begin - 1;
  return true;
}

std::optional<CellTest> by_text(const CellProbe& probe, const Terms& terms, TermId id,
                                const Slot& slot, CellTest test) {
  const auto& column = *slot.column;
  if (column.dictionary_size() > kTables) return std::nullopt;
  if (settle_region(terms, terms[id], slot, test)) return test;
  std::string letters;
  for (std::size_t code = 0; code < column.dictionary_size(); ++code)
    letters += probe.letter_of_text(column.dictionary(static_cast<std::int64_t>(code)));
  settle_letters(test, letters);
  return test;
}

std::optional<CellTest> by_number(const CellProbe& probe, const Terms& terms, TermId id,
                                  const Slot& slot, CellTest test) {
  const auto& column = *slot.column;
  const auto base = static_cast<std::uint64_t>(column.lowest());
  const auto span = static_cast<std::uint64_t>(column.highest()) - base;
  if (terms[id].op == Op::kHasFact || terms[id].op == Op::kHasField) {
    test.everywhere = true;
    return test;
  }
  if (span >= kFew) {
    if (const auto range = monotone_range(terms, id, probe, column.lowest(), column.highest())) {
      settle_range(test, *range, base);
      return test;
    }
    // Parts of an `&&` may each be one range: cheaper than so many questions.
    const Op op = terms[id].op;
    const bool parts = op == Op::kAnd || op == Op::kOr || op == Op::kNot || op == Op::kChoose;
    if ((parts && span >= kSmall) || span >= kTables) return std::nullopt;
  }
  std::string letters;
  for (std::uint64_t raw = 0; raw <= span; ++raw)
    letters += probe.letter_of(static_cast<std::int64_t>(base + raw));
  settle_letters(test, letters);
  return test;
}

}  // namespace

bool CellTest::may_error() const {
  return error || !error_table.empty() || of_true == 'E' || of_false == 'E' || absent == 'E' ||
         unknown == 'E';
}

void fill_masks(CellTest& test) { test.masks = masks_of(test.absent, test.unknown); }

std::optional<CellTest> test_cells(const Terms& terms, TermId id, const Slot& slot) {
  const CellProbe probe(terms, id, slot);
  CellTest test;
  test.absent = probe.letter_when(FactState::kAbsent);
  test.unknown = probe.letter_when(FactState::kUnknown);
  // What no cell is cannot be an error either.
  if (slot.column != nullptr && slot.column->absent_words().empty()) test.absent = 'U';
  if (slot.column != nullptr && slot.link == nullptr && slot.column->all_known())
    test.unknown = 'U';
  fill_masks(test);
  if (slot.column == nullptr) return test;
  switch (slot.column->kind()) {
    case columns::Kind::kBool:
      test.of_true = probe.letter_of(1);
      test.of_false = probe.letter_of(0);
      return test;
    case columns::Kind::kText:
      return by_text(probe, terms, id, slot, std::move(test));
    case columns::Kind::kList:
      // Only `has` looks at a list as one cell.
      if (terms[id].op != Op::kHasFact) return std::nullopt;
      test.everywhere = true;
      return test;
    default:
      return by_number(probe, terms, id, slot, std::move(test));
  }
}

char conjunction_of(char a, char b) {
  for (const char c : {'F', 'U', 'E'})
    if (a == c || b == c) return c;
  return 'T';
}

char disjunction_of(char a, char b) {
  for (const char c : {'T', 'U', 'E'})
    if (a == c || b == c) return c;
  return 'F';
}

}  // namespace leye::rules
