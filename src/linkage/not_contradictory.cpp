#include <algorithm>

#include "codes/text.h"
#include "linkage/han.h"
#include "linkage/link.h"

namespace leye::linkage {
namespace {

std::vector<Text> tokens(Text name) {
  std::vector<Text> out;
  while (!name.empty()) {
    const auto end = std::min(name.find_first_of(U"\u00B7 "), name.size());
    if (end > 0) out.push_back(name.substr(0, end));
    name.remove_prefix(std::min(end + 1, name.size()));
  }
  std::sort(out.begin(), out.end());
  return out;
}

std::u32string bare(Text name) {
  std::u32string out;
  for (const char32_t c : name)
    if (c != 0xB7 && c != U' ') out.push_back(c);
  return out;
}

}  // namespace

bool not_contradictory(std::string_view left, std::string_view right) {
  const auto a = simplified(codes::code_points(left));
  const auto b = simplified(codes::code_points(right));
  const auto x = bare(a);
  const auto y = bare(b);
  if (x.empty() || y.empty() || x == y) return true;
  if (pinyin(a) == pinyin(b) || latin_of(a, b) || tokens(a) == tokens(b)) return true;
  if (glyph_similar(Text(x), Text(y), x.size())) return true;
  // A field that was too short cut the longer name.
  const auto& shorter = x.size() < y.size() ? x : y;
  const auto& longer = x.size() < y.size() ? y : x;
  if (shorter.size() >= 4 && longer.starts_with(shorter)) return true;
  if (x.size() != y.size() || x.size() < 3) return false;
  std::size_t differing = 0;
  for (std::size_t i = 0; i < x.size(); ++i) differing += x[i] != y[i] ? 1 : 0;
  return differing == 1;
}

}  // namespace leye::linkage
