#include "matching/allocate.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <map>

#include "matching/candidates.h"
#include "matching/testing/flow.h"
#include "matching/testing/random.h"

namespace leye::matching {
namespace {

using testing::Pairs;

/// Random people × posts, scores coarse so that ties abound, scarcity from none to severe.
struct Drawn {
  Market market;
  Pairs pairs;  ///< per person, the best first
};

Drawn draw(std::uint64_t seed, int people, int posts) {
  testing::Random random(seed);
  Drawn drawn;
  for (int j = 0; j < posts; ++j)
    drawn.market.caps.push_back(random.one_in(10) ? 0 : 1 + random.below(1 + people / posts));
  for (int i = 0; i < people; ++i) {
    drawn.market.demands.push_back(random.one_in(8) ? random.below(3) : 3);
    drawn.market.person_ids.push_back(seed * 1000 + static_cast<std::uint64_t>(i));
    std::vector<Candidate> list;
    for (int j = 0; j < posts; ++j)
      if (random.one_in(3))
        list.push_back({static_cast<std::uint32_t>(j), 600 + 20 * random.below(20)});
    std::stable_sort(list.begin(), list.end(),
                     [](const Candidate& a, const Candidate& b) { return a.score > b.score; });
    drawn.pairs.push_back(list);
  }
  return drawn;
}

CandidateSource source_of(const Pairs& pairs) {
  return [&pairs](std::size_t person, std::size_t count, std::vector<Candidate>& out) {
    const auto& all = pairs[person];
    out.assign(all.begin(), all.begin() + static_cast<std::ptrdiff_t>(std::min(count, all.size())));
  };
}

void expect_lawful(const Market& market, const Allocation& found) {
  std::vector<std::int32_t> load(market.caps.size());
  std::map<std::pair<std::uint32_t, std::uint32_t>, int> pairs;
  std::vector<std::int32_t> given(market.demands.size());
  for (const auto& a : found.assignments) {
    ++load[a.vacancy];
    ++given[a.person];
    EXPECT_EQ(++pairs[std::pair(a.person, a.vacancy)], 1);
  }
  for (std::size_t j = 0; j < load.size(); ++j) {
    EXPECT_LE(load[j], market.caps[j]);
    // A price says that the post is full; this is what makes the bound hold.
    EXPECT_TRUE(found.prices[j] == 0 || load[j] == market.caps[j]);
  }
  for (std::size_t i = 0; i < given.size(); ++i) EXPECT_LE(given[i], market.demands[i]);
}

TEST(Allocate, EqualsTheNetworkSimplexWithinItsPromise) {
  for (std::uint64_t seed = 0; seed < 500; ++seed) {
    auto drawn = draw(seed, 5 + static_cast<int>(seed % 40), 3 + static_cast<int>(seed % 11));
    drawn.market.epsilon = 1;
    const auto found = allocate(drawn.market, source_of(drawn.pairs));
    expect_lawful(drawn.market, found);
    const std::int64_t optimum = testing::network_simplex(drawn.market, drawn.pairs);
    const auto& proof = found.certificate;
    EXPECT_GE(proof.dual, 64 * optimum) << seed;
    EXPECT_GE(proof.primal + proof.units, 64 * optimum) << seed;
    EXPECT_LE(proof.primal, 64 * optimum) << seed;
    if (proof.units < 64) {
      EXPECT_EQ(proof.primal, 64 * optimum) << seed;
    }
  }
}

TEST(Allocate, LargerMarketsStayWithinUnitsTimesEpsilon) {
  for (const int epsilon : {16, 256}) {
    auto drawn = draw(99, 2000, 150);
    drawn.market.epsilon = epsilon;
    const auto found = allocate(drawn.market, source_of(drawn.pairs));
    expect_lawful(drawn.market, found);
    const std::int64_t optimum = 64 * testing::network_simplex(drawn.market, drawn.pairs);
    EXPECT_GE(found.certificate.primal + found.certificate.units * epsilon, optimum);
    EXPECT_LE(found.certificate.primal, optimum);
    EXPECT_GE(found.certificate.dual, optimum);
  }
}

TEST(Allocate, MoreRoomNeverLowersTheOptimum) {
  for (std::uint64_t seed = 0; seed < 60; ++seed) {
    auto drawn = draw(seed, 30, 6);
    const auto before = testing::network_simplex(drawn.market, drawn.pairs);
    ++drawn.market.caps[seed % 6];
    EXPECT_GE(testing::network_simplex(drawn.market, drawn.pairs), before);
    drawn.market.epsilon = 1;
    const auto after = allocate(drawn.market, source_of(drawn.pairs));
    EXPECT_GE(after.certificate.primal + after.certificate.units, 64 * before);
  }
}

TEST(Allocate, NobodyPrefersAFreePlaceToWhatSheGot) {
  const auto drawn = draw(3, 300, 40);
  const auto found = allocate(drawn.market, source_of(drawn.pairs));
  std::vector<std::int32_t> load(drawn.market.caps.size());
  std::vector<std::vector<Assignment>> got(drawn.market.demands.size());
  for (const auto& a : found.assignments) {
    ++load[a.vacancy];
    got[a.person].push_back(a);
  }
  for (std::size_t i = 0; i < got.size(); ++i)
    for (const auto& candidate : drawn.pairs[i]) {
      if (load[candidate.vacancy] >= drawn.market.caps[candidate.vacancy]) continue;
      const bool mine = std::any_of(got[i].begin(), got[i].end(), [&](const Assignment& a) {
        return a.vacancy == candidate.vacancy;
      });
      if (mine) continue;
      EXPECT_EQ(static_cast<std::int32_t>(got[i].size()), drawn.market.demands[i]);
      // ε = 4 points is all that may be left on the table.
      for (const auto& a : got[i]) EXPECT_GE(a.score + 4, candidate.score);
    }
}

TEST(Allocate, ReadsListsAsDeepAsItMustAndNoDeeper) {
  testing::Random random(21);
  const auto posts = testing::random_posts(random, 1500);
  const auto people = testing::random_people(random, 200);
  Params params = testing::random_params();
  params.targeted_min = 300;
  params.targeted_skill_min = 0;
  const VacancyIndex index(testing::tables(), params, posts);
  const SearchOptions options{kAll, Posts::kTargeted, Ties::kHash, 5};
  const auto all = match_all(index, people, options, 1);
  Pairs pairs;
  Market market;
  market.epsilon = 1;
  for (std::size_t i = 0; i < people.size(); ++i) {
    pairs.emplace_back(all.of(i).begin(), all.of(i).end());
    market.demands.push_back(3);
    market.person_ids.push_back(fnv1a(people[i].id));
  }
  for (std::size_t j = 0; j < posts.size(); ++j) market.caps.push_back(1);
  LazyCandidates lazy(index, people, options, 2);
  const auto from_lists = allocate(market, source_of(pairs));
  const auto from_search = allocate(market, std::ref(lazy));
  const bool deep =
      std::any_of(pairs.begin(), pairs.end(), [](const auto& list) { return list.size() > 64; });
  EXPECT_TRUE(deep);
  EXPECT_EQ(from_search.assignments, from_lists.assignments);
  EXPECT_EQ(from_search.certificate.dual, from_lists.certificate.dual);
  EXPECT_EQ(from_search.certificate.primal / 64 >=
                testing::network_simplex(market, pairs) - from_search.certificate.units / 64 - 1,
            true);
}

TEST(Caps, FollowOpeningsAndHistory) {
  EXPECT_EQ(cap_ratio(0, 0), 5);
  EXPECT_EQ(cap_ratio(0, 1000), 8);
  EXPECT_EQ(cap_ratio(90, 100), 3);
  Vacancy vacancy;
  vacancy.headcount = 4;
  vacancy.filled = 1;
  EXPECT_EQ(cap_of(vacancy), 15);
  vacancy.headcount = 20;
  EXPECT_EQ(cap_of(vacancy), 30);
  // A post for ten thousand is not held to thirty people: its openings may all be filled.
  vacancy.headcount = 10'000;
  EXPECT_EQ(cap_of(vacancy), 9'999);
  vacancy.filled = 10'000;
  EXPECT_EQ(cap_of(vacancy), 0);
  vacancy.cap = 7;
  EXPECT_EQ(cap_of(vacancy), 7);
}

}  // namespace
}  // namespace leye::matching
