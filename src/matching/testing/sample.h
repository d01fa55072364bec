#pragma once
// People and posts for the tests of this folder: case 1 of the golden cases, and random ones.
#include "matching/fit.h"

namespace leye::matching::testing {

inline const Tables& tables() {
  static const Tables loaded = Tables::load(LEYE_SOURCE_DIR "/data/jobs").value();
  return loaded;
}

inline SeekerProfile waiter() {
  SeekerProfile seeker;
  seeker.id = "S1";
  seeker.age = 38;
  seeker.wishes = {*Occupation::parse("4-03-02-05")};
  seeker.past = {{*Occupation::parse("4-03-02-05"), 36}};
  seeker.skills = {{*tables().skill("waiting"), 3}, {*tables().skill("cashier"), 1}};
  seeker.skills_state = SkillsState::kGiven;
  seeker.wage_floor = 3000;
  seeker.wage_wish = 4000;
  seeker.home.xy = Point{0, 0};
  seeker.edu = 3;
  return seeker;
}

inline Vacancy waiter_post() {
  Vacancy vacancy;
  vacancy.id = "V1";
  vacancy.occupation = *Occupation::parse("4-03-02-05");
  vacancy.skills = {{*tables().skill("waiting"), true, 2}};
  vacancy.wage_min = 3500;
  vacancy.wage_max = 4500;
  vacancy.place.xy = Point{3000, 4000};
  vacancy.edu_min = 2;
  vacancy.exp_months = 12;
  return vacancy;
}

}  // namespace leye::matching::testing
