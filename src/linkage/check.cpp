#include "linkage/check.h"

#include <algorithm>
#include <cstdio>
#include <set>

namespace leye::linkage {
namespace {

std::string squeezed(const std::string& text) {
  std::string out;
  for (const char c : text)
    if (c != ' ') out.push_back(c);
  return out;
}

void sources_of(const Config& config, std::size_t field, std::set<std::size_t>& out) {
  for (const auto base : config.fields[field].of) sources_of(config, base, out);
  if (config.fields[field].of.empty()) out.insert(field);
  if (config.fields[field].else_from_id) out.insert(*config.fields[field].else_from_id);
}

std::set<std::size_t> sources_of(const Config& config, const ComparisonSpec& spec) {
  std::set<std::size_t> out;
  for (const auto field : spec.fields) sources_of(config, field, out);
  return out;
}

/// A later level asks the same, or a closer distance of the same value, as an earlier one.
bool contains(const Condition& earlier, const Condition& later) {
  if (squeezed(earlier.text) == squeezed(later.text)) return true;
  if (earlier.op == later.op && earlier.a == later.a && earlier.b == later.b) {
    if (earlier.relation == Relation::kAtMost && later.relation == Relation::kAtMost)
      return later.bound <= earlier.bound;
    if (earlier.relation == Relation::kAtLeast && later.relation == Relation::kAtLeast)
      return later.bound >= earlier.bound;
  }
  if (later.op == Op::kAll)
    return std::any_of(later.children.begin(), later.children.end(),
                       [&](const Condition& child) { return contains(earlier, child); });
  const bool distance = earlier.op == Op::kOsa || earlier.op == Op::kLevenshtein;
  return later.op == Op::kEqual && earlier.a == later.a && distance &&
         earlier.relation == Relation::kAtMost;
}

void unreachable_levels(const Config& config, std::vector<std::string>& out) {
  for (const auto& spec : config.comparisons)
    for (std::size_t l = 0; l < spec.levels.size(); ++l)
      for (std::size_t e = 0; e < l && spec.levels[l].when; ++e)
        if (contains(*spec.levels[e].when, *spec.levels[l].when))
          out.push_back(config.file + ":" + std::to_string(spec.levels[l].place.line) + ": level " +
                        spec.id + "." + spec.levels[l].id + " is never reached: " +
                        spec.levels[e].id + " takes its pairs; move it up or remove it");
}

void contained_rules(const Config& config, std::vector<std::string>& out) {
  for (const auto& wide : config.rules)
    for (const auto& narrow : config.rules) {
      if (&wide == &narrow || wide.cap != 0 || wide.when_flag) continue;
      const bool all = std::all_of(wide.key.begin(), wide.key.end(), [&](const Ref& ref) {
        return std::find(narrow.key.begin(), narrow.key.end(), ref) != narrow.key.end();
      });
      if (all && (narrow.key.size() > wide.key.size() || &narrow > &wide))
        out.push_back(config.file + ":" + std::to_string(narrow.place.line) + ": rule " +
                      narrow.id + " adds nothing: every pair of it is one of " + wide.id +
                      "; remove it or cap " + wide.id);
    }
}

void shared_sources(const Config& config, std::vector<std::string>& out) {
  for (std::size_t a = 0; a < config.comparisons.size(); ++a)
    for (std::size_t b = a + 1; b < config.comparisons.size(); ++b) {
      const auto& later = config.comparisons[b];
      if (later.null_if || later.null_levels.contains(a)) continue;
      const auto x = sources_of(config, config.comparisons[a]);
      const auto y = sources_of(config, later);
      std::vector<std::size_t> both;
      std::set_intersection(x.begin(), x.end(), y.begin(), y.end(), std::back_inserter(both));
      if (!both.empty())
        out.push_back(config.file + ":" + std::to_string(later.place.line) + ": comparisons " +
                      config.comparisons[a].id + " and " + later.id + " both use " +
                      config.fields[both.front()].id +
                      ": it counts twice; add null_when or join them");
    }
}

}  // namespace

std::vector<std::string> check(const Config& config, Records* records) {
  std::vector<std::string> out;
  unreachable_levels(config, out);
  contained_rules(config, out);
  shared_sources(config, out);
  if (records == nullptr) return out;
  for (const auto& rule : config.rules)
    for (const auto& ref : rule.key)
      if (const double share = records->null_share(ref.field); share > 0.5) {
        char percent[16];
        std::snprintf(percent, sizeof percent, "%.0f %%", share * 100);
        out.push_back(config.file + ":" + std::to_string(rule.place.line) + ": rule " + rule.id +
                      " uses " + config.fields[ref.field].id + ", which is missing in " + percent +
                      " of the rows");
      }
  return out;
}

}  // namespace leye::linkage
