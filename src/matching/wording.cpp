#include "matching/wording.h"

#include <re2/re2.h>
#include <re2/set.h>
#include <unicode/normalizer2.h>
#include <unicode/unistr.h>

#include <algorithm>

#include "matching/data_table.h"

namespace leye::matching {
namespace {

// An exception counts in this many characters before and after the words.
constexpr int kBefore = 6;
constexpr int kAfter = 8;

RE2::Options options() {
  RE2::Options options;
  options.set_case_sensitive(false);
  options.set_log_errors(false);
  return options;
}

std::string normal(std::string_view text) {
  UErrorCode status = U_ZERO_ERROR;
  const auto* nfkc = icu::Normalizer2::getNFKCInstance(status);
  if (U_FAILURE(status)) return std::string(text);
  const auto source = icu::UnicodeString::fromUTF8(
      icu::StringPiece(text.data(), static_cast<std::int32_t>(text.size())));
  std::string out;
  nfkc->normalize(source, status).toUTF8String(out);
  return out;
}

bool continues(char c) { return (static_cast<unsigned char>(c) & 0xC0) == 0x80; }

std::string_view window(std::string_view text, std::size_t begin, std::size_t end) {
  for (int n = 0; n < kBefore && begin > 0; ++n) do
      --begin;
    while (begin > 0 && continues(text[begin]));
  for (int n = 0; n < kAfter && end < text.size(); ++n) do
      ++end;
    while (end < text.size() && continues(text[end]));
  return text.substr(begin, end - begin);
}

struct Pattern {
  WordingRule rule;
  std::unique_ptr<RE2> words;
  std::unique_ptr<RE2> unless;  ///< nothing: no exception
};

/// The first words that match and are not excepted.
std::string_view found(const Pattern& pattern, std::string_view text) {
  std::size_t from = 0;
  re2::StringPiece match;
  while (from <= text.size() &&
         pattern.words->Match(text, from, text.size(), RE2::UNANCHORED, &match, 1)) {
    const auto begin = static_cast<std::size_t>(match.data() - text.data());
    const std::string_view words(match.data(), match.size());
    if (!words.empty() &&
        (pattern.unless == nullptr ||
         !RE2::PartialMatch(window(text, begin, begin + words.size()), *pattern.unless)))
      return words;
    from = begin + std::max<std::size_t>(1, words.size());
    while (from < text.size() && continues(text[from])) ++from;
  }
  return {};
}

}  // namespace

struct WordingLint::Patterns {
  std::vector<Pattern> all;
  RE2::Set any{options(), RE2::UNANCHORED};
};

WordingLint::WordingLint() : patterns_(std::make_unique<Patterns>()) {}
WordingLint::WordingLint(WordingLint&&) noexcept = default;
WordingLint& WordingLint::operator=(WordingLint&&) noexcept = default;
WordingLint::~WordingLint() = default;

Result<WordingLint> WordingLint::load(const std::filesystem::path& folder) {
  WordingLint lint;
  auto& all = lint.patterns_->all;
  LEYE_CHECK(read_table(
      folder / "forbidden_wording.csv",
      {"id", "pattern", "except", "class", "severity", "basis", "advice_zh"},
      [&](const DataRow& row) -> Result<void> {
        const auto compiled = [](const std::string& text) {
          return std::make_unique<RE2>(text, options());
        };
        Pattern pattern{
            {row.cells[0], row.cells[3],
             row.cells[4] == "block" ? Severity::kBlock : Severity::kWarn,
             // 同上: as in the row above.
             row.cells[5] == "同上" && !all.empty() ? all.back().rule.basis : row.cells[5],
             row.cells[6]},
            compiled(row.cells[1]),
            row.cells[2].empty() ? nullptr : compiled(row.cells[2])};
        if (!pattern.words->ok() || lint.patterns_->any.Add(row.cells[1], nullptr) < 0)
          return fail("matching.table_cell", "column pattern", {{"text", row.cells[1]}});
        if (pattern.unless != nullptr && !pattern.unless->ok())
          return fail("matching.table_cell", "column except", {{"text", row.cells[2]}});
        all.push_back(std::move(pattern));
        return {};
      }));
  if (!lint.patterns_->any.Compile())
    return fail("matching.table_cell", (folder / "forbidden_wording.csv").string());
  return lint;
}

std::vector<WordingHit> WordingLint::read(std::string_view text) const {
  const std::string normalised = normal(text);
  std::vector<int> candidates;
  patterns_->any.Match(normalised, &candidates);
  std::sort(candidates.begin(), candidates.end());
  std::vector<WordingHit> hits;
  for (const int n : candidates) {
    const auto& pattern = patterns_->all[static_cast<std::size_t>(n)];
    if (const auto words = found(pattern, normalised); !words.empty())
      hits.push_back({&pattern.rule, std::string(words)});
  }
  return hits;
}

bool WordingLint::blocks(const std::vector<WordingHit>& hits) {
  return std::any_of(hits.begin(), hits.end(),
                     [](const WordingHit& hit) { return hit.rule->severity == Severity::kBlock; });
}

}  // namespace leye::matching
