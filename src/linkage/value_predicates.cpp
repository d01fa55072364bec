#include "linkage/value_predicates.h"

#include <algorithm>
#include <array>
#include <cstdlib>
#include <optional>

#include "core/date.h"
#include "linkage/han.h"

namespace leye::linkage {
namespace {

bool related(Relation relation, double value, double bound) {
  switch (relation) {
    case Relation::kAtMost:
      return value <= bound;
    case Relation::kAtLeast:
      return value >= bound;
    case Relation::kBelow:
      return value < bound;
    case Relation::kAbove:
      return value > bound;
    default:
      return value == bound;
  }
}

/// Year, month, day as eight digits; nothing if there are not eight.
std::optional<std::array<char, 8>> digits_of(std::string_view date) {
  std::array<char, 8> out{};
  std::size_t n = 0;
  for (const char c : date) {
    if (c < '0' || c > '9') continue;
    if (n == out.size()) return std::nullopt;
    out[n++] = c;
  }
  return n == out.size() ? std::optional(out) : std::nullopt;
}

std::optional<Date> date_of(std::string_view text) {
  const auto d = digits_of(text);
  if (!d) return std::nullopt;
  const auto number = [&](std::size_t from, std::size_t to) {
    int value = 0;
    for (std::size_t i = from; i < to; ++i) value = value * 10 + ((*d)[i] - '0');
    return value;
  };
  return make_date(number(0, 4), static_cast<unsigned>(number(4, 6)),
                   static_cast<unsigned>(number(6, 8)));
}

std::vector<Text> words_of(Text text) {
  std::vector<Text> out;
  while (!text.empty()) {
    const auto end = std::min(text.find(U' '), text.size());
    if (end > 0) out.push_back(text.substr(0, end));
    text.remove_prefix(std::min(end + 1, text.size()));
  }
  std::sort(out.begin(), out.end());
  return out;
}

std::vector<Text> shared(const std::vector<Text>& a, const std::vector<Text>& b) {
  std::vector<Text> out;
  std::set_intersection(a.begin(), a.end(), b.begin(), b.end(), std::back_inserter(out));
  return out;
}

/// Equal words, or all words of one among the other's with a word of three characters or more.
bool token_subset(Text a, Text b) {
  const auto of_a = words_of(a);
  const auto of_b = words_of(b);
  if (of_a.size() < 2 && of_b.size() < 2) return false;
  if (of_a == of_b) return true;
  const auto common = shared(of_a, of_b);
  return common.size() == std::min(of_a.size(), of_b.size()) &&
         std::any_of(common.begin(), common.end(), [](Text w) { return w.size() >= 3; });
}

double token_share(Text a, Text b) {
  const auto of_a = words_of(a);
  const auto of_b = words_of(b);
  const auto most = std::max(of_a.size(), of_b.size());
  return most == 0 ? 0 : static_cast<double>(shared(of_a, of_b).size()) / static_cast<double>(most);
}

bool within_edits(Relation relation, double bound, Text a, Text b, bool swaps) {
  const auto longer = std::max(a.size(), b.size()) - std::min(a.size(), b.size());
  if (relation == Relation::kAtMost && static_cast<double>(longer) > bound) return false;
  return related(relation, static_cast<double>(swaps ? osa(a, b) : levenshtein(a, b)), bound);
}

}  // namespace

bool day_month_swapped(std::string_view a, std::string_view b) {
  const auto x = digits_of(a);
  const auto y = digits_of(b);
  if (!x || !y || *x == *y) return false;
  return std::equal(x->begin(), x->begin() + 4, y->begin()) && (*x)[4] == (*y)[6] &&
         (*x)[5] == (*y)[7] && (*x)[6] == (*y)[4] && (*x)[7] == (*y)[5];
}

bool value_predicate(Op op, Relation relation, double bound, ValueOf a, ValueOf b) {
  switch (op) {
    case Op::kOsa:
      return within_edits(relation, bound, a.points(), b.points(), true);
    case Op::kLevenshtein:
      return within_edits(relation, bound, a.points(), b.points(), false);
    case Op::kJaro:
      return related(relation, jaro(a.points(), b.points()), bound);
    case Op::kJaroWinkler:
      return related(relation, jaro_winkler(a.points(), b.points()), bound);
    case Op::kMaxLen:
      return related(relation, static_cast<double>(std::max(a.points().size(), b.points().size())),
                     bound);
    case Op::kMinLen:
      return related(relation, static_cast<double>(std::min(a.points().size(), b.points().size())),
                     bound);
    case Op::kDayMonthSwapped:
      return day_month_swapped(a.bytes(), b.bytes());
    case Op::kDaysApart: {
      const auto x = date_of(a.bytes());
      const auto y = date_of(b.bytes());
      return x && y &&
             related(relation, std::abs(static_cast<double>(days_between(*x, *y))), bound);
    }
    case Op::kInitialsEqual:
      return initials_text(a.points()) == initials_text(b.points());
    case Op::kHomophone:
      return homophone(a.points(), b.points());
    case Op::kGlyphSimilar:
      return glyph_similar(a.points(), b.points(), static_cast<std::size_t>(bound));
    case Op::kLatinOf:
      return latin_of(a.points(), b.points());
    case Op::kTokenSubset:
      return token_subset(a.points(), b.points());
    case Op::kTokenShare:
      return related(relation, token_share(a.points(), b.points()), bound);
    default:
      return false;
  }
}

}  // namespace leye::linkage
