#pragma once
#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "matching/profile.h"
#include "matching/tables.h"

namespace leye::matching {

/// The hard rules of §4, in the order they are evaluated and reported. Codes are stable.
enum class Rule : std::uint8_t {
  kConsent,
  kClosed,
  kStale,
  kUnlawfulAd,
  kBelowMinWage,
  kAgeLaw,
  kMinorWork,
  kLicence,
  kAudience,
  kWageFloor,
  kWorkForm,
  kDispatch,
  kCommute,
  kHealth,
  kAvoid,
  kEmployer,
  kDeclined,
  kStart,
  kEduStrict,
  kNotAJob
};
inline constexpr std::size_t kRules = 20;
/// `H08_LICENCE` …
[[nodiscard]] std::string_view code_of(Rule);

/// Why a post is not for this person. `detail` names the licence, form, demand, node or kind.
struct Reason {
  Rule rule;
  std::string detail;
  friend bool operator==(const Reason&, const Reason&) = default;
};
[[nodiscard]] std::string to_text(const Reason&);  ///< `H08_LICENCE:elec_low`

/// What must be known before a post counts as targeted.
enum class Unknown : std::uint8_t { kAge, kWage, kLocation };
[[nodiscard]] std::string_view to_text(Unknown);

/// The route by which the occupation scored.
struct Via {
  enum class Route : std::uint8_t { kNone, kWish, kPast, kAny };
  Route route = Route::kNone;
  std::size_t index = 0;  ///< of the wish or past occupation, from 0
  friend bool operator==(const Via&, const Via&) = default;
};
/// `wish:1`, `past:4-03-02-05`, `any`; empty without a route.
[[nodiscard]] std::string to_text(const Via&, const SeekerProfile&);

/// Points of §5; the sum is at most 1000.
struct Components {
  std::int32_t occupation = 0;  ///< 0–400
  std::int32_t skills = 0;      ///< 0–200
  std::int32_t wage = 0;        ///< 0–150
  std::int32_t commute = 0;     ///< 0–150
  std::int32_t education = 0;   ///< 0–50
  std::int32_t experience = 0;  ///< 0–50
  [[nodiscard]] std::int32_t sum() const {
    return occupation + skills + wage + commute + education + experience;
  }
  friend bool operator==(const Components&, const Components&) = default;
};

struct Fit {
  std::vector<Reason> reasons;   ///< in the order of the rules; empty: passes
  std::vector<Unknown> unknown;  ///< does not reject, but is never targeted
  Components components;         ///< also of a rejected post
  Via via;
  std::optional<std::int32_t> minutes;  ///< one way; nothing where the place is unknown
  std::int32_t score = 0;               ///< 0 exactly if rejected (or nothing fits at all)
  bool targeted = false;                ///< 针对性, §11.1
  [[nodiscard]] bool passes() const { return reasons.empty(); }
};

/// Judges one pair, all of it: the meaning of the fit. The search (search.h) finds the same faster.
[[nodiscard]] Fit judge(const Tables&, const Params&, const SeekerProfile&, const Vacancy&);

// The parts, for the search, the explanations and the tests.

/// Points of a wish or past occupation for a post's occupation (`pts`, 0–400).
[[nodiscard]] std::int32_t occupation_points(const Tables&, Occupation from, Occupation post);
/// The best route to the post's occupation and its points.
struct OccupationFit {
  std::int32_t points = 0;
  Via via;
};
[[nodiscard]] OccupationFit occupation_fit(const Tables&, const SeekerProfile&, Occupation post);
/// Share in per cent at which a past occupation of so many months counts; 0 below one month.
[[nodiscard]] std::int32_t past_percent(std::int32_t months);

[[nodiscard]] std::int32_t skill_points(const Tables&, const SeekerProfile&, const Vacancy&);

/// Monthly pay with the top held to twice the bottom, so that "3,000–30,000" is no bait.
struct Pay {
  std::int32_t top = 0;
  std::int32_t expected = 0;
};
[[nodiscard]] std::optional<Pay> pay_of(const Vacancy&);
/// What a person needs and hopes for; a floor that was not stated is the minimum wage.
struct PayWish {
  std::int32_t floor = 0;
  std::int32_t wish = 0;
};
[[nodiscard]] PayWish pay_wish(const Params&, const SeekerProfile&);
[[nodiscard]] std::int32_t wage_points(const std::optional<Pay>&, const PayWish&);

/// ⌊√n⌋ for 0 ≤ n < 2⁶³.
[[nodiscard]] std::int64_t integer_root(std::int64_t n);
/// Minutes for a distance in metres as the crow flies.
[[nodiscard]] std::int32_t minutes_for(Mode, std::int64_t metres);
[[nodiscard]] std::optional<std::int32_t> commute_minutes(const Tables&, const SeekerProfile&,
                                                          const Vacancy&);
[[nodiscard]] std::int32_t commute_points(std::optional<std::int32_t> minutes, std::int32_t limit);

[[nodiscard]] std::int32_t education_points(std::optional<std::int32_t> edu, std::int32_t asked);
[[nodiscard]] std::int32_t experience_points(const Tables&, const SeekerProfile&, const Vacancy&);
/// Months of past work that count for a post of this occupation.
[[nodiscard]] std::int64_t counted_months(const Tables&, const SeekerProfile&, Occupation post);

/// Every hard rule that rejects, in order (rules.cpp).
[[nodiscard]] std::vector<Reason> rejections(const Params&, const SeekerProfile&, const Vacancy&,
                                             std::optional<std::int32_t> minutes);

}  // namespace leye::matching
