#pragma once
#include <string>
#include <vector>

#include "city/city.h"
#include "city/dice.h"
#include "codes/divisions.h"

namespace leye::city {

/// Where somebody lives or works.
struct Place {
  std::size_t district = 0;  ///< 0 … 15, index into World::districts
  const codes::Division* street = nullptr;
  const codes::Division* community = nullptr;
};

/// What every draw of one city shares; nothing in it changes while the city is written.
class World {
 public:
  static Result<World> make(const CityOptions&);
  World(World&&) = default;  // places point into `divisions`, which a copy would not keep
  World& operator=(World&&) = default;

  CityOptions options;
  std::int64_t persons = 0;
  std::int64_t employers = 0;
  codes::Divisions divisions;
  struct District {
    const codes::Division* unit = nullptr;
    std::vector<const codes::Division*> streets;  ///< without zones: those have no street office
    std::vector<std::vector<const codes::Division*>> communities;
  };
  std::vector<District> districts;
  std::vector<int> weights;       ///< of the districts
  std::size_t full_district = 0;  ///< 120104: all its streets send their own workbooks in the demo

  [[nodiscard]] bool workbooks() const { return options.preset == Preset::kDemo; }
  [[nodiscard]] Date as_of() const { return options.as_of; }
  [[nodiscard]] Place place(Dice&) const;
  /// A place in another district than this one.
  [[nodiscard]] Place elsewhere(Dice&, std::size_t district) const;
  /// The synthetic area code 1290xx of a person of synthetic city `i / 909,091` (domain.md §11.3).
  [[nodiscard]] std::string area(std::int64_t index, std::size_t district, bool outsider) const;

 private:
  World() = default;
  [[nodiscard]] Place in_district(Dice&, std::size_t district) const;
};

inline constexpr std::int64_t kPersonsPerCity = 909'091;

}  // namespace leye::city
