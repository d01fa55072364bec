#include "city/world.h"

#include <array>

namespace leye::city {
namespace {

constexpr std::int64_t kMostPersons = 10'000'000;
constexpr std::int64_t kFewestPersons = 100;
constexpr std::string_view kFullDistrict = "120104";

/// Residents of 2020 in thousands, in the order of the codes (domain.md §11.1).
constexpr std::array<int, 16> kResidents = {355, 859, 822,  890, 648,  483, 857, 1195,
                                            928, 910, 1151, 722, 2067, 395, 787, 796};

std::int64_t preset_persons(Preset preset) {
  switch (preset) {
    case Preset::kDemo:
      return 20'000;
    case Preset::kCity:
      return 1'000'000;
    case Preset::kProvince:
      return 10'000'000;
  }
  return 0;
}

}  // namespace

Result<Preset> parse_preset(std::string_view text) {
  if (text == "demo") return Preset::kDemo;
  if (text == "city") return Preset::kCity;
  if (text == "province") return Preset::kProvince;
  return fail("city.preset", {}, {{"text", std::string(text)}});
}

Result<World> World::make(const CityOptions& options) {
  World world;
  world.options = options;
  world.persons = options.persons == 0 ? preset_persons(options.preset) : options.persons;
  if (world.persons < kFewestPersons || world.persons > kMostPersons)
    return fail("city.persons", {}, {{"persons", std::to_string(world.persons)}});
  world.employers = world.persons * 55 / 1000;
  LEYE_TRY(world.divisions, codes::Divisions::load(options.data_dir / "tianjin"));
  for (const auto* unit : world.divisions.children(world.divisions.root())) {
    if (unit->level != codes::DivisionLevel::kDistrict || unit->valid_to) continue;
    District district{unit, {}, {}};
    for (const auto* street : world.divisions.children(*unit)) {
      auto communities = world.divisions.children(*street);
      if (street->zone || communities.empty()) continue;
      district.streets.push_back(street);
      district.communities.push_back(std::move(communities));
    }
    const auto at = world.districts.size();
    int weight = at < kResidents.size() ? kResidents[at] : 500;
    if (unit->code == kFullDistrict) {
      world.full_district = at;
      // In the demo about 70 % of the people live in the full district.
      if (world.workbooks()) weight = 30'000;
    }
    world.weights.push_back(weight);
    world.districts.push_back(std::move(district));
  }
  return world;
}

Place World::in_district(Dice& dice, std::size_t district) const {
  const auto& d = districts[district];
  const auto street = dice.below(static_cast<std::uint32_t>(d.streets.size()));
  const auto& communities = d.communities[street];
  return {district, d.streets[street],
          communities[dice.below(static_cast<std::uint32_t>(communities.size()))]};
}

Place World::place(Dice& dice) const { return in_district(dice, dice.pick(weights)); }

Place World::elsewhere(Dice& dice, std::size_t district) const {
  auto other = dice.below(static_cast<std::uint32_t>(districts.size() - 1));
  if (other >= district) ++other;
  return in_district(dice, other);
}

std::string World::area(std::int64_t index, std::size_t district, bool outsider) const {
  const auto city = index / kPersonsPerCity;
  std::int64_t part = 0;
  if (city == 0)
    part = outsider ? 90 : static_cast<std::int64_t>(district) + 1;
  else
    part = outsider ? 90 - city : 20 + city;
  return "1290" + std::string(part < 10 ? "0" : "") + std::to_string(part);
}

}  // namespace leye::city
