#pragma once
// Random people and posts, coarse enough that ties and every rule occur.
#include <random>
#include <string>
#include <vector>

#include "matching/testing/sample.h"

namespace leye::matching::testing {

class Random {
 public:
  explicit Random(std::uint64_t seed) : engine_(seed) {}
  int below(int n) { return static_cast<int>(engine_() % static_cast<std::uint64_t>(n)); }
  bool one_in(int n) { return below(n) == 0; }

  Occupation leaf() {
    static const std::vector<std::string> codes{
        "4-03-02-05", "4-03-02-01", "4-03-01-01", "4-01-02-03", "4-10-08-01", "4-02-07-08",
        "4-07-05-01", "2-02-10-03", "2-06-03-00", "6-31-01-03", "6-18-02-04", "4-09-08-01"};
    return *Occupation::parse(
        codes[static_cast<std::size_t>(below(static_cast<int>(codes.size())))]);
  }
  Occupation node() { return leaf().up_to(one_in(2) ? 4 : 1 + below(4)); }
  SkillId skill() { return static_cast<SkillId>(below(6)); }
  Place place() {
    Place place;
    if (!one_in(5)) place.xy = Point{5000 * below(6), 5000 * below(6)};
    if (!one_in(4)) place.district = "12010" + std::to_string(1 + below(4));
    if (one_in(3) && !place.district.empty())
      place.street = place.district + "00" + std::to_string(below(3));
    return place;
  }

  SeekerProfile seeker(int number) {
    SeekerProfile s;
    s.id = "S" + std::to_string(number);
    if (!one_in(8)) s.age = 15 + below(50);
    for (int n = below(4); n > 0; --n) s.wishes.push_back(node());
    s.any_occupation = one_in(8);
    s.open_to_past = !one_in(4);
    for (int n = below(3); n > 0; --n) s.past.push_back({leaf(), 6 * below(8)});
    for (SkillId id = 0; id < 6; ++id)
      if (one_in(2)) s.skills.push_back({id, static_cast<std::uint8_t>(1 + below(3))});
    s.skills_state = s.skills.empty() ? SkillsState::kUnknown : SkillsState::kGiven;
    if (one_in(6)) s.skills_state = static_cast<SkillsState>(below(3));
    if (one_in(2)) s.licences = {"L" + std::to_string(below(3))};
    if (!one_in(5)) s.edu = below(8);
    s.fresh = one_in(4);
    if (one_in(2)) s.wage_floor = 2000 + 500 * below(5);
    if (one_in(2)) s.wage_wish = 2000 + 1000 * below(6);
    s.home = place();
    s.mode = static_cast<Mode>(below(4));
    s.commute_max = 30 * (1 + below(5));
    s.accept_lodging = one_in(3);
    s.forms = {Form::kFullTime, static_cast<Form>(below(7))};
    s.no_dispatch = one_in(3);
    if (one_in(3)) s.cannot.add(static_cast<Demand>(below(3)));
    if (one_in(4)) s.categories.add(static_cast<Category>(below(6)));
    if (one_in(5)) s.available_from = Date(18560 + 5 * below(5));
    if (one_in(5)) s.avoid = {node()};
    if (one_in(4)) s.avoid_employers = {"E" + std::to_string(below(3))};
    if (one_in(3)) s.declined = {"V" + std::to_string(below(40))};
    s.consent_match = !one_in(20);
    return s;
  }

  Vacancy vacancy(int number) {
    Vacancy v;
    v.id = "V" + std::to_string(number);
    v.employer = one_in(4) ? "" : "E" + std::to_string(below(4));
    v.occupation = leaf();
    if (!one_in(8)) v.wage_min = 1500 + 500 * below(6);
    if (one_in(2)) v.wage_max = 2000 + 1000 * below(6);
    v.wage_months = one_in(4) ? 13 : 12;
    v.place = place();
    v.remote = one_in(15);
    v.lodging = one_in(8);
    v.shuttle = one_in(8);
    v.form = one_in(4) ? static_cast<Form>(below(7)) : Form::kFullTime;
    v.dispatch = one_in(5);
    v.edu_min = one_in(2) ? 0 : below(7);
    v.edu_strict = one_in(6);
    v.exp_months = one_in(8) ? std::nullopt : std::optional<std::int32_t>(12 * below(4));
    v.accepts_fresh = one_in(4);
    for (SkillId id = 0; id < 6; ++id)
      if (one_in(4)) v.skills.push_back({id, one_in(2), static_cast<std::uint8_t>(1 + below(3))});
    v.training_provided = one_in(5);
    if (one_in(6)) v.licences = {"L" + std::to_string(below(3))};
    if (one_in(8)) v.law_age_min = 18;
    if (one_in(8)) v.law_age_max = 45;
    v.minor_forbidden = one_in(5);
    if (one_in(4)) v.demands = {static_cast<Demand>(below(3))};
    if (one_in(8)) v.audience.add(static_cast<Category>(below(6)));
    if (one_in(6)) v.latest_start = Date(18560 + 5 * below(5));
    v.kind = one_in(12) ? Kind::kInternship : Kind::kJob;
    v.status = one_in(12) ? Status::kFilled : Status::kOpen;
    v.age_days = one_in(10) ? 45 : 3;
    v.lint_block = one_in(15);
    return v;
  }

 private:
  std::mt19937_64 engine_;
};

inline std::vector<Vacancy> random_posts(Random& random, int count) {
  std::vector<Vacancy> posts;
  for (int i = 0; i < count; ++i) posts.push_back(random.vacancy(i));
  return posts;
}
inline std::vector<SeekerProfile> random_people(Random& random, int count) {
  std::vector<SeekerProfile> people;
  for (int i = 0; i < count; ++i) people.push_back(random.seeker(i));
  return people;
}

inline Params random_params() {
  Params params;
  params.as_of = Date(18568);
  params.targeted_min = 550;
  return params;
}

}  // namespace leye::matching::testing
