#include "rules/pack/diagnostic.h"

#include <algorithm>
#include <array>
#include <boost/json.hpp>
#include <tuple>

namespace leye::rules {
namespace {

constexpr std::size_t kMaxFindings = 100;
// R424 and R438 are errors under --strict: the loader then takes their texts `….strict`.
constexpr std::array<std::string_view, 11> kWarnings = {
    "R303", "R305", "R307", "R310", "R399", "R420", "R423", "R424", "R431", "R438", "R454"};

/// Codes whose line ends with the message (rules.md §6.2, 6.3); JSON gives their remedy.
constexpr std::array<std::string_view, 8> kNoHint = {"R215", "R216", "R220", "R223",
                                                     "R226", "R311", "R430", "R433"};

auto key_of(const Diagnostic& d) {
  return std::tie(d.place.file, d.place.line, d.place.column, d.code);
}

}  // namespace

Severity Diagnostic::severity() const {
  const bool strict = error.code.ends_with(".strict");
  const bool listed = std::find(kWarnings.begin(), kWarnings.end(), code) != kWarnings.end();
  return listed && !strict ? Severity::kWarning : Severity::kError;
}

std::string Diagnostic::text(Locale locale) const {
  const std::string hint = remedy(error, locale);
  const bool bare = std::find(kNoHint.begin(), kNoHint.end(), code) != kNoHint.end();
  if (bare || hint.empty()) return what(error, locale);
  return what(error, locale) + (locale == Locale::kEn ? "; hint: " : "；提示：") + hint;
}

std::string Diagnostic::line(Locale locale) const {
  return place.file + ":" + std::to_string(place.line) + ":" + std::to_string(place.column) + ": " +
         code + " " + text(locale);
}

void Findings::add(std::string_view code, const Place& place, Args args) {
  add(code, code, place, std::move(args));
}

void Findings::add(std::string_view code, std::string_view key, const Place& place, Args args) {
  all_.push_back(
      {std::string(code), place, Error{"rules." + std::string(key), {}, std::move(args)}});
}

void Findings::add(const Problem& problem, const Place& place) {
  all_.push_back({problem.code, place, problem.error});
}

bool Findings::has_errors() const {
  return std::any_of(all_.begin(), all_.end(),
                     [](const Diagnostic& d) { return d.severity() == Severity::kError; });
}

std::vector<Diagnostic> Findings::sorted() const {
  std::vector<Diagnostic> result = all_;
  std::stable_sort(result.begin(), result.end(),
                   [](const auto& a, const auto& b) { return key_of(a) < key_of(b); });
  result.erase(std::unique(result.begin(), result.end(),
                           [](const auto& a, const auto& b) {
                             return key_of(a) == key_of(b) && a.error == b.error;
                           }),
               result.end());
  if (result.size() > kMaxFindings) result.resize(kMaxFindings);
  return result;
}

std::string tally(const std::vector<Diagnostic>& all) {
  const auto errors = std::count_if(
      all.begin(), all.end(), [](const Diagnostic& d) { return d.severity() == Severity::kError; });
  return std::to_string(errors) + " errors, " +
         std::to_string(static_cast<long>(all.size()) - errors) + " warnings";
}

std::string to_json(const std::vector<Diagnostic>& all, Locale locale) {
  boost::json::array rows;
  for (const auto& d : all) {
    rows.push_back({{"file", d.place.file},
                    {"line", d.place.line},
                    {"column", d.place.column},
                    {"code", d.code},
                    {"severity", d.severity() == Severity::kError ? "error" : "warning"},
                    {"message", what(d.error, locale)},
                    {"hint", remedy(d.error, locale)}});
  }
  return boost::json::serialize(rows);
}

}  // namespace leye::rules
