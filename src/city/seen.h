#pragma once
#include <array>
#include <cstdint>

#include "city/employers.h"
#include "city/people.h"

namespace leye::city {

/// What of a person reached the registers in a form that can be read and joined to her.
struct Seen {
  bool registration = false, recognition = false, filing = false, roster = false, business = false;
  std::uint32_t insurance = 0;  ///< bit i: line i of Person::insurance
  bool other_district = false;  ///< D08: the second registration, in another district
  bool employers = false;       ///< everything about employers too (the full truth)
  bool everything = false;      ///< known at any date (the full truth)
  bool poverty_list = false;    ///< the poverty register names her, in a row that can be joined
  // Facts that stand in those rows (D19 leaves some out).
  bool graduate_kind = false, returned = false, poverty = false, post_kind = false;
  bool term = false, is_signed = false, first_time = false, operating = false;
};

enum class Outcome { kEligible, kNotEligible, kUndetermined, kNoSubject };
[[nodiscard]] const char* to_text(Outcome);

/// Outcomes of policies P05 (for the hire), P07 (the person), P14 (the business) by the texts of
/// the policies as at 2020-10-31, three-valued. With `Seen` all true they are those of the full
/// truth.
[[nodiscard]] Outcome policy_p05(const World&, const Person&, const Seen&);
[[nodiscard]] Outcome policy_p07(const World&, const Person&, const Seen&);
[[nodiscard]] Outcome policy_p14(const World&, const Person&, const Seen&);
[[nodiscard]] Seen everything();

/// Whether the business register's row of an employer can be read, and what it leaves out.
struct EmployerSeen {
  bool row = false;
  bool size = false;
};
[[nodiscard]] EmployerSeen employer_seen(const World&, std::int64_t number);

/// Group membership that indicators I05 and I06 start from (domain.md §6.1), by what is seen.
struct Groups {
  bool p1 = false;          ///< registered unemployed on as_of
  bool p1_october = false;  ///< on 1 October
  bool p2 = false;          ///< unemployed graduate of the year
  bool p4 = false;          ///< hard to employ on as_of
  bool p3 = false;          ///< migrant without work
  bool p9 = false;          ///< any of them on any day of October: denominator of I05 so far
  bool october = false;     ///< in F(2020-10), the denominator of I06
  bool november = false;    ///< in F(2020-11) if nothing changes after as_of
};
[[nodiscard]] Groups groups_of(const World&, const Person&, const Seen&);

}  // namespace leye::city
