#pragma once
#include <optional>
#include <string>

#include "city/world.h"
#include "codes/citizen_id.h"

namespace leye::city {

enum class Graduate { kNone, kHigher, kTechnician, kVocational, kOverseas };

/// Months and days of one registration of unemployment.
struct Registration {
  Date since;
  std::optional<Date> until;  ///< first day no longer registered
  const char* end_reason = "";
  const char* basis = "";
  const char* loss_reason = "";
};
struct Recognition {
  Date since;
  std::optional<Date> until;
  std::string categories;  ///< one, or two joined by 、
  bool zero_household = false;
  const char* disability_level = "";
  bool sole_carer = false;
};
struct Graduation {
  Graduate kind = Graduate::kHigher;
  Date date;
  int cohort = 2020;
  const char* result = "";
  const char* education = "";
};
/// A labour contract that began in 2020 and stands in the filings.
struct Hire {
  std::int64_t employer = 0;
  Date start;
  std::optional<int> term;  ///< months; nothing: open-ended
  bool is_signed = true;
  std::int64_t wage = 0;  ///< yuan per month
  std::optional<Date> ended;
};
/// A spell of insurance, whole months.
struct Insurance {
  const char* kind = "";  ///< 职工, 灵活就业, 城乡居民
  std::int64_t employer = -1;
  bool own_business = false;
  Month first, last;
  std::int64_t base = 0;  ///< yuan
  std::int64_t own = 0;   ///< yuan a month paid by the person
};
struct Business {
  bool individual = true;
  const char* size = "";
  Date registered;
  bool live = true;
  std::optional<bool> first_time;
  int operating_months = 0;
};

/// One true person. Facts the person would give if asked are all here; what the registers leave
/// out is decided when rows are written.
struct Person {
  std::int64_t index = 0;
  std::string name, citizen_id, phone;
  codes::Sex sex = codes::Sex::kMale;
  Date birth;
  Place home;
  std::optional<Place> moved_to;  ///< D12: without telling anybody
  std::string hukou;              ///< six digits of today, 129090 outside the city
  bool outsider = false;
  const char* education = "";
  const char* skill = "";
  const char* ability = "有";
  bool willing = true, experience = true, startup_intent = false;
  bool migrant = false, returned = false, poverty = false, cadre = false, pension = false,
       dead = false;
  int ui_months = 0;
  std::optional<Registration> registration;
  std::optional<Recognition> recognition;
  std::optional<Graduation> graduation;
  std::optional<Hire> hire;
  std::optional<Business> business;
  std::vector<Insurance> insurance;
};

/// Person number `index` of the city, from the seed alone.
[[nodiscard]] Person make_person(const World&, std::int64_t index);

/// Registered on a day.
[[nodiscard]] bool registered(const Person&, Date);
/// Recognised as hard to employ on a day.
[[nodiscard]] bool hard_to_employ(const Person&, Date);

}  // namespace leye::city
