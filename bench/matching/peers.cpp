// J3 and J4: the allocation, and what others would have given.
#include <lemon/network_simplex.h>

#include <algorithm>
#include <fstream>
#include <numeric>

#include "commands.h"
#include "matching/testing/flow.h"

namespace leye::bench {

using namespace matching;

namespace {

constexpr unsigned kThreads = 2;
constexpr std::int64_t kTightnessTenths = 8;
constexpr std::size_t kPeerSeekers = 100'000;
/// The simplex takes about two minutes of CPU beyond; the certificate holds everywhere.
constexpr std::size_t kOraclePairs = 10'000'000;

boost::json::object shown(const Metrics& m, double cpu) {
  return {{"cpu", cpu},
          {"people_with", boost::json::value_from(m.people_with)},
          {"coverage1", m.coverage(1)},
          {"coverage3", m.coverage(3)},
          {"mean_fit", m.mean_fit()},
          {"mean_fit_ratio", m.mean_best() == 0 ? 0 : m.mean_fit() / m.mean_best()},
          {"gini", m.gini},
          {"posts_over_cap", m.over_cap},
          {"max_load", m.max_load},
          {"max_load_over_cap", m.max_load_over_cap}};
}

/// Everybody gets her own best three.
std::vector<Assignment> naive(const Matches& lists) {
  std::vector<Assignment> given;
  for (std::uint32_t i = 0; i < lists.ends.size(); ++i)
    for (const auto& c : lists.of(i).first(std::min<std::size_t>(3, lists.of(i).size())))
      given.push_back({i, c.vacancy, c.score});
  return given;
}

/// People in the order of a hash take the best places that are left.
std::vector<Assignment> greedy(const Matches& lists, std::vector<std::int32_t> left) {
  std::vector<std::uint32_t> order(lists.ends.size());
  std::iota(order.begin(), order.end(), 0U);
  std::sort(order.begin(), order.end(),
            [](std::uint32_t a, std::uint32_t b) { return tie_hash(0, a, 0) < tie_hash(0, b, 0); });
  std::vector<Assignment> given;
  for (const auto i : order) {
    int owed = 3;
    for (const auto& c : lists.of(i)) {
      if (owed == 0) break;
      if (left[c.vacancy] == 0) continue;
      --left[c.vacancy];
      --owed;
      given.push_back({i, c.vacancy, c.score});
    }
  }
  return given;
}

}  // namespace

boost::json::object allocation(const Workload& work) {
  const SearchOptions options{kAll, Posts::kTargeted, Ties::kOrder, 0};
  double begun = cpu_seconds();
  const VacancyIndex index(tables(), {}, work.vacancies);
  LazyCandidates lazy(index, work.seekers, options, kThreads);
  const double search_cpu = cpu_seconds() - begun;
  matching::Market market;
  market.caps = caps(work.vacancies, work.seekers.size(), kTightnessTenths);
  market.demands.assign(work.seekers.size(), 3);
  for (std::uint64_t i = 0; i < work.seekers.size(); ++i) market.person_ids.push_back(i);
  begun = cpu_seconds();
  const auto found = allocate(market, std::ref(lazy));
  const double auction_cpu = cpu_seconds() - begun;
  const std::int64_t memory = peak_memory_mb();
  std::vector<bool> wanted(work.vacancies.size());
  boost::json::object out{{"search_cpu", search_cpu},
                          {"auction_cpu", auction_cpu},
                          {"rss_mb", memory},
                          {"primal", found.certificate.primal / 64},
                          {"gap_percent", found.certificate.gap()}};
  // The peers see every targeted pair; beyond this size they would not end.
  const bool small = work.seekers.size() <= kPeerSeekers;
  begun = cpu_seconds();
  const Matches all = small ? match_all(index, work.seekers, options, kThreads) : Matches{};
  const double scan_cpu = cpu_seconds() - begun;
  const Matches& lists = small ? all : lazy.first();
  for (const auto& c : lists.candidates) wanted[c.vacancy] = true;
  out["leye"] =
      shown(measure(lists, found.assignments, market.caps, wanted), search_cpu + auction_cpu);
  if (!small) return out;
  const auto add = [&](const char* name, const std::vector<Assignment>& given, double since) {
    const double cpu = cpu_seconds() - since + scan_cpu;
    out[name] = shown(measure(lists, given, market.caps, wanted), cpu);
  };
  begun = cpu_seconds();
  add("naive_top3", naive(all), begun);
  begun = cpu_seconds();
  add("greedy", greedy(all, market.caps), begun);
  if (all.candidates.size() > kOraclePairs) return out;
  begun = cpu_seconds();
  matching::testing::Pairs pairs;
  for (std::size_t i = 0; i < work.seekers.size(); ++i)
    pairs.emplace_back(all.of(i).begin(), all.of(i).end());
  const std::int64_t optimum = matching::testing::network_simplex(market, pairs);
  out["lemon"] = boost::json::object{{"cpu", cpu_seconds() - begun + scan_cpu},
                                     {"optimum", optimum},
                                     {"rss_mb", peak_memory_mb()}};
  out["below_optimum_percent"] = 100.0 *
                                 static_cast<double>(optimum - found.certificate.primal / 64) /
                                 static_cast<double>(optimum);
  return out;
}

boost::json::object pairs(const Workload& work, const std::string& folder) {
  std::ofstream people(folder + "/seekers.csv");
  std::ofstream wishes(folder + "/occ.csv");
  std::ofstream posts(folder + "/vacancies.csv");
  std::ofstream needs(folder + "/needs.csv");
  std::ofstream skills(folder + "/skills.csv");
  std::vector<Occupation> leaves;
  for (std::size_t j = 0; j < work.vacancies.size(); ++j) {
    const auto& v = work.vacancies[j];
    auto at = std::find(leaves.begin(), leaves.end(), v.occupation);
    if (at == leaves.end()) at = leaves.insert(leaves.end(), v.occupation);
    const auto pay = pay_of(v);
    std::uint32_t demands = 0;
    for (const auto d : v.demands) demands |= 1U << static_cast<unsigned>(d);
    posts << j << ',' << at - leaves.begin() << ',' << (pay ? pay->top : -1) << ','
          << (pay ? pay->expected : -1) << ',' << v.place.xy->x << ',' << v.place.xy->y << ','
          << static_cast<int>(v.form) << ',' << (v.dispatch ? 1 : 0) << ',' << v.edu_min << ','
          << *v.exp_months << ',' << demands << ','
          << (v.licences.empty() ? 0 : 1 << (v.licences[0][1] - '0')) << ',' << v.skills.size()
          << '\n';
    for (const auto& s : v.skills)
      needs << j << ',' << s.skill << ',' << (s.must ? 3 : 1) << ',' << static_cast<int>(s.level)
            << ',' << tables().skill(s.skill).weight << '\n';
  }
  for (std::size_t i = 0; i < work.seekers.size(); ++i) {
    const auto& s = work.seekers[i];
    const auto wish = pay_wish({}, s);
    int licences = 0;
    int weights = 0;
    for (const auto& licence : s.licences) licences |= 1 << (licence[1] - '0');
    for (const auto& k : s.skills) {
      weights += tables().skill(k.skill).weight;
      skills << i << ',' << k.skill << ',' << static_cast<int>(k.level) << '\n';
    }
    people << i << ',' << s.wage_floor.value_or(-1) << ',' << wish.floor << ',' << wish.wish << ','
           << s.home.xy->x << ',' << s.home.xy->y << ',' << static_cast<int>(s.mode) << ','
           << s.commute_max << ',' << *s.edu << ',' << s.forms.bits() << ',' << s.cannot.bits()
           << ',' << licences << ',' << (s.no_dispatch ? 1 : 0) << ','
           << (s.skills_state == SkillsState::kGiven ? 1 : 0) << ',' << weights << '\n';
    for (std::size_t o = 0; o < leaves.size(); ++o)
      if (const auto points = occupation_fit(tables(), s, leaves[o]).points; points >= 200)
        wishes << i << ',' << o << ',' << points << ',' << counted_months(tables(), s, leaves[o])
               << '\n';
  }
  return top(work, 20);
}

}  // namespace leye::bench
