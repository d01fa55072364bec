#pragma once
#include <array>
#include <boost/describe/enum.hpp>
#include <cstdint>
#include <initializer_list>
#include <optional>
#include <string>
#include <vector>

#include "core/date.h"
#include "matching/tables.h"

namespace leye::matching {

/// How a person gets to work.
enum class Mode : std::uint8_t { kWalk, kEbike, kTransit, kCar };
BOOST_DESCRIBE_ENUM(Mode, kWalk, kEbike, kTransit, kCar)
enum class SkillsState : std::uint8_t { kGiven, kNone, kUnknown };
BOOST_DESCRIBE_ENUM(SkillsState, kGiven, kNone, kUnknown)
/// 用工形式.
enum class Form : std::uint8_t {
  kFullTime,
  kPartTime,
  kTemporary,
  kSeasonal,
  kElastic,
  kRemote,
  kInternship
};
BOOST_DESCRIBE_ENUM(Form, kFullTime, kPartTime, kTemporary, kSeasonal, kElastic, kRemote,
                    kInternship)
/// What a post asks of the body and what a person said she cannot do.
enum class Demand : std::uint8_t {
  kNight,
  kLift10,
  kLift25,
  kStand,
  kHeight,
  kCold,
  kHeat,
  kDust,
  kScreen,
  kDrive,
  kCrowd,
  kStairs,
  kHearing,
  kSight
};
BOOST_DESCRIBE_ENUM(Demand, kNight, kLift10, kLift25, kStand, kHeight, kCold, kHeat, kDust, kScreen,
                    kDrive, kCrowd, kStairs, kHearing, kSight)
/// Groups of the order; a fact, never a score.
enum class Category : std::uint8_t {
  kUnemployed,
  kHardToEmploy,
  kGraduate,
  kMigrant,
  kPoorCounty,
  kDisabled
};
BOOST_DESCRIBE_ENUM(Category, kUnemployed, kHardToEmploy, kGraduate, kMigrant, kPoorCounty,
                    kDisabled)
enum class Kind : std::uint8_t { kJob, kInternship, kPublicWelfare };
BOOST_DESCRIBE_ENUM(Kind, kJob, kInternship, kPublicWelfare)
enum class Status : std::uint8_t {
  kDraft,
  kSubmitted,
  kScreened,
  kRejected,
  kOpen,
  kSuspended,
  kFilled,
  kExpired,
  kWithdrawn
};
BOOST_DESCRIBE_ENUM(Status, kDraft, kSubmitted, kScreened, kRejected, kOpen, kSuspended, kFilled,
                    kExpired, kWithdrawn)

/// A small set of enumerators.
template <class E>
class EnumSet {
 public:
  constexpr EnumSet() = default;
  constexpr EnumSet(std::initializer_list<E> members) {
    for (const E e : members) add(e);
  }
  constexpr void add(E e) { bits_ |= 1U << static_cast<unsigned>(e); }
  [[nodiscard]] constexpr bool has(E e) const {
    return (bits_ >> static_cast<unsigned>(e) & 1U) != 0;
  }
  [[nodiscard]] constexpr bool empty() const { return bits_ == 0; }
  [[nodiscard]] constexpr std::uint32_t bits() const { return bits_; }
  [[nodiscard]] constexpr bool meets(EnumSet other) const { return (bits_ & other.bits_) != 0; }
  friend constexpr bool operator==(EnumSet, EnumSet) = default;

 private:
  std::uint32_t bits_ = 0;
};

/// Metres on the city plane (§5.5), within ±10⁹.
struct Point {
  std::int32_t x = 0;
  std::int32_t y = 0;
  friend bool operator==(const Point&, const Point&) = default;
};

/// Where somebody lives or works; what is not known is empty.
struct Place {
  std::optional<Point> xy;
  std::string street;
  std::string district;
};

struct SkillLevel {
  SkillId skill = 0;
  std::uint8_t level = 1;  ///< 1 basic, 2 independent, 3 can teach
};
struct PastWork {
  Occupation code;
  std::int32_t months = 0;
};

/// 求职画像, §3.1: all the engine ever learns of a person. There is no member for sex, ethnicity,
/// birthplace, household, religion, marriage, politics, photo or name; none can be an input.
struct SeekerProfile {
  std::string id;  ///< opaque, never a citizen number
  bool consent_match = true;
  std::optional<std::int32_t> age;
  std::optional<Date> work_until;
  EnumSet<Category> categories;
  std::vector<Occupation> wishes;  ///< at most 5, the dearest first
  bool any_occupation = false;
  bool open_to_past = true;
  std::vector<PastWork> past;
  std::vector<SkillLevel> skills;  ///< each skill once
  SkillsState skills_state = SkillsState::kUnknown;
  std::vector<std::string> licences;
  std::optional<std::int32_t> edu;  ///< 0–7
  bool fresh = false;
  std::optional<std::int32_t> wage_floor;  ///< yuan a month
  std::optional<std::int32_t> wage_wish;
  Place home;
  Mode mode = Mode::kTransit;
  std::int32_t commute_max = 60;  ///< minutes one way, 20–180
  bool accept_lodging = false;
  EnumSet<Form> forms{Form::kFullTime};
  bool no_dispatch = false;
  EnumSet<Demand> cannot;
  std::optional<Date> available_from;
  std::vector<Occupation> avoid;
  std::vector<std::string> avoid_employers;
  std::vector<std::string> declined;  ///< vacancy ids
};

struct RequiredSkill {
  SkillId skill = 0;
  bool must = false;
  std::uint8_t level = 1;
};

/// 岗位, §3.2.
struct Vacancy {
  std::string id;
  std::string employer;
  Kind kind = Kind::kJob;
  Status status = Status::kOpen;
  Occupation occupation;
  std::int32_t headcount = 1;
  std::int32_t filled = 0;
  std::optional<std::int32_t> wage_min;  ///< yuan a month; nothing: pay not stated
  std::optional<std::int32_t> wage_max;
  std::int32_t wage_months = 12;  ///< 12–16
  Place place;
  bool remote = false;
  bool lodging = false;
  bool shuttle = false;
  Form form = Form::kFullTime;
  bool dispatch = false;
  std::int32_t edu_min = 0;
  bool edu_strict = false;
  /// Months; nothing only where the employer has been asked and did not say.
  std::optional<std::int32_t> exp_months = 0;
  bool accepts_fresh = false;
  std::vector<RequiredSkill> skills;  ///< each skill once
  bool training_provided = false;
  std::vector<std::string> licences;  ///< legally required ones, each once
  std::int32_t law_age_min = 16;
  std::optional<std::int32_t> law_age_max;
  bool minor_forbidden = false;
  std::vector<Demand> demands;  ///< each once
  EnumSet<Category> audience;   ///< empty: open to all
  std::optional<Date> latest_start;
  std::int32_t age_days = 0;  ///< days since the employer confirmed it
  bool lint_block = false;
  std::optional<std::int32_t> cap;  ///< people it may be given; nothing: from headcount (§9.2)
};

/// What the pack decides (§19). The values here are those of the first pack.
struct Params {
  std::optional<Date> as_of;
  std::int32_t min_wage_month = 2050;  ///< yuan
  std::int32_t freshness_days = 30;
  std::int32_t targeted_min = 600;
  std::int32_t targeted_occ_min = 200;
  std::int32_t targeted_skill_min = 40;
};

}  // namespace leye::matching
