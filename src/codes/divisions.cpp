#include "codes/divisions.h"

#include <algorithm>
#include <array>

#include "codes/data_csv.h"
#include "codes/former.h"

namespace leye::codes {
namespace {

Date from_of(std::string_view code) {
  for (const auto& spell : tianjin_prefixes())
    if (spell.code == code && spell.until_year == 0 && spell.from_year > 0)
      return ymd(spell.from_year, 1, 1);
  return Date(Date::kMinDays);
}

bool is_zone(std::string_view code) { return code.size() == 9 && code[6] >= '4' && code[6] <= '5'; }

std::string_view unpadded(std::string_view code) {
  if (code.size() == 12 && code.ends_with("000000")) return code.substr(0, 6);
  if (code.size() == 12 && code.ends_with("000")) return code.substr(0, 9);
  return code;
}

}  // namespace

std::string_view to_text(DivisionLevel level) {
  switch (level) {
    case DivisionLevel::kCity:
      return "city";
    case DivisionLevel::kDistrict:
      return "district";
    case DivisionLevel::kStreet:
      return "street";
    case DivisionLevel::kCommunity:
      return "community";
  }
  return "";
}

std::string bare_name(std::string_view name) {
  static constexpr std::array<std::string_view, 13> kSuffixes = {
      "社区居民委员会", "社区居委会", "居民委员会", "村民委员会", "居委会", "村委会", "社区",
      "街道办事处",     "街道",       "村",         "镇",         "乡",     "街"};
  for (const auto suffix : kSuffixes)
    if (name.size() > suffix.size() && name.ends_with(suffix))
      return std::string(name.substr(0, name.size() - suffix.size()));
  return std::string(name);
}

Result<Divisions> Divisions::load(const std::filesystem::path& folder) {
  Divisions divisions;
  const std::array<std::pair<const char*, DivisionLevel>, 4> files = {
      {{"city.csv", DivisionLevel::kCity},
       {"districts.csv", DivisionLevel::kDistrict},
       {"streets.csv", DivisionLevel::kStreet},
       {"communities.csv", DivisionLevel::kCommunity}}};
  for (const auto& [file, level] : files) LEYE_CHECK(divisions.add_file(folder / file, level));
  if (divisions.units_.empty()) return fail("division.parent", folder.string(), {{"code", ""}});
  divisions.add_former();
  return divisions;
}

Result<void> Divisions::add_file(const std::filesystem::path& path, DivisionLevel level) {
  LEYE_TRY(const auto rows, read_data_csv(path));
  for (const auto& row : rows) {
    if (row.size() < 3) return fail("data.row", path.string(), {{"expected", "3"}, {"found", "2"}});
    Division unit{row[0], row[1], level, {}, from_of(row[0]), {}, {}, is_zone(row[0])};
    if (level != DivisionLevel::kCity) {
      const auto parent = current_.find(row[2]);
      if (parent == current_.end())
        return fail("division.parent", path.string(), {{"code", row[0]}, {"parent", row[2]}});
      unit.parent = parent->second;
    }
    if (!current_.emplace(row[0], units_.size()).second)
      return fail("division.duplicate", path.string(), {{"code", row[0]}});
    if (row.size() > 3 && !row[3].empty()) current_.emplace(row[3], units_.size());
    children_.emplace_back();
    if (unit.parent) children_[*unit.parent].push_back(units_.size());
    units_.push_back(std::move(unit));
  }
  return {};
}

void Divisions::add_former() {
  for (const auto& spell : tianjin_prefixes()) {
    if (spell.until_year == 0 || !current_.contains(std::string(spell.successor))) continue;
    Division unit;
    unit.code = spell.code;
    unit.name = spell.name;
    unit.level = DivisionLevel::kDistrict;
    unit.parent = 0;
    unit.valid_from = Date(Date::kMinDays);
    unit.valid_to = Date(ymd(spell.until_year, 1, 1).days() - 1);
    unit.successor = spell.successor;
    former_.emplace(unit.code, units_.size());
    children_.emplace_back();
    units_.push_back(std::move(unit));
  }
}

const Division* Divisions::find(std::string_view code) const {
  auto it = current_.find(std::string(code));
  if (it == current_.end()) it = current_.find(std::string(unpadded(code)));
  return it == current_.end() ? nullptr : &units_[it->second];
}

const Division* Divisions::find(std::string_view code, Date on) const {
  const auto [first, last] = former_.equal_range(std::string(code));
  for (auto it = first; it != last; ++it)
    if (on <= *units_[it->second].valid_to) return &units_[it->second];
  const auto* unit = find(code);
  return unit != nullptr && unit->valid_from <= on ? unit : nullptr;
}

Result<const Division*> Divisions::resolve(std::string_view code) const {
  code = unpadded(code);
  if (const auto* unit = find(code)) return unit;
  if (const auto it = former_.find(std::string(code.substr(0, 6))); it != former_.end()) {
    const auto& successor = units_[it->second].successor;
    const auto moved = successor + std::string(code.substr(std::min<std::size_t>(6, code.size())));
    // 滨海新区 was put together from three districts and numbered anew: below it nothing is known.
    if (const auto* unit = find(code.size() == 6 || successor != "120116" ? moved : successor))
      return unit;
    return find(successor);
  }
  return fail("division.unknown", {}, {{"code", std::string(code)}});
}

const Division* Divisions::parent(const Division& unit) const {
  return unit.parent ? &units_[*unit.parent] : nullptr;
}

std::vector<const Division*> Divisions::children(const Division& unit) const {
  std::vector<const Division*> out;
  const auto index = static_cast<std::size_t>(&unit - units_.data());
  for (const auto child : children_[index]) out.push_back(&units_[child]);
  return out;
}

std::vector<const Division*> Divisions::path(const Division& unit) const {
  std::vector<const Division*> out;
  for (const auto* at = &unit; at != nullptr; at = parent(*at)) out.push_back(at);
  return out;
}

const Division* Divisions::ancestor(const Division& unit, DivisionLevel level) const {
  for (const auto* at = &unit; at != nullptr; at = parent(*at))
    if (at->level == level) return at;
  return nullptr;
}

bool Divisions::contains(std::string_view outer, std::string_view inner) const {
  const auto* top = find(outer);
  for (const auto* at = find(inner); at != nullptr && top != nullptr; at = parent(*at))
    if (at == top) return true;
  return false;
}

std::vector<ClosureRow> Divisions::closure() const {
  std::vector<ClosureRow> out;
  for (const auto& unit : units_)
    for (const auto* above : path(unit))
      out.push_back(
          {above->code, unit.code, std::max(above->valid_from, unit.valid_from), unit.valid_to});
  return out;
}

std::vector<const Division*> Divisions::by_name(const Division& within,
                                                std::string_view name) const {
  const auto wanted = bare_name(name);
  std::vector<const Division*> out;
  std::vector<const Division*> open = children(within);
  while (!open.empty()) {
    const auto* unit = open.back();
    open.pop_back();
    if (unit->name == name || bare_name(unit->name) == wanted) out.push_back(unit);
    for (const auto* child : children(*unit)) open.push_back(child);
  }
  std::sort(out.begin(), out.end(), [](const auto* a, const auto* b) { return a->code < b->code; });
  return out;
}

std::string Divisions::full_name(const Division& unit) const {
  std::string out;
  for (const auto* at = &unit; at->parent; at = parent(*at))
    out = out.empty() ? at->name : at->name + " " + out;
  return out;
}

}  // namespace leye::codes
