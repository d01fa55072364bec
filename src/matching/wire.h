#pragma once
// How a seeker and a vacancy are written, in JSON lines and (through JSON) in CSV rows. Only this
// header and wire.cpp know the names of §3; behind it everything is checked and typed.
#include <boost/describe/class.hpp>
#include <boost/json.hpp>
#include <map>
#include <optional>
#include <string>
#include <vector>

#include "core/json.h"
#include "matching/profile.h"

namespace leye::matching {

enum class WageUnit : std::uint8_t { kMonth, kDay, kHour, kPiece };
BOOST_DESCRIBE_ENUM(WageUnit, kMonth, kDay, kHour, kPiece)

struct PastWire {
  std::string code;
  int months = 0;
};
BOOST_DESCRIBE_STRUCT(PastWire, (), (code, months))

struct SeekerWire {
  std::optional<std::string> seeker_id;
  std::optional<bool> consent_match;
  std::optional<int> age;
  std::optional<Month> birth_month;
  std::optional<Date> work_until;
  std::optional<std::vector<Category>> categories;
  std::optional<std::vector<std::string>> wishes;
  std::optional<bool> any_occupation;
  std::optional<bool> open_to_past;
  std::optional<std::vector<PastWire>> past;
  std::optional<std::map<std::string, int>> skills;
  std::optional<SkillsState> skills_state;
  std::optional<std::vector<std::string>> licences;
  std::optional<int> edu;
  std::optional<bool> fresh;
  std::optional<int> wage_floor;
  std::optional<int> wage_wish;
  std::optional<std::vector<int>> xy;
  std::optional<std::string> street;
  std::optional<std::string> district;
  std::optional<Mode> mode;
  std::optional<int> commute_max;
  std::optional<bool> accept_lodging;
  std::optional<std::vector<Form>> forms;
  std::optional<bool> no_dispatch;
  std::optional<std::vector<Demand>> cannot;
  std::optional<Date> available_from;
  std::optional<std::vector<std::string>> avoid;
  std::optional<std::vector<std::string>> avoid_employers;
  std::optional<std::vector<std::string>> declined;
  std::optional<std::vector<std::string>> needs;  ///< shown to staff, not scored
  /// Accepted so that a swap audit can be written down; never read (§12.1).
  std::optional<boost::json::value> protected_;
};
BOOST_DESCRIBE_STRUCT(SeekerWire, (),
                      (seeker_id, consent_match, age, birth_month, work_until, categories, wishes,
                       any_occupation, open_to_past, past, skills, skills_state, licences, edu,
                       fresh, wage_floor, wage_wish, xy, street, district, mode, commute_max,
                       accept_lodging, forms, no_dispatch, cannot, available_from, avoid,
                       avoid_employers, declined, needs, protected_))

struct SkillWire {
  std::string id;
  std::optional<int> must;
  std::optional<int> level;
};
BOOST_DESCRIBE_STRUCT(SkillWire, (), (id, must, level))

struct VacancyWire {
  std::optional<std::string> id;
  std::optional<std::string> employer;
  std::optional<std::string> source, source_ref;
  std::optional<Kind> kind;
  std::optional<Status> status;
  std::optional<std::string> title, body;
  std::string occupation;
  std::optional<std::string> coded_by;
  std::optional<int> code_confidence;
  std::optional<std::string> industry;
  std::optional<int> headcount, filled;
  std::optional<int> wage_min, wage_max;
  std::optional<WageUnit> wage_unit;
  std::optional<int> wage_months;
  std::optional<std::string> wage_basis;
  std::optional<std::vector<int>> xy;
  std::optional<std::string> street, district;
  std::optional<bool> remote, lodging, shuttle;
  std::optional<Form> form;
  std::optional<bool> dispatch;
  std::optional<int> edu_min;
  std::optional<bool> edu_strict;
  /// Absent: none asked (§3.2); `unknown`: it was not said, which scores 40 (§5.7).
  std::optional<boost::json::value> exp_months;
  std::optional<bool> accepts_fresh;
  std::optional<std::vector<SkillWire>> skills;
  std::optional<bool> training_provided;
  std::optional<std::vector<std::string>> licences;
  std::optional<int> law_age_min, law_age_max;
  std::optional<std::string> law_basis, law_note;
  std::optional<bool> minor_forbidden;
  std::optional<std::vector<Demand>> demands;
  std::optional<std::vector<Category>> audience;
  std::optional<Date> latest_start, published, confirmed, expires;
  std::optional<int> age_days;
  std::optional<int> cap, reply_rate, interview_rate;
  std::optional<std::vector<std::string>> lint;
  std::optional<bool> lint_block;
  std::optional<std::string> dup_of;
};
BOOST_DESCRIBE_STRUCT(VacancyWire, (),
                      (id, employer, source, source_ref, kind, status, title, body, occupation,
                       coded_by, code_confidence, industry, headcount, filled, wage_min, wage_max,
                       wage_unit, wage_months, wage_basis, xy, street, district, remote, lodging,
                       shuttle, form, dispatch, edu_min, edu_strict, exp_months, accepts_fresh,
                       skills, training_provided, licences, law_age_min, law_age_max, law_basis,
                       law_note, minor_forbidden, demands, audience, latest_start, published,
                       confirmed, expires, age_days, cap, reply_rate, interview_rate, lint,
                       lint_block, dup_of))

struct ParamsWire {
  std::optional<int> min_wage_month, targeted_min, targeted_occ_min, targeted_skill_min,
      freshness_days;
  std::optional<Date> as_of;
};
BOOST_DESCRIBE_STRUCT(ParamsWire, (),
                      (min_wage_month, targeted_min, targeted_occ_min, targeted_skill_min,
                       freshness_days, as_of))

/// In JSON an explicit null says that the experience asked is not known; reading would take it for
/// absent, so it is written out before.
void keep_null_experience(boost::json::object& vacancy);

/// Typed and checked against the tables; `where` of an error is `/field` or `/field/0`. Errors
/// `matching.range`, `matching.occupation_format`, `matching.unknown_occupation`,
/// `matching.unknown_skill`, `matching.too_many_wishes`, `matching.point`, `matching.as_of`.
[[nodiscard]] Result<Params> params_of(const ParamsWire&);
[[nodiscard]] Result<SeekerProfile> seeker_of(const Tables&, const Params&, const SeekerWire&);
[[nodiscard]] Result<Vacancy> vacancy_of(const Tables&, const Params&, const VacancyWire&);

}  // namespace leye::matching
