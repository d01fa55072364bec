#include <algorithm>
#include <string>
#include <vector>

#include "codes/name.h"
#include "codes/text.h"
#include "reconcile/link_run.h"

namespace leye::reconcile {
namespace {

std::u32string key_of(std::string_view name) {
  const auto parsed = codes::parse_name(name);
  return codes::code_points(parsed ? parsed->match_key : codes::clean_code(name));
}

std::size_t distance(const std::u32string& a, const std::u32string& b) {
  std::vector<std::size_t> row(b.size() + 1);
  for (std::size_t j = 0; j <= b.size(); ++j) row[j] = j;
  for (std::size_t i = 1; i <= a.size(); ++i) {
    std::size_t diagonal = row[0];
    row[0] = i;
    for (std::size_t j = 1; j <= b.size(); ++j) {
      const std::size_t above = row[j];
      row[j] = std::min({above + 1, row[j - 1] + 1, diagonal + (a[i - 1] == b[j - 1] ? 0 : 1)});
      diagonal = above;
    }
  }
  return row[b.size()];
}

}  // namespace

bool names_agree(std::string_view a, std::string_view b) {
  const auto left = key_of(a);
  const auto right = key_of(b);
  if (left.empty() || right.empty() || left == right) return true;
  // A homophone or variant changes one character of the given name; another family name with the
  // same id is another person until somebody has looked.
  return left.front() == right.front() && distance(left, right) <= 1 &&
         std::max(left.size(), right.size()) > 1;
}

}  // namespace leye::reconcile
