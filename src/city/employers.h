#pragma once
#include <string>

#include "city/world.h"

namespace leye::city {

/// One employer or person-owned business, from the seed and its number alone.
struct Employer {
  std::int64_t number = 0;
  std::string name, uscc, kind, size, industry, former_name, address;
  int staff = 0;
  bool live = true, dishonest = false, affected = false;
  std::size_t district = 0;
  Date founded;
};

[[nodiscard]] Employer make_employer(const World&, std::int64_t number);
/// An employer people work at, larger ones more often.
[[nodiscard]] std::int64_t any_employer(const World&, Dice&);
/// D26: a firm that files many people at one address and insures each for one month.
[[nodiscard]] bool bogus(const World&, std::int64_t number);
[[nodiscard]] std::int64_t bogus_employer(const World&, Dice&);
/// The code of person `index`'s own business.
[[nodiscard]] std::string business_uscc(const World&, std::int64_t index, std::size_t district,
                                        bool individual);
[[nodiscard]] std::string business_name(const World&, std::int64_t index, std::size_t district,
                                        bool individual);

}  // namespace leye::city
