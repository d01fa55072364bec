#include "matching/search.h"

#include <gtest/gtest.h>

#include <algorithm>

#include "matching/testing/random.h"

namespace leye::matching {
namespace {

/// The definition: judge every post, order by score, tie and id, cut after k.
std::vector<Candidate> by_scan(const VacancyIndex& index, const SeekerProfile& seeker,
                               const SearchOptions& options) {
  struct Judged {
    Candidate candidate;
    std::uint64_t tie;
    std::string id;
  };
  std::vector<Judged> all;
  const auto posts = index.vacancies();
  for (std::uint32_t i = 0; i < posts.size(); ++i) {
    const auto fit = judge(index.tables(), index.params(), seeker, posts[i]);
    if (!(options.posts == Posts::kTargeted ? fit.targeted : fit.passes())) continue;
    const auto tie = options.ties == Ties::kHash
                         ? tie_hash(options.seed, fnv1a(seeker.id), fnv1a(posts[i].id))
                         : ~std::uint64_t{i};
    all.push_back({{i, fit.score}, tie, posts[i].id});
  }
  std::sort(all.begin(), all.end(), [](const Judged& a, const Judged& b) {
    return std::tie(b.candidate.score, b.tie, a.id) < std::tie(a.candidate.score, a.tie, b.id);
  });
  std::vector<Candidate> out;
  for (const auto& judged : all)
    if (out.size() < options.k) out.push_back(judged.candidate);
  return out;
}

TEST(Search, EqualsTheScanOnAThousandRandomMarkets) {
  const Params params = testing::random_params();
  std::size_t found = 0;
  for (std::uint64_t seed = 0; seed < 250; ++seed) {
    testing::Random random(seed);
    const auto posts = testing::random_posts(random, 5 + random.below(90));
    const auto people = testing::random_people(random, 4);
    const VacancyIndex index(testing::tables(), params, posts);
    Search search(index);
    std::vector<Candidate> best;
    for (const auto& person : people)
      for (const auto wanted : {Posts::kPassing, Posts::kTargeted})
        for (const auto ties : {Ties::kHash, Ties::kOrder})
          for (const std::size_t k : {std::size_t{1}, std::size_t{5}, kAll}) {
            const SearchOptions options{k, wanted, ties, seed};
            search.best(person, options, best);
            ASSERT_EQ(best, by_scan(index, person, options)) << "seed " << seed;
            found += best.size();
          }
  }
  // The markets must not be empty, or the test proves nothing.
  EXPECT_GT(found, 20000U);
}

TEST(Search, IsTheSameForEveryNumberOfThreads) {
  testing::Random random(7);
  const auto posts = testing::random_posts(random, 60);
  const auto people = testing::random_people(random, 3000);
  const VacancyIndex index(testing::tables(), testing::random_params(), posts);
  const SearchOptions options{5, Posts::kPassing, Ties::kHash, 1};
  const auto one = match_all(index, people, options, 1);
  for (const unsigned threads : {2U, 5U, 7U}) {
    const auto many = match_all(index, people, options, threads);
    EXPECT_EQ(one.ends, many.ends);
    EXPECT_EQ(one.candidates, many.candidates);
  }
}

TEST(Search, APostRejectedForAllChangesNobodysResult) {
  testing::Random random(11);
  auto posts = testing::random_posts(random, 50);
  const auto people = testing::random_people(random, 40);
  const SearchOptions options{6, Posts::kPassing, Ties::kHash, 1};
  const VacancyIndex before(testing::tables(), testing::random_params(), posts);
  const auto expected = match_all(before, people, options, 1);
  auto more = posts;
  more.push_back(random.vacancy(999));
  more.back().status = Status::kSuspended;
  const VacancyIndex after(testing::tables(), testing::random_params(), more);
  EXPECT_EQ(match_all(after, people, options, 1).candidates, expected.candidates);
}

TEST(Search, MoreThanSixtyFourLicencesAreStillChecked) {
  auto seeker = testing::waiter();
  std::vector<Vacancy> posts;
  for (int i = 0; i < 80; ++i) {
    posts.push_back(testing::waiter_post());
    posts.back().id = "V" + std::to_string(i);
    posts.back().licences = {"L" + std::to_string(i)};
  }
  seeker.licences = {"L3", "L77"};
  const VacancyIndex index(testing::tables(), {}, posts);
  Search search(index);
  std::vector<Candidate> best;
  search.best(seeker, {20, Posts::kTargeted, Ties::kOrder, 0}, best);
  EXPECT_EQ(best, (std::vector<Candidate>{{3, 923}, {77, 923}}));
}

TEST(Fit, BetterPostsAndMoreSkillNeverLowerTheScore) {
  const Params params = testing::random_params();
  const Tables& tables = testing::tables();
  testing::Random random(5);
  for (int n = 0; n < 20000; ++n) {
    auto seeker = random.seeker(n);
    const auto vacancy = random.vacancy(n);
    const auto base = judge(tables, params, seeker, vacancy);
    const auto not_worse = [&](const SeekerProfile& s, const Vacancy& v, const char* what) {
      const auto fit = judge(tables, params, s, v);
      EXPECT_GE(fit.components.sum(), base.components.sum()) << what;
      EXPECT_LE(fit.reasons.size(), base.reasons.size()) << what;
    };
    auto richer = vacancy;
    if (richer.wage_min) *richer.wage_min += 300;
    not_worse(seeker, richer, "pay");
    auto nearer = vacancy;
    if (seeker.home.xy && vacancy.place.xy) {
      nearer.place.xy->x -= (vacancy.place.xy->x - seeker.home.xy->x) / 4;
      nearer.place.xy->y -= (vacancy.place.xy->y - seeker.home.xy->y) / 4;
    }
    not_worse(seeker, nearer, "distance");
    auto older = seeker;
    for (auto& work : older.past) work.months += work.code == vacancy.occupation ? 6 : 0;
    not_worse(older, vacancy, "experience");
    auto abler = seeker;
    if (seeker.skills_state == SkillsState::kGiven)
      for (const auto& asked : vacancy.skills)
        if (std::none_of(abler.skills.begin(), abler.skills.end(),
                         [&](const SkillLevel& s) { return s.skill == asked.skill; })) {
          abler.skills.push_back({asked.skill, 1});
          break;
        }
    not_worse(abler, vacancy, "skill");
    auto turned = vacancy;
    std::reverse(turned.skills.begin(), turned.skills.end());
    std::reverse(seeker.skills.begin(), seeker.skills.end());
    EXPECT_EQ(judge(tables, params, seeker, turned).components, base.components);
    EXPECT_TRUE(base.score > 0 || !base.passes());
    EXPECT_TRUE(!base.passes() || base.components.commute >= 30);
  }
}

}  // namespace
}  // namespace leye::matching
