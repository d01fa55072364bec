#pragma once
#include <cstdint>
#include <filesystem>
#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <unordered_map>
#include <vector>

#include "core/date.h"

namespace leye::codes {

enum class DivisionLevel { kCity, kDistrict, kStreet, kCommunity };
[[nodiscard]] std::string_view to_text(DivisionLevel);  ///< `city` … `community`

/// One administrative unit. The same code may be two units at different times (东郊区, 东丽区).
struct Division {
  std::string code;  ///< 6, 9 or 12 digits
  std::string name;
  DivisionLevel level = DivisionLevel::kCity;
  std::optional<std::size_t> parent;  ///< index into `Divisions::all()`
  Date valid_from;                    ///< first day; Date::kMinDays if not known
  std::optional<Date> valid_to;       ///< last day
  std::string successor;              ///< code that took it over, if abolished
  bool zone = false;  ///< development zone or farm at street level: no street office [A]
};

/// A line of `division_closure(ancestor, descendant, valid_from, valid_to)`; a unit contains
/// itself.
struct ClosureRow {
  std::string ancestor;
  std::string descendant;
  Date valid_from;
  std::optional<Date> valid_to;
};

/// The dated tree of units. Containment is walked along parents, never read from a code's prefix.
class Divisions {
 public:
  /// Reads `city.csv`, `districts.csv`, `streets.csv`, `communities.csv` (code,name,parent_code) of
  /// a folder such as `data/tianjin` and adds the abolished districts of GB/T 2260. Errors
  /// `data.unreadable`, `data.row`, `division.parent`, `division.duplicate`.
  [[nodiscard]] static Result<Divisions> load(const std::filesystem::path& folder);

  [[nodiscard]] const std::vector<Division>& all() const { return units_; }
  [[nodiscard]] const Division& root() const { return units_.front(); }
  /// The unit in force today by code; trailing zero padding (`120101000000`) is understood.
  [[nodiscard]] const Division* find(std::string_view code) const;
  /// The unit that had this code on a day, abolished ones included.
  [[nodiscard]] const Division* find(std::string_view code, Date on) const;
  /// The unit in force that a code of any time means: abolished districts lead to their successor,
  /// codes below a renamed county to the same unit of the new district. Error `division.unknown`.
  [[nodiscard]] Result<const Division*> resolve(std::string_view code) const;
  [[nodiscard]] const Division* parent(const Division&) const;
  /// Children in force, by code.
  [[nodiscard]] std::vector<const Division*> children(const Division&) const;
  /// Unit, its parent, … the root.
  [[nodiscard]] std::vector<const Division*> path(const Division&) const;
  /// The unit's ancestor (or itself) of a level; null if it is above that level.
  [[nodiscard]] const Division* ancestor(const Division&, DivisionLevel) const;
  /// True if `inner` is `outer` or below it.
  [[nodiscard]] bool contains(std::string_view outer, std::string_view inner) const;
  [[nodiscard]] std::vector<ClosureRow> closure() const;
  /// Units of a name below `within`, suffixes (社区居委会, 村委会 …) not compared. Ask if more than
  /// one.
  [[nodiscard]] std::vector<const Division*> by_name(const Division& within,
                                                     std::string_view name) const;
  /// `南开区 学府街道 府湖里社区` without the root.
  [[nodiscard]] std::string full_name(const Division&) const;

 private:
  Result<void> add_file(const std::filesystem::path&, DivisionLevel);
  void add_former();
  std::vector<Division> units_;
  std::unordered_map<std::string, std::size_t> current_;  ///< code, and other codes of the root
  std::vector<std::vector<std::size_t>> children_;
  std::multimap<std::string, std::size_t> former_;
};

/// A community's or street's name without its kind, for comparison only: 花园路社区居委会 → 花园路.
[[nodiscard]] std::string bare_name(std::string_view);

}  // namespace leye::codes
