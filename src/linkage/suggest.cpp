#include "linkage/suggest.h"

#include <algorithm>
#include <set>

#include "linkage/tier1.h"

namespace leye::linkage {
namespace {

constexpr std::size_t kMostRules = 12;

using Pairs = std::vector<std::pair<std::uint32_t, std::uint32_t>>;

Result<Pairs> known_links(const Config& config, Records& records, const LinkOptions& options) {
  Pairs out;
  for (const auto& pair : id_pairs(config, records))
    if (!pair.contradictory) out.emplace_back(pair.left, pair.right);
  if (out.size() >= 200) return out;
  LEYE_TRY(const auto step, step_for(config, records.within()));
  LEYE_TRY(const auto outcome, link(config, records, step, options));
  out.clear();
  for (const auto& row : outcome.rows)
    if (row.decision == Decision::kLink) out.emplace_back(row.left, row.right);
  return out;
}

/// Every single part that a rule of the configuration uses, and every two of them.
std::vector<std::vector<Ref>> candidates(const Config& config, bool ignore_id) {
  std::set<Ref> refs;
  for (const auto& rule : config.rules)
    for (const auto& ref : rule.key)
      if (!ignore_id || ref.field != config.tier1->key) refs.insert(ref);
  for (const auto& spec : config.comparisons)
    for (const auto field : spec.fields)
      if (!ignore_id || field != config.tier1->key) refs.insert({field, Part::kWhole, 0});
  std::vector<std::vector<Ref>> out;
  for (auto a = refs.begin(); a != refs.end(); ++a) {
    out.push_back({*a});
    for (auto b = std::next(a); b != refs.end(); ++b)
      if (a->field != b->field) out.push_back({*a, *b});
  }
  return out;
}

struct Candidate {
  std::string key;
  std::uint64_t pairs = 0;
  std::vector<std::uint32_t> finds;  ///< numbers of links
};

}  // namespace

Result<std::vector<SuggestedRule>> suggest_blocking(const Config& config, Records& records,
                                                    const LinkOptions& options) {
  LEYE_TRY(const auto links, known_links(config, records, options));
  std::vector<Candidate> list;
  for (const auto& key : candidates(config, config.tier1.has_value())) {
    Config one = config;
    one.block_all = false;
    one.rules = {{"candidate", key, {}, std::nullopt, 0, {}}};
    const auto blocking = Blocking::make(one, records);
    if (!blocking) continue;  // more pairs than the limits allow
    Candidate made;
    for (const auto& ref : key) made.key += (made.key.empty() ? "[" : ", ") + to_text(config, ref);
    made.key += "]";
    made.pairs = blocking->counts().front().pairs;
    for (std::uint32_t i = 0; i < links.size(); ++i)
      if (blocking->holds(links[i].first, links[i].second)) made.finds.push_back(i);
    if (!made.finds.empty()) list.push_back(std::move(made));
  }
  std::vector<SuggestedRule> out;
  std::vector<bool> found(links.size(), false);
  std::uint64_t total = 0;
  while (out.size() < kMostRules) {
    const Candidate* best = nullptr;
    std::uint64_t best_fresh = 0;
    for (const auto& candidate : list) {
      const auto fresh = static_cast<std::uint64_t>(std::count_if(
          candidate.finds.begin(), candidate.finds.end(), [&](auto i) { return !found[i]; }));
      // More links per pair made; at least one in a thousand of what is known.
      if (fresh * 1000 < links.size() || fresh == 0) continue;
      if (best == nullptr || fresh * (best->pairs + 1) > best_fresh * (candidate.pairs + 1)) {
        best = &candidate;
        best_fresh = fresh;
      }
    }
    if (best == nullptr) break;
    for (const auto i : best->finds) found[i] = true;
    total += best_fresh;
    out.push_back({best->key, best->pairs, best_fresh,
                   static_cast<double>(total) / static_cast<double>(links.size())});
  }
  return out;
}

}  // namespace leye::linkage
