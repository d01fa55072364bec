#include "matching/tables.h"

#include <algorithm>

#include "matching/data_table.h"

namespace leye::matching {
namespace {

std::uint64_t pair_key(Occupation from, Occupation to) {
  return std::uint64_t{from.bits()} << 32 | to.bits();
}

}  // namespace

Result<Tables> Tables::load(const std::filesystem::path& folder) {
  Tables tables;
  LEYE_CHECK(tables.load_occupations(folder / "occupations.csv"));
  LEYE_CHECK(tables.load_related(folder / "occ_related.csv"));
  LEYE_CHECK(tables.load_skills(folder / "skills_core.csv"));
  LEYE_CHECK(tables.load_adjacency(folder / "tianjin_district_adjacency.csv"));
  return tables;
}

Result<void> Tables::load_occupations(const std::filesystem::path& path) {
  return read_table(path, {"code", "name", "definition"}, [&](const DataRow& row) -> Result<void> {
    LEYE_TRY(const auto code, Occupation::parse(row.cells[0]));
    by_code_[code.bits()] = occupations_.size();
    occupations_.push_back({code, row.cells[1], row.cells[2]});
    return {};
  });
}

Result<void> Tables::load_related(const std::filesystem::path& path) {
  return read_table(path, {"from", "to", "points", "why_zh"},
                    [&](const DataRow& row) -> Result<void> {
                      LEYE_TRY(const auto from, Occupation::parse(row.cells[0]));
                      LEYE_TRY(const auto to, Occupation::parse(row.cells[1]));
                      LEYE_TRY(const auto points, whole_cell(row.cells[2], 0, 400));
                      related_[pair_key(from, to)] = {points, row.cells[3]};
                      return {};
                    });
}

Result<void> Tables::load_skills(const std::filesystem::path& path) {
  return read_table(path, {"id", "name_zh", "name_en", "weight"},
                    [&](const DataRow& row) -> Result<void> {
                      LEYE_TRY(const auto weight, whole_cell(row.cells[3], 1, 9));
                      const auto id = static_cast<SkillId>(skills_.size());
                      if (!skill_ids_.emplace(row.cells[0], id).second)
                        return fail("matching.table_cell", {}, {{"text", row.cells[0]}});
                      skills_.push_back({row.cells[0], row.cells[1], row.cells[2], weight});
                      return {};
                    });
}

Result<void> Tables::load_adjacency(const std::filesystem::path& path) {
  return read_table(path, {"district", "neighbour"}, [&](const DataRow& row) -> Result<void> {
    neighbours_[row.cells[0]].push_back(row.cells[1]);
    return {};
  });
}

const OccupationRow* Tables::occupation(Occupation code) const {
  const auto found = by_code_.find(code.bits());
  return found == by_code_.end() ? nullptr : &occupations_[found->second];
}

std::string_view Tables::name_of(Occupation code) const {
  const auto* row = occupation(code);
  return row == nullptr ? std::string_view() : std::string_view(row->name);
}

const Tables::Related* Tables::relation(Occupation from, Occupation to) const {
  const auto found = related_.find(pair_key(from, to));
  return found == related_.end() ? nullptr : &found->second;
}

int Tables::related(Occupation from, Occupation to) const {
  const auto* row = relation(from, to);
  return row == nullptr ? 0 : row->points;
}

std::string_view Tables::related_why(Occupation from, Occupation to) const {
  const auto* row = relation(from, to);
  return row == nullptr ? std::string_view() : std::string_view(row->why);
}

std::optional<SkillId> Tables::skill(std::string_view id) const {
  const auto found = skill_ids_.find(id);
  return found == skill_ids_.end() ? std::nullopt : std::optional(found->second);
}

bool Tables::adjacent(std::string_view district, std::string_view other) const {
  const auto found = neighbours_.find(district);
  return found != neighbours_.end() &&
         std::find(found->second.begin(), found->second.end(), other) != found->second.end();
}

}  // namespace leye::matching
