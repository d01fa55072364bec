#pragma once
#include <vector>

#include "city/aid.h"
#include "city/draft.h"
#include "city/seen.h"

namespace leye::city {

/// Which register's dice a row uses; a person has one row per register, second rows their own.
enum RowDice : std::uint64_t {
  kRegistrationRow = 1,
  kSecondRegistration,
  kTwiceRegistration,
  kRecognitionRow,
  kInsuranceRow = 10,
  kFilingRow = 40,
  kRosterRow,
  kBusinessRow,
  kEmployerRow,
  kVacancyRow,
  kPovertyRow,
  kBaseRow,
  kPlacementRow,
  kTrainingRow,
  kCertificateRow,
  kLoanRow,
  kFirmLoanRow
};

/// As offices write it in a cell.
[[nodiscard]] inline const char* yes(bool value) { return value ? "是" : "否"; }

[[nodiscard]] std::vector<std::string> registration_headers();
[[nodiscard]] std::vector<HeaderGroup> registration_groups();
[[nodiscard]] std::vector<std::string> recognition_headers();
[[nodiscard]] std::vector<std::string> insurance_headers();
[[nodiscard]] std::vector<std::string> filing_headers();
[[nodiscard]] std::vector<std::string> roster_headers();
[[nodiscard]] std::vector<std::string> business_headers();
[[nodiscard]] std::vector<std::string> vacancy_headers();
[[nodiscard]] std::vector<std::string> poverty_headers();
[[nodiscard]] std::vector<std::string> base_headers();
[[nodiscard]] std::vector<std::string> placement_headers();
[[nodiscard]] std::vector<std::string> training_headers();
[[nodiscard]] std::vector<std::string> certificate_headers();
[[nodiscard]] std::vector<std::string> loan_headers();

/// `without_id` is the copy inside one street that lost the number (D09).
void registration_row(const Person&, std::int64_t n, bool without_id, Draft&, Seen&);
void recognition_row(const Person&, std::int64_t n, Draft&, Seen&);
void insurance_row(const World&, const Person&, std::size_t line, Draft&, Seen&);
void filing_row(const World&, const Person&, std::int64_t n, Draft&, Seen&);
void roster_row(const Person&, std::int64_t n, Draft&, Seen&);
void business_row(const World&, const Person&, Draft&, Seen&);
EmployerSeen employer_row(const World&, const Employer&, std::int64_t n, Draft&);
/// Vacancy number `n` of the city; a copy of another site's if it says D28.
void vacancy_row(const World&, std::int64_t n, Draft&);

void poverty_row(const Person&, const Aid&, std::int64_t n, Draft&, Seen&);
void base_row(const World&, const Base&, std::int64_t n, Draft&);
void placement_row(const World&, const Person&, const Internship&, std::int64_t n, Draft&);
void training_row(const World&, const Person&, const Training&, std::int64_t n, Draft&);
void certificate_row(const Person&, const Assessment&, Draft&);
void loan_row(const World&, const Person&, const Loan&, Draft&);
void firm_loan_row(const World&, std::int64_t employer, const Loan&, Draft&);

}  // namespace leye::city
