#include "matching/shortage.h"

#include <gtest/gtest.h>

#include <functional>

#include "matching/testing/random.h"

namespace leye::matching {
namespace {

TEST(Shortage, LiftingExactlyTheNamedRuleMakesThePromisedPostsTargeted) {
  using Lift = std::pair<Rule, std::function<void(SeekerProfile&)>>;
  const std::vector<Lift> lifts{{Rule::kConsent, [](SeekerProfile& s) { s.consent_match = true; }},
                                {Rule::kLicence,
                                 [](SeekerProfile& s) {
                                   s.licences = {"L0", "L1", "L2"};
                                 }},
                                {Rule::kWorkForm,
                                 [](SeekerProfile& s) {
                                   for (int f = 0; f < 7; ++f) s.forms.add(static_cast<Form>(f));
                                 }},
                                {Rule::kDispatch, [](SeekerProfile& s) { s.no_dispatch = false; }},
                                {Rule::kHealth, [](SeekerProfile& s) { s.cannot = {}; }},
                                {Rule::kAvoid, [](SeekerProfile& s) { s.avoid = {}; }},
                                {Rule::kEmployer, [](SeekerProfile& s) { s.avoid_employers = {}; }},
                                {Rule::kDeclined, [](SeekerProfile& s) { s.declined = {}; }}};
  Params params = testing::random_params();
  params.targeted_min = 400;
  params.targeted_skill_min = 0;
  std::int64_t promised = 0;
  for (std::uint64_t seed = 0; seed < 60; ++seed) {
    testing::Random random(seed);
    const auto posts = testing::random_posts(random, 120);
    for (const auto& person : testing::random_people(random, 6)) {
      const auto now = shortage_of(testing::tables(), params, person, posts);
      EXPECT_LE(now.targeted + now.below_threshold, now.near_posts);
      for (const auto& lift : lifts) {
        auto freer = person;
        lift.second(freer);
        const auto after = shortage_of(testing::tables(), params, freer, posts);
        const auto promise = now.if_lifted[static_cast<std::size_t>(lift.first)];
        EXPECT_EQ(after.targeted - now.targeted, promise) << code_of(lift.first);
        promised += promise;
      }
    }
  }
  EXPECT_GT(promised, 200);
}

TEST(Shortage, NoPostNearHerWishIsACallForPosts) {
  const std::vector<Vacancy> posts{testing::waiter_post()};
  auto seeker = testing::waiter();
  seeker.wishes = {*Occupation::parse("2-06-03-00")};
  seeker.past = {};
  const auto found = shortage_of(testing::tables(), {}, seeker, posts);
  EXPECT_EQ(found.near_posts, 0);
  EXPECT_EQ(found.targeted, 0);
}

TEST(Shortage, SaysWhichFactIsMissing) {
  std::vector<Vacancy> posts{testing::waiter_post()};
  posts[0].wage_min.reset();
  const auto found = shortage_of(testing::tables(), {}, testing::waiter(), posts);
  EXPECT_EQ(found.unknown[static_cast<std::size_t>(Unknown::kWage)], 1);
  EXPECT_EQ(found.below_threshold, 0);
}

}  // namespace
}  // namespace leye::matching
