#pragma once
#include <cstdint>
#include <filesystem>
#include <map>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <unordered_map>
#include <vector>

#include "core/result.h"
#include "matching/occupation.h"

namespace leye::matching {

/// Index of a skill in `skills_core.csv`, from 0.
using SkillId = std::uint16_t;

struct Skill {
  std::string id;
  std::string name_zh;
  std::string name_en;
  int weight = 1;  ///< 1–9
};

struct OccupationRow {
  Occupation code;
  std::string name;
  std::string definition;
};

/// The tables the fit is computed with (matching.md §2). Read once, then only looked up.
class Tables {
 public:
  /// Reads `occupations.csv`, `occ_related.csv`, `skills_core.csv` and
  /// `tianjin_district_adjacency.csv` of a folder. Errors `data.unreadable`,
  /// `matching.table_column`, `matching.table_cell`, `matching.occupation_format`,
  /// each with file and row.
  [[nodiscard]] static Result<Tables> load(const std::filesystem::path& folder);

  /// Nothing for a code the dictionary lacks.
  [[nodiscard]] const OccupationRow* occupation(Occupation) const;
  [[nodiscard]] std::string_view name_of(Occupation) const;  ///< empty if unknown
  /// In the order of the file.
  [[nodiscard]] std::span<const OccupationRow> occupations() const { return occupations_; }

  /// Points of the directed row from → to; 0 without one.
  [[nodiscard]] int related(Occupation from, Occupation to) const;
  /// The reason given for the row, in Chinese; empty without one.
  [[nodiscard]] std::string_view related_why(Occupation from, Occupation to) const;

  [[nodiscard]] std::optional<SkillId> skill(std::string_view id) const;
  [[nodiscard]] const Skill& skill(SkillId id) const { return skills_[id]; }
  [[nodiscard]] std::span<const Skill> skills() const { return skills_; }

  /// Whether two districts (GB/T 2260 codes) border on each other.
  [[nodiscard]] bool adjacent(std::string_view district, std::string_view other) const;

 private:
  struct Related {
    int points = 0;
    std::string why;
  };
  [[nodiscard]] const Related* relation(Occupation from, Occupation to) const;
  Result<void> load_occupations(const std::filesystem::path&);
  Result<void> load_related(const std::filesystem::path&);
  Result<void> load_skills(const std::filesystem::path&);
  Result<void> load_adjacency(const std::filesystem::path&);

  std::vector<OccupationRow> occupations_;
  std::unordered_map<std::uint32_t, std::size_t> by_code_;
  std::unordered_map<std::uint64_t, Related> related_;
  std::vector<Skill> skills_;
  std::map<std::string, SkillId, std::less<>> skill_ids_;
  std::map<std::string, std::vector<std::string>, std::less<>> neighbours_;
};

}  // namespace leye::matching
