#pragma once
#include "city/people.h"

namespace leye::city {

/// What a person is to the registers; the shares are those of domain.md §11.3.
enum class Role {
  kUnemployed,    ///< registered on 1 October
  kNewcomer,      ///< registered during October
  kRehired,       ///< registration ended by a job of 2020
  kGraduate,      ///< on the roster of 2020, not registered
  kAlumnus,       ///< on the rosters of 2018, 2019
  kHardFlexible,  ///< recognised, works flexibly
  kHardHired,     ///< recognised until a job of 2020
  kFlexible,
  kOwner,
  kEmployed
};
/// A person in the making: her role, her age so far, and one stream of dice per purpose.
struct Maker {
  const World& world;
  Person person;
  Role role;
  int age = 30;
  Dice body, work, facts;

  Maker(const World& w, std::int64_t index)
      : world(w),
        role(Role::kEmployed),
        body(w.options.seed, Stream::kBody, index),
        work(w.options.seed, Stream::kWork, index),
        facts(w.options.seed, Stream::kFacts, index) {
    person.index = index;
  }

  [[nodiscard]] Date back(int first, int last) {
    return Date(world.as_of().days() - work.range(first, last));
  }
};

/// Gives the person the registrations, jobs, schools and businesses of her role. May change her age
/// and sex where the role asks for it.
void live(Maker&);

}  // namespace leye::city
