#pragma once
#include <optional>
#include <string>

#include "city/people.h"

namespace leye::city {

/// What a recognised base is recognised as.
enum class BaseKind { kInternship, kIncubator, kTrainingCentre };

/// One recognition of an employer.
struct Base {
  BaseKind kind = BaseKind::kInternship;
  std::int64_t employer = 0;
  Date recognised;
  std::optional<Date> withdrawn;
  int interns_ended = 0, interns_retained = 0, incubated = 0, jobs = 0;
};
[[nodiscard]] std::int64_t base_count(const World&);
[[nodiscard]] Base make_base(const World&, std::int64_t number);

struct Internship {
  std::int64_t employer = 0;
  bool recognised = true;  ///< the employer is a base
  Date start, end;         ///< both included
  bool agreement = true, insured = true;
  int stipend = 2050;  ///< yuan in the lowest month
  int months_done = 0;
};
struct Training {
  std::int64_t employer = -1;  ///< of a training centre; −1: a training body
  bool startup = false, listed = true, certificate = true, rural = false;
  Date started, finished;
  int days = 15, hours = 120, attended = 120, fee = 1200;
  int occupation = 0;
  bool subsidised_before = false;
};
struct Assessment {
  int level = 5;
  Date issued;
  bool passed = true;
  int fee = 260;
  int occupation = 0;
  bool subsidised_before = false;
};
struct Loan {
  std::int64_t amount = 0;  ///< yuan
  int months = 24;
  int before = 0;
  Date applied;
  bool other_loans = false, bad_credit = false;
};

/// The programmes a person takes part in, and whether the poverty register knows her.
struct Aid {
  std::optional<Date> poverty_since;
  bool partner_county = false;
  std::optional<Internship> internship;
  std::optional<Training> training;
  std::optional<Assessment> assessment;
  std::optional<Loan> loan;
};
/// From the seed and the person's own facts; it changes nothing in the other registers.
[[nodiscard]] Aid aid_of(const World&, const Person&);
/// A loan to the employer itself; most have none.
[[nodiscard]] std::optional<Loan> firm_loan(const World&, std::int64_t employer);

}  // namespace leye::city
