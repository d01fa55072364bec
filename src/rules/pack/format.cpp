#include "rules/pack/format.h"

#include <algorithm>

#include "rules/pack/layout/piece.h"

namespace leye::rules {
namespace {

std::vector<std::string> texts_of(const std::vector<layout::Comment>& comments) {
  std::vector<std::string> texts;
  for (const auto& comment : comments) texts.push_back(comment.text);
  std::sort(texts.begin(), texts.end());
  return texts;
}

}  // namespace

Result<std::string> format_yaml(std::string_view text) {
  const auto file = sheets::read_yaml(text);
  if (!file.problems.empty()) {
    const auto& problem = file.problems.front();
    return fail(problem.code,
                std::to_string(problem.place.line) + ":" + std::to_string(problem.place.column),
                problem.args);
  }
  layout::Draft draft;
  const bool placed = layout::draft(file.root, text, draft);
  std::string out = placed ? layout::print(draft) : std::string();
  // What comes out says what went in, or the file stays as it is.
  const auto again = sheets::read_yaml(out);
  if (!placed || !again.problems.empty() || !layout::same_meaning(file.root, again.root) ||
      texts_of(layout::comments_of(text)) != texts_of(layout::comments_of(out)))
    return fail("rules.format", "1:1");
  return out;
}

}  // namespace leye::rules
